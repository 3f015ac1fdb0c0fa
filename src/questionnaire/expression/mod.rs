//! The XLSForm expression language.

use serde::{Deserialize, Serialize};

/// A parsed expression; serialised as its source text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Expression {
    source: String,
}

impl Expression {
    /// The text it was parsed from.
    pub fn source(&self) -> &str {
        &self.source
    }
}
