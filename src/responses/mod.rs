//! Responses: what people answer, from the first page to the receipt and back out again.
//!
//! A person is known by nothing but a receipt code, of which only a keyed hash is stored
//! ([`codes`]). Answers are a [`draft`] until they are [sealed](submit()) as a submission; a sealed
//! row never changes, but its answers can be [taken back](withdraw()), and a correction is a
//! further revision under the same code ([`reopen`]). Nothing here knows who decides about a
//! submission or how it is published; nothing here logs an answer or a code.
//!
//! Start at [`draft::begin`], then [`submit()`], then [`receipt()`].

pub mod attachments;
pub mod codes;
pub mod draft;
pub mod import;

mod correct;
mod hand_on;
mod informed;
mod names;
mod queries;
mod receipt;
mod refused;
mod release;
mod rules;
mod submit;
mod withdraw;

#[cfg(test)]
mod tests;

pub use codes::{Code, CodeHash, CodeKey};
pub use correct::{newer_revision_exists, reopen};
pub use draft::{Consent, Draft};
pub use hand_on::{HandedOn, Handing, call_back, hand_on, handed_on};
pub use informed::informed;
pub use receipt::{Receipt, Status, receipt};
pub use refused::Refused;
pub use rules::{check_consent, ends_for_age, takes_answers};
pub use submit::{Outcome, Prepared, prepare, seal, submit};
pub use withdraw::{Withdrawn, withdraw};
