//! People: who signs in, what they may do, and what they did.
//!
//! Participants are not here: they have a receipt code and no account. Nothing here sends mail or
//! knows a cookie. Passwords are hashed outside the store ([`Hasher`]); what follows takes the
//! result. Secrets have no `Debug` that shows them, and tokens are stored as hashes only.
//!
//! - [`accounts`]: join, set a password, close; [`keys`]: one-time addresses.
//! - [`sessions`]: sign in, recall, sign out, reap.
//! - [`permissions`]: the proofs [`Administrator`], [`Moderator`] and [`Researcher`], made nowhere
//!   else; an action that needs a right takes its proof.
//! - [`audit`]: append-only; every action that changes who may do what, or what enters the record,
//!   ends with a call of [`audit::record`].

pub mod accounts;
pub mod audit;
pub mod keys;
pub mod passwords;
pub mod permissions;
mod queries;
mod refused;
pub mod sessions;
mod tokens;

pub use accounts::{Account, Email};
pub use passwords::{Hasher, Password, PasswordFault, PasswordHash, Proven, Typed};
pub use permissions::{
    Administrator, Authority, Moderator, Permission, Permissions, Researcher, Scope, grant, revoke,
};
pub use refused::Refused;
pub use sessions::Session;
pub use tokens::Token;
