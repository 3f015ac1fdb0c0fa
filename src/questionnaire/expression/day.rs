//! Days and moments as texts: `2024-02-29`, `2024-02-29T10:20:30.123+01:00`, `10:20:30`.
//!
//! A day is a whole local day wherever it is reckoned with. A moment counts as the day and clock that
//! are written, so that the answer of a person means the same day wherever it is evaluated.

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc,
};

use super::environment::Zone;
use super::number;

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
const MILLISECONDS: f64 = 86_400_000.0;

/// What a text in ISO form says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written {
    pub day: NaiveDate,
    pub time: Option<NaiveTime>,
    pub offset: Option<FixedOffset>,
}

impl Written {
    /// `None` if the text is no day or moment, or one that does not exist.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = text.as_bytes();
        // Most texts are not dates; leave before doing any work.
        if bytes.len() < 8 || !bytes.first().is_some_and(u8::is_ascii_digit) || bytes.get(4) != Some(&b'-') {
            return None;
        }
        let (day, rest) = match text.find(['T', ' ']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?),
            None => (text, ""),
        };
        let mut parts = day.split('-');
        let year = digits(parts.next()?, 4, 4)?;
        let month = digits(parts.next()?, 1, 2)?;
        let of_month = digits(parts.next()?, 1, 2)?;
        if parts.next().is_some() {
            return None;
        }
        let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, of_month)?;
        if rest.is_empty() {
            return Some(Self {
                day,
                time: None,
                offset: None,
            });
        }
        let (time, offset) = read_time(rest)?;
        Some(Self {
            day,
            time: Some(time),
            offset,
        })
    }

    /// The moment, in `zone` where the text names no offset.
    pub fn moment(self, zone: Zone) -> DateTime<FixedOffset> {
        let local = self.day.and_time(self.time.unwrap_or_default());
        match self.offset {
            Some(offset) => DateTime::from_naive_utc_and_offset(local - offset, offset),
            None => zone.moment(local),
        }
    }
}

/// `10:20`, `10:20:30`, `10:20:30.123`, each with an optional offset.
pub(super) fn read_time(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let (time, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => (text.get(..at)?, Some(read_offset(text.get(at..)?)?)),
        None => (text, None),
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2, 2)?;
    let minute = digits(parts.next()?, 2, 2)?;
    let second = parts.next().map_or(Some(0), |second| digits(second, 2, 2))?;
    let milliseconds = if fraction.is_empty() {
        0
    } else {
        let shown = fraction.get(..fraction.len().min(3))?;
        digits(shown, 1, 3)? * [100, 10, 1].get(shown.len() - 1)?
    };
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((
        NaiveTime::from_hms_milli_opt(hour, minute, second, milliseconds)?,
        offset,
    ))
}

fn read_offset(text: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return FixedOffset::east_opt(0);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (digits(hours, 2, 2)?, digits(minutes, 2, 2)?),
        None if rest.len() == 4 => (digits(rest.get(..2)?, 2, 2)?, digits(rest.get(2..)?, 2, 2)?),
        None => (digits(rest, 2, 2)?, 0),
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(if sign == "-" { -seconds } else { seconds })
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = text.len() >= least && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Days since 1970-01-01 on the calendar and clock of whoever wrote the text, with the fraction that
/// the clock shows.
pub(super) fn days(text: &str) -> Option<f64> {
    let written = Written::read(text)?;
    Some(whole_days(written.day) + written.time.map_or(0.0, fraction))
}

/// Milliseconds since 1970 in UTC, of a text that names day, time and offset.
pub(super) fn instant(text: &str) -> Option<f64> {
    let written = Written::read(text)?;
    written.offset?;
    Some(number::float(written.moment(Zone::default()).timestamp_millis()))
}

/// Days since the first moment of 1970 in UTC, with fraction: `decimal-date-time()`.
pub(super) fn decimal(text: &str, zone: Zone) -> Option<f64> {
    let moment = Written::read(text)?.moment(zone);
    Some(number::float(moment.timestamp_millis()) / MILLISECONDS)
}

fn whole_days(day: NaiveDate) -> f64 {
    number::float(day.signed_duration_since(EPOCH).num_days())
}

/// The local day that many days after 1970-01-01; empty where the calendar ends.
pub(super) fn from_days(days: f64) -> Option<NaiveDate> {
    if !days.is_finite() {
        return None;
    }
    EPOCH
        .checked_add_signed(TimeDelta::try_days(number::whole(days.floor()))?)
        .filter(|day| is_writable(*day))
}

/// The moment that many days after the first moment of 1970 in UTC.
pub(super) fn from_decimal(days: f64) -> Option<DateTime<Utc>> {
    if !days.is_finite() {
        return None;
    }
    DateTime::from_timestamp_millis(number::whole((days * MILLISECONDS).round()))
        .filter(|moment| is_writable(moment.date_naive()))
}

/// Years of four digits only.
fn is_writable(day: NaiveDate) -> bool {
    (1..=9998).contains(&day.year())
}

pub(super) fn write_day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

pub(super) fn write_moment(moment: DateTime<FixedOffset>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// The local clock time of a moment as a fraction of the day.
pub(super) fn fraction(time: NaiveTime) -> f64 {
    let milliseconds = time.num_seconds_from_midnight() * 1000 + time.nanosecond() / 1_000_000;
    f64::from(milliseconds) / MILLISECONDS
}

/// A day or moment in the letters of `format-date()`; with `clock`, also those of
/// `format-date-time()`.
pub(super) fn format(local: NaiveDateTime, pattern: &str) -> String {
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            written.push(letter);
            continue;
        }
        let item = match letters.next() {
            Some('Y') => "%Y",
            Some('y') => "%y",
            Some('m') => "%m",
            Some('n') => "%-m",
            Some('b') => "%b",
            Some('d') => "%d",
            Some('e') => "%-d",
            Some('a') => "%a",
            Some('A') => "%A",
            Some('B') => "%B",
            Some('H') => "%H",
            Some('h') => "%-H",
            Some('M') => "%M",
            Some('S') => "%S",
            Some('3') => "%3f",
            Some('%') | None => "%%",
            Some(_) => continue,
        };
        written.push_str(&local.format(item).to_string());
    }
    written
}
