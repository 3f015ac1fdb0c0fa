//! Files of the registry and of others, read into proposals; what they would change; and storing it.
//!
//! Each reader is pure: text in, proposals and findings out. None asks another server, and none
//! stops at the first fault.

pub mod findings;
mod held;
mod keeping;
mod model_card;
mod openness_tool;
mod reading;
mod sheet;
mod spdx_package;
pub mod table;
mod yaml;

pub use held::{LARGEST_HELD, discard_held, held, hold, let_go};
pub use reading::{Import, read};
