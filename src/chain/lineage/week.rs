//! Weeks: what is told changes on Mondays, for everybody at once.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use crate::store::Instant;

/// The Monday of the week of a moment, in UTC.
pub fn of(moment: Instant) -> NaiveDate {
    let day = moment.utc().date_naive();
    let since_monday = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since_monday)).unwrap_or(day)
}

/// The first moment of a day in UTC.
pub fn begins(day: NaiveDate) -> Instant {
    Instant::new(day.and_time(NaiveTime::MIN).and_utc())
}
