//! Pages for claimants: organisations that show that a release is theirs. They have no account; a claim
//! code is all.
//!
//! [`begin`] makes a claim, [`enter`] asks for its code, [`own`] is what the code opens, and [`links`] hands
//! invitations on; [`issues`] shows what is reported of the release, and [`reply`] answers. What a moderator decides is with the moderators.

pub mod begin;
pub mod enter;
pub mod issues;
pub mod links;
pub mod own;
pub mod reply;
