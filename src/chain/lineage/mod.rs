//! Lineage: who came by whose invitation, told without telling of anybody.
//!
//! `tree` makes the tree of links and of those who handed them on; `pooling` decides what may be told of it, and is
//! the only place that does; `figures` are what pages and files show, the same for everybody, renewed once
//! a [`week`]; `recruitment` is who brought whom; `seen` is what one who hands links on sees of them. Nothing here
//! reads a submission: whoever counts them says how many came by which link, and in which week they were
//! accepted.

mod figures;
mod pooling;
mod queries;
mod recruitment;
mod seen;
mod shape;
#[cfg(test)]
mod tests;
mod tree;
pub mod week;

pub use figures::{Chain, Figures, Group};
pub use pooling::{Arrival, By, FEWEST_LINKS, FEWEST_SUBMISSIONS, Place, Tranche, Tree, pool, rounded};
pub use queries::{as_of, chains, keep};
pub use recruitment::{Person, Recruit, recruits};
pub use seen::{Reach, Seen, of_study, seen};
pub use tree::{Tracks, read};
