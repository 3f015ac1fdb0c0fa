//! Pages for people who answer. They have no account, get no cookie, and need no script.
//!
//! [`consent`] begins a draft, [`answer`] asks it page by page, [`send`] turns it into a
//! submission, [`receipt`] tells what became of it and [`withdraw`] takes it back. What a page of
//! questions shows is worked out in [`drawing`] as [`blocks`] and written in [`sheet`]; what came back from it is read
//! in [`sent`], and [`look`] answers the script that keeps a page up to date while it is filled in.
//! Nothing here decides what a question means.

pub mod answer;
pub mod blocks;
pub mod consent;
pub mod control;
pub mod copy;
pub mod draft;
pub mod drawing;
pub mod fault;
pub mod hand_over;
pub mod handing;
pub mod invitation;
pub mod look;
pub mod marks;
pub mod matrix;
pub mod media;
pub mod place;
pub mod print;
pub mod receipt;
pub mod releases;
pub mod send;
pub mod sent;
pub mod sheet;
pub mod tongues;
pub mod upload;
pub mod withdraw;
