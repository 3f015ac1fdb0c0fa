//! Tables that stand in files beside the questionnaire.

use serde::{Deserialize, Serialize};

/// A table that expressions look things up in, with `instance()` and `pulldata()`. All rows are as
/// long as there are columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Name of the file, with its ending.
    pub file: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}
