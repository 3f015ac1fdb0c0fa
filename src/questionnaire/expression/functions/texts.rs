//! Functions of texts.

use std::borrow::Cow;

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::fault::EvaluationFault;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::number;
use crate::questionnaire::expression::pattern;
use crate::questionnaire::expression::tree::Tree;
use crate::questionnaire::expression::value::Value;

use super::call::Given;

/// Steps that compiling a pattern takes from the budget.
const COMPILING: usize = 20_000;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    pub fn of_texts(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        match function {
            Function::String => Ok(self.text_or_here()?.into()),
            Function::StringLength => Ok(number::count(self.text_or_here()?.chars().count()).into()),
            Function::Coalesce => {
                let first = self.text(0)?;
                Ok(if first.is_empty() {
                    self.text(1)?.into()
                } else {
                    first.into()
                })
            }
            Function::Once => {
                let own = self.evaluation.tree.text(self.focus.node);
                Ok(if own.is_empty() {
                    self.text(0)?.into()
                } else {
                    own.into()
                })
            }
            Function::Concat => self.joined("", 0),
            Function::Join => {
                let separator = self.text(0)?;
                self.joined(&separator, 1)
            }
            Function::Contains => Ok(self.text(0)?.contains(&*self.text(1)?).into()),
            Function::StartsWith => Ok(self.text(0)?.starts_with(&*self.text(1)?).into()),
            Function::EndsWith => Ok(self.text(0)?.ends_with(&*self.text(1)?).into()),
            Function::Regex => self.matches(),
            Function::Uuid => {
                let length = if self.has(0) { Some(self.number(0)?) } else { None };
                self.uuid(length)
            }
            Function::NormalizeSpace => {
                let text = self.text_or_here()?;
                let words: Vec<&str> = text
                    .split([' ', '\t', '\n', '\r'])
                    .filter(|word| !word.is_empty())
                    .collect();
                self.evaluation.made(words.join(" "))
            }
            Function::Translate => {
                let (text, from, to) = (self.text(0)?, self.text(1)?, self.text(2)?);
                self.evaluation
                    .spend(text.len().saturating_mul(1 + from.len() / 64) / 16)?;
                self.evaluation.made(translated(&text, &from, &to))
            }
            _ => self.part(function),
        }
    }

    fn joined(&self, separator: &str, from: usize) -> Outcome<Value<'a, T::Node>> {
        let texts = self.texts_from(from)?;
        let length = texts
            .iter()
            .map(|text| text.len() + separator.len())
            .sum::<usize>();
        self.evaluation.spend(length / 16)?;
        self.evaluation.made(texts.join(separator))
    }

    /// A part of the first argument.
    fn part(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        let text = self.text(0)?;
        let range = match function {
            Function::SubstringBefore => {
                let mark = self.text(1)?;
                0..text.find(&*mark).unwrap_or(0)
            }
            Function::SubstringAfter => {
                let mark = self.text(1)?;
                text.find(&*mark).map_or(text.len(), |at| at + mark.len())..text.len()
            }
            Function::Substr => {
                let length = text.chars().count();
                let start = from_end(self.number(1)?, length);
                let end = if self.has(2) {
                    from_end(self.number(2)?, length)
                } else {
                    length
                };
                byte(&text, start)..byte(&text, end.max(start))
            }
            _ => {
                // XPath rounds to even ends and keeps what lies between; infinities included.
                let start = round_up_half(self.number(1)?);
                let end = if self.has(2) {
                    start + round_up_half(self.number(2)?)
                } else {
                    f64::INFINITY
                };
                if start.is_nan() || end.is_nan() {
                    return Ok(Cow::Borrowed("").into());
                }
                let before = |place: f64| usize::try_from(number::whole(place - 1.0)).unwrap_or(0);
                let (start, end) = (before(start), before(end));
                byte(&text, start)..byte(&text, end.max(start))
            }
        };
        match text {
            Cow::Borrowed(text) => Ok(Cow::Borrowed(text.get(range).unwrap_or_default()).into()),
            Cow::Owned(text) => self
                .evaluation
                .made(text.get(range).unwrap_or_default().to_owned()),
        }
    }

    fn matches(&self) -> Outcome<Value<'a, T::Node>> {
        let text = self.text(0)?;
        self.evaluation.spend(text.len() / 16)?;
        if let Some(compiled) = &self.call.pattern {
            return Ok(compiled.is_match(&text).into());
        }
        self.evaluation.spend(COMPILING)?;
        let compiled = pattern::compile(&self.text(1)?).map_err(|reason| EvaluationFault::Pattern {
            reason,
            position: self.span.start,
        })?;
        Ok(compiled.is_match(&text).into())
    }

    /// A random identifier of version 4, or that many random characters.
    fn uuid(&self, length: Option<f64>) -> Outcome<Value<'a, T::Node>> {
        const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let draw = |from: &[u8]| {
            let place = number::whole(self.evaluation.environment.random() * number::count(from.len()));
            usize::try_from(place)
                .ok()
                .and_then(|place| from.get(place))
                .copied()
                .map_or('0', char::from)
        };
        let text: String = match length {
            Some(length) => {
                let length = usize::try_from(number::whole(length)).unwrap_or(0);
                self.evaluation.spend(length)?;
                (0..length).map(|_| draw(LETTERS)).collect()
            }
            None => "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx"
                .chars()
                .map(|place| match place {
                    'x' => draw(b"0123456789abcdef"),
                    'y' => draw(b"89ab"),
                    fixed => fixed,
                })
                .collect(),
        };
        self.evaluation.made(text)
    }
}

/// A place counted from 0, or from the end where it is negative.
fn from_end(place: f64, length: usize) -> usize {
    let place = number::whole(place);
    let distance = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
    if place < 0 {
        length.saturating_sub(distance)
    } else {
        distance.min(length)
    }
}

/// Where the character of this number begins, or the end of the text.
fn byte(text: &str, place: usize) -> usize {
    text.char_indices().nth(place).map_or(text.len(), |(at, _)| at)
}

/// As `XPath` rounds: half upwards.
fn round_up_half(number: f64) -> f64 {
    (number + 0.5).floor()
}

fn translated(text: &str, from: &str, to: &str) -> String {
    text.chars()
        .filter_map(|letter| match from.chars().position(|other| other == letter) {
            Some(place) => to.chars().nth(place),
            None => Some(letter),
        })
        .collect()
}
