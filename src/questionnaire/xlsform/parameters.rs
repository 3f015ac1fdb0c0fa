//! The column `parameters`: `key=value` pairs, and what each type accepts.

use super::types::Plain;
use crate::questionnaire::definition::RangeScale;
use crate::questionnaire::expression::Expression;
use crate::questionnaire::findings::{Code, Findings, Place};

use super::choices::Lists;
use super::{formula, names};

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

    /// The longest side of a picture. Which app takes it is of no use here, and where the appearance
    /// leaves no choice to other tools neither.
    pub fn picture(&self, appearance: &str, place: &Place, findings: &mut Findings) -> Option<u32> {
        if let Some(app) = self.get("app") {
            let code = if is_package(app) || !matches!(appearance, "" | "annotate") {
                let feature = format!("Taking the picture with the app {app}");
                Code::Disregarded { feature }
            } else {
                invalid(
                    "app",
                    app,
                    "the package name of an Android app, such as org.example.camera",
                )
            };
            findings.add(place.clone(), code);
        }
        let pixels = self.get("max-pixels")?;
        let wanted = pixels.parse().ok().filter(|pixels| *pixels > 0);
        if wanted.is_none() {
            findings.add(
                place.clone(),
                invalid("max-pixels", pixels, "a whole number above 0"),
            );
        }
        wanted
    }

    /// How a recording is made is a matter of the device.
    pub fn sound(&self, place: &Place, findings: &mut Findings) {
        let qualities = ["voice-only", "low", "normal", "external"];
        self.left_to_the_device("quality", &qualities.join(", "), place, findings, |quality| {
            qualities.contains(&quality.to_lowercase().as_str())
        });
    }

    /// How exact a place is, too.
    pub fn place(&self, place: &Place, findings: &mut Findings) {
        for key in ["capture-accuracy", "warning-accuracy"] {
            self.left_to_the_device(key, "a number of metres", place, findings, |metres| {
                metres.parse::<f64>().is_ok()
            });
        }
        self.left_to_the_device("allow-mock-accuracy", "true or false", place, findings, |word| {
            matches!(word.to_lowercase().as_str(), "true" | "false")
        });
    }

    /// A parameter that is checked, and then has no effect here.
    fn left_to_the_device(
        &self,
        key: &str,
        wanted: &str,
        place: &Place,
        findings: &mut Findings,
        is_valid: impl Fn(&str) -> bool,
    ) {
        let Some(value) = self.get(key) else { return };
        let code = if is_valid(value) {
            let feature = format!("The parameter {key}");
            Code::Disregarded { feature }
        } else {
            invalid(key, value, wanted)
        };
        findings.add(place.clone(), code);
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
        Plain::Image => Some(&["max-pixels", "app"]),
        Plain::Audio => Some(&["quality"]),
        Plain::Geopoint => Some(&[
            "capture-accuracy",
            "warning-accuracy",
            "allow-mock-accuracy",
            "reference-geometry",
        ]),
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

pub(super) fn invalid(key: &str, value: &str, wanted: &str) -> Code {
    Code::InvalidParameter {
        key: key.to_owned(),
        value: value.to_owned(),
        wanted: wanted.to_owned(),
    }
}

/// Whether the name is one that an Android app can have.
fn is_package(name: &str) -> bool {
    let word = |part: &str| {
        let begins = part.starts_with(|first: char| first.is_ascii_alphabetic());
        begins
            && part
                .chars()
                .all(|other| other.is_ascii_alphanumeric() || other == '_')
    };
    name.contains('.') && name.split('.').all(word)
}

/// Labels of a scale.
const MOST_LABELS: usize = 1_000;

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
            tick_interval: self.number("tick_interval", findings),
            placeholder: self.number("placeholder", findings),
            labels: self.parameters.get("tick_labelset").map(str::to_owned),
        };
        self.check_step("step", step, &scale, findings);
        self.check_ticks(&scale, findings);
        self.check_placeholder(&scale, findings);
        self.check_labels(&scale, findings);
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
        let Some(interval) = scale.tick_interval else {
            return;
        };
        self.check_step("tick_interval", interval, scale, findings);
        if !is_multiple(interval, scale.step) {
            self.refuse("tick_interval", "a multiple of step", findings);
        }
    }

    fn check_placeholder(&self, scale: &RangeScale, findings: &mut Findings) {
        let Some(placeholder) = scale.placeholder else {
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
                    meant: names::meant(name, self.lists.by_name.keys().map(String::as_str)),
                },
            );
            return;
        };
        if list.choices.len() > MOST_LABELS {
            self.refuse(key, "a list of at most 1,000 values", findings);
            return;
        }
        let names = list.choices.iter().map(|choice| choice.name.parse::<f64>());
        let Ok(values) = names.collect::<Result<Vec<f64>, _>>() else {
            self.refuse(key, "a list whose names are numbers", findings);
            return;
        };
        if !values.iter().all(|value| within(*value, scale)) {
            self.refuse(key, "a list of values between start and end", findings);
        }
        let interval = scale.tick_interval.unwrap_or(scale.step);
        if !values
            .iter()
            .all(|value| is_multiple(value - scale.start, interval))
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
