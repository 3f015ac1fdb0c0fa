//! Releases by what somebody types: the one search of the registry, for the pages on models, for
//! questionnaires and for moderators.
//!
//! Names are folded (`folding`) and cut into pieces, which stand in a table beside the releases. A
//! search looks the rarest pieces of what was typed up, which leaves at most some hundreds of releases
//! however many there are, and compares those with it (`likeness`). So spelling may be wrong, and
//! both databases find the same. What the pieces are made from is everything a release was ever called
//! and has not been taken back, so that former names still find it.

mod filling;
mod folding;
mod likeness;
mod near;
mod queries;

pub use filling::fill;
pub use folding::folded;
pub use near::{Near, near};
pub(super) use queries::repeat;
