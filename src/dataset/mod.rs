//! Datasets: accepted submissions become numbered, frozen, documented editions.
//!
//! An edition is built in one direction, and each stage takes only what the stage before it made:
//! [`columns`] say what there can be, [`table`] makes rows, [`disclosure`] protects them,
//! [`writers`] write them, [`edition`] seals the folder and records it. Only [`disclosure`] can
//! make the rows that writers accept. No file tells when or on which machine it was written: the same
//! study and submissions give the same bytes anywhere, on either database.
//!
//! Nothing here decides what is accepted, and nothing changes a submission.

pub mod codebook;
pub mod columns;
pub mod disclosure;
pub mod edition;
pub mod facts;
pub mod history;
pub mod orders;
pub mod propagation;
pub mod sealed;
pub mod statistics;
pub mod table;
pub mod verify;
pub mod writers;

mod answers;
mod attached;
mod chain;
mod classes;
mod draft;
mod merging;
mod naming;
mod options;
mod places;
mod problems;
#[cfg(test)]
mod properties;
mod queries;
mod refused;
mod releases;
mod values;
mod workshop;

pub use columns::{FrozenVersion, Layout, Profile};
pub use edition::{Built, Order, Watch, build, revise};
pub use facts::Number;
pub use merging::layout;
pub use refused::Refused;
pub use sealed::{Edition, OpenFile, editions, latest, offered, open, open_attached};
pub use verify::{Finding, Report, verify};
