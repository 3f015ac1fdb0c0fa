//! What answers mean: which questions are asked, what is computed, which choices are on offer.
//!
//! A definition is compiled once per version into a [`Plan`]. For every request [`evaluate`] lays a
//! person's answers over it and gives a [`State`] that can be asked about each question in each
//! instance of its repeats. [`read_fields`] and [`read_document`] turn what came from outside into answers,
//! [`begin()`] makes the answers a draft starts with, and [`settle()`] makes those that are sealed.
//! Whether answers may be sealed is asked of [`validation`](super::validation). Nothing here stores,
//! draws random numbers or reads a clock: seed and time come in a [`Context`].

mod begin;
mod change;
mod choices;
mod compile;
mod context;
mod document;
mod field;
mod files;
mod layout;
mod lists;
mod order;
mod paging;
mod place;
mod plan;
mod posted;
mod putting;
mod references;
mod releases;
mod rules;
mod sealed;
mod settle;
mod state;
mod tree;
mod values;
mod view;
mod wording;

#[cfg(test)]
pub(super) mod tests;

pub use super::answers::MOST_INSTANCES;
pub use begin::{add_instance, begin, remove_instance};
pub use context::Context;
pub use document::{DocumentFault, read_document};
pub use field::{FieldPath, SEEN};
pub use place::{Coordinates, PlaceFault};
pub use plan::{Item, NodeId, Page, Plan, PlanProblem};
pub use posted::{Posted, read_fields};
pub(super) use references::reads_the_unnamed;
pub use sealed::sealed;
pub use settle::{Settled, settle};
pub use state::{Occurrence, State, evaluate};
pub(super) use values::{answer, digits};
pub use wording::{Piece, pieces};

/// Nodes in all instances together: where repeats within repeats would hold more, no further instance
/// is laid out, counted or asked.
pub const MOST_NODES: usize = 100_000;
