//! The chain that carries a model from its publisher to its end users.
//!
//! For now it knows the four roles. It never knows who a person is.

mod roles;

pub use roles::{Audience, Role};
