//! `soundings submissions import | simulate`: submissions that nobody typed into the site. Both
//! go through the checks of the site and one write path; deciding about them is another command.

mod batch;
mod import;
mod lines;
mod simulate;
mod wording;

#[cfg(test)]
mod tests;

pub use import::import;
pub use simulate::{Simulation, simulate};
