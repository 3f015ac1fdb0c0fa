//! `XLSForm`: reading `.xlsx`, `.xls`, `.csv` and `.md` files into a
//! [`Definition`](super::definition::Definition), with all findings at once, and writing one out.
//!
//! The way of a file: bytes → [`workbook`] (sheets of rows of text) → headers, languages, choices
//! and settings → a tree of questions → checks over the whole. [`export()`] goes back, from a definition
//! to a workbook, and [`write()`] makes a spreadsheet of it. Nothing here touches the store or
//! the network, and no input makes it panic: what cannot be read becomes a finding.

pub mod workbook;

mod appearances;
mod archive;
mod cells;
mod checks;
mod choices;
mod columns;
mod cycles;
mod export;
mod files;
mod formula;
mod import;
mod languages;
mod matrix;
mod media;
mod names;
mod old_excel;
mod other;
mod parameters;
mod question;
mod records;
mod references;
mod remarks;
mod selects;
mod settings;
mod sheet;
mod spreadsheet;
mod table;
mod tables;
mod translations;
mod tree;
mod trigger;
mod types;
mod walk;

pub use export::{Exported, Unwritable, export, write};
pub use files::{Beside, LARGEST, is_beside};
pub use import::{Reading, SharedLists, import, import_with, import_workbook, is_choices_only};

#[cfg(test)]
mod tests;
