//! Lists of conditions of which enough must hold.

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::tree::Tree;
use crate::questionnaire::expression::value::Value;

use super::call::Given;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    /// `checklist(least, most, condition…)` and `weighted-checklist(least, most, (condition, weight)…)`;
    /// a bound of -1 is none.
    pub fn checklist(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        let (least, most) = (self.number(0)?, self.number(1)?);
        let mut reached = 0.0;
        if function == Function::Checklist {
            for index in 2..self.call.arguments.len() {
                reached += self
                    .holding(index)?
                    .into_iter()
                    .map(|holds| f64::from(u8::from(holds)))
                    .sum::<f64>();
            }
        } else {
            for index in (2..self.call.arguments.len()).step_by(2) {
                let conditions = self.holding(index)?;
                let weights = self.weights(index + 1)?;
                reached += conditions
                    .into_iter()
                    .zip(weights)
                    .filter_map(|(holds, weight)| holds.then_some(weight))
                    .sum::<f64>();
            }
        }
        Ok(((least < 0.0 || reached >= least) && (most < 0.0 || reached <= most)).into())
    }

    /// Whether each condition of an argument holds; of nodes, whether each has a text.
    fn holding(&self, index: usize) -> Outcome<Vec<bool>> {
        let tree = self.evaluation.tree;
        Ok(match self.value(index)? {
            Value::Nodes(nodes) => nodes.iter().map(|node| !tree.text(node).is_empty()).collect(),
            value => vec![value.truth()],
        })
    }

    fn weights(&self, index: usize) -> Outcome<Vec<f64>> {
        let tree = self.evaluation.tree;
        Ok(match self.value(index)? {
            Value::Nodes(nodes) => nodes
                .iter()
                .map(|node| crate::questionnaire::expression::number::from_text(&tree.text(node)))
                .collect(),
            value => vec![value.number(tree)],
        })
    }
}
