//! A questionnaire on paper: what is printed of it, in which order and under which numbers.
//!
//! Everything that somebody can be asked is there once: a repeated group as one block, a matrix as one
//! table with a number for each row, options in the order of the file. What is calculated, hidden or
//! only recorded is not there. Rules are expressions still; [`Paper::numbers`] says them. Words, lines to
//! write on and boxes are made by who shows it.

mod matrix;
mod options;

#[cfg(test)]
mod tests;

use super::definition::{Choice, Definition, Group, Node, Question, QuestionKind, Text};
use super::expression::Expression;
use super::routing::{Number, Numbers};
pub use options::Options;

/// A questionnaire as it is printed.
#[derive(Debug)]
pub struct Paper<'d> {
    pub pieces: Vec<Piece<'d>>,
    pub numbers: Numbers<'d>,
    /// How many numbers there are, rows of a matrix counting with it.
    pub questions: u32,
}

/// A piece of the paper, from top to bottom.
#[derive(Debug)]
pub enum Piece<'d> {
    Note(&'d Question),
    Asked(Asked<'d>),
    Matrix(Matrix<'d>),
    Section(Section<'d>),
}

/// A question with its number.
#[derive(Debug)]
pub struct Asked<'d> {
    pub number: Number,
    pub question: &'d Question,
    /// Names of the repeats around it, for its rules.
    pub repeats: Vec<&'d str>,
    /// Of a question that is answered from a list.
    pub options: Options<'d>,
}

/// Questions over one list, as a table.
#[derive(Debug)]
pub struct Matrix<'d> {
    pub number: Number,
    pub label: &'d Text,
    pub hint: &'d Text,
    pub relevant: Option<&'d Expression>,
    pub repeats: Vec<&'d str>,
    pub columns: Vec<&'d Choice>,
    pub rows: Vec<Asked<'d>>,
}

/// A group with something in it.
#[derive(Debug)]
pub struct Section<'d> {
    pub group: &'d Group,
    /// Names of the repeats around it, without itself.
    pub repeats: Vec<&'d str>,
    /// The first and the last number in it; none if it only has notes.
    pub numbers: Option<(Number, Number)>,
    pub pieces: Vec<Piece<'d>>,
}

impl<'d> Paper<'d> {
    /// Lays a questionnaire out.
    pub fn of(definition: &'d Definition) -> Self {
        let mut layout = Layout {
            definition,
            numbers: Numbers::default(),
            last: 0,
            repeats: Vec::new(),
        };
        let pieces = layout.pieces(&definition.nodes);
        Self {
            pieces,
            numbers: layout.numbers,
            questions: layout.last,
        }
    }
}

/// A paper being laid out.
struct Layout<'d> {
    definition: &'d Definition,
    numbers: Numbers<'d>,
    last: u32,
    /// Those that are open.
    repeats: Vec<&'d str>,
}

impl<'d> Layout<'d> {
    fn pieces(&mut self, nodes: &'d [Node]) -> Vec<Piece<'d>> {
        let mut pieces = Vec::new();
        let mut rest = nodes;
        while let Some((first, after)) = rest.split_first() {
            if let Some((matrix, after)) = self.matrix_by_hand(rest) {
                pieces.push(Piece::Matrix(matrix));
                rest = after;
                continue;
            }
            match first {
                Node::Question(question) if question.kind == QuestionKind::Note => {
                    pieces.push(Piece::Note(question));
                }
                Node::Question(question) if question.is_answered() => {
                    let number = self.next();
                    pieces.push(Piece::Asked(self.asked(question, number)));
                }
                Node::Question(_) => {}
                Node::Group(group) => pieces.extend(self.group(group)),
            }
            rest = after;
        }
        pieces
    }

    fn next(&mut self) -> Number {
        self.last += 1;
        Number {
            question: self.last,
            row: None,
        }
    }

    fn asked(&mut self, question: &'d Question, number: Number) -> Asked<'d> {
        self.numbers
            .give(number, question, &self.repeats, self.definition);
        let selection = question.kind.selection();
        Asked {
            number,
            question,
            repeats: self.repeats.clone(),
            options: selection.map_or_else(Options::default, |one| Options::of(one, self.definition)),
        }
    }

    /// A group with its matrix, if it is one, before what else stands in it; none if it is empty.
    fn group(&mut self, group: &'d Group) -> Option<Piece<'d>> {
        let before = self.last;
        let around = self.repeats.clone();
        if group.repeat.is_some() {
            self.repeats.push(&group.name);
        }
        let pieces = match self.matrix(group) {
            Some((matrix, others)) if others.is_empty() && group.repeat.is_none() => {
                return Some(Piece::Matrix(matrix));
            }
            Some((mut matrix, others)) => {
                // The section says these.
                (matrix.label, matrix.hint, matrix.relevant) = (matrix::NO_TEXT, matrix::NO_TEXT, None);
                let mut pieces = vec![Piece::Matrix(matrix)];
                for node in others {
                    pieces.extend(self.pieces(std::slice::from_ref(node)));
                }
                pieces
            }
            None => self.pieces(&group.children),
        };
        self.repeats.clone_from(&around);
        if pieces.is_empty() {
            return None;
        }
        let number = |question| Number { question, row: None };
        let has_questions = self.last > before;
        Some(Piece::Section(Section {
            group,
            repeats: around,
            numbers: has_questions.then(|| (number(before + 1), number(self.last))),
            pieces,
        }))
    }
}
