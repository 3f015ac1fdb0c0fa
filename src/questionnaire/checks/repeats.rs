//! Repeats that ask for more instances than are laid out.

use crate::questionnaire::definition::{Definition, Group, Node};
use crate::questionnaire::evaluation::{MOST_INSTANCES, MOST_NODES};
use crate::questionnaire::expression::{Expression, Kind};
use crate::questionnaire::findings::{Code, Findings, Place, Rules};

pub(super) fn check(definition: &Definition, sheet: &Place, findings: &mut Findings) {
    for node in &definition.nodes {
        within(node, false, sheet, findings);
    }
}

/// The bodies of groups nest no deeper than an importer lets them.
fn within(node: &Node, in_repeat: bool, sheet: &Place, findings: &mut Findings) {
    let Node::Group(group) = node else { return };
    let mut add = |code| {
        let place = sheet.clone().row(group.row.0).column("repeat_count");
        findings.add(place, Code::Rules(code));
    };
    let name = || group.name.clone();
    if let Some(count) = written_count(group).filter(|count| *count > most_instances()) {
        add(Rules::TooManyInstances {
            name: name(),
            count: count.to_string(),
            most: MOST_INSTANCES,
        });
    }
    let nodes = nodes(node);
    if group.repeat.is_some() && !in_repeat && nests(group) && nodes > MOST_NODES {
        add(Rules::TooManyNodes {
            name: name(),
            nodes,
            most: MOST_NODES,
        });
    }
    let in_repeat = in_repeat || group.repeat.is_some();
    for child in &group.children {
        within(child, in_repeat, sheet, findings);
    }
}

#[expect(clippy::cast_precision_loss, reason = "few instances are kept")]
const fn most_instances() -> f64 {
    MOST_INSTANCES as f64
}

/// The number of instances, where it is written as one.
fn written_count(group: &Group) -> Option<f64> {
    let count = group.repeat.as_ref()?.count.as_ref().map(Expression::root)?;
    match count.kind {
        Kind::Number(count) => Some(count),
        _ => None,
    }
}

fn nests(group: &Group) -> bool {
    group.children.iter().any(|child| match child {
        Node::Group(inner) => inner.repeat.is_some() || nests(inner),
        Node::Question(_) => false,
    })
}

/// The most nodes that there may be of a node, itself counted.
fn nodes(node: &Node) -> usize {
    let Node::Group(group) = node else { return 1 };
    let inner = group.children.iter().map(nodes).fold(1, usize::saturating_add);
    if group.repeat.is_none() {
        return inner;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and is bounded then"
    )]
    let instances = written_count(group).map_or(MOST_INSTANCES, |count| (count as usize).min(MOST_INSTANCES));
    inner.saturating_mul(instances)
}
