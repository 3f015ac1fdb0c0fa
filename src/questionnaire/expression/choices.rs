//! What an expression means where the engines that read `XLSForm`s disagree, with the reasons: the page
//! for authors, which is the one place where the choices are written down.
//!
#![doc = include_str!("../../../docs/expressions.md")]
#![expect(
    clippy::doc_markdown,
    reason = "a page for people, whose names of programs are no code"
)]
