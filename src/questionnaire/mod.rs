//! Questionnaires: what is asked, in which words, under which rules, and what an answer means.
//!
//! Everything here is pure but [`versions`], which keeps frozen definitions in the store,
//! [`publishing`] and [`history`], which tell what versions change, and [`shelf`], which keeps them
//! ready made in memory.

pub mod answers;
pub mod checks;
pub mod comparison;
pub mod definition;
pub mod estimate;
pub mod evaluation;
pub mod expression;
pub mod files;
pub mod findings;
pub mod history;
pub mod paper;
pub mod publishing;
pub mod routing;
pub mod shelf;
pub mod study;
pub mod validation;
pub mod versions;
pub mod walker;
pub mod xlsform;

mod queries;
