//! Pages for claimants: organisations that show that a release is theirs. They have no account; a claim
//! code is all.
//!
//! [`begin`] makes a claim, [`enter`] asks for its code, [`own`] is what the code opens, and [`links`] hands
//! invitations on. What a moderator decides is with the moderators.

pub mod begin;
pub mod enter;
pub mod links;
pub mod own;
