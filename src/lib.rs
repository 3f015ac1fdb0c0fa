#![doc = include_str!("ARCHITECTURE.md")]

pub mod settings;
pub mod language;
pub mod store;
pub mod clock;
pub mod id;
pub mod people;
pub mod chain;
pub mod questionnaire;
pub mod responses;
pub mod moderation;
pub mod news;
pub mod dataset;
pub mod web;
pub mod cli;
