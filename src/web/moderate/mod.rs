//! Pages for moderators: the queue, one submission, what was decided lately, what is reported,
//! claims on releases, and which releases people's words mean.
//!
//! Everything works with the keyboard and without scripts. After a decision the next submission
//! that waits under the same filter is shown at once.

pub mod case;
pub mod claims;
pub mod decide;
pub mod decided;
pub mod file;
pub mod issue;
pub mod issue_change;
pub mod issue_file;
pub mod issues;
pub mod names;
pub mod queue;

mod answers;
mod filter;
