//! The answers a draft starts with, and instances that are added to it later.

use super::{Context, FieldPath, Plan};
use crate::questionnaire::answers::Answers;

/// The answers of a new draft: the defaults, each evaluated once, here.
pub fn begin(_plan: &Plan, _context: &Context) -> Answers {
    Answers::default()
}

/// Adds an instance, with its defaults, at the end of the repeat whose path this is.
///
/// Answers whether there was room for it; a repeat with a count has none.
pub fn add_instance(_plan: &Plan, _repeat: &FieldPath, _context: &Context, _into: &mut Answers) -> bool {
    false
}

/// Removes one instance, numbered from 1, of the repeat whose path this is.
///
/// Answers whether there was such an instance; a repeat with a count keeps all of its own.
pub fn remove_instance(_plan: &Plan, _repeat: &FieldPath, _number: usize, _from: &mut Answers) -> bool {
    false
}
