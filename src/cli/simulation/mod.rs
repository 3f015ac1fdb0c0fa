//! People who do not exist: plausible answers for demonstrations and trials.
//!
//! [`respondent`] fills in any questionnaire so that its own rules hold; [`views`] knows the stock
//! study and gives its roles different experiences, so that charts have something to show. The
//! same seed and index give the same person on any machine. Nothing here knows the store; what is
//! drawn goes through the same checks as an import.

mod dice;
mod opinion;
mod respondent;
mod sentences;
mod usual;
mod views;

pub use dice::Dice;
pub use respondent::answers;
pub use views::Person;
