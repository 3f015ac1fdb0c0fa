//! The chain that carries a model from its publisher to its end users.
//!
//! It knows the four roles, and the links that one step hands to the next. It never knows who a
//! person is.

pub mod codes;
pub mod links;

mod roles;

pub use roles::{Audience, Role};
