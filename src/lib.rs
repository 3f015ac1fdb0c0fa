//! Soundings.

pub mod settings;
pub mod language;
pub mod store;
pub mod clock;
pub mod id;
pub mod people;
pub mod chain;
pub mod questionnaire;
pub mod moderation;
pub mod web;
pub mod cli;
