//! The pieces of a paper as the page shows them, from top to bottom.

use crate::language::{Language, Value};
use crate::questionnaire::definition::{
    Choice, Definition, Question, QuestionKind, RangeScale, Repeat, Text,
};
use crate::questionnaire::evaluation::{Piece as Wording, pieces};
use crate::questionnaire::expression::{Expression, Kind};
use crate::questionnaire::paper::{Asked, Matrix, Paper, Piece, Section};
use crate::questionnaire::routing::{Number, Rule};
use crate::web::markdown::{self, Markup};

use super::control::Control;
use super::sentence::Sentences;

/// A piece of the page. A section is all that stands between its opening and its closing.
pub enum Block {
    Open {
        /// Of its heading, 2 being that of a page.
        level: u8,
        label: Markup,
        hint: Markup,
        /// When and how often it is answered.
        said: Vec<String>,
        /// It may be copied, and is kept apart from what is around it.
        repeated: bool,
    },
    Close,
    Note(Markup),
    Question(Box<Shown>),
    Table(Table),
}

/// A question with what is printed about it.
pub struct Shown {
    pub number: String,
    pub label: Markup,
    pub hint: Markup,
    pub guidance: Markup,
    /// How it is marked as required; empty if it is not.
    pub required: String,
    /// When it is answered, and what is accepted.
    pub route: Option<String>,
    pub said: Vec<String>,
    pub control: Control,
}

/// A matrix.
pub struct Table {
    pub number: String,
    pub label: Markup,
    pub hint: Markup,
    pub route: Option<String>,
    pub columns: Vec<Markup>,
    pub rows: Vec<Line>,
}

/// A row of a matrix.
pub struct Line {
    pub multiple: bool,
    pub shown: Shown,
}

/// A paper being put into words.
pub struct Printing<'p, 'd> {
    pub definition: &'d Definition,
    pub paper: &'p Paper<'d>,
    /// The language of the questions.
    pub tag: &'p str,
    /// The language of our words.
    pub language: Language,
}

impl<'d> Printing<'_, 'd> {
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.add(&self.paper.pieces, 2, &mut blocks);
        blocks
    }

    fn add(&self, pieces: &[Piece<'d>], level: u8, blocks: &mut Vec<Block>) {
        for piece in pieces {
            match piece {
                Piece::Note(note) => {
                    let words = [&note.label, &note.hint].map(|text| self.words(text));
                    blocks.push(Block::Note(markdown::block(words.join("\n\n").trim())));
                }
                Piece::Asked(asked) => {
                    let route = self.route(
                        asked.question.relevant.as_ref(),
                        &asked.repeats,
                        &asked.number.to_string(),
                    );
                    blocks.push(Block::Question(Box::new(self.shown(asked, route))));
                }
                Piece::Matrix(matrix) => blocks.push(Block::Table(self.table(matrix))),
                Piece::Section(section) => {
                    blocks.push(self.opening(section, level));
                    let deeper = if section.group.label.is_empty() {
                        level
                    } else {
                        level + 1
                    };
                    self.add(&section.pieces, deeper.min(4), blocks);
                    blocks.push(Block::Close);
                }
            }
        }
    }

    fn opening(&self, section: &Section<'d>, level: u8) -> Block {
        let group = section.group;
        let numbers = section.numbers.map(|(from, to)| self.numbers(from, to));
        let numbers = numbers.unwrap_or_default();
        let route = self.route(group.relevant.as_ref(), &section.repeats, &numbers);
        let repeat = group.repeat.as_ref();
        let repeat = repeat.map(|repeat| self.repeat(repeat, section, &numbers));
        Block::Open {
            level,
            label: markdown::inline(&self.words(&group.label)),
            hint: markdown::inline(&self.words(&group.hint)),
            said: route.into_iter().chain(repeat).collect(),
            repeated: group.repeat.is_some(),
        }
    }

    fn numbers(&self, from: Number, to: Number) -> String {
        if from == to {
            return from.to_string();
        }
        let (from, to) = (from.to_string(), to.to_string());
        let values = [("from", Value::Text(&from)), ("to", Value::Text(&to))];
        self.language.with("paper-from-to", &values).into_owned()
    }

    /// How often a block is answered.
    fn repeat(&self, repeat: &Repeat, section: &Section<'_>, numbers: &str) -> String {
        let what = markdown::plain(&self.words(&section.group.label));
        let what = if what.is_empty() {
            section.group.name.clone()
        } else {
            what
        };
        let mut values = vec![("numbers", Value::Text(numbers)), ("what", Value::Text(&what))];
        let Some(count) = &repeat.count else {
            return self.language.with("paper-repeat", &values).into_owned();
        };
        let asked = match self.paper.numbers.looked_at(count).as_slice() {
            [number] if matches!(count.root().kind, Kind::Reference(_)) => {
                Some(self.sentences().question(*number))
            }
            _ => None,
        };
        let key = match (&count.root().kind, &asked) {
            (Kind::Number(_), _) => {
                values.push(("n", Value::Text(count.source())));
                "paper-repeat-times"
            }
            (_, Some(question)) => {
                values.push(("question", Value::Text(question)));
                "paper-repeat-answer"
            }
            _ => {
                values.push(("formula", Value::Text(count.source())));
                "paper-repeat-formula"
            }
        };
        self.language.with(key, &values).into_owned()
    }

    /// “Answer 12 only if …”; none for what is always answered.
    fn route(&self, relevant: Option<&Expression>, repeats: &[&str], numbers: &str) -> Option<String> {
        match self.paper.numbers.rule(relevant?, repeats) {
            Rule::Always => None,
            Rule::Never => Some(self.filled("paper-never", "numbers", numbers)),
            rule => {
                let rule = self.sentences().rule(&rule);
                let values = [("numbers", Value::Text(numbers)), ("rule", Value::Text(&rule))];
                Some(self.language.with("paper-only-if", &values).into_owned())
            }
        }
    }

    fn required(&self, asked: &Asked<'_>) -> String {
        let Some(rule) = &asked.question.required else {
            return String::new();
        };
        match self.paper.numbers.rule(rule, &asked.repeats) {
            Rule::Always => self.language.text("answer-required").into_owned(),
            Rule::Never => String::new(),
            rule => self.filled("paper-required-if", "rule", &self.sentences().rule(&rule)),
        }
    }

    fn shown(&self, asked: &Asked<'_>, route: Option<String>) -> Shown {
        let question = asked.question;
        let (control, mut said) = Control::of(asked, self);
        let accepted = self.words(&question.constraint_message);
        said.extend(Some(markdown::plain(&accepted)).filter(|words| !words.is_empty()));
        Shown {
            number: asked.number.to_string(),
            label: markdown::inline(&self.label(question)),
            hint: markdown::inline(&self.words(&question.hint)),
            guidance: markdown::block(&self.words(&question.guidance)),
            required: self.required(asked),
            route,
            said,
            control,
        }
    }

    /// A question without a label has a hint, or is a picture; its name tells it apart then.
    fn label(&self, question: &Question) -> String {
        let label = self.words(&question.label);
        if label.is_empty() && question.hint.is_empty() {
            return question.name.replace('_', "\\_");
        }
        label
    }

    fn table(&self, matrix: &Matrix<'_>) -> Table {
        let number = matrix.number.to_string();
        let rows = matrix.rows.iter().map(|row| {
            let relevant = row.question.relevant.as_ref();
            let route = self.route(relevant, &row.repeats, &row.number.to_string());
            let mut shown = self.shown(row, route);
            // The table has the boxes.
            shown.control = Control::None;
            Line {
                multiple: matches!(row.question.kind, QuestionKind::SelectMultiple(_)),
                shown,
            }
        });
        Table {
            label: markdown::inline(&self.words(matrix.label)),
            hint: markdown::inline(&self.words(matrix.hint)),
            route: self.route(matrix.relevant, &matrix.repeats, &number),
            columns: matrix
                .columns
                .iter()
                .map(|choice| markdown::inline(&self.words(&choice.label)))
                .collect(),
            rows: rows.collect(),
            number,
        }
    }

    pub fn sentences(&self) -> Sentences<impl Fn(&Choice) -> String> {
        Sentences {
            language: self.language,
            label: |choice: &Choice| markdown::plain(&self.words(&choice.label)),
        }
    }

    /// The words at a step of a scale; mostly none.
    pub fn tick(&self, scale: &RangeScale, number: f64) -> String {
        let list = scale
            .labels
            .as_ref()
            .and_then(|list| self.definition.lists.get(list));
        let is_it = |name: &str| {
            name.parse::<f64>()
                .is_ok_and(|value| (value - number).abs() < 1e-9)
        };
        let choice = list.and_then(|list| list.choices.iter().find(|choice| is_it(&choice.name)));
        choice.map_or_else(String::new, |choice| markdown::plain(&self.words(&choice.label)))
    }

    pub fn filled(&self, key: &str, name: &'static str, value: &str) -> String {
        self.language.filled(key, name, value).into_owned()
    }

    /// A text with what it mentions named by number.
    pub fn words(&self, text: &Text) -> String {
        let text = text.get(self.tag, &self.definition.default_language);
        if !text.contains("${") {
            return text.to_owned();
        }
        let mut words = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Wording::Words(more) => words.push_str(more),
                Wording::Name(name) => words.push_str(&match self.paper.numbers.of(name) {
                    Some(number) => self.filled("paper-answer-to", "n", &number.to_string()),
                    None => self.language.text("paper-computed").into_owned(),
                }),
            }
        }
        words
    }
}
