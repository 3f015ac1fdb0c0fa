//! The command line: one file per command. A command exits with 0, with 1 when it refuses and
//! says why in one line, or with 2 when it is used wrongly.

mod account;
mod command;
pub mod decide;
mod demo;
mod edition;
mod expression;
mod link;
mod migrate;
mod progress;
pub mod questionnaire;
pub mod rds;
pub mod registry;
mod serve;
mod simulation;
pub mod study;
pub mod submissions;
pub mod work;

pub use command::run;
