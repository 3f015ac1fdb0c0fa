//! The chain that carries a model from its publisher to its end users.
//!
//! It knows the four roles, the links that one step hands to the next, what may be told of the way that
//! these took ([`lineage`]), and in [`registry`] the models and their releases. It never knows who a person is.

pub mod codes;
pub mod lineage;
pub mod links;
pub mod registry;
mod roles;

pub use roles::{Audience, Role};
