//! Datasets: accepted submissions become numbered, frozen, documented editions.
//!
//! An edition is built in one direction, and each stage takes only what the stage before it made:
//! [`columns`] say what there can be, [`table`] makes rows, [`disclosure`] protects them,
//! [`writers`] write them, [`edition`] seals the folder and records it. Only [`disclosure`] can
//! make the rows that writers accept. No file tells the time or the machine it was written on:
//! the same submissions give the same bytes anywhere, on either database.
//!
//! Nothing here decides what is accepted, and nothing changes a submission.

pub mod columns;
mod merging;
mod naming;
mod options;

mod answers;
mod classes;
pub mod disclosure;
pub mod table;

pub use columns::{FrozenVersion, Layout, Profile};
pub use merging::layout;
