//! The only caller of "now", so that a test can stop the clock.

use chrono::Utc;

use crate::store::Instant;

/// Tells the time; handed to whatever needs it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    stopped_at: Option<Instant>,
}

impl Clock {
    /// The clock of the machine.
    pub const fn running() -> Self {
        Self { stopped_at: None }
    }

    /// A clock that always says `at`.
    pub const fn stopped(at: Instant) -> Self {
        Self { stopped_at: Some(at) }
    }

    /// This moment.
    pub fn now(self) -> Instant {
        self.stopped_at.unwrap_or_else(|| Instant::new(Utc::now()))
    }
}
