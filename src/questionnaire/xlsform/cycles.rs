//! Values that depend on each other in a circle, which no evaluation could settle.
//!
//! A value depends on what its calculation and relevance refer to, and on the groups around it.
//! References to other instances of a repeat (a predicate, `indexed-repeat`) are left out: running
//! totals over a repeat look circular by name, but are not.

use std::collections::BTreeMap;

use super::walk::{self, Visited};
use crate::questionnaire::definition::Node;
use crate::questionnaire::expression::{Function, Kind, Path, Start, Term};
use crate::questionnaire::findings::{Code, Findings, Place};

/// An edge to another node, and the column it comes from.
type Edge = (usize, &'static str);

/// One remark for each circle.
pub(super) fn check(nodes: &[Visited<'_>], place: &Place, findings: &mut Findings) {
    let edges = edges(nodes);
    let mut search = Search {
        nodes,
        edges: &edges,
        marks: vec![Mark::Fresh; nodes.len()],
        place,
        findings,
    };
    for start in 0..nodes.len() {
        search.from(start);
    }
}

fn edges(nodes: &[Visited<'_>]) -> Vec<Vec<Edge>> {
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, visited) in nodes.iter().enumerate() {
        by_name.entry(visited.name()).or_insert(index);
    }
    let edges_of = |visited: &Visited<'_>| {
        let mut edges: Vec<Edge> = visited
            .parent
            .map(|parent| (parent, "group"))
            .into_iter()
            .collect();
        for (column, expression) in walk::expressions(visited.node) {
            // A calculation that waits for a trigger runs once and then rests.
            if !settles_value(column) || (column == "calculation" && is_triggered(visited.node)) {
                continue;
            }
            let mut names = Vec::new();
            own_instance(expression.root(), &mut names);
            edges.extend(
                names
                    .into_iter()
                    .filter_map(|name| Some((*by_name.get(name)?, column))),
            );
        }
        edges
    };
    nodes.iter().map(edges_of).collect()
}

fn is_triggered(node: &Node) -> bool {
    matches!(node, Node::Question(question) if !question.trigger.is_empty())
}

fn settles_value(column: &str) -> bool {
    // How often a repeat occurs may well depend on what was answered in it so far.
    matches!(column, "calculation" | "relevant")
}

/// Names that a term refers to, other instances of a repeat left out.
fn own_instance<'t>(term: &'t Term, names: &mut Vec<&'t str>) {
    match &term.kind {
        Kind::Reference(name) => names.push(name),
        Kind::Call(call) if call.function() == Some(Function::IndexedRepeat) => {}
        Kind::Filter { base, predicates } => {
            if !matches!(base.kind, Kind::Reference(_)) {
                own_instance(base, names);
            }
            for predicate in predicates {
                own_instance(predicate, names);
            }
        }
        Kind::Path(path) => path_names(path, term, names),
        _ => term
            .children()
            .into_iter()
            .for_each(|child| own_instance(child, names)),
    }
}

/// `${repeat}[…]/name` picks an instance too.
fn path_names<'t>(path: &'t Path, term: &'t Term, names: &mut Vec<&'t str>) {
    let picks = path.steps.iter().any(|step| !step.predicates.is_empty());
    let start = match &path.start {
        Start::Term(start) => Some(&**start),
        Start::Root | Start::Here => None,
    };
    for child in term.children() {
        let skipped = picks
            && start
                .is_some_and(|start| std::ptr::eq(start, child) && matches!(start.kind, Kind::Reference(_)));
        if !skipped {
            own_instance(child, names);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Fresh,
    OnPath,
    Done,
}

struct Search<'s, 'd> {
    nodes: &'s [Visited<'d>],
    edges: &'s [Vec<Edge>],
    marks: Vec<Mark>,
    place: &'s Place,
    findings: &'s mut Findings,
}

impl Search<'_, '_> {
    /// Depth first, without recursion: a chain of references may be as long as the sheet.
    fn from(&mut self, start: usize) {
        let mut path: Vec<(usize, usize)> = Vec::new();
        self.enter(start, &mut path);
        while let Some((node, next)) = path.last_mut() {
            let edge = self.edges.get(*node).and_then(|edges| edges.get(*next)).copied();
            *next += 1;
            let node = *node;
            match edge {
                Some((target, _)) if self.mark(target) == Mark::OnPath => self.remark(&path, target),
                Some((target, _)) => self.enter(target, &mut path),
                None => {
                    self.set(node, Mark::Done);
                    path.pop();
                }
            }
        }
    }

    fn mark(&self, node: usize) -> Mark {
        self.marks.get(node).copied().unwrap_or(Mark::Done)
    }

    fn set(&mut self, node: usize, mark: Mark) {
        if let Some(slot) = self.marks.get_mut(node) {
            *slot = mark;
        }
    }

    fn enter(&mut self, node: usize, path: &mut Vec<(usize, usize)>) {
        if self.mark(node) == Mark::Fresh {
            self.set(node, Mark::OnPath);
            path.push((node, 0));
        }
    }

    /// The circle is told from its first row that has an expression.
    fn remark(&mut self, path: &[(usize, usize)], target: usize) {
        let from = path
            .iter()
            .position(|(node, _)| *node == target)
            .unwrap_or_default();
        let circle: Vec<(usize, usize)> = path.iter().skip(from).copied().collect();
        let names = circle.iter().map(|(node, _)| *node).chain([target]);
        let names: Vec<&str> = names
            .filter_map(|node| Some(self.nodes.get(node)?.name()))
            .collect();
        let rule = circle.iter().find_map(|(node, next)| {
            let (_, column) = self.edges.get(*node)?.get(next.checked_sub(1)?)?;
            (*column != "group").then_some((*node, *column))
        });
        let (node, column) = rule.unwrap_or((target, "relevant"));
        let row = self.nodes.get(node).map_or(0, Visited::row);
        self.findings.add(
            self.place.clone().row(row).column(column),
            Code::Cycle {
                path: names.join(" → "),
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::own_instance;
    use crate::questionnaire::expression::Expression;

    #[test]
    fn other_instances_of_a_repeat_are_no_circle() {
        let names = |source: &str| {
            let expression = Expression::parse(source).unwrap();
            let mut names = Vec::new();
            own_instance(expression.root(), &mut names);
            names.join(" ")
        };
        assert_eq!(names("${a} + sum(${b})"), "a b");
        assert_eq!(
            names("${a} + indexed-repeat(${total}, ${r}, position(..) - 1)"),
            "a"
        );
        assert_eq!(names("${r}[position() = ${a}]/total"), "a");
    }
}
