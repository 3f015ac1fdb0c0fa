//! How moments are shown to staff: in UTC, to the minute. Participants are told days only.

use std::fmt;

use crate::store::Instant;

/// A moment as staff see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub Instant);

impl Moment {
    /// For the `datetime` attribute.
    pub fn iso(self) -> String {
        self.0.utc().format("%Y-%m-%dT%H:%MZ").to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.utc().format("%Y-%m-%d %H:%M UTC"))
    }
}

impl askama::filters::HtmlSafe for Moment {}
