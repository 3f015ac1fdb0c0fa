//! What the tests of the registry share.

mod changing;
mod imports;

use chrono::{NaiveDate, TimeZone, Utc};

use super::facts::{Cells, Fact};
use super::statements::{Kept, Line, Standing, Statement};
use crate::store::Instant;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon of the first of June 2025.
pub fn now() -> Instant {
    Instant::new(Utc.with_ymd_and_hms(2025, 6, 1, 12, 0, 0).unwrap())
}

pub fn statement(field: &str, item: &str, value: &str, on: &str) -> Statement {
    let basis = if field == "access" { "announced" } else { "" };
    let cells = Cells {
        field: field.to_owned(),
        item: item.to_owned(),
        value: value.to_owned(),
        basis: basis.to_owned(),
    };
    Statement {
        fact: Fact::read(&cells).unwrap(),
        standing: Standing::Stated,
        on: day(on),
        source: Line::typed("source", "a test").unwrap(),
        reason: None,
    }
}

pub fn kept(field: &str, item: &str, value: &str, on: &str) -> Kept {
    Kept {
        statement: statement(field, item, value, on),
        recorded_at: now(),
    }
}
