//! The registry: models, their releases, and what is known of each, by whom and since when.
//!
//! What is known are statements: a [`Fact`] with its source and its day. Statements are only ever
//! added; of two about the same thing the later day wins, and a correction is a new statement
//! that says why. So nothing here is open or closed: a release has a dated history of access
//! ([`Dossier::timeline`]), and the class of its components is computed ([`openness`]).
//!
//! Files of other registries become statements in two steps: [`import`] reads them without looking
//! at what is stored, and [`changes`] says what they would change; [`import::Import::apply`] is the
//! one way in, [`export`] the way out. Nothing here calls another server, and no person is in it.

pub mod addresses;
pub mod browse;
pub mod changes;
pub mod dossier;
pub mod drift;
pub mod excerpt;
pub mod export;
pub mod facts;
pub mod identifiers;
pub mod import;
pub mod licences;
pub mod lineage;
mod named;
pub mod openness;
mod queries;
mod refused;
pub mod search;
pub mod statements;
pub mod terms;
#[cfg(test)]
mod tests;

pub use addresses::{Address, Key};
pub use dossier::Dossier;
pub use excerpt::{Asked, Excerpt};
pub use facts::Fact;
pub use identifiers::Identifier;
pub use licences::{Family, Licence};
pub use named::{Named, same_words};
pub use refused::Refused;
pub use statements::Statement;
