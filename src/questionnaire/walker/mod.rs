//! The branch walker: finds answers that take every way through a questionnaire, before anybody has
//! to answer it.
//!
//! Questionnaires have been opened in which conditional questions were shown to everyone, and in
//! which a multiple choice refused the second option. So for each rule of relevance, each constraint
//! and each option that a filter may keep back, [`walk()`] looks for answers that make it hold and for
//! answers that make it fail. What it finds is a [`Witness`], held against the engine; where there is
//! none, it either proves that there cannot be one, or says that it gave up.
//!
//! How: a `sketch` of the questionnaire supposes answers one at a time, those first that the branch
//! depends on, and knows what follows from them; the `search` takes back what leads nowhere. For
//! each question it tries a `pool` of answers, one for each kind of answers that the rules can tell
//! apart. Where the pools are exact and everything was tried, that is the proof.
//!
//! Nothing here asks the clock or knows the store. The same plan and context give the same walk,
//! within bounds that count steps and not time: so many for each branch (see `search`) and
//! [`MOST_STEPS`] for all.

mod bones;
mod branches;
mod clearance;
mod constants;
mod facts;
mod moments;
mod names;
mod patterns;
mod places;
mod pool;
mod probes;
mod remarks;
mod rounds;
mod rules;
mod search;
mod seen;
mod sketch;
mod stand_in;
mod tree;
mod unknown;
mod usage;
mod walk;
mod witness;

pub use branches::Way;
pub use clearance::{Barred, Clearance};
pub use probes::{Dead, Trap};
pub use remarks::Remarks;
pub use walk::{Branch, MOST_STEPS, Outcome, Proof, Tally, Walk, walk, walk_at};
pub use witness::Witness;

#[cfg(test)]
mod tests;
