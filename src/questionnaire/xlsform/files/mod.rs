//! Files beside a questionnaire: tables that options and expressions take their values from, and
//! media that texts show.
//!
//! Whoever asks for an import hands the files over as names and bytes in [`Beside`]; nothing here
//! opens a file. Each is read once, within bounds on all of them together.

mod beside;
mod choices;
mod delimited;
mod items;
mod media;
mod places;
mod tables;

pub use beside::{Beside, is_beside};
/// No file of a study may be larger, whatever it is, in bytes.
pub const LARGEST: u64 = crate::questionnaire::files::LARGEST as u64;
pub(super) use beside::{ending, is_table};
pub(super) use choices::{Columns, Wanted};
pub(super) use tables::Files;
