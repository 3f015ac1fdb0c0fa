//! Statistics that an edition or a page may state: how long things took when some are still open
//! ([`survival`]), who brought whom to take part ([`recruitment`]), and what respondent-driven sampling
//! makes of that ([`rds`]).
//!
//! All of it is pure and takes plain values. Nothing here counts submissions, protects small counts or
//! gives intervals: answers of people who chose to take part carry no margin of error.

pub mod rds;
pub mod recruitment;
pub mod survival;

pub use recruitment::{Respondent, Sample};
pub use survival::{Case, Survival};
