//! Paths: steps along axes, node tests, predicates.

use super::environment::Environment;
use super::evaluate::{Evaluation, Focus, Outcome};
use super::syntax::{Axis, NodeTest, Path, Start, Step, Term};
use super::tree::{NodeKind, NodeSet, Tree};
use super::value::Value;

impl<'a, T: Tree, E: Environment> Evaluation<'a, T, E> {
    pub(super) fn path(&self, path: &'a Path, focus: Focus<T::Node>) -> Outcome<NodeSet<T::Node>> {
        let mut nodes = match &path.start {
            Start::Root => NodeSet::One(self.tree.root()),
            Start::Here => NodeSet::One(focus.node),
            Start::Term(term) => self.nodes_of(term, focus)?,
        };
        for step in &path.steps {
            nodes = self.step(step, &nodes)?;
        }
        Ok(nodes)
    }

    fn step(&self, step: &'a Step, from: &NodeSet<T::Node>) -> Outcome<NodeSet<T::Node>> {
        if let NodeSet::One(node) = from {
            let found = self.along(step, *node)?;
            return if step.axis.is_reverse() {
                Ok(in_order(found))
            } else {
                Ok(found.into())
            };
        }
        let mut found = Vec::new();
        for node in from.iter() {
            found.extend(self.along(step, node)?);
        }
        Ok(in_order(found))
    }

    /// The nodes of one step from one node, nearest first.
    fn along(&self, step: &'a Step, node: T::Node) -> Outcome<Vec<T::Node>> {
        let mut found = Vec::new();
        self.visit(step, node, &mut found)?;
        for predicate in &step.predicates {
            found = self.kept(found, predicate)?;
        }
        Ok(found)
    }

    fn visit(&self, step: &Step, node: T::Node, found: &mut Vec<T::Node>) -> Outcome<()> {
        let tree = self.tree;
        let mut take = |candidate: T::Node| -> Outcome<()> {
            self.spend(1)?;
            if self.passes(step.axis, &step.test, candidate) {
                found.push(candidate);
            }
            Ok(())
        };
        match step.axis {
            Axis::Child => tree.children(node).try_for_each(take),
            Axis::Parent => tree.parent(node).into_iter().try_for_each(take),
            Axis::SelfNode => take(node),
            Axis::Attribute => tree.attributes(node).into_iter().try_for_each(take),
            Axis::Namespace => Ok(()),
            Axis::Descendant => self.descend(node, false, &mut take),
            Axis::DescendantOrSelf => self.descend(node, true, &mut take),
            Axis::Ancestor => {
                std::iter::successors(tree.parent(node), |node| tree.parent(*node)).try_for_each(take)
            }
            Axis::AncestorOrSelf => {
                std::iter::successors(Some(node), |node| tree.parent(*node)).try_for_each(take)
            }
            Axis::FollowingSibling => self
                .siblings(node)?
                .into_iter()
                .filter(|other| *other > node)
                .try_for_each(take),
            Axis::PrecedingSibling => self
                .siblings(node)?
                .into_iter()
                .rev()
                .filter(|other| *other < node)
                .try_for_each(take),
            Axis::Following => {
                let mut whole = Vec::new();
                self.descend(tree.root(), true, &mut |other| {
                    whole.push(other);
                    self.spend(1)
                })?;
                let mut within = Vec::new();
                self.descend(node, true, &mut |other| {
                    within.push(other);
                    self.spend(1)
                })?;
                let last = within.last().copied().unwrap_or(node);
                whole.into_iter().filter(|other| *other > last).try_for_each(take)
            }
            Axis::Preceding => {
                let mut before = Vec::new();
                self.descend(tree.root(), true, &mut |other| {
                    before.push(other);
                    self.spend(1)
                })?;
                let above: Vec<_> = std::iter::successors(Some(node), |node| tree.parent(*node)).collect();
                let before = before
                    .into_iter()
                    .rev()
                    .filter(|other| *other < node && !above.contains(other));
                before.into_iter().try_for_each(take)
            }
        }
    }

    fn siblings(&self, node: T::Node) -> Outcome<Vec<T::Node>> {
        if self.tree.kind(node) == NodeKind::Attribute {
            return Ok(Vec::new());
        }
        let siblings: Vec<_> = self
            .tree
            .parent(node)
            .into_iter()
            .flat_map(|parent| self.tree.children(parent))
            .collect();
        self.spend(siblings.len())?;
        Ok(siblings)
    }

    /// The descendants in document order.
    fn descend(
        &self,
        node: T::Node,
        with_self: bool,
        take: &mut impl FnMut(T::Node) -> Outcome<()>,
    ) -> Outcome<()> {
        let mut waiting = vec![node];
        while let Some(next) = waiting.pop() {
            if with_self || next != node {
                take(next)?;
            }
            let from = waiting.len();
            waiting.extend(self.tree.children(next));
            if let Some(added) = waiting.get_mut(from..) {
                added.reverse();
            }
        }
        Ok(())
    }

    fn passes(&self, axis: Axis, test: &NodeTest, node: T::Node) -> bool {
        let kind = || self.tree.kind(node);
        let principal = || match axis {
            Axis::Attribute => kind() == NodeKind::Attribute,
            _ => kind() == NodeKind::Element,
        };
        match test {
            NodeTest::Name { prefix, local } => {
                self.tree.is_named(node, prefix.as_deref(), Some(local)) && principal()
            }
            NodeTest::AnyName => principal(),
            NodeTest::AnyNameIn(prefix) => principal() && self.tree.is_named(node, Some(prefix), None),
            NodeTest::Any => true,
            NodeTest::Text => kind() == NodeKind::Text,
            NodeTest::Comment => kind() == NodeKind::Comment,
            NodeTest::ProcessingInstruction(target) => {
                kind() == NodeKind::ProcessingInstruction
                    && target
                        .as_deref()
                        .is_none_or(|target| target == self.tree.name(node))
            }
        }
    }

    /// The nodes that a predicate keeps; their order is that of positions.
    fn kept(&self, nodes: Vec<T::Node>, predicate: &'a Term) -> Outcome<Vec<T::Node>> {
        let size = nodes.len();
        let mut kept = Vec::with_capacity(size.min(16));
        for (index, node) in nodes.into_iter().enumerate() {
            let position = index + 1;
            let keeps = match self.term(predicate, Focus { node, position, size })? {
                Value::Number(wanted) => is_position(wanted, position),
                value => value.truth(),
            };
            if keeps {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    /// The nodes of a set that pass all predicates.
    pub(super) fn filtered(
        &self,
        nodes: &NodeSet<T::Node>,
        predicates: &'a [Term],
    ) -> Outcome<NodeSet<T::Node>> {
        let mut nodes: Vec<T::Node> = nodes.iter().collect();
        for predicate in predicates {
            nodes = self.kept(nodes, predicate)?;
        }
        Ok(nodes.into())
    }
}

#[expect(clippy::float_cmp, reason = "a position is a whole number, which is exact")]
fn is_position(wanted: f64, position: usize) -> bool {
    wanted == super::number::count(position)
}

fn in_order<N: Copy + Ord>(mut nodes: Vec<N>) -> NodeSet<N> {
    nodes.sort_unstable();
    nodes.dedup();
    nodes.into()
}
