//! `changes.csv`: how the questionnaires changed, with the reasons.

use std::io;

use super::codebook::table;
use super::file::{Folder, Written};
use crate::dataset::history::{HEADER, Revision, records};

pub const NAME: &str = "changes.csv";

/// Writes the file; without a change it has its header only.
///
/// # Errors
/// When the disk is full.
pub fn write(folder: &Folder, revisions: &[Revision], languages: &[String]) -> io::Result<Written> {
    let records = records(revisions, languages).into_iter();
    table(folder, NAME, &header(languages), records)
}

/// The header for these languages.
pub fn header(languages: &[String]) -> Vec<String> {
    let reasons = languages.iter().map(|language| format!("reason_{language}"));
    HEADER
        .iter()
        .map(|name| (*name).to_owned())
        .chain(reasons)
        .collect()
}
