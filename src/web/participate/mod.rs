//! Pages for people who answer. They have no account, get no cookie, and need no script.
//!
//! [`consent`] begins a draft, [`answer`] asks it page by page, [`send`] turns it into a
//! submission, [`receipt`] tells what became of it and [`withdraw`] takes it back. What a page of
//! questions shows is worked out in [`blocks`]; nothing here decides what a question means.

pub mod answer;
pub mod blocks;
pub mod consent;
pub mod control;
pub mod copy;
pub mod draft;
pub mod fault;
pub mod matrix;
pub mod media;
pub mod place;
pub mod print;
pub mod receipt;
pub mod send;
pub mod upload;
pub mod withdraw;
