//! Who answers, and what they think: the opinions behind the simulated answers.
//!
//! Every release has a quality that all feel, every role a bias of its own (who makes a release
//! likes it better than who uses it), openness helps some aspects and hurts others, and the
//! further downstream somebody stands, the less they know. Questions that this file does not know
//! by name get a popularity for each option that is the same for everybody.

use super::dice::Dice;
use super::opinion::{self, Feeling};
use super::sentences;
use crate::chain::{Audience, Role};
use crate::questionnaire::answers::Answer;
use crate::questionnaire::definition::{Choice, Question};

/// Somebody who does not exist.
#[derive(Debug)]
pub struct Person {
    pub dice: Dice,
    audience: Audience,
    chinese: bool,
    feeling: Feeling,
    /// How readily this person leaves a question out.
    impatience: f64,
}

impl Person {
    /// Somebody of this audience who answers in this language.
    pub fn new(mut dice: Dice, audience: Audience, language: &str) -> Self {
        let feeling = Feeling::of_role(role(audience), &mut dice);
        let impatience = if dice.chance(0.15) { 0.25 } else { 0.04 };
        Self {
            dice,
            audience,
            chinese: language.starts_with("zh"),
            feeling,
            impatience,
        }
    }

    /// Whether the person passes over a question that need not be answered.
    pub fn skips(&mut self, question: &Question) -> bool {
        let p = match question.name.as_str() {
            "tell" => 0.62,
            "tell_quote" | "i_share" | "u_age" | "country" => 0.02,
            "s_limit" => 0.55,
            name if name.ends_with("_other") => 0.3,
            _ => self.impatience,
        };
        self.dice.chance(p)
    }

    /// A text; the first attempt is a believable one, later ones try other lengths.
    pub fn text(&mut self, question: &Question, attempt: usize) -> Answer {
        let sentences = sentences::for_question(&question.name, self.chinese)
            .unwrap_or_else(|| sentences::short(self.chinese));
        let Some(sentence) = self.dice.pick(sentences) else {
            return Answer::Skipped;
        };
        let text = match attempt % 4 {
            0 | 1 => (*sentence).to_owned(),
            2 => [*sentence; 4].join(" "),
            // Patterns often ask for digits or for one plain word.
            _ if attempt.is_multiple_of(8) => "word".to_owned(),
            _ => (10_000 + self.dice.below(89_999)).to_string(),
        };
        Answer::One(text)
    }

    /// A whole number; later attempts look in wider and wider ranges.
    pub fn whole_number(&mut self, question: &Question, attempt: usize) -> usize {
        if question.name == "s_limit" && attempt == 0 {
            return *self
                .dice
                .pick(&[3, 5, 7, 10, 14, 15, 15, 30, 30, 60])
                .unwrap_or(&15);
        }
        let reach = [100, 10, 2, 30, 1000, 3000, 100_000][attempt % 7];
        self.dice.below(reach)
    }

    /// One option.
    pub fn one(&mut self, question: &Question, choices: &[&Choice]) -> Option<String> {
        let weights = self.weights(question, choices);
        let choice = choices.get(self.dice.weighted(&weights)?)?;
        self.learn(&question.name, choice);
        Some(choice.name.clone())
    }

    /// Up to three options, or one that stands alone.
    pub fn many(&mut self, question: &Question, choices: &[&Choice]) -> Vec<String> {
        let mut weights = self.weights(question, choices);
        let count = 1 + self.dice.below(3);
        let mut chosen: Vec<&Choice> = Vec::new();
        while chosen.len() < count {
            let Some(index) = self.dice.weighted(&weights) else {
                break;
            };
            let Some(choice) = choices.get(index) else {
                break;
            };
            chosen.push(choice);
            if choice.exclusive {
                return vec![choice.name.clone()];
            }
            for (weight, choice) in weights.iter_mut().zip(choices) {
                if choice.exclusive || chosen.iter().any(|one| one.name == choice.name) {
                    *weight = 0.0;
                }
            }
        }
        chosen.into_iter().map(|choice| choice.name.clone()).collect()
    }

    /// All options, the preferred ones first.
    pub fn ranking(&mut self, question: &Question, choices: &[&Choice]) -> Vec<String> {
        let mut weights = self.weights(question, choices);
        let mut order = Vec::new();
        while let Some(index) = self.dice.weighted(&weights) {
            weights[index] = 0.0;
            order.extend(choices.get(index).map(|choice| choice.name.clone()));
        }
        order
    }

    /// A step of a scale with this many.
    pub fn step(&mut self, question: &Question, steps: usize) -> usize {
        let height = match question.name.as_str() {
            "continue" => 0.62 + 0.16 * self.feeling.overall(),
            _ => 0.55 + 0.05 * self.feeling.overall(),
        };
        let weights = opinion::around(steps, height, 0.17);
        self.dice.weighted(&weights).unwrap_or(0)
    }

    /// How likely each option is. Nobody is under age, and options that stand alone are rare.
    fn weights(&mut self, question: &Question, choices: &[&Choice]) -> Vec<f64> {
        let name = question.name.as_str();
        let scale = opinion::scale(choices);
        let height = self.feeling.about(name);
        let on_scale = height
            .zip(scale)
            .map(|(height, steps)| opinion::around(steps, height, 0.2));
        let mut step = 0;
        let mut weights: Vec<f64> = choices
            .iter()
            .map(|choice| match &on_scale {
                _ if opinion::is_no_answer(&choice.name) => 0.0,
                Some(weights) if opinion::is_step(choice) => {
                    step += 1;
                    weights.get(step - 1).copied().unwrap_or(0.0)
                }
                _ => opinion::weight(name, choice, role(self.audience), self.chinese, &self.feeling),
            })
            .collect();
        let rest: f64 = weights.iter().sum();
        let rest = if rest > 0.0 { rest } else { 1.0 };
        let unsure = opinion::unsure(name, role(self.audience));
        for (weight, choice) in weights.iter_mut().zip(choices) {
            match choice.name.as_str() {
                "dk" => *weight = rest * unsure,
                "pna" => *weight = rest * 0.015,
                "na" => *weight = rest * 0.03,
                _ => {}
            }
        }
        weights
    }

    /// Remembers what the answers that follow depend on.
    fn learn(&mut self, question: &str, choice: &Choice) {
        if matches!(question, "release" | "i_release") {
            self.feeling = self.feeling.with_release(choice);
        }
    }
}

/// The role whose views somebody shares; reports come from users more than from others.
const fn role(audience: Audience) -> Role {
    match audience {
        Audience::Role(role) => role,
        Audience::Any | Audience::Report => Role::User,
    }
}
