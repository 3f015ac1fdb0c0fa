//! Checks of rules over a whole definition: mistakes that its types, its lists and its rules betray
//! without any answer. What only answers betray is for the [`walker`](super::walker) to say.
//!
//! Each check is careful: where it cannot tell what a term is, it says nothing. They know definitions
//! and not the files these were read from; only the place of the survey sheet comes in.

mod arithmetic;
mod check;
mod clashes;
mod conditions;
mod kinds;
mod options;
mod own;
mod repeats;
mod required;
mod rules;

pub use check::check;

#[cfg(test)]
mod tests;
