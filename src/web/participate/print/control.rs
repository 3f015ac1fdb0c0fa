//! Where the answer to a question is written: boxes, lines, scales.

use super::blocks::Printing;
use crate::language::Value;
use crate::questionnaire::definition::{Question, QuestionKind, RangeScale, Text};
use crate::questionnaire::paper::Asked;
use crate::web::markdown::{self, Markup};

/// A list longer than this is not printed: its answer is written in words.
const LONGEST_LIST: usize = 60;
/// Options beyond this stand in columns.
const LONGEST_COLUMN: usize = 7;
/// A scale with more steps than this is a line to write a number on.
const LONGEST_SCALE: u16 = 20;
/// Lines for a text, handwriting being larger than print.
const SHORT: u32 = 2;
/// Lines for a text of which the author says only that it is long.
const LONG: u32 = 5;
const MOST_LINES: u32 = 12;

/// What is printed below a question.
pub enum Control {
    /// So many lines from edge to edge.
    Lines(u32),
    /// One short line.
    Line,
    Options {
        multiple: bool,
        columns: bool,
        options: Vec<Printed>,
    },
    /// A small box before each option, for its place.
    Ranks(Vec<Markup>),
    /// A circle for each step, with the words at some of them.
    Scale(Vec<(String, String)>),
    /// Words with one box before them.
    Tick,
    /// Nothing to write.
    None,
}

/// An option.
pub struct Printed {
    /// A sub-heading that stands before it.
    pub heading: String,
    pub label: Markup,
    pub alone: bool,
}

impl Control {
    /// The control, and what is said about it.
    pub fn of(asked: &Asked<'_>, printing: &Printing<'_, '_>) -> (Self, Vec<String>) {
        let question = asked.question;
        let text = |key: &str| printing.language.text(key).into_owned();
        match &question.kind {
            QuestionKind::Text { rows } => (Self::Lines(lines(question, *rows)), Vec::new()),
            QuestionKind::Integer | QuestionKind::Decimal => (Self::Line, Vec::new()),
            QuestionKind::Range(scale) => range(scale, printing),
            QuestionKind::Date => (Self::Line, vec![text(day(question))]),
            QuestionKind::Time => (Self::Line, vec![text("paper-time")]),
            QuestionKind::DateTime => (Self::Line, vec![text("paper-day-time")]),
            QuestionKind::Acknowledge => (Self::Tick, Vec::new()),
            QuestionKind::Geopoint => (Self::Line, vec![text("paper-place")]),
            QuestionKind::Upload(_) => (Self::None, vec![text("paper-file")]),
            QuestionKind::SelectOne(_) | QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_) => {
                select(asked, printing)
            }
            QuestionKind::Note
            | QuestionKind::Calculate
            | QuestionKind::Hidden
            | QuestionKind::Start
            | QuestionKind::End
            | QuestionKind::Today => (Self::None, Vec::new()),
        }
    }
}

/// Key of what is to be written down of a day.
fn day(question: &Question) -> &'static str {
    if question.has_appearance("year") {
        "paper-year"
    } else if question.has_appearance("month-year") {
        "paper-month"
    } else {
        "paper-day"
    }
}

fn lines(question: &Question, rows: Option<u32>) -> u32 {
    let usual = match (
        question.has_appearance("multiline"),
        question.has_appearance("numbers"),
    ) {
        (true, _) => LONG,
        (false, true) => 1,
        (false, false) => SHORT,
    };
    rows.unwrap_or(usual).clamp(1, MOST_LINES)
}

fn select(asked: &Asked<'_>, printing: &Printing<'_, '_>) -> (Control, Vec<String>) {
    let sentences = printing.sentences();
    let choices = &asked.options.choices;
    if let Some(name) = asked.options.answers_to {
        let number = printing.paper.numbers.of(name);
        let words = number.map(|number| sentences.question(number));
        let words = words.map(|words| printing.filled("paper-answers-to", "question", &words));
        return (Control::Lines(1), words.into_iter().collect());
    }
    let mut said = Vec::new();
    if asked.options.is_written {
        said.push(printing.language.text("paper-in-words").into_owned());
        return (Control::Lines(1), said);
    }
    if let Some(filter) = asked.options.filter {
        let numbers = printing.paper.numbers.looked_at(filter);
        said.push(if numbers.is_empty() {
            printing.filled("paper-depends-formula", "formula", filter.source())
        } else {
            printing.filled("paper-depends", "questions", &sentences.questions(&numbers))
        });
    }
    if choices.len() > LONGEST_LIST {
        said.push(printing.language.text("paper-in-words").into_owned());
        return (Control::Lines(1), said);
    }
    let label = |text: &Text| markdown::inline(&printing.words(text));
    if let QuestionKind::Rank(_) = asked.question.kind {
        said.push(printing.language.count("paper-rank", choices.len()).into_owned());
        return (
            Control::Ranks(choices.iter().map(|choice| label(&choice.label)).collect()),
            said,
        );
    }
    let mut before = String::new();
    let options: Vec<Printed> = choices
        .iter()
        .map(|choice| {
            let section = printing.words(&choice.section);
            let heading = if section == before {
                String::new()
            } else {
                section.clone()
            };
            before = section;
            Printed {
                heading,
                label: label(&choice.label),
                alone: choice.exclusive,
            }
        })
        .collect();
    let control = Control::Options {
        multiple: matches!(asked.question.kind, QuestionKind::SelectMultiple(_)),
        columns: options.len() > LONGEST_COLUMN,
        options,
    };
    (control, said)
}

fn range(scale: &RangeScale, printing: &Printing<'_, '_>) -> (Control, Vec<String>) {
    let Some(values) = scale.values(LONGEST_SCALE) else {
        let values = [("start", scale.start), ("end", scale.end), ("step", scale.step)];
        let values = values.map(|(name, number)| (name, number.to_string()));
        let values: Vec<_> = values
            .iter()
            .map(|(name, number)| (*name, Value::Text(number)))
            .collect();
        let said = printing.language.with("paper-range", &values).into_owned();
        return (Control::Line, vec![said]);
    };
    let marks = values
        .iter()
        .map(|number| (number.to_string(), printing.tick(scale, *number)));
    (Control::Scale(marks.collect()), Vec::new())
}
