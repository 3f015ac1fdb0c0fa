//! Pages for administrators: files for the registry of models.

pub mod registry;
mod report;
