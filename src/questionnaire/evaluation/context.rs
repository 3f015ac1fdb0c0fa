//! What evaluation knows beside the answers.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::chain::registry::Excerpt;
use crate::questionnaire::expression::Zone;

/// The circumstances under which answers are evaluated. The same context and answers always give
/// the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// BCP 47 tag of the language in which the person answers.
    pub language: String,
    /// Drawn once for each draft; fixes random order and random numbers.
    pub seed: u64,
    pub begun_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
    /// In which days and clocks are reckoned, for `today()`, `now()` and the metadata questions.
    pub zone: Zone,
    /// The releases that were looked up for it; what is missing says
    /// [`State::lacked`](super::State::lacked).
    pub registry: Arc<Excerpt>,
}
