//! Names of options written in expressions: each should be in the list of the question that is
//! compared with it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::question::selection;
use super::walk::{self, Visited};
use crate::questionnaire::definition::{Definition, Initial, Node, Question};
use crate::questionnaire::findings::{Code, Findings, Place};

/// `${q} = 'x'`, `'x' != ${q}`, `selected(${q}, 'x')`, with `.` in place of `${q}` too.
static COMPARISONS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let question = r"(?:\$\{\s*(?P<question>[^{}\s]+)\s*\}|(?P<own>\.))";
    let literal = r#"(?:'(?P<single>[^']*)'|"(?P<double>[^"]*)")"#;
    let patterns = [
        format!(r"(?:^|[\s(,]){question}\s*!?=\s*{literal}"),
        format!(r"{literal}\s*!?=\s*{question}(?:$|[\s),])"),
        format!(r"selected\s*\(\s*{question}\s*,\s*{literal}\s*\)"),
    ];
    patterns
        .iter()
        .filter_map(|pattern| Regex::new(pattern).ok())
        .collect()
});

/// Remarks on comparisons with names that are no options, and on such starting values.
pub(super) fn check(definition: &Definition, nodes: &[Visited<'_>], place: &Place, findings: &mut Findings) {
    let questions: BTreeMap<&str, &Question> = definition
        .questions()
        .into_iter()
        .map(|question| (question.name.as_str(), question))
        .collect();
    for visited in nodes {
        let place = place.clone().row(visited.row());
        for (column, expression) in walk::expressions(visited.node) {
            for (name, choice) in comparisons(expression.source()) {
                let question = match name {
                    Some(name) => questions.get(name).copied(),
                    None => own(visited.node, column),
                };
                let code = question.and_then(|question| fault(definition, question, choice));
                if let Some(code) = code {
                    findings.add(place.clone().column(column), code);
                }
            }
        }
        if let Node::Question(question) = visited.node
            && let Some(Initial::Literal(words)) = &question.initial
        {
            let faults = words
                .split_whitespace()
                .filter_map(|word| fault(definition, question, word));
            faults.for_each(|code| findings.add(place.clone().column("default"), code));
        }
    }
}

/// `.` is the row's own answer in a constraint; in a filter it is something else.
fn own<'d>(node: &'d Node, column: &str) -> Option<&'d Question> {
    match node {
        Node::Question(question) if column == "constraint" => Some(question),
        _ => None,
    }
}

/// Pairs of a question's name, or `.`, and the option it is compared with.
fn comparisons(source: &str) -> Vec<(Option<&str>, &str)> {
    let mut found = Vec::new();
    for pattern in COMPARISONS.iter() {
        for capture in pattern.captures_iter(source) {
            let question = capture.name("question").map(|name| name.as_str());
            if let Some(literal) = capture.name("single").or_else(|| capture.name("double")) {
                found.push((question, literal.as_str()));
            }
        }
    }
    found
}

fn fault(definition: &Definition, question: &Question, choice: &str) -> Option<Code> {
    let list = &selection(&question.kind)?.list;
    let choices = definition.lists.get(list)?;
    let known = choice.is_empty() || choices.get(choice).is_some();
    (!known).then(|| Code::ChoiceNotInList {
        choice: choice.to_owned(),
        question: question.name.clone(),
        list: list.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::comparisons;

    #[test]
    fn comparisons_with_options_are_found() {
        let source = r#"${a} = 'x' and "y"!= ${b} or selected(${c}, 'z') and not(selected(., 'w'))"#;
        let mut found = comparisons(source);
        found.sort();
        assert_eq!(
            found,
            [(None, "w"), (Some("a"), "x"), (Some("b"), "y"), (Some("c"), "z")]
        );
        assert_eq!(comparisons("${a} > 3 and string-length(.) = 2"), []);
    }
}
