//! Claims: organisations that say that a release is theirs, or that they offer it to others.
//!
//! A claimant has no account and is known by a [`ClaimCode`]. It gets a string to place where nobody
//! else could, states where that is, and a moderator looks: nothing here calls another server. What is
//! stated and decided are steps, only ever added; the last one *is* the standing. A [`Claimant`] is
//! proof of a confirmed claim and made nowhere else. Who the people of the organisation are is nowhere.
//!
//! Start at [`begin`], then [`state`], then [`decide`].

mod claim;
mod deciding;
mod keys;
mod queries;
mod refused;
mod standing;

pub use claim::{
    Claim, Claimant, Confirmed, LONGEST_ORGANISATION, Name, Wanted, begin, by_code, claimant, confirmed,
    confirmed_of_release, discard_idle, history, is_confirmed, publisher_since, show_name, state,
};
pub use deciding::{Open, claim, decide, decided, waiting};
pub use keys::{ClaimCode, ClaimKey, CodeHash, Given};
pub use refused::Refused;
pub use standing::{Standing, Step, Verdict};
