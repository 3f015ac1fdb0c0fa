//! Moderation: people decide which submissions enter the record.
//!
//! Decisions are appended, never changed; the latest round is the state. Nothing here edits
//! answers: a submission is returned to its author instead. Nothing here sends anything either:
//! the participant sees verdict, reason and note under the receipt code.
//!
//! What was accepted is counted along the chain once a week ([`lineage`]), without telling of anybody.
//!
//! Start at [`decide()`]; the queue is [`waiting`], one submission is [`case`] with its [`history()`].

mod decide;
mod decision;
mod history;
pub mod lineage;
mod names;
mod queries;
mod queue;
mod refused;
mod rules;

pub use decide::{Accepted, accept_next, decide};
pub use decision::{Decision, DecisionFault, LONGEST_NOTE, Reason, Verdict};
pub use history::{Case, Past, case, history, newer_revision};
pub use names::{Finding, Matched, Unmatched, find_meaning, matched, meanings, newest_meaning, unmatched};
pub use queue::{
    AtMost, Choice, Cursor, DecidedItem, Filter, WaitingItem, choices, decided, waiting, waiting_count,
};
pub use refused::Refused;
