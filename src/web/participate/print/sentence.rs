//! Rules in the words of a language.

use crate::language::{Language, Value};
use crate::questionnaire::definition::Choice;
use crate::questionnaire::routing::{Amount, Claim, Comparison, Measure, Number, Rule, Statement};

/// Words for rules; `label` gives those for an option.
pub struct Sentences<L> {
    pub language: Language,
    pub label: L,
}

impl<L: Fn(&Choice) -> String> Sentences<L> {
    /// What must be true, to stand after “if”.
    pub fn rule(&self, rule: &Rule<'_>) -> String {
        match rule {
            // Nobody asks for these: what is always so needs no words, and what never is has others.
            Rule::Always | Rule::Never => String::new(),
            Rule::All(rules) => {
                self.joined(rules.iter().map(|rule| self.nested(rule)), "rule-and", "rule-and")
            }
            Rule::Any(rules) => self.joined(rules.iter().map(|rule| self.nested(rule)), "rule-or", "rule-or"),
            Rule::Says(Statement { about, not }) => self.claim(about, *not),
            Rule::Formula(formula) => self.filled("rule-formula", "formula", formula),
        }
    }

    /// “question 5 and question 7”
    pub fn questions(&self, numbers: &[Number]) -> String {
        let names = numbers.iter().map(|number| self.question(*number));
        self.joined(names, "rule-list", "rule-and-last")
    }

    pub fn question(&self, number: Number) -> String {
        self.filled("rule-question", "n", &number.to_string())
    }

    fn filled(&self, key: &str, name: &'static str, value: &str) -> String {
        self.language.filled(key, name, value).into_owned()
    }

    fn with(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values: Vec<(&'static str, Value<'_>)> = values
            .iter()
            .map(|(name, text)| (*name, Value::Text(text)))
            .collect();
        self.language.with(key, &values).into_owned()
    }

    /// Of several rules each that is several itself is kept together.
    fn nested(&self, rule: &Rule<'_>) -> String {
        let words = self.rule(rule);
        match rule {
            Rule::All(_) | Rule::Any(_) => self.filled("rule-nested", "rule", &words),
            Rule::Always | Rule::Never | Rule::Says(_) | Rule::Formula(_) => words,
        }
    }

    fn joined(&self, parts: impl Iterator<Item = String>, between: &str, last: &str) -> String {
        let mut parts = parts.peekable();
        let mut words = parts.next().unwrap_or_default();
        while let Some(part) = parts.next() {
            let key = if parts.peek().is_some() { between } else { last };
            words = self.with(key, &[("left", &words), ("right", &part)]);
        }
        words
    }

    fn options(&self, options: &[&Choice], last: &str) -> String {
        let labels = options.iter().map(|option| self.quoted(&(self.label)(option)));
        self.joined(labels, "rule-list", last)
    }

    fn quoted(&self, text: &str) -> String {
        self.filled("rule-quoted", "text", text)
    }

    fn claim(&self, claim: &Claim<'_>, not: bool) -> String {
        let key = |yes: &'static str, no: &'static str| if not { no } else { yes };
        match claim {
            Claim::Chosen {
                question,
                several,
                options,
            } => {
                let key = if *several {
                    key("rule-has", "rule-has-not")
                } else {
                    key("rule-is", "rule-is-not")
                };
                let words = self.options(options, if not { "rule-nor-last" } else { "rule-or-last" });
                let values = [
                    ("question", Value::Text(&self.question(*question))),
                    ("options", Value::Text(&words)),
                    // Two are neither of them.
                    (
                        "n",
                        Value::Number(i64::try_from(options.len()).unwrap_or(i64::MAX)),
                    ),
                ];
                self.language.with(key, &values).into_owned()
            }
            Claim::Only { question, option } => self.with(
                key("rule-only", "rule-only-not"),
                &[
                    ("question", &self.question(*question)),
                    ("options", &self.quoted(&(self.label)(option))),
                ],
            ),
            Claim::Answered(question) => {
                let key = key("rule-answered", "rule-answered-not");
                self.filled(key, "question", &self.question(*question))
            }
            Claim::Ticked(question) => {
                let key = key("rule-ticked", "rule-ticked-not");
                self.filled(key, "question", &self.question(*question))
            }
            Claim::Compared {
                what,
                how,
                with,
                in_time,
            } => {
                let key = comparison(*how, *in_time, not);
                self.with(
                    key,
                    &[("what", &self.measure(*what)), ("value", &self.amount(with))],
                )
            }
        }
    }

    fn measure(&self, what: Measure) -> String {
        match what {
            Measure::Answer(question) => self.filled("rule-answer", "question", &self.question(question)),
            Measure::Options(question) => self.filled("rule-options", "question", &self.question(question)),
            Measure::Block => self.language.text("rule-block").into_owned(),
        }
    }

    fn amount(&self, amount: &Amount) -> String {
        match amount {
            Amount::Number(number) => number.to_string(),
            Amount::Text(text) => self.quoted(text),
            Amount::Today => self.language.text("rule-today").into_owned(),
            Amount::Answer(question) => self.measure(Measure::Answer(*question)),
        }
    }
}

const fn comparison(how: Comparison, in_time: bool, not: bool) -> &'static str {
    match (how, in_time, not) {
        (Comparison::Equal, _, false) => "rule-equal",
        (Comparison::Equal, _, true) => "rule-equal-not",
        (Comparison::Less, false, false) => "rule-less",
        (Comparison::Less, false, true) => "rule-less-not",
        (Comparison::Less, true, false) => "rule-before",
        (Comparison::Less, true, true) => "rule-before-not",
        (Comparison::AtMost, false, false) => "rule-at-most",
        (Comparison::AtMost, false, true) => "rule-at-most-not",
        (Comparison::AtMost, true, false) => "rule-until",
        (Comparison::AtMost, true, true) => "rule-until-not",
        (Comparison::More, false, false) => "rule-more",
        (Comparison::More, false, true) => "rule-more-not",
        (Comparison::More, true, false) => "rule-after",
        (Comparison::More, true, true) => "rule-after-not",
        (Comparison::AtLeast, false, false) => "rule-at-least",
        (Comparison::AtLeast, false, true) => "rule-at-least-not",
        (Comparison::AtLeast, true, false) => "rule-from",
        (Comparison::AtLeast, true, true) => "rule-from-not",
    }
}
