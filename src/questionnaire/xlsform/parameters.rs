//! The column `parameters`: `key=value` pairs, and what each type accepts.

use super::types::Plain;
use crate::questionnaire::definition::RangeScale;
use crate::questionnaire::expression::Expression;
use crate::questionnaire::findings::{Code, Findings, Place};

use super::choices::Lists;
use super::formula;

/// Parameters of one row, keys in small letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads pairs separated by blanks, commas or semicolons.
    pub fn parse(text: &str, place: &Place, findings: &mut Findings) -> Self {
        let mut pairs = Vec::new();
        // Blanks around the equals sign are harmless.
        let tight = text.split('=').map(str::trim).collect::<Vec<_>>().join("=");
        let parts = tight.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
        for part in parts.filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((key, value)) if !key.is_empty() && !value.is_empty() && !value.contains('=') => {
                    pairs.push((key.to_lowercase(), value.to_owned()));
                }
                _ => {
                    findings.add(
                        place.clone(),
                        Code::ParameterSyntax {
                            text: text.to_owned(),
                        },
                    );
                    return Self::default();
                }
            }
        }
        Self(pairs)
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(other, _)| other == key)
            .map(|(_, value)| value.as_str())
    }

    /// Refuses keys that the type does not know.
    pub fn accept(&self, accepted: &[&str], place: &Place, findings: &mut Findings) {
        for (key, _) in self.0.iter().filter(|(key, _)| !accepted.contains(&key.as_str())) {
            let accepted = if accepted.is_empty() {
                "none".to_owned()
            } else {
                accepted.join(", ")
            };
            findings.add(
                place.clone(),
                Code::UnknownParameter {
                    key: key.clone(),
                    accepted,
                },
            );
        }
    }

    /// Height of a text field.
    pub fn rows(&self, place: &Place, findings: &mut Findings) -> Option<u32> {
        let rows = self.get("rows")?;
        if let Ok(rows @ 1..=100) = rows.parse() {
            return Some(rows);
        }
        findings.add(
            place.clone(),
            invalid("rows", rows, "a whole number from 1 to 100"),
        );
        None
    }

    /// Whether options are shuffled, and the seed.
    pub fn randomize(&self, place: &Place, findings: &mut Findings) -> (bool, Option<Expression>) {
        let randomize = match self.get("randomize").map(str::to_lowercase).as_deref() {
            Some("true") => true,
            None | Some("false") => false,
            Some(other) => {
                findings.add(place.clone(), invalid("randomize", other, "true or false"));
                false
            }
        };
        let Some(seed) = self.get("seed") else {
            return (randomize, None);
        };
        if self.get("randomize").is_none() {
            let needs = "randomize=true".to_owned();
            findings.add(
                place.clone(),
                Code::ParameterMisplaced {
                    key: "seed".to_owned(),
                    needs,
                },
            );
        }
        let reference = seed.starts_with("${") && seed.ends_with('}');
        if !reference && seed.parse::<f64>().is_err() {
            findings.add(
                place.clone(),
                invalid("seed", seed, "a number or a reference such as ${q}"),
            );
            return (randomize, None);
        }
        (randomize, formula::expression(seed, place, findings))
    }
}

/// What an author may write for a type without a list; other types are not judged.
pub(super) fn accepted(plain: Plain) -> Option<&'static [&'static str]> {
    match plain {
        Plain::Text => Some(&["rows"]),
        Plain::Range => Some(&[
            "start",
            "end",
            "step",
            "tick_interval",
            "placeholder",
            "tick_labelset",
        ]),
        _ => None,
    }
}

fn invalid(key: &str, value: &str, wanted: &str) -> Code {
    Code::InvalidParameter {
        key: key.to_owned(),
        value: value.to_owned(),
        wanted: wanted.to_owned(),
    }
}

/// A range being read, with where to complain.
pub(super) struct RangeReader<'r> {
    pub parameters: &'r Parameters,
    pub appearance: &'r [String],
    pub lists: &'r Lists,
    pub place: Place,
}

impl RangeReader<'_> {
    /// The scale, with all rules on its parameters checked.
    pub fn scale(&self, findings: &mut Findings) -> RangeScale {
        let start = self.number("start", findings).unwrap_or(1.0);
        let end = self.number("end", findings).unwrap_or(10.0);
        let step = self.number("step", findings).unwrap_or(1.0);
        let scale = RangeScale {
            start,
            end,
            step,
            tick_interval: None,
            placeholder: None,
            labels: None,
        };
        self.check_step("step", step, &scale, findings);
        self.check_ticks(&scale, findings);
        self.check_placeholder(&scale, findings);
        self.check_labels(&scale, findings);
        for key in ["tick_interval", "placeholder", "tick_labelset"] {
            if self.parameters.get(key).is_some() {
                let feature = format!("The parameter {key} of a range");
                findings.add(self.place.clone(), Code::Disregarded { feature });
            }
        }
        scale
    }

    fn number(&self, key: &str, findings: &mut Findings) -> Option<f64> {
        let text = self.parameters.get(key)?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            findings.add(self.place.clone(), invalid(key, text, "a number"));
        }
        number
    }

    fn refuse(&self, key: &str, wanted: &str, findings: &mut Findings) {
        let value = self.parameters.get(key).unwrap_or_default();
        findings.add(self.place.clone(), invalid(key, value, wanted));
    }

    fn check_step(&self, key: &str, step: f64, scale: &RangeScale, findings: &mut Findings) {
        if step == 0.0 {
            self.refuse(key, "other than 0", findings);
        } else if step > (scale.end - scale.start).abs() {
            self.refuse(key, "at most the distance from start to end", findings);
        }
    }

    fn has_appearance(&self, word: &str) -> bool {
        self.appearance.iter().any(|other| other == word)
    }

    fn check_ticks(&self, scale: &RangeScale, findings: &mut Findings) {
        let ticks = ["tick_interval", "placeholder", "tick_labelset"];
        if !self.appearance.is_empty() && !self.has_appearance("vertical") && !self.has_appearance("no-ticks")
        {
            for key in ticks.iter().filter(|key| self.parameters.get(key).is_some()) {
                let needs = "no appearance, vertical or no-ticks".to_owned();
                findings.add(
                    self.place.clone(),
                    Code::ParameterMisplaced {
                        key: (*key).to_owned(),
                        needs,
                    },
                );
            }
        }
        let Some(interval) = self.number("tick_interval", findings) else {
            return;
        };
        self.check_step("tick_interval", interval, scale, findings);
        if !is_multiple(interval, scale.step) {
            self.refuse("tick_interval", "a multiple of step", findings);
        }
    }

    fn check_placeholder(&self, scale: &RangeScale, findings: &mut Findings) {
        let Some(placeholder) = self.number("placeholder", findings) else {
            return;
        };
        if !is_multiple(placeholder - scale.start, scale.step) {
            self.refuse("placeholder", "on a step", findings);
        }
        if !within(placeholder, scale) {
            self.refuse("placeholder", "between start and end", findings);
        }
    }

    fn check_labels(&self, scale: &RangeScale, findings: &mut Findings) {
        let key = "tick_labelset";
        let Some(name) = self.parameters.get(key) else {
            return;
        };
        let Some(list) = self.lists.by_name.get(name) else {
            findings.add(
                self.place.clone(),
                Code::UnknownList {
                    list: name.to_owned(),
                },
            );
            return;
        };
        let names = list.choices.iter().map(|choice| choice.name.parse::<f64>());
        let Ok(values) = names.collect::<Result<Vec<f64>, _>>() else {
            self.refuse(key, "a list whose names are numbers", findings);
            return;
        };
        if !values.iter().all(|value| within(*value, scale)) {
            self.refuse(key, "a list of values between start and end", findings);
        }
        let interval = self
            .parameters
            .get("tick_interval")
            .and_then(|text| text.parse().ok());
        if !values
            .iter()
            .all(|value| is_multiple(value - scale.start, interval.unwrap_or(scale.step)))
        {
            self.refuse(key, "a list of values on a tick or step", findings);
        }
        let at_end = |value: &f64| same(*value, scale.start) || same(*value, scale.end);
        let both = [scale.start, scale.end]
            .iter()
            .all(|end| values.iter().any(|value| same(*value, *end)));
        if self.has_appearance("no-ticks") && !(both && values.iter().all(at_end)) {
            self.refuse(
                key,
                "a list of start and end only, where there are no ticks",
                findings,
            );
        }
    }
}

fn within(value: f64, scale: &RangeScale) -> bool {
    value >= scale.start.min(scale.end) && value <= scale.start.max(scale.end)
}

fn same(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-9
}

/// Whether `value` is a whole number of steps, as far as decimal fractions in binary can tell.
fn is_multiple(value: f64, step: f64) -> bool {
    let steps = value / step;
    !steps.is_finite() || (steps - steps.round()).abs() < 1e-6
}
