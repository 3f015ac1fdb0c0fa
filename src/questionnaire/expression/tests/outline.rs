//! A small tree for tests, written as an outline.

use std::borrow::Cow;

use crate::questionnaire::expression::{Evaluation, EvaluationFault, Expression, Still, Tree, Zone};

/// Nodes in document order: name, text, parent.
pub struct Outline(Vec<(String, String, Option<usize>)>);

impl Outline {
    /// One node a line, indented by four spaces below its parent, `name` or `name: text`.
    pub fn new(outline: &str) -> Self {
        let mut nodes = vec![(String::new(), String::new(), None)];
        let mut above = vec![0];
        for line in outline.lines().filter(|line| !line.trim().is_empty()) {
            let depth = (line.len() - line.trim_start().len()) / 4;
            let (name, text) = line.trim().split_once(':').unwrap_or((line.trim(), ""));
            above.truncate(depth + 1);
            nodes.push((name.to_owned(), text.trim().to_owned(), above.last().copied()));
            above.push(nodes.len() - 1);
        }
        Self(nodes)
    }

    /// The `number`-th node of this name, from 1.
    pub fn node(&self, name: &str, number: usize) -> usize {
        (0..self.0.len())
            .filter(|node| self.0[*node].0 == name)
            .nth(number - 1)
            .unwrap()
    }

    /// The text of an expression at a node.
    pub fn at(&self, node: usize, source: &str) -> Result<String, EvaluationFault> {
        let expression = Expression::parse(source).unwrap();
        let still = still();
        Evaluation::new(self, &still, node)
            .text(&expression)
            .map(Cow::into_owned)
    }

    /// The text of an expression at the root.
    pub fn text(&self, source: &str) -> String {
        self.at(0, source).unwrap()
    }
}

/// Noon of a day in summer, in Berlin.
pub fn still() -> Still {
    Still::new(
        "2024-07-01T10:00:00Z".parse().unwrap(),
        Zone::named("Europe/Berlin").unwrap(),
        7,
    )
}

impl Tree for Outline {
    type Node = usize;

    fn root(&self) -> usize {
        0
    }

    fn parent(&self, node: usize) -> Option<usize> {
        self.0[node].2
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        (node + 1..self.0.len()).filter(move |child| self.0[*child].2 == Some(node))
    }

    fn name(&self, node: usize) -> &str {
        &self.0[node].0
    }

    fn text(&self, node: usize) -> Cow<'_, str> {
        Cow::Borrowed(&self.0[node].1)
    }

    fn instance(&self, id: &str) -> Option<usize> {
        self.0.iter().position(|(name, _, _)| name == id)
    }
}
