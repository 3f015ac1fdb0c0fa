//! Questionnaires: what is asked, in which words, under which rules, and what an answer means.
//!
//! Everything here is pure but [`versions`], which keeps frozen definitions in the store.

pub mod definition;
pub mod expression;
pub mod findings;
pub mod study;
pub mod xlsform;
