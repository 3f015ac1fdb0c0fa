//! The chain that carries a model from its publisher to its end users.
//!
//! It knows the four roles, the links that one step hands to the next, what may be told of the way that
//! these took ([`lineage`]), in [`registry`] the models and their releases, and in [`claims`] the
//! organisations that showed that a release is theirs. It never knows who a person is.

pub mod claims;
pub mod codes;
pub mod lineage;
pub mod links;
pub mod registry;
mod roles;

pub use roles::{Audience, Role};
