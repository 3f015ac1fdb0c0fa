//! `indexed-repeat()`: one instance of a repeat, by number.

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::number;
use crate::questionnaire::expression::tree::{NodeSet, Tree, ancestry};
use crate::questionnaire::expression::value::Value;

use super::call::Given;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    /// The target is found by the names of its path alone, whichever instance the argument points
    /// at; at each repeat given, the instance of that number is taken. Without such an instance
    /// there are no nodes.
    pub fn indexed_repeat(&self) -> Outcome<Value<'a, T::Node>> {
        let tree = self.evaluation.tree;
        let Some(target) = self.names(0)? else {
            return Ok(Value::Nodes(NodeSet::Empty));
        };
        let mut wanted: Vec<(Vec<&str>, f64)> = Vec::new();
        for index in (1..self.call.arguments.len()).step_by(2) {
            let Some(repeat) = self.names(index)? else {
                return Ok(Value::Nodes(NodeSet::Empty));
            };
            wanted.push((repeat, self.number(index + 1)?));
        }
        let mut reached = vec![tree.root()];
        for depth in 1..=target.len() {
            let Some((name, path)) = target.get(..depth).and_then(|path| Some((*path.last()?, path))) else {
                break;
            };
            let number = wanted
                .iter()
                .find(|(repeat, _)| repeat == path)
                .map(|(_, number)| *number);
            let mut next = Vec::new();
            for node in &reached {
                let mut named = tree.children(*node).filter(|child| tree.name(*child) == name);
                let before = next.len();
                match number {
                    Some(number) => next.extend(instance(number).and_then(|index| named.nth(index))),
                    None => next.extend(named),
                }
                self.evaluation.spend(1 + next.len() - before)?;
            }
            reached = next;
        }
        Ok(Value::Nodes(reached.into()))
    }

    /// The names on the path to the first node of an argument.
    fn names(&self, index: usize) -> Outcome<Option<Vec<&'a str>>> {
        let tree = self.evaluation.tree;
        let first = self.nodes(index)?.first();
        Ok(first.map(|node| {
            ancestry(tree, node)
                .into_iter()
                .skip(1)
                .map(|node| tree.name(node))
                .collect()
        }))
    }
}

/// How many instances stand before the one of this number.
fn instance(number: f64) -> Option<usize> {
    usize::try_from(number::whole(number)).ok()?.checked_sub(1)
}
