//! Comparability: what changed between two definitions, and what that does to a series.
//!
//! [`compare()`] lists every change, each with its kind, what it is about, the questions whose answers
//! it touches, what was there before and after, and its [`Effect`]. The rules of effects stand in
//! [`change`]. Each part of a definition is taken apart without `..`, so that a new field does not
//! compile until it is compared. Nothing here knows the store; asking for a reason is the work of
//! [`publishing`](super::publishing).

pub mod change;

mod expressions;
mod groups;
mod kinds;
mod lists;
mod matching;
mod moves;
mod questions;
mod reason;
mod report;
mod texts;
mod whole;

#[cfg(test)]
mod tests;

pub use change::{Change, Effect, Kind, Subject, Topic};
pub use reason::{NoReason, Reason};
pub use whole::compare;
