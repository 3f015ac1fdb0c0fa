//! The whole registry as tables: what holds now in tables of their own, and everything that was
//! ever said in one that can be imported again.

mod said;
mod tables;
mod writing;

pub use tables::{Column, Table, releases, tables};
pub use writing::{Unwritable, files};
