//! Comparison as `XPath` 1.0 has it: of nodes, it holds if it holds for any of them.

use super::day;
use super::environment::Environment;
use super::evaluate::{Evaluation, Outcome};
use super::number;
use super::syntax::Operator;
use super::tree::Tree;
use super::value::Value;

/// How far apart numbers may be and still be equal, as in `JavaRosa`: 0.1 + 0.2 equals 0.3.
const TOLERANCE: f64 = 1e-12;

pub(super) fn holds<T: Tree, E: Environment>(
    evaluation: &Evaluation<'_, T, E>,
    operator: Operator,
    left: &Value<'_, T::Node>,
    right: &Value<'_, T::Node>,
) -> Outcome<bool> {
    let tree = evaluation.tree;
    match (left, right) {
        // Only a boolean compares with all of the nodes at once.
        (Value::Nodes(_), Value::Boolean(_)) | (Value::Boolean(_), Value::Nodes(_)) => {
            Ok(numbers(operator, truth_number(left), truth_number(right)))
        }
        (Value::Nodes(nodes), Value::Nodes(others)) => {
            evaluation.spend(nodes.len() + others.len())?;
            let others: Vec<_> = others.iter().map(|node| tree.text(node)).collect();
            for node in nodes.iter() {
                evaluation.spend(others.len())?;
                let text = tree.text(node);
                if others.iter().any(|other| texts(operator, &text, other)) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        (Value::Nodes(nodes), other) => {
            evaluation.spend(nodes.len())?;
            Ok(nodes
                .iter()
                .any(|node| text_and_value(operator, &tree.text(node), other, false)))
        }
        (other, Value::Nodes(nodes)) => {
            evaluation.spend(nodes.len())?;
            Ok(nodes
                .iter()
                .any(|node| text_and_value(operator, &tree.text(node), other, true)))
        }
        (Value::Text(text), other) => Ok(text_and_value(operator, text, other, false)),
        (other, Value::Text(text)) => Ok(text_and_value(operator, text, other, true)),
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) => {
            let both = matches!(operator, Operator::Equal | Operator::NotEqual);
            let number = |value: &Value<'_, T::Node>| {
                if both {
                    truth_number(value)
                } else {
                    value.number(tree)
                }
            };
            Ok(numbers(operator, number(left), number(right)))
        }
        (Value::Number(left), Value::Number(right)) => Ok(numbers(operator, *left, *right)),
    }
}

fn truth_number<N: Copy>(value: &Value<'_, N>) -> f64 {
    f64::from(u8::from(value.truth()))
}

/// A text with a value that is no nodes; `swapped` if the text stands on the right.
fn text_and_value<N>(operator: Operator, text: &str, value: &Value<'_, N>, swapped: bool) -> bool {
    let ordered = |left: f64, right: f64| {
        if swapped {
            numbers(operator, right, left)
        } else {
            numbers(operator, left, right)
        }
    };
    let equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    match value {
        Value::Text(other) if swapped => texts(operator, other, text),
        Value::Text(other) => texts(operator, text, other),
        Value::Number(other) => ordered(number::from_text(text), *other),
        Value::Boolean(truth) => {
            let other = f64::from(u8::from(*truth));
            let own = if equality {
                f64::from(u8::from(!text.is_empty()))
            } else {
                number::from_text(text)
            };
            ordered(own, other)
        }
        Value::Nodes(_) => false,
    }
}

fn texts(operator: Operator, left: &str, right: &str) -> bool {
    match operator {
        Operator::Equal => left == right,
        Operator::NotEqual => left != right,
        // Two moments are ordered as they happened, whatever the clocks showed.
        _ => match (day::instant(left), day::instant(right)) {
            (Some(left), Some(right)) => numbers(operator, left, right),
            _ => numbers(operator, number::from_text(left), number::from_text(right)),
        },
    }
}

fn numbers(operator: Operator, left: f64, right: f64) -> bool {
    match operator {
        Operator::Equal => same(left, right),
        Operator::NotEqual => !same(left, right),
        Operator::Less => left < right,
        Operator::LessOrEqual => left <= right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        _ => false,
    }
}

#[expect(clippy::float_cmp, reason = "equal infinities have no difference to measure")]
fn same(left: f64, right: f64) -> bool {
    left == right || (left - right).abs() < TOLERANCE
}
