//! Names of options written in expressions: each should be in the list of the question that is
//! compared with it.

use std::collections::{BTreeMap, HashSet};

use super::walk::{self, Visited};
use crate::questionnaire::definition::{Definition, Initial, Node, Question};
use crate::questionnaire::expression::{Expression, Function, Kind, Operator, Start, Term};
use crate::questionnaire::findings::{Code, Findings, Place};

/// What an option is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compared<'e> {
    Named(&'e str),
    /// `.`
    Own,
}

/// Remarks on comparisons with names that are no options, and on such starting values.
pub(super) fn check(definition: &Definition, nodes: &[Visited<'_>], place: &Place, findings: &mut Findings) {
    let questions: BTreeMap<&str, &Question> = definition
        .questions()
        .into_iter()
        .map(|question| (question.name.as_str(), question))
        .collect();
    let options: Options<'_> = definition
        .lists
        .iter()
        .map(|(name, list)| {
            let names = list.choices.iter().map(|choice| choice.name.as_str());
            (name.as_str(), names.collect())
        })
        .collect();
    for visited in nodes {
        let place = place.clone().row(visited.row());
        for (column, expression) in walk::expressions(visited.node) {
            for (name, choice) in comparisons(expression) {
                let question = match name {
                    Compared::Named(name) => questions.get(name).copied(),
                    Compared::Own => own(visited.node, column),
                };
                let code = question.and_then(|question| fault(&options, question, choice));
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
                .filter_map(|word| fault(&options, question, word));
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

/// Pairs of a question and the option it is compared with.
fn comparisons(expression: &Expression) -> Vec<(Compared<'_>, &str)> {
    let mut found = Vec::new();
    for term in expression.root().parts() {
        match &term.kind {
            Kind::Chain(chain) => {
                let equality = |operator| matches!(operator, Operator::Equal | Operator::NotEqual);
                let pair = chain.rest.first().filter(|(operator, _)| equality(*operator));
                found.extend(pair.and_then(|(_, right)| compared(&chain.first, right)));
            }
            Kind::Call(call) if call.function() == Some(Function::Selected) => {
                if let [list, choice] = call.arguments.as_slice() {
                    found.extend(compared(list, choice));
                }
            }
            _ => {}
        }
    }
    found
}

/// A question and a text, in either order.
fn compared<'t>(left: &'t Term, right: &'t Term) -> Option<(Compared<'t>, &'t str)> {
    match (&left.kind, &right.kind) {
        (_, Kind::Text(text)) => Some((question(left)?, &**text)),
        (Kind::Text(text), _) => Some((question(right)?, &**text)),
        _ => None,
    }
}

fn question(term: &Term) -> Option<Compared<'_>> {
    match &term.kind {
        Kind::Reference(name) => Some(Compared::Named(name)),
        Kind::Path(path) if path.start == Start::Here && path.steps.is_empty() => Some(Compared::Own),
        _ => None,
    }
}

/// Names of options by list.
type Options<'d> = BTreeMap<&'d str, HashSet<&'d str>>;

fn fault(options: &Options<'_>, question: &Question, choice: &str) -> Option<Code> {
    let list = &question.kind.selection()?.list;
    // Of a file that is not known neither are its options.
    let names = options.get(list.as_str()).filter(|names| !names.is_empty())?;
    let known = choice.is_empty() || names.contains(choice);
    (!known).then(|| Code::ChoiceNotInList {
        choice: choice.to_owned(),
        question: question.name.clone(),
        list: list.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Compared, comparisons};
    use crate::questionnaire::expression::Expression;

    #[test]
    fn comparisons_with_options_are_found() {
        let source = r#"${a} = 'x' and "y"!= ${b} or selected(${c}, 'z') and not(selected(., 'w'))"#;
        let expression = Expression::parse(source).unwrap();
        let found = comparisons(&expression);
        assert_eq!(
            found,
            [
                (Compared::Named("a"), "x"),
                (Compared::Named("b"), "y"),
                (Compared::Named("c"), "z"),
                (Compared::Own, "w")
            ]
        );
        let expression = Expression::parse("${a} > 3 and string-length(.) = 2").unwrap();
        assert_eq!(comparisons(&expression), []);
    }
}
