//! Answers in words: what a person sees of their own.

use crate::questionnaire::definition::{Question, QuestionKind};
use crate::questionnaire::evaluation::{Occurrence, State};
use crate::web::markdown::{self, Markup};

use super::answer::title;
use super::place;
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
    let value = state.value(at);
    let mut values = Vec::new();
    let (mut own_words, mut file) = (None, None);
    match &question.kind {
        QuestionKind::SelectOne(_) | QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_) => {
            let choices = state.choices(at);
            for name in state.chosen(at) {
                let choice = choices.iter().find(|choice| choice.name == name);
                values.push(match choice {
                    Some(choice) => markdown::inline(&state.choice_label(at, choice)),
                    None => markdown::literal(name),
                });
            }
        }
        QuestionKind::Text { .. } => own_words = Some(value.to_owned()),
        QuestionKind::Upload(_) => file = Some(StoredFile::of(files, value)),
        QuestionKind::Geopoint => values.push(markdown::literal(&place::in_words(value))),
        QuestionKind::Acknowledge if value == "OK" => values.push(markdown::literal("✓")),
        _ => values.push(markdown::literal(value)),
    }
    Answered {
        label: markdown::inline(&state.label(at)),
        instance: field.repeats.last().map(|(_, number)| *number),
        values,
        own_words,
        file,
    }
}
