//! What the functions do.

mod call;
mod checklists;
mod dates;
mod digests;
mod nodes;
mod numbers;
mod repeats;
mod selections;
mod texts;

pub use nodes::shuffled;
