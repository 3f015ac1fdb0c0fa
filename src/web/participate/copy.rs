//! Answers in words: what a person sees of their own.

use crate::questionnaire::definition::{Question, QuestionKind};
use crate::questionnaire::evaluation::{Occurrence, State};
use crate::web::markdown::{self, Markup};

use super::control::{beginning, grouped};
use super::place;
use super::sheet::title;
use super::upload::{Files, StoredFile};

/// One page of a questionnaire as answered.
#[derive(Debug)]
pub struct Copied {
    /// Index of the page.
    pub page: usize,
    pub title: String,
    /// In the order of the questionnaire.
    pub answers: Vec<Answered>,
    /// Questions that were asked and have no answer.
    pub open: usize,
}

/// One answer.
#[derive(Debug)]
pub struct Answered {
    pub label: Markup,
    /// Number of the instance in a repeated group.
    pub instance: Option<usize>,
    pub values: Vec<Markup>,
    /// The person's own words, which keep their lines.
    pub own_words: Option<String>,
    pub file: Option<StoredFile>,
}

/// Every page that is asked, with the answers to it.
pub fn of(state: &State<'_>, files: &Files) -> Vec<Copied> {
    let mut pages: Vec<Copied> = (0..state.plan().pages().len())
        .filter(|page| state.page_relevant(*page))
        .map(|page| Copied {
            page,
            title: title(state, page),
            answers: Vec::new(),
            open: 0,
        })
        .collect();
    for at in state.occurrences() {
        let Some(question) = state.question(at) else {
            continue;
        };
        if !question.kind.is_asked() || !state.relevant(at) {
            continue;
        }
        let Some(page) = pages.iter_mut().find(|page| Some(page.page) == state.page(at)) else {
            continue;
        };
        if state.value(at).is_empty() {
            page.open += 1;
        } else {
            page.answers.push(answered(state, at, question, files));
        }
    }
    pages
}

fn answered(state: &State<'_>, at: Occurrence, question: &Question, files: &Files) -> Answered {
    let field = state.field(at);
    let is_text = matches!(question.kind, QuestionKind::Text { .. });
    let is_file = matches!(question.kind, QuestionKind::Upload(_));
    Answered {
        label: markdown::inline(&state.label(at)),
        instance: field.repeats.last().map(|(_, number)| *number),
        values: if is_text || is_file {
            Vec::new()
        } else {
            values(state, at, question)
        },
        own_words: is_text.then(|| state.value(at).to_owned()),
        file: is_file.then(|| StoredFile::of(files, state.value(at))),
    }
}

/// An answer as it is read: choices by their labels, numbers and days as the author wants them.
pub fn values(state: &State<'_>, at: Occurrence, question: &Question) -> Vec<Markup> {
    let value = state.value(at);
    if value.is_empty() {
        return Vec::new();
    }
    let shown = match &question.kind {
        QuestionKind::SelectOne(_) | QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_) => {
            let choices = state.choices(at);
            let label = |name| match choices.iter().find(|choice| choice.name == name) {
                Some(choice) => markdown::inline(&state.choice_label(at, choice)),
                None => markdown::literal(name),
            };
            return state.chosen(at).map(label).collect();
        }
        QuestionKind::Geopoint => place::in_words(value),
        QuestionKind::Acknowledge if value == "OK" => "✓".to_owned(),
        QuestionKind::Date if question.has_appearance("year") => beginning(value, 4),
        QuestionKind::Date if question.has_appearance("month-year") => beginning(value, 7),
        _ if question.has_appearance("thousands-sep") => grouped(value),
        _ => value.to_owned(),
    };
    vec![markdown::literal(&shown)]
}
