//! Choices made from a list: names separated by spaces.

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::number;
use crate::questionnaire::expression::tree::Tree;
use crate::questionnaire::expression::value::Value;

use super::call::Given;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    pub fn selection(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        let text = self.text(0)?;
        match function {
            Function::Selected => {
                let wanted = self.text(1)?;
                Ok(is_selected(&text, wanted.trim()).into())
            }
            Function::SelectedAt => {
                let index = self.number(1)?;
                let chosen = if index >= 0.0 {
                    usize::try_from(number::whole(index))
                        .ok()
                        .and_then(|index| text.split_whitespace().nth(index))
                } else {
                    None
                };
                self.evaluation.made(chosen.unwrap_or_default().to_owned())
            }
            Function::CountSelected => Ok(number::count(text.split_whitespace().count()).into()),
            _ => {
                let question = self.text(1)?;
                let label = self.evaluation.environment.choice_label(&text, &question);
                self.evaluation.made(label.unwrap_or_default().into_owned())
            }
        }
    }
}

/// Whether `wanted` is one of the words; nothing is selected where nothing is wanted.
fn is_selected(words: &str, wanted: &str) -> bool {
    if wanted.is_empty() {
        words.trim().is_empty()
    } else {
        words.split_whitespace().any(|word| word == wanted)
    }
}
