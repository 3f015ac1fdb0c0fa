//! One question as a form field: which control it gets, with what is in it.

use crate::questionnaire::definition::{Choice, Question, QuestionKind, RangeScale, Selection};
use crate::questionnaire::evaluation::{Occurrence, State};
use crate::web::markdown::{self, Markup};

use super::media::Shown;
use super::place::PlaceControl;
use super::upload::{Files, UploadControl};

/// A single choice with more options than this is a menu.
const LONGEST_LIST: usize = 24;
/// Several choices from more options than this stand side by side where there is room.
const LONGEST_COLUMN: usize = 14;
/// A scale with more steps than this is a number field.
const LONGEST_SCALE: usize = 21;

/// The control of one question.
#[derive(Debug)]
pub enum Control {
    /// One line; `kind` and `mode` are the input's `type` and `inputmode`.
    Line {
        kind: &'static str,
        mode: &'static str,
        value: String,
        limit: Option<u32>,
    },
    Area {
        rows: u32,
        value: String,
        limit: Option<u32>,
    },
    /// Radio buttons, or boxes where `multiple`.
    Options {
        multiple: bool,
        /// Side by side where there is room.
        columns: bool,
        options: Vec<Choosable>,
        /// A given answer can be taken back although no option says so.
        clearable: bool,
    },
    Menu(Vec<Section>),
    /// Radio buttons in a row.
    Scale {
        options: Vec<Choosable>,
        clearable: bool,
    },
    /// A menu of positions for each option.
    Ranks {
        options: Vec<Ranked>,
        positions: usize,
    },
    Tick {
        ticked: bool,
    },
    Upload(UploadControl),
    Place(PlaceControl),
    /// Shown, and not to be changed.
    Fixed(String),
}

/// One option.
#[derive(Debug)]
pub struct Choosable {
    pub value: String,
    pub label: Markup,
    pub chosen: bool,
    /// Excludes the others.
    pub alone: bool,
    /// A sub-heading that stands before it.
    pub heading: Option<String>,
    pub media: Option<Shown>,
}

/// Options of a menu under one sub-heading.
#[derive(Debug)]
pub struct Section {
    pub heading: String,
    /// Value, label, and whether it is chosen.
    pub options: Vec<(String, String, bool)>,
}

/// One option to be ranked.
#[derive(Debug)]
pub struct Ranked {
    pub name: String,
    pub label: Markup,
    pub position: usize,
}

impl Control {
    /// The control of a question; none for what is not asked.
    pub fn of(state: &State<'_>, occurrence: Occurrence, question: &Question, files: &Files) -> Option<Self> {
        let value = || state.value(occurrence).to_owned();
        if !question.kind.is_asked() {
            return None;
        }
        if state.read_only(occurrence) {
            return Some(Self::Fixed(value()));
        }
        Some(match &question.kind {
            QuestionKind::Note
            | QuestionKind::Calculate
            | QuestionKind::Hidden
            | QuestionKind::Start
            | QuestionKind::End
            | QuestionKind::Today => return None,
            QuestionKind::Text { rows } => text(question, *rows, value()),
            QuestionKind::Integer => line("text", "numeric", value()),
            QuestionKind::Decimal => line("text", "decimal", value()),
            QuestionKind::Date => line("date", "", value()),
            QuestionKind::Time => line("time", "", value()),
            QuestionKind::DateTime => line("datetime-local", "", value()),
            QuestionKind::Range(scale) => range(scale, state.value(occurrence), state.required(occurrence)),
            QuestionKind::SelectOne(selection) => single(state, occurrence, question, selection),
            QuestionKind::SelectMultiple(selection) => {
                let options = choosable(state, occurrence, selection);
                Self::Options {
                    multiple: true,
                    columns: is_in_columns(question) || options.len() > LONGEST_COLUMN,
                    options,
                    clearable: false,
                }
            }
            QuestionKind::Rank(_) => ranks(state, occurrence),
            QuestionKind::Geopoint => Self::Place(PlaceControl::of(state, occurrence)),
            QuestionKind::Upload(upload) => Self::Upload(UploadControl::of(
                question,
                upload,
                state.value(occurrence),
                files,
            )),
            QuestionKind::Acknowledge => Self::Tick {
                ticked: state.value(occurrence) == "OK",
            },
        })
    }

    /// Whether it is several inputs, so that the label is a legend.
    pub fn is_group(&self) -> bool {
        matches!(
            self,
            Self::Options { .. } | Self::Scale { .. } | Self::Ranks { .. } | Self::Place(_)
        )
    }

    /// Whether one of its inputs excludes the others.
    pub fn is_radio(&self) -> bool {
        matches!(self, Self::Options { multiple: false, .. } | Self::Scale { .. })
    }

    /// The limit as written in the page; 0 for none.
    pub fn most(&self) -> u32 {
        self.limit().unwrap_or(0)
    }

    /// Whether its options are pictures.
    pub fn is_pictured(&self) -> bool {
        let has_picture =
            |option: &Choosable| option.media.as_ref().is_some_and(|shown| shown.image.is_some());
        matches!(self, Self::Options { options, .. } | Self::Scale { options, .. } if options.iter().any(has_picture))
    }

    /// Most characters of a text.
    pub fn limit(&self) -> Option<u32> {
        match self {
            Self::Line { limit, .. } | Self::Area { limit, .. } => *limit,
            _ => None,
        }
    }
}

fn has(question: &Question, word: &str) -> bool {
    question.appearance.iter().any(|one| one == word)
}

fn is_in_columns(question: &Question) -> bool {
    question.appearance.iter().any(|word| word.starts_with("columns"))
}

fn line(kind: &'static str, mode: &'static str, value: String) -> Control {
    Control::Line {
        kind,
        mode,
        value,
        limit: None,
    }
}

fn text(question: &Question, rows: Option<u32>, value: String) -> Control {
    let limit = limit(question);
    if rows.is_some() || has(question, "multiline") {
        let rows = rows.unwrap_or(4).clamp(2, 24);
        return Control::Area { rows, value, limit };
    }
    Control::Line {
        kind: "text",
        mode: "",
        value,
        limit,
    }
}

/// The number in a rule like `string-length(.) <= 600`.
fn limit(question: &Question) -> Option<u32> {
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

fn range(scale: &RangeScale, value: &str, required: bool) -> Control {
    let steps = ((scale.end - scale.start) / scale.step).round();
    if !(0.0..=f64::from(u16::MAX)).contains(&steps) {
        return line("text", "decimal", value.to_owned());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within 0..=65535"
    )]
    let steps = steps as u16;
    if usize::from(steps) + 1 > LONGEST_SCALE {
        return line("text", "decimal", value.to_owned());
    }
    let given: Option<f64> = value.parse().ok();
    let options = (0..=steps)
        .map(|step| {
            let number = scale.start + f64::from(step) * scale.step;
            // Halves and tenths add up to long fractions.
            let number = (number * 1e6).round() / 1e6;
            Choosable {
                value: number.to_string(),
                label: markdown::inline(&number.to_string()),
                chosen: given.is_some_and(|given| (given - number).abs() < 1e-9),
                alone: false,
                heading: None,
                media: None,
            }
        })
        .collect();
    Control::Scale {
        options,
        clearable: !required && !value.is_empty(),
    }
}

fn single(state: &State<'_>, occurrence: Occurrence, question: &Question, selection: &Selection) -> Control {
    let choices = state.choices(occurrence);
    if has(question, "minimal") || has(question, "autocomplete") || choices.len() > LONGEST_LIST {
        return menu(state, occurrence, &choices);
    }
    let no_way_back = choices.iter().all(|choice| choice.missing().is_none());
    let clearable = no_way_back && !state.required(occurrence) && !state.value(occurrence).is_empty();
    let options = choosable(state, occurrence, selection);
    if has(question, "likert") {
        return Control::Scale { options, clearable };
    }
    Control::Options {
        multiple: false,
        columns: is_in_columns(question),
        options,
        clearable,
    }
}

fn menu(state: &State<'_>, occurrence: Occurrence, choices: &[&Choice]) -> Control {
    let value = state.value(occurrence);
    let mut sections: Vec<Section> = Vec::new();
    for choice in choices {
        let heading = section(state, choice);
        if sections.last().is_none_or(|last| last.heading != heading) {
            sections.push(Section {
                heading: heading.to_owned(),
                options: Vec::new(),
            });
        }
        let label = markdown::plain(&state.choice_label(occurrence, choice));
        if let Some(last) = sections.last_mut() {
            last.options
                .push((choice.name.clone(), label, choice.name == value));
        }
    }
    Control::Menu(sections)
}

/// The options of a question as shown, with their sub-headings unless their order is random.
pub fn choosable(state: &State<'_>, occurrence: Occurrence, selection: &Selection) -> Vec<Choosable> {
    let chosen: Vec<&str> = state.chosen(occurrence).collect();
    let mut before = "";
    let mut options = Vec::new();
    for choice in state.choices(occurrence) {
        let heading = if selection.randomize {
            ""
        } else {
            section(state, choice)
        };
        let label = state.choice_label(occurrence, choice);
        options.push(Choosable {
            value: choice.name.clone(),
            media: Shown::of(state, &choice.media, &label, &choice.name),
            label: markdown::inline(&label),
            chosen: chosen.contains(&choice.name.as_str()),
            alone: choice.exclusive,
            heading: (heading != before).then(|| heading.to_owned()),
        });
        before = heading;
    }
    options
}

fn section<'c>(state: &State<'_>, choice: &'c Choice) -> &'c str {
    let fallback = &state.plan().definition().default_language;
    choice.section.get(&state.context().language, fallback)
}

fn ranks(state: &State<'_>, occurrence: Occurrence) -> Control {
    let choices = state.choices(occurrence);
    let positions = choices.len();
    let options = choices
        .into_iter()
        .map(|choice| Ranked {
            name: choice.name.clone(),
            label: markdown::inline(&state.choice_label(occurrence, choice)),
            position: state
                .position(occurrence, &choice.name)
                .and_then(|position| position.parse().ok())
                .unwrap_or(0),
        })
        .collect();
    Control::Ranks { options, positions }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::xlsform;

    const SHEET: &str = "
| survey |
| | type | name | label | constraint | appearance | parameters |
| | text | a | A | string-length( . ) <= 600 and . != 'x' | multiline | rows=7 |
| | text | b | B | regex(., '[a-z]+') |  |  |
| | range | c | C |  |  | start=0 end=10 step=1 |
| | range | d | D |  |  | start=1 end=2 step=0.1 |
| | range | e | E |  |  | start=0 end=100 step=1 |
";

    #[test]
    fn a_question_gets_the_control_that_suits_it() {
        let definition = xlsform::import(SHEET.as_bytes(), "s.md").definition.unwrap();
        let questions = definition.questions();
        assert!(matches!(
            text(questions[0], Some(7), String::new()),
            Control::Area {
                rows: 7,
                limit: Some(600),
                ..
            }
        ));
        assert!(matches!(
            text(questions[1], None, String::new()),
            Control::Line { limit: None, .. }
        ));
        let steps = |question: &Question| match &question.kind {
            QuestionKind::Range(scale) => match range(scale, "1.3", false) {
                Control::Scale { options, .. } => {
                    let chosen: Vec<_> = options.iter().filter(|option| option.chosen).collect();
                    (
                        options.len(),
                        chosen.iter().map(|option| option.value.clone()).collect(),
                    )
                }
                _ => (0, Vec::new()),
            },
            _ => (0, Vec::<String>::new()),
        };
        assert_eq!(steps(questions[2]), (11, vec![]));
        assert_eq!(steps(questions[3]), (11, vec!["1.3".to_owned()]));
        assert_eq!(steps(questions[4]), (0, vec![]));
    }
}
