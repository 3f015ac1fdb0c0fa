//! Matrices: groups with the appearance `table-list`, and rows of `list-nolabel` that an author put
//! together by hand.

use std::collections::BTreeMap;

use super::{Layout, Matrix, Number};
use crate::questionnaire::definition::{Group, Node, Question, QuestionKind, Selection, Text};

/// A table with more columns than this does not fit on paper.
const MOST_COLUMNS: usize = 11;

pub(super) static NO_TEXT: &Text = &Text(BTreeMap::new());

/// What a row of a matrix is answered from.
fn row(question: &Question) -> Option<&Selection> {
    match &question.kind {
        QuestionKind::SelectOne(selection) | QuestionKind::SelectMultiple(selection)
            if question.is_answered() =>
        {
            Some(selection)
        }
        _ => None,
    }
}

impl<'d> Layout<'d> {
    /// The table of a group, and what of the group does not fit into it.
    pub(super) fn matrix(&mut self, group: &'d Group) -> Option<(Matrix<'d>, Vec<&'d Node>)> {
        if !group.is_matrix() {
            return None;
        }
        let mut shared: Option<&Selection> = None;
        let mut rows = Vec::new();
        let mut others = Vec::new();
        for node in &group.children {
            let selection = match node {
                Node::Question(question) => row(question).map(|selection| (&**question, selection)),
                Node::Group(_) => None,
            };
            match selection {
                Some((question, own))
                    if shared.is_none_or(|one| one.list == own.list && one.filter == own.filter) =>
                {
                    shared = Some(own);
                    rows.push(question);
                }
                _ => others.push(node),
            }
        }
        let mut matrix = self.table(rows)?;
        (matrix.label, matrix.hint) = (&group.label, &group.hint);
        matrix.relevant = group.relevant.as_ref();
        Some((matrix, others))
    }

    /// A table at the start of `nodes`: perhaps a head, then rows over the same list; and the nodes behind.
    pub(super) fn matrix_by_hand(&mut self, nodes: &'d [Node]) -> Option<(Matrix<'d>, &'d [Node])> {
        let questions = || {
            nodes.iter().map_while(|node| match node {
                Node::Question(question) => Some(&**question),
                Node::Group(_) => None,
            })
        };
        let head = questions()
            .next()
            .filter(|first| row(first).is_some() && first.has_appearance("label"));
        let offered = |question: &'d Question| row(question).map(|own| (&own.list, &own.filter));
        let behind = questions().skip(usize::from(head.is_some()));
        let first = behind.clone().next()?;
        let wanted = offered(first)?;
        let rows: Vec<&Question> = behind
            .take_while(|question| {
                question.has_appearance("list-nolabel") && offered(question) == Some(wanted)
            })
            .collect();
        let taken = rows.len() + usize::from(head.is_some());
        let mut matrix = self.table(rows)?;
        if let Some(head) = head {
            (matrix.label, matrix.hint) = (&head.label, &head.hint);
        }
        Some((matrix, nodes.get(taken..)?))
    }

    /// A table that fits on paper, its rows numbered within it.
    fn table(&mut self, questions: Vec<&'d Question>) -> Option<Matrix<'d>> {
        let first = questions.first()?;
        let columns = super::Options::of(row(first)?, self.definition).choices;
        if columns.is_empty() || columns.len() > MOST_COLUMNS {
            return None;
        }
        let number = self.next();
        let rows = (1..).zip(questions).map(|(row, question)| {
            let number = Number {
                row: Some(row),
                ..number
            };
            self.asked(question, number)
        });
        let rows = rows.collect();
        Some(Matrix {
            number,
            label: NO_TEXT,
            hint: NO_TEXT,
            relevant: None,
            repeats: self.repeats.clone(),
            columns,
            rows,
        })
    }
}
