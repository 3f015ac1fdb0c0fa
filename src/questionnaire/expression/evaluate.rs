//! Evaluation of a syntax tree over a tree of nodes, within a budget of steps.

use std::borrow::Cow;
use std::cell::Cell;

use super::compare;
use super::environment::{Environment, Zone};
use super::fault::EvaluationFault;
use super::source::Expression;
use super::syntax::{Chain, Kind, Operator, Term};
use super::tree::{NodeSet, Tree};
use super::value::Value;

pub(super) type Outcome<T> = Result<T, EvaluationFault>;

/// Evaluates expressions at one node of a tree. Cheap to make; its budget is for all of its use.
#[derive(Debug)]
pub struct Evaluation<'a, T: Tree, E> {
    pub(super) tree: &'a T,
    pub(super) environment: &'a E,
    pub(super) zone: Zone,
    /// The node that the expression belongs to: `${name}` and `current()` are seen from it.
    pub(super) current: T::Node,
    focus: Focus<T::Node>,
    left: Cell<u64>,
}

/// What `.`, `position()` and `last()` mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Focus<N> {
    pub node: N,
    pub position: usize,
    pub size: usize,
}

impl<'a, T: Tree, E: Environment> Evaluation<'a, T, E> {
    /// At the node that the expression belongs to.
    pub fn new(tree: &'a T, environment: &'a E, node: T::Node) -> Self {
        Self {
            tree,
            environment,
            zone: environment.zone(),
            current: node,
            focus: Focus {
                node,
                position: 1,
                size: 1,
            },
            left: Cell::new(environment.budget()),
        }
    }

    /// With `.` being another node than the one the expression belongs to: a choice, for a filter.
    #[must_use]
    pub fn with_focus(mut self, node: T::Node) -> Self {
        self.focus = Focus {
            node,
            position: 1,
            size: 1,
        };
        self
    }

    pub fn value(&self, expression: &'a Expression) -> Outcome<Value<'a, T::Node>> {
        self.term(expression.root(), self.focus)
    }

    pub fn truth(&self, expression: &'a Expression) -> Outcome<bool> {
        self.truth_of(expression.root(), self.focus)
    }

    pub fn number(&self, expression: &'a Expression) -> Outcome<f64> {
        self.number_of(expression.root(), self.focus)
    }

    /// As it is stored: what is not a number is empty.
    pub fn stored(&self, expression: &'a Expression) -> Outcome<Cow<'a, str>> {
        match self.value(expression)? {
            Value::Number(number) if !number.is_finite() => Ok(Cow::Borrowed("")),
            value => self.written(value),
        }
    }

    /// As `XPath` has it: what is not a number is `NaN`.
    pub fn text(&self, expression: &'a Expression) -> Outcome<Cow<'a, str>> {
        self.text_of(expression.root(), self.focus)
    }

    /// The nodes, which is a fault if the value is none.
    pub fn nodes(&self, expression: &'a Expression) -> Outcome<NodeSet<T::Node>> {
        self.nodes_of(expression.root(), self.focus)
    }

    /// Steps that are left of the budget.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// Takes steps from the budget.
    pub(super) fn spend(&self, steps: usize) -> Outcome<()> {
        let left = self
            .left
            .get()
            .checked_sub(steps as u64)
            .ok_or(EvaluationFault::TooCostly)?;
        self.left.set(left);
        Ok(())
    }

    /// Takes steps for a text that was made.
    pub(super) fn made(&self, text: String) -> Outcome<Value<'a, T::Node>> {
        self.spend(1 + text.len() / 32)?;
        Ok(Value::Text(Cow::Owned(text)))
    }

    pub(super) fn term(&self, term: &'a Term, focus: Focus<T::Node>) -> Outcome<Value<'a, T::Node>> {
        self.spend(1)?;
        match &term.kind {
            Kind::Number(number) => Ok(Value::Number(*number)),
            Kind::Text(text) => Ok(Value::Text(Cow::Borrowed(text))),
            Kind::Reference(name) => {
                let nodes = self.tree.resolve(name, self.current);
                self.spend(nodes.len())?;
                Ok(Value::Nodes(nodes))
            }
            Kind::Chain(chain) => self.chain(chain, focus),
            Kind::Negate(inner) => Ok(Value::Number(-self.number_of(inner, focus)?)),
            Kind::Call(call) => self.call(call, term.span, focus),
            Kind::Path(path) => self.path(path, focus).map(Value::Nodes),
            Kind::Filter { base, predicates } => {
                let nodes = self.nodes_of(base, focus)?;
                self.filtered(&nodes, predicates).map(Value::Nodes)
            }
        }
    }

    fn chain(&self, chain: &'a Chain, focus: Focus<T::Node>) -> Outcome<Value<'a, T::Node>> {
        let Some((operator, _)) = chain.rest.first() else {
            return self.term(&chain.first, focus);
        };
        match operator {
            Operator::Or | Operator::And => {
                let settles = *operator == Operator::Or;
                if self.truth_of(&chain.first, focus)? == settles {
                    return Ok(settles.into());
                }
                for (_, term) in &chain.rest {
                    if self.truth_of(term, focus)? == settles {
                        return Ok(settles.into());
                    }
                }
                Ok((!settles).into())
            }
            Operator::Union => {
                let mut nodes: Vec<T::Node> = self.nodes_of(&chain.first, focus)?.iter().collect();
                for (_, term) in &chain.rest {
                    nodes.extend(self.nodes_of(term, focus)?.iter());
                }
                self.spend(nodes.len())?;
                nodes.sort_unstable();
                nodes.dedup();
                Ok(Value::Nodes(nodes.into()))
            }
            operator if operator.precedence() < Operator::Add.precedence() => {
                let mut left = self.term(&chain.first, focus)?;
                for (operator, term) in &chain.rest {
                    let right = self.term(term, focus)?;
                    left = compare::holds(self, *operator, &left, &right)?.into();
                }
                Ok(left)
            }
            _ => {
                let mut left = self.number_of(&chain.first, focus)?;
                for (operator, term) in &chain.rest {
                    let right = self.number_of(term, focus)?;
                    left = match operator {
                        Operator::Add => left + right,
                        Operator::Subtract => left - right,
                        Operator::Multiply => left * right,
                        Operator::Divide => left / right,
                        _ => left % right,
                    };
                }
                Ok(left.into())
            }
        }
    }

    pub(super) fn truth_of(&self, term: &'a Term, focus: Focus<T::Node>) -> Outcome<bool> {
        Ok(self.term(term, focus)?.truth())
    }

    pub(super) fn number_of(&self, term: &'a Term, focus: Focus<T::Node>) -> Outcome<f64> {
        Ok(self.term(term, focus)?.number(self.tree))
    }

    pub(super) fn text_of(&self, term: &'a Term, focus: Focus<T::Node>) -> Outcome<Cow<'a, str>> {
        let value = self.term(term, focus)?;
        self.written(value)
    }

    pub(super) fn written(&self, value: Value<'a, T::Node>) -> Outcome<Cow<'a, str>> {
        let text = value.text(self.tree);
        self.spend(text.len() / 64)?;
        Ok(text)
    }

    pub(super) fn nodes_of(&self, term: &'a Term, focus: Focus<T::Node>) -> Outcome<NodeSet<T::Node>> {
        match self.term(term, focus)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(EvaluationFault::NodesExpected {
                position: term.span.start,
            }),
        }
    }
}
