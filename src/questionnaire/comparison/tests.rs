//! Two tables, and what changed between them.

mod edited;
mod told;

use super::{Change, Effect, Subject, compare};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::xlsform;

/// A questionnaire written as a Markdown table.
fn asked(table: &str) -> Definition {
    let reading = xlsform::import(table.as_bytes(), "asked.md");
    reading
        .definition
        .unwrap_or_else(|| panic!("{:#?}", reading.findings.sorted()))
}

/// Each change in one line: effect, kind, subject, language, before and after.
fn lines(before: &Definition, after: &Definition) -> Vec<String> {
    compare(before, after).iter().map(line).collect()
}

fn line(change: &Change) -> String {
    let effect = match change.effect {
        Effect::BreaksSeries => "!!",
        Effect::MayChangeAnswers => "!",
        Effect::Cosmetic => "-",
    };
    let subject = match &change.subject {
        Subject::Questionnaire => "all".to_owned(),
        Subject::Question(name) => name.clone(),
        Subject::Group(name) => format!("group {name}"),
        Subject::Choice { list, option } => format!("{list}/{option}"),
        Subject::List(name) => format!("list {name}"),
        Subject::Table(name) => format!("table {name}"),
        Subject::Media(name) => format!("file {name}"),
    };
    let language = change
        .language
        .as_ref()
        .map_or_else(String::new, |tag| format!(" ({tag})"));
    let questions = if change.questions.is_empty() || change.questions == [subject.clone()] {
        String::new()
    } else {
        format!(" [{}]", change.questions.join(" "))
    };
    format!(
        "{effect} {} {subject}{language}{questions}: {} -> {}",
        change.kind.as_str(),
        change.before,
        change.after
    )
}
