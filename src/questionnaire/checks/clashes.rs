//! Types that do not go together: what is compared, calculated with or looked into as something that
//! it is not.

use super::kinds::{Sort, is_number};
use super::rules::{Names, Rule};
use crate::questionnaire::definition::{Question, QuestionKind};
use crate::questionnaire::expression::{Call, Function, Kind, Operator, Term};
use crate::questionnaire::findings::{Code, Rules};

pub(super) fn check<'d>(rule: Rule<'d>, names: &Names<'d>, add: &mut impl FnMut(Code)) {
    let check = Check { rule, names };
    for term in rule.expression.root().parts() {
        let code = match &term.kind {
            Kind::Chain(chain) => match chain.rest.as_slice() {
                [(operator, right)] if operator.is_comparison() => {
                    check.comparison(&chain.first, *operator, right)
                }
                [(operator, _), ..] if operator.is_arithmetic() => term
                    .children()
                    .into_iter()
                    .find_map(|operand| check.operand(operand)),
                _ => None,
            },
            Kind::Negate(inner) => check.operand(inner),
            Kind::Call(call) => check.call(call),
            _ => None,
        };
        if let Some(code) = code {
            add(Code::Rules(code));
        }
    }
}

struct Check<'c, 'd> {
    rule: Rule<'d>,
    names: &'c Names<'d>,
}

impl<'d> Check<'_, 'd> {
    fn sort(&self, term: &'d Term) -> Sort<'d> {
        Sort::of(term, self.rule, self.names)
    }

    fn comparison(&self, left: &'d Term, operator: Operator, right: &'d Term) -> Option<Rules> {
        let (one, other) = (self.sort(left), self.sort(right));
        let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        self.compared(one, other, is_equality)
            .or_else(|| self.compared(other, one, is_equality))
    }

    fn compared(&self, one: Sort<'d>, other: Sort<'d>, is_equality: bool) -> Option<Rules> {
        match (one, other) {
            (Sort::Truth, Sort::Text(Some(text))) if text != "true" => Some(Rules::TruthWithText {
                text: text.to_owned(),
            }),
            (Sort::Day | Sort::Moment, Sort::Number(Some(number))) if number.abs() > 0.0 => {
                Some(Rules::DayWithNumber {
                    name: "today()".to_owned(),
                    number: number.to_string(),
                })
            }
            (Sort::Answer(question), other) => self.answer_compared(question, other, is_equality),
            _ => None,
        }
    }

    fn answer_compared(&self, question: &Question, other: Sort<'_>, is_equality: bool) -> Option<Rules> {
        let name = question.name.clone();
        match (&question.kind, other) {
            (kind, Sort::Text(Some(text))) if is_numeric(kind) && !text.is_empty() && !is_number(text) => {
                let text = text.to_owned();
                Some(Rules::NumberWithText { name, text })
            }
            // Later than 0 is every day since 1970, which some write for being answered.
            (QuestionKind::Date | QuestionKind::DateTime, Sort::Number(Some(number)))
                if number.abs() > 0.0 =>
            {
                let number = number.to_string();
                Some(Rules::DayWithNumber { name, number })
            }
            (QuestionKind::Date | QuestionKind::DateTime, Sort::Text(Some(text)))
                if !text.is_empty() && !is_day(text) =>
            {
                let text = text.to_owned();
                Some(Rules::DayWithText { name, text })
            }
            (QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_), Sort::Number(_)) if !is_equality => {
                Some(Rules::NumberOfOptions { name })
            }
            (QuestionKind::SelectMultiple(_), Sort::Text(Some(text)))
                if is_equality && !text.is_empty() && !text.contains(' ') =>
            {
                let option = text.to_owned();
                Some(Rules::SeveralAsOne { name, option })
            }
            (QuestionKind::SelectOne(_), Sort::Number(_)) if !is_equality && !self.has_numbers(question) => {
                Some(Rules::OptionAsNumber { name })
            }
            _ => None,
        }
    }

    /// Something that is calculated with.
    fn operand(&self, term: &'d Term) -> Option<Rules> {
        match self.sort(term) {
            Sort::Text(Some(text)) if !text.is_empty() && !is_number(text) && !is_day(text) => {
                let text = text.to_owned();
                Some(Rules::TextAsNumber { text })
            }
            Sort::Answer(question) => {
                let name = question.name.clone();
                match &question.kind {
                    QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_) => {
                        Some(Rules::NumberOfOptions { name })
                    }
                    QuestionKind::SelectOne(_) if !self.has_numbers(question) => {
                        Some(Rules::OptionAsNumber { name })
                    }
                    QuestionKind::Text { .. } if is_free_text(question) => {
                        Some(Rules::AnswerAsNumber { name })
                    }
                    QuestionKind::Time => Some(Rules::TimeAsNumber { name }),
                    QuestionKind::Acknowledge | QuestionKind::Geopoint | QuestionKind::Upload(_) => {
                        Some(Rules::AnswerAsNumber { name })
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn call(&self, call: &'d Call) -> Option<Rules> {
        let function = call.function()?;
        let first = call.arguments.first().map(|first| self.sort(first));
        let Some(Sort::Answer(question)) = first else {
            return self.selected_words(function, call);
        };
        let name = question.name.clone();
        let called = function.name().to_owned();
        match (function, &question.kind) {
            (Function::Selected, _) if self.selected_words(function, call).is_some() => {
                self.selected_words(function, call)
            }
            (
                Function::Selected | Function::SelectedAt | Function::CountSelected | Function::ChoiceName,
                kind,
            ) if has_no_options(kind) => Some(Rules::NoOptions {
                name,
                function: called,
            }),
            (Function::CountSelected | Function::SelectedAt, QuestionKind::SelectOne(_)) => {
                Some(Rules::OneAsSeveral {
                    name,
                    function: called,
                })
            }
            (
                Function::Contains
                | Function::StartsWith
                | Function::EndsWith
                | Function::Substr
                | Function::Substring
                | Function::SubstringBefore
                | Function::SubstringAfter
                | Function::Translate,
                QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_),
            ) if !looks_for_blank(call) => Some(Rules::SeveralAsText {
                name,
                function: called,
            }),
            (
                Function::Number
                | Function::Int
                | Function::Round
                | Function::Floor
                | Function::Ceiling
                | Function::Abs,
                QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_),
            ) => Some(Rules::NumberOfOptions { name }),
            _ => None,
        }
    }

    /// `selected(…, 'a b')`: an option has no blank in its name.
    fn selected_words(&self, function: Function, call: &'d Call) -> Option<Rules> {
        let second = call.arguments.get(1).map(|second| self.sort(second));
        match (function, second) {
            (Function::Selected, Some(Sort::Text(Some(text)))) if text.trim().contains(' ') => {
                let text = text.to_owned();
                Some(Rules::SelectedWords { text })
            }
            _ => None,
        }
    }

    /// Whether an option's name is a number.
    fn has_numbers(&self, question: &Question) -> bool {
        let list = self.names.list(question);
        list.is_none_or(|list| list.choices.iter().any(|choice| is_number(&choice.name)))
    }
}

fn is_numeric(kind: &QuestionKind) -> bool {
    matches!(
        kind,
        QuestionKind::Integer | QuestionKind::Decimal | QuestionKind::Range(_)
    )
}

/// A text that nothing makes look like a number.
fn is_free_text(question: &Question) -> bool {
    let has_numbers = question.appearance.iter().any(|word| word.starts_with("numbers"));
    !has_numbers && question.constraint.is_none()
}

/// Whether the kind is known to have no options. A text may be the name of one.
fn has_no_options(kind: &QuestionKind) -> bool {
    is_numeric(kind)
        || matches!(
            kind,
            QuestionKind::Date
                | QuestionKind::Time
                | QuestionKind::DateTime
                | QuestionKind::Acknowledge
                | QuestionKind::Geopoint
                | QuestionKind::Upload(_)
        )
}

/// `contains(., ' ')` asks whether there are several.
fn looks_for_blank(call: &Call) -> bool {
    matches!(call.arguments.get(1).map(|second| &second.kind), Some(Kind::Text(text)) if text.trim().is_empty())
}

/// A day, or the beginning of a moment.
fn is_day(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok()
}
