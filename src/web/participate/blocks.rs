//! The pieces of a page of questions. How a page comes to them is in [`drawing`](super::drawing).

use crate::questionnaire::evaluation::FieldPath;
use crate::web::markdown::Markup;

use super::control::Control;
use super::matrix::Matrix;
use super::media::Shown;
use super::tongues::Said;

/// A piece of a page, with an id of its own. A group is all that stands between its opening and its
/// closing.
#[derive(Debug)]
pub enum Block {
    Open {
        id: String,
        legend: Markup,
        hint: Markup,
        repeat: bool,
    },
    Close,
    Leaf {
        id: String,
        leaf: Leaf,
    },
}

/// A piece that is drawn and replaced as a whole.
#[derive(Debug)]
pub enum Leaf {
    Note {
        label: Markup,
        hint: Markup,
        media: Option<Shown>,
    },
    Field(Box<Field>),
    Matrix(Matrix),
    /// A button that adds an instance of a repeated group, or removes one.
    Button {
        action: String,
        text: String,
        id: String,
    },
}

/// A question with its control.
#[derive(Debug)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub label: Markup,
    pub hint: Markup,
    pub guidance: Markup,
    pub required: bool,
    pub advice: Advice,
    pub fault: Option<String>,
    pub fresh: bool,
    /// Where the person goes on.
    pub focused: bool,
    /// What it holds now, where it must be told later which of two questions was changed last.
    pub was: Option<(String, String)>,
    pub media: Option<Shown>,
    pub control: Control,
}

/// How a question is to be filled in: how long the answer may be, or between what a number must lie.
#[derive(Debug, Default)]
pub struct Advice {
    pub words: Vec<Said>,
    /// It is not kept.
    pub broken: bool,
}

impl Field {
    /// Ids of the texts that describe the control.
    pub fn described_by(&self) -> String {
        let parts = [
            (!self.hint.is_empty(), "h"),
            (!self.advice.words.is_empty(), "c"),
            (self.fault.is_some(), "e"),
        ];
        let ids: Vec<String> = parts
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{}-{part}", self.id))
            .collect();
        ids.join(" ")
    }
}

/// The `id` of a field's first input.
pub fn identifier(field: &FieldPath) -> String {
    format!("f-{field}")
}

/// The `id` of an instance of a repeated group.
pub fn instance_identifier(repeat: &FieldPath, number: usize) -> String {
    format!("b-{repeat}[{number}]")
}
