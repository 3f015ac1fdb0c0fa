//! Soundings.

pub mod questionnaire;
