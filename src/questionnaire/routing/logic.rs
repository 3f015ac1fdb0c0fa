//! And, or and not: statements joined, with what is said of one question put together.

use super::{Claim, Number, Numbers, Rule, Statement, Target};
use crate::questionnaire::definition::Choice;
use crate::questionnaire::expression::{
    Axis, Call, Chain, Function, Kind, NodeTest, Operator, Path, Start, Term,
};

/// An expression being put into statements.
pub(super) struct Saying<'s, 'd> {
    pub numbers: &'s Numbers<'d>,
    /// Names of the repeats around what the rule is for.
    pub repeats: &'s [&'s str],
}

impl<'d> Saying<'_, 'd> {
    /// The rule, or with `not` its opposite.
    pub fn rule(&self, term: &Term, not: bool) -> Rule<'d> {
        let said = match &term.kind {
            Kind::Chain(chain) => self.chain(chain, not),
            Kind::Call(call) => self.call(call, not),
            Kind::Number(_)
            | Kind::Text(_)
            | Kind::Reference(_)
            | Kind::Negate(_)
            | Kind::Path(_)
            | Kind::Filter { .. } => None,
        };
        said.unwrap_or_else(|| {
            Rule::Formula(if not {
                format!("not({term})")
            } else {
                term.to_string()
            })
        })
    }

    fn chain(&self, chain: &Chain, not: bool) -> Option<Rule<'d>> {
        match chain.rest.first().map(|(operator, _)| *operator)? {
            operator @ (Operator::And | Operator::Or) => {
                let terms = std::iter::once(&*chain.first).chain(chain.rest.iter().map(|(_, term)| term));
                let rules = terms.map(|term| self.rule(term, not)).collect();
                // Not both is one of the two not.
                Some(if (operator == Operator::And) == not {
                    any(rules)
                } else {
                    all(rules)
                })
            }
            operator => match chain.rest.as_slice() {
                [(_, right)] => self.compared(&chain.first, operator, right, not),
                _ => None,
            },
        }
    }

    fn call(&self, call: &Call, not: bool) -> Option<Rule<'d>> {
        match (call.function()?, call.arguments.as_slice()) {
            (Function::True, _) => Some(if not { Rule::Never } else { Rule::Always }),
            (Function::False, _) => Some(if not { Rule::Always } else { Rule::Never }),
            (Function::Not, [inner]) => Some(self.rule(inner, !not)),
            (Function::Selected, [answers, option]) => {
                let target = self.answer(answers)?;
                let Kind::Text(name) = &option.kind else {
                    return None;
                };
                let option = target.list?.get(name.trim())?;
                Some(says(target.chosen(vec![option]), not))
            }
            _ => None,
        }
    }

    /// The question whose answer a term is, if from here it is one answer.
    pub fn answer(&self, term: &Term) -> Option<&Target<'d>> {
        let term = match &term.kind {
            Kind::Call(call) => match (call.function()?, call.arguments.as_slice()) {
                (Function::Number | Function::String, [inner]) => inner,
                _ => return None,
            },
            _ => term,
        };
        let target = self.numbers.targets.get(named(term)?)?.as_ref()?;
        self.repeats.starts_with(&target.repeats).then_some(target)
    }
}

impl<'d> Target<'d> {
    pub fn chosen(&self, options: Vec<&'d Choice>) -> Claim<'d> {
        use crate::questionnaire::definition::QuestionKind::SelectOne;
        Claim::Chosen {
            question: self.number,
            several: !matches!(self.question.kind, SelectOne(_)),
            options,
        }
    }
}

/// The name in `${name}`, or at the end of a plain path such as `../name`.
pub(super) fn named(term: &Term) -> Option<&str> {
    match &term.kind {
        Kind::Reference(name) => Some(name),
        Kind::Path(Path { start, steps }) => {
            let (last, before) = steps.split_last()?;
            let is_plain = before
                .iter()
                .all(|step| step.predicates.is_empty() && matches!(step.axis, Axis::Parent | Axis::Child));
            // A bare name is a column of the options.
            let leads_away =
                matches!(start, Start::Root) || before.iter().any(|step| step.axis == Axis::Parent);
            match &last.test {
                NodeTest::Name { prefix: None, local }
                    if is_plain
                        && leads_away
                        && !matches!(start, Start::Term(_))
                        && last.axis == Axis::Child
                        && last.predicates.is_empty() =>
                {
                    Some(local)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

pub(super) const fn says(about: Claim<'_>, not: bool) -> Rule<'_> {
    Rule::Says(Statement { about, not })
}

fn all(rules: Vec<Rule<'_>>) -> Rule<'_> {
    let mut parts = Vec::new();
    for rule in rules {
        match rule {
            Rule::Always => {}
            Rule::Never => return Rule::Never,
            Rule::All(inner) => inner.into_iter().for_each(|rule| join(&mut parts, rule, true)),
            other => join(&mut parts, other, true),
        }
    }
    one_or(parts, Rule::Always, Rule::All)
}

fn any(rules: Vec<Rule<'_>>) -> Rule<'_> {
    let mut parts = Vec::new();
    for rule in rules {
        match rule {
            Rule::Never => {}
            Rule::Always => return Rule::Always,
            Rule::Any(inner) => inner.into_iter().for_each(|rule| join(&mut parts, rule, false)),
            other => join(&mut parts, other, false),
        }
    }
    one_or(parts, Rule::Never, Rule::Any)
}

fn one_or<'d>(
    mut parts: Vec<Rule<'d>>,
    none: Rule<'d>,
    several: impl FnOnce(Vec<Rule<'d>>) -> Rule<'d>,
) -> Rule<'d> {
    match parts.len() {
        0 => none,
        1 => parts.pop().unwrap_or(none),
        _ => several(parts),
    }
}

/// Adds a part. Of one question “A or B” is one statement, and so is “not A and not B”: `not` says which
/// of the two is being made.
fn join<'d>(parts: &mut Vec<Rule<'d>>, rule: Rule<'d>, not: bool) {
    if let Some((question, more)) = options(&rule, not) {
        for part in &mut *parts {
            if let Rule::Says(Statement {
                about:
                    Claim::Chosen {
                        question: other,
                        options,
                        ..
                    },
                not: negative,
            }) = part
                && *other == question
                && *negative == not
            {
                for option in more {
                    if !options.contains(&option) {
                        options.push(option);
                    }
                }
                return;
            }
        }
    }
    if !parts.contains(&rule) {
        parts.push(rule);
    }
}

fn options<'d>(rule: &Rule<'d>, wanted: bool) -> Option<(Number, Vec<&'d Choice>)> {
    match rule {
        Rule::Says(Statement {
            about: Claim::Chosen {
                question, options, ..
            },
            not,
        }) if *not == wanted => Some((*question, options.clone())),
        _ => None,
    }
}
