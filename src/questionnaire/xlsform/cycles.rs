//! Values that depend on each other in a circle, which no evaluation could settle.
//!
//! A value depends on what its calculation and relevance refer to, and on the groups around it.
//! References to other instances of a repeat (a predicate, `indexed-repeat`) are left out: running
//! totals over a repeat look circular by name, but are not.

use std::collections::BTreeMap;

use super::references;
use super::walk::{self, Visited};
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
            if !settles_value(column) {
                continue;
            }
            let own = own_instance(expression.source());
            let names = references::names(&own);
            edges.extend(names.filter_map(|name| Some((*by_name.get(name)?, column))));
        }
        edges
    };
    nodes.iter().map(edges_of).collect()
}

fn settles_value(column: &str) -> bool {
    matches!(column, "calculation" | "relevant" | "repeat_count")
}

/// The expression without its references to other instances of a repeat.
fn own_instance(source: &str) -> String {
    let mut own = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("indexed-repeat(") {
        own.push_str(before);
        rest = after.get(closing(after)..).unwrap_or_default();
    }
    own.push_str(rest);
    without_predicates(&own)
}

/// Where the bracket that is open before `text` is closed.
fn closing(text: &str) -> usize {
    let mut depth = 1_usize;
    for (index, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    text.len()
}

/// Drops `${x}[` up to the bracket: the predicate itself is read on.
fn without_predicates(source: &str) -> String {
    let mut kept = String::new();
    let mut rest = source;
    while let Some(open) = rest.find("}[") {
        let (front, after) = rest.split_at(open + 1);
        let start = front.rfind("${").unwrap_or(front.len());
        kept.push_str(front.get(..start).unwrap_or_default());
        rest = after;
    }
    kept.push_str(rest);
    kept
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
