//! Which days and times are tried.

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate, NaiveDateTime, TimeDelta};

use super::usage::Usage;

/// Years back that decide about people and things.
const YEARS: [u32; 12] = [1, 2, 5, 10, 15, 18, 20, 30, 40, 50, 65, 100];

/// A day as it is written, be it the day of a moment.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// The day that a number counts to from 1970-01-01.
fn day_of(number: f64) -> Option<NaiveDate> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates, and then there is no such day"
    )]
    let days = TimeDelta::try_days(number.floor() as i64)?;
    NaiveDate::default().checked_add_signed(days)
}

/// Days on either side of those that rules compare with; then, where days are reckoned with, so many
/// days, months and years from today as rules speak of.
fn days_compared(usage: &Usage) -> BTreeSet<NaiveDate> {
    let compared = usage.texts.iter().filter_map(|text| day(text));
    let compared = compared.chain(usage.numbers.iter().filter_map(|number| day_of(*number)));
    let near = |day: NaiveDate| [day.pred_opt(), Some(day), day.succ_opt()];
    compared
        .flat_map(near)
        .flatten()
        .filter(|day| is_usual(*day))
        .collect()
}

/// With a year of four digits, as a day is written.
fn is_usual(day: NaiveDate) -> bool {
    (1..=9999).contains(&chrono::Datelike::year(&day))
}

fn days_around(usage: &Usage, today: NaiveDate) -> Vec<NaiveDate> {
    let mut found = vec![today];
    if !usage.is_free() {
        return found;
    }
    let hinted = usage.hints.texts.iter().filter_map(|text| day(text));
    for day in hinted {
        found.extend([day.pred_opt(), Some(day), day.succ_opt()].into_iter().flatten());
    }
    let numbers = usage.hints.numbers.iter();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and then there is no such day"
    )]
    let spans: BTreeSet<u32> = numbers
        .map(|number| number.abs().round() as u32)
        .filter(|span| *span < 60_000)
        .collect();
    for span in spans.iter().copied().take(24) {
        let months = [span.saturating_mul(12), span];
        for months in months
            .into_iter()
            .filter(|months| *months < 2400)
            .map(Months::new)
        {
            for day in [today.checked_sub_months(months), today.checked_add_months(months)] {
                found.extend(
                    day.into_iter()
                        .flat_map(|day| [day.pred_opt(), Some(day), day.succ_opt()])
                        .flatten(),
                );
            }
        }
        for days in [u64::from(span), u64::from(span) + 1].map(Days::new) {
            found.extend(today.checked_sub_days(days));
            found.extend(today.checked_add_days(days));
        }
    }
    for years in YEARS {
        found.extend(today.checked_sub_months(Months::new(years * 12)));
    }
    found.extend(today.succ_opt());
    found.extend(today.pred_opt());
    found
}

pub(super) fn days(usage: &Usage, today: NaiveDate) -> Vec<String> {
    let around = days_around(usage, today);
    let found = days_compared(usage).into_iter().chain(around);
    found
        .filter(|day| is_usual(*day))
        .map(|day| day.to_string())
        .collect()
}

pub(super) fn times(usage: &Usage) -> Vec<String> {
    let given = usage.texts.iter().chain(&usage.hints.texts);
    let given: Vec<String> = given
        .filter_map(|text| text.get(..5))
        .filter(|text| text.as_bytes().get(2) == Some(&b':'))
        .map(str::to_owned)
        .collect();
    let usual = ["00:00", "08:00", "12:00", "18:00", "23:59"].map(str::to_owned);
    given.into_iter().chain(usual).collect()
}

pub(super) fn date_times(usage: &Usage, today: NaiveDate) -> Vec<String> {
    let mut found = Vec::new();
    for day in days_compared(usage)
        .into_iter()
        .chain(days_around(usage, today))
        .filter(|day| is_usual(*day))
    {
        for clock in ["12:00", "00:00", "23:59"] {
            found.push(format!("{day}T{clock}"));
        }
    }
    let moments = usage.texts.iter().filter_map(|text| {
        let plain = text.get(..16)?;
        NaiveDateTime::parse_from_str(plain, "%Y-%m-%dT%H:%M").ok()
    });
    for moment in moments.collect::<Vec<_>>() {
        for minutes in [-1, 0, 1] {
            let near = moment.checked_add_signed(TimeDelta::minutes(minutes));
            found.extend(near.map(|near| near.format("%Y-%m-%dT%H:%M").to_string()));
        }
    }
    found
}
