//! Functions that count, find, name and shuffle nodes.

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::fault::EvaluationFault;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::number;
use crate::questionnaire::expression::tree::{NodeSet, Tree};
use crate::questionnaire::expression::value::Value;

use super::call::Given;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    pub fn of_nodes(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        let tree = self.evaluation.tree;
        match function {
            Function::Count => {
                let nodes = self.nodes(0)?;
                self.evaluation.spend(nodes.len())?;
                Ok(number::count(nodes.iter().filter(|node| tree.is_relevant(*node)).count()).into())
            }
            Function::CountNonEmpty => {
                let nodes = self.nodes(0)?;
                self.evaluation.spend(nodes.len())?;
                Ok(number::count(nodes.iter().filter(|node| !tree.text(*node).is_empty()).count()).into())
            }
            Function::Current => Ok(Value::Nodes(NodeSet::One(self.evaluation.current))),
            Function::Instance => {
                let id = self.text(0)?;
                self.instance(&id).map(|node| Value::Nodes(NodeSet::One(node)))
            }
            Function::Itext => {
                let id = self.text(0)?;
                tree.itext(&id).ok_or_else(|| EvaluationFault::Itext {
                    id: id.into_owned(),
                    position: self.span.start,
                })
            }
            Function::Last => Ok(number::count(self.focus.size).into()),
            Function::Position => self.position(),
            Function::Pulldata => self.pulldata(),
            Function::Randomize => self.randomize(),
            _ => {
                let node = if self.has(0) {
                    self.nodes(0)?.first()
                } else {
                    Some(self.focus.node)
                };
                let name = node.map_or("", |node| tree.name(node));
                let name = match (function, name.split_once(':')) {
                    (Function::LocalName, Some((_, local))) => local,
                    _ => name,
                };
                Ok(std::borrow::Cow::Borrowed(name).into())
            }
        }
    }

    fn instance(&self, id: &str) -> Outcome<T::Node> {
        self.evaluation
            .tree
            .instance(id)
            .ok_or_else(|| EvaluationFault::Instance {
                id: id.to_owned(),
                position: self.span.start,
            })
    }

    /// `position()` in a predicate; `position(node)` is the place among siblings of its name.
    fn position(&self) -> Outcome<Value<'a, T::Node>> {
        if !self.has(0) {
            return Ok(number::count(self.focus.position).into());
        }
        let tree = self.evaluation.tree;
        let Some(node) = self.nodes(0)?.first() else {
            return Ok(f64::NAN.into());
        };
        let Some(parent) = tree.parent(node) else {
            return Ok(1.0.into());
        };
        let name = tree.name(node);
        let mut position = 0;
        for sibling in tree.children(parent).take_while(|sibling| *sibling <= node) {
            self.evaluation.spend(1)?;
            position += usize::from(tree.name(sibling) == name);
        }
        Ok(number::count(position).into())
    }

    /// `instance(id)/root/item[key_column = key]/column`
    fn pulldata(&self) -> Outcome<Value<'a, T::Node>> {
        let tree = self.evaluation.tree;
        let id = self.text(0)?;
        let (column, key_column, key) = (self.text(1)?, self.text(2)?, self.text(3)?);
        if let Some(found) = tree.pulled(&id, &column, &key_column, &key) {
            self.evaluation.spend(1)?;
            return Ok(found.into());
        }
        let instance = self.instance(&id)?;
        for item in tree.children(instance).flat_map(|root| tree.children(root)) {
            self.evaluation.spend(1)?;
            let cell = |name: &str| tree.children(item).find(|cell| tree.name(*cell) == name);
            if cell(&key_column).is_some_and(|found| tree.text(found) == key) {
                return Ok(cell(&column)
                    .map(|found| tree.text(found))
                    .unwrap_or_default()
                    .into());
            }
        }
        Ok(std::borrow::Cow::Borrowed("").into())
    }

    fn randomize(&self) -> Outcome<Value<'a, T::Node>> {
        let nodes = self.nodes(0)?;
        self.evaluation.spend(nodes.len())?;
        let seed = if self.has(1) {
            self.number(1)?
        } else {
            (self.evaluation.environment.random() * 2_147_483_646.0).floor() + 1.0
        };
        Ok(Value::Nodes(shuffled(nodes.as_slice(), seed).into()))
    }
}

/// The order in which every engine of the family puts items for a seed: minimal standard generator
/// of Park and Miller, inside-out shuffle of Fisher and Yates.
pub fn shuffled<I: Copy>(items: &[I], seed: f64) -> Vec<I> {
    const MODULUS: i64 = 2_147_483_647;
    let mut state = number::whole(seed) % MODULUS;
    if state <= 0 {
        state += MODULUS - 1;
    }
    let mut out: Vec<I> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        state = state * 16_807 % MODULUS;
        let chance = number::float(state - 1) / number::float(MODULUS - 1);
        let slot = usize::try_from(number::whole((chance * number::count(index + 1)).floor())).unwrap_or(0);
        match out.get(slot).copied() {
            Some(moved) => {
                out.push(moved);
                if let Some(place) = out.get_mut(slot) {
                    *place = *item;
                }
            }
            None => out.push(*item),
        }
    }
    out
}
