//! What an expression means where the engines that read `XLSForm`s disagree, with the reasons: the page
//! for authors, which is the one place where the choices are written down.
//!
#![doc = include_str!("../../../docs/expressions.md")]
