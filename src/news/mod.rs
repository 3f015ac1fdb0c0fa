//! News travels: what is reported at the bottom goes up the chain, and the answer comes down.
//!
//! An accepted report belongs to an issue ([`take_in`]): one of its own, until a moderator says that
//! several are the same ([`grouping`], with [`similarity`] to find them). An issue has a
//! [course](Course): when it was noticed, who was told, when its publisher answered. A publisher sees
//! the reports of its releases as far as each reporter lets them go ([`Share`]) and answers once for
//! all ([`replies`]).
//!
//! Nothing here decides whether a report is accepted, computes a figure, or sends anything. What a
//! report says is repeated in a table of its own, for lists and figures; withdrawing takes it away.

pub mod grouping;
pub mod handing_over;
pub mod hops;
pub mod issues;
pub mod propagation;
pub mod replies;
pub mod reports;
pub mod similarity;

mod history;
mod publisher;
mod queries;
mod recording;
mod refused;
mod suggesting;
mod taking_in;
mod vocabulary;

pub use history::{Change, Entry, LONGEST_REASON, Reason};
pub use hops::{Course, Hop, When};
pub use issues::{After, Issue, Listed, Passed, Report, Said, Whole, issue, issues};
pub use propagation::{Heard, heard, of_release};
pub use publisher::{Publisher, Shown};
pub use recording::{embargo, lift_embargo, name_release, pass_words, record_hop};
pub use refused::Refused;
pub use replies::{Outcome, Reply, Words};
pub use reports::{Facts, Reader, Share};
pub use suggesting::{Suggestion, suggestions};
pub use taking_in::{EMBARGO, take_in};
pub use vocabulary::Vocabulary;
