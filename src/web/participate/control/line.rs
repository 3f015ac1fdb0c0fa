//! Texts, and days and times of day: one line, or several.

use chrono::DateTime;

use super::{Asked, Control};
use crate::questionnaire::definition::{Question, QuestionKind};

/// One line of text.
#[derive(Debug)]
pub struct Line {
    /// The input's `type` and `inputmode`; no mode where the type says enough.
    pub kind: &'static str,
    pub mode: &'static str,
    pub value: String,
    pub limit: Option<u32>,
    /// Key of a text that says how it is to be filled in.
    pub advice: Option<&'static str>,
    /// The browser's calendar is not wanted.
    pub bare: bool,
}

impl Line {
    /// The last moment of four-digit years: without it browsers wait for a fifth and sixth digit.
    pub fn latest(&self) -> &'static str {
        match self.kind {
            "date" => "9999-12-31",
            "month" => "9999-12",
            "datetime-local" => "9999-12-31T23:59:59",
            _ => "",
        }
    }

    /// Words in any language, whose direction shows when they are typed.
    pub fn is_words(&self) -> bool {
        self.kind == "text" && self.mode.is_empty()
    }
}

/// Text as it is.
pub(super) fn plain(asked: &Asked<'_, '_>) -> Line {
    Line {
        kind: "text",
        mode: "",
        value: asked.value().to_owned(),
        limit: limit(asked.question),
        advice: None,
        bare: false,
    }
}

pub(super) fn text(asked: &Asked<'_, '_>, rows: Option<u32>) -> Control {
    let line = plain(asked);
    if asked.wants("masked") {
        // Hidden from whoever looks over the shoulder, and from nobody else.
        return Control::Line(Line {
            kind: "password",
            advice: Some("answer-masked"),
            ..line
        });
    }
    if rows.is_some() || asked.wants("multiline") {
        return Control::Area {
            rows: rows.unwrap_or(4).clamp(2, 24),
            value: line.value,
            limit: line.limit,
        };
    }
    let mode = if asked.wants("numbers") {
        "numeric"
    } else if asked.wants("url") {
        // Not the type: browsers refuse addresses without https:// in a bubble that few can read.
        "url"
    } else {
        ""
    };
    Control::Line(Line { mode, ..line })
}

/// The number in a rule like `string-length(.) <= 600`.
pub(super) fn limit(question: &Question) -> Option<u32> {
    let rule: String = question
        .constraint
        .as_ref()?
        .source()
        .split_whitespace()
        .collect();
    let after = rule.split("string-length(.)<=").nth(1)?;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// A day, a month, a year, or a time.
pub(super) fn moment(asked: &Asked<'_, '_>) -> Line {
    let line = plain(asked);
    match asked.question.kind {
        QuestionKind::Date if asked.wants("year") => Line {
            mode: "numeric",
            value: beginning(&line.value, 4),
            advice: Some("answer-year"),
            ..line
        },
        // Browsers that know no months show a line of text; the advice is for them.
        QuestionKind::Date if asked.wants("month-year") => Line {
            kind: "month",
            value: beginning(&line.value, 7),
            advice: Some("answer-month"),
            ..line
        },
        QuestionKind::Date => Line {
            kind: "date",
            bare: asked.wants("no-calendar"),
            ..line
        },
        QuestionKind::Time => Line {
            kind: "time",
            value: local_time(&line.value).to_owned(),
            ..line
        },
        _ => Line {
            kind: "datetime-local",
            value: local(asked, &line.value),
            bare: asked.wants("no-calendar"),
            ..line
        },
    }
}

/// The year or month of a day; anything else as it was typed.
pub fn beginning(value: &str, length: usize) -> String {
    let is_day = value.len() == 10 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let part = value.get(..length).filter(|_| is_day);
    part.unwrap_or(value).to_owned()
}

/// A moment with an offset as the clock here shows it: inputs know no offsets.
fn local(asked: &Asked<'_, '_>, value: &str) -> String {
    match DateTime::parse_from_rfc3339(value) {
        Ok(moment) => moment
            .with_timezone(&asked.state.context().zone.at(moment.into()))
            .format("%Y-%m-%dT%H:%M:%S")
            .to_string(),
        Err(_) => value.to_owned(),
    }
}

/// A time of day without its fraction and offset.
fn local_time(value: &str) -> &str {
    value.split(['.', '+', 'Z']).next().unwrap_or(value)
}
