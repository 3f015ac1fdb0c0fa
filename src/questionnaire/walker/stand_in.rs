//! A release that was made up, for questionnaires that ask the registry: which ones there will be nobody
//! knows beforehand. Something is known of it in every column, and it is the same everywhere.

use crate::chain::registry::Excerpt;
use crate::chain::registry::excerpt::{NAME, columns};
use crate::questionnaire::evaluation::Plan;

/// Its address.
pub(super) const STAND_IN: &str = "a/a";
/// Words for a release that is not in the registry.
pub(super) const STAND_IN_WORDS: &str = "text:a";
/// What stands in its other columns.
const CELL: &str = "a";

/// What a context knows of the registry: the one release, by its address and its identifiers.
pub(super) fn registry(plan: &Plan) -> Excerpt {
    if !plan.reads_registry() {
        return Excerpt::default();
    }
    let cell = |column| (column, if column == NAME { STAND_IN } else { CELL });
    let cells: Vec<_> = columns().into_iter().map(cell).collect();
    Excerpt::default().with(&cells)
}
