//! The column `trigger`: questions whose change makes a row's calculation run.

use std::collections::BTreeMap;

use super::references::{self, Reference};
use super::walk::Visited;
use crate::questionnaire::definition::Node;
use crate::questionnaire::findings::{Code, Findings, Place};

/// The names in a cell, which has one reference or several with commas between them.
pub(super) fn names(text: &str, place: &Place, findings: &mut Findings) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let code = match references::scan(part).as_slice() {
            [Reference::Name(name)] if part == format!("${{{name}}}") => {
                names.push((*name).to_owned());
                continue;
            }
            [Reference::LastSaved] => references::last_saved(),
            _ => Code::TriggerSyntax {
                text: part.to_owned(),
            },
        };
        findings.add(place.clone(), code);
    }
    names
}

/// Remarks on triggers that nobody can change, or of which there may be several.
pub(super) fn check(nodes: &[Visited<'_>], place: &Place, findings: &mut Findings) {
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, visited) in nodes.iter().enumerate() {
        by_name.entry(visited.name()).or_insert(index);
    }
    for (index, visited) in nodes.iter().enumerate() {
        let Node::Question(question) = visited.node else {
            continue;
        };
        let place = place.clone().row(visited.row()).column("trigger");
        for name in &question.trigger {
            let target = by_name.get(name.as_str());
            let code = target.and_then(|target| fault(nodes, index, *target));
            findings.extend(code.map(|code| (place.clone(), code)));
        }
    }
}

/// What is wrong with a trigger of the node `index`.
fn fault(nodes: &[Visited<'_>], index: usize, target: usize) -> Option<Code> {
    let visited = nodes.get(target)?;
    let name = visited.name().to_owned();
    match visited.node {
        Node::Group(_) => Some(Code::TriggerGroup { name }),
        Node::Question(question) if !question.kind.is_shown() => Some(Code::TriggerHidden { name }),
        Node::Question(_) => {
            let around = groups(nodes, index);
            let is_repeat = |group: &usize| {
                matches!(nodes.get(*group).map(|visited| visited.node),
                    Some(Node::Group(group)) if group.repeat.is_some())
            };
            let mut repeats = groups(nodes, target).into_iter().filter(is_repeat);
            let elsewhere = repeats.any(|repeat| !around.contains(&repeat));
            elsewhere.then_some(Code::TriggerInRepeat { name })
        }
    }
}

/// The groups around a node, the innermost first.
fn groups(nodes: &[Visited<'_>], index: usize) -> Vec<usize> {
    std::iter::successors(parent(nodes, index), |group| parent(nodes, *group)).collect()
}

fn parent(nodes: &[Visited<'_>], index: usize) -> Option<usize> {
    nodes.get(index)?.parent
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::questionnaire::findings::{Findings, Place};

    #[test]
    fn triggers_are_parted_by_commas() {
        let read = |text: &str| {
            let mut findings = Findings::default();
            let names = names(text, &Place::default(), &mut findings);
            (names.join(" "), findings.iter().count())
        };
        assert_eq!(read("${a}"), ("a".to_owned(), 0));
        assert_eq!(read("${a}, ${b} ,"), ("a b".to_owned(), 0));
        for wrong in ["a", "${a", "${a} ${b}", "${ a }", "${a}b", "${last-saved#a}"] {
            assert_eq!(read(wrong).1, 1, "{wrong}");
        }
    }
}
