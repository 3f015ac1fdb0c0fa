//! Soundings.

pub mod chain;
pub mod clock;
pub mod dataset;
pub mod id;
pub mod questionnaire;
pub mod store;
