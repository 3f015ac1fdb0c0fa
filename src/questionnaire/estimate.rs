//! How long answering takes, by the points of survey research: what a closed question on its own takes
//! is one point, about ten seconds.
//!
//! | what | points |
//! | --- | --- |
//! | reading and giving consent, once | 3 |
//! | a question of its own: one choice, a number, a day, a scale, a box to tick | 1 |
//! | a row of a matrix | 0.6 |
//! | a multiple choice | 1.5 |
//! | a text, a file, a place | 2.4 |
//! | an order of options | 0.6 for each option, 1.5 at least |
//! | a note, or an answer that is only shown | 0.5 |
//!
//! A point is 10.6 seconds. The first five rows follow Pew's budget of 85 points for 15 minutes; the
//! others are set by likeness to them.
//!
//! The whole questionnaire has every question that anybody may be asked: those that depend on an answer
//! count, since there is somebody for whom all of it is true. But the words for an option “other” belong to
//! their question and count with it, a repeated group counts once unless its count is a number, and
//! what is calculated or never shown takes no time. The required path has the questions that somebody
//! cannot leave empty.

use std::fmt;

use super::definition::{Definition, Group, Node, Question, QuestionKind};
use super::evaluation::MOST_INSTANCES;
use super::expression::{Expression, Function, Kind, Operator, Term};

/// A questionnaire longer than this loses people, in minutes.
pub const LONGEST: u32 = 10;

/// How long a questionnaire is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    pub full: Length,
    /// With nothing but what must be answered.
    pub required: Length,
}

/// A length in points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length {
    /// Tenths of a point, so that sums are exact.
    tenths: u32,
}

impl Length {
    const NOTHING: Self = Self { tenths: 0 };
    const CONSENT: Self = Self { tenths: 30 };
    const ALONE: Self = Self { tenths: 10 };
    const ROW: Self = Self { tenths: 6 };
    const SEVERAL: Self = Self { tenths: 15 };
    const WORDS: Self = Self { tenths: 24 };
    const SHOWN: Self = Self { tenths: 5 };

    /// Seconds, at 10.6 a point.
    pub const fn seconds(self) -> u32 {
        self.tenths.saturating_mul(106).saturating_add(50) / 100
    }

    /// Whole minutes, the nearest number of them but never none.
    pub const fn minutes(self) -> u32 {
        let minutes = (self.seconds() + 30) / 60;
        if minutes == 0 { 1 } else { minutes }
    }

    fn add(&mut self, other: Self) {
        self.tenths = self.tenths.saturating_add(other.tenths);
    }

    const fn times(self, times: u32) -> Self {
        Self {
            tenths: self.tenths.saturating_mul(times),
        }
    }
}

/// `8.7 minutes (49.1 points)`
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.seconds() + 3) / 6;
        let (minutes, of_minute) = (tenths / 10, tenths % 10);
        let (points, of_point) = (self.tenths / 10, self.tenths % 10);
        write!(f, "{minutes}.{of_minute} minutes ({points}.{of_point} points)")
    }
}

/// Estimates a questionnaire.
pub fn estimate(definition: &Definition) -> Estimate {
    let mut estimate = Estimate {
        full: Length::CONSENT,
        required: Length::CONSENT,
    };
    add(&definition.nodes, false, definition, 1, &mut estimate);
    estimate
}

fn add(nodes: &[Node], matrix: bool, definition: &Definition, times: u32, estimate: &mut Estimate) {
    for node in nodes {
        match node {
            Node::Question(question) => {
                let length = length(question, matrix, definition).times(times);
                estimate.full.add(length);
                if question.kind.is_asked() && question.required.is_some() {
                    estimate.required.add(length);
                }
            }
            Node::Group(group) => {
                let times = times.saturating_mul(instances(group));
                add(&group.children, group.is_matrix(), definition, times, estimate);
            }
        }
    }
}

/// How often a group is answered, as far as the questionnaire itself says.
fn instances(group: &Group) -> u32 {
    let count = group.repeat.as_ref().and_then(|repeat| repeat.count.as_ref());
    match count.map(|count| &count.root().kind) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "within 0..=100"
        )]
        Some(Kind::Number(number)) => number.clamp(0.0, MOST_INSTANCES as f64) as u32,
        _ => 1,
    }
}

fn length(question: &Question, matrix: bool, definition: &Definition) -> Length {
    let is_shown = !(question.label.is_empty() && question.hint.is_empty());
    if !question.is_answered() {
        let is_read = question.kind == QuestionKind::Note || (question.kind.is_asked() && is_shown);
        return if is_read { Length::SHOWN } else { Length::NOTHING };
    }
    // The head of a matrix that is made by hand.
    if question.kind.selection().is_some() && question.has_appearance("label") {
        return Length::NOTHING;
    }
    if matrix || question.has_appearance("list-nolabel") {
        return Length::ROW;
    }
    match &question.kind {
        QuestionKind::Text { .. } if question.relevant.as_ref().is_some_and(is_other) => Length::NOTHING,
        QuestionKind::Text { .. } | QuestionKind::Geopoint | QuestionKind::Upload(_) => Length::WORDS,
        QuestionKind::SelectMultiple(_) => Length::SEVERAL,
        QuestionKind::Rank(selection) => {
            let options = definition.lists.get(&selection.list);
            let options = options.map_or(0, |list| u32::try_from(list.choices.len()).unwrap_or(u32::MAX));
            Length::ROW.times(options).max(Length::SEVERAL)
        }
        QuestionKind::Integer
        | QuestionKind::Decimal
        | QuestionKind::Range(_)
        | QuestionKind::SelectOne(_)
        | QuestionKind::Date
        | QuestionKind::Time
        | QuestionKind::DateTime
        | QuestionKind::Acknowledge => Length::ALONE,
        QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today => Length::NOTHING,
    }
}

/// Whether the rule is that an option `other` was chosen.
fn is_other(rule: &Expression) -> bool {
    let other = |term: &Term| matches!(&term.kind, Kind::Text(text) if &**text == "other");
    match &rule.root().kind {
        Kind::Call(call) if call.function() == Some(Function::Selected) => {
            call.arguments.get(1).is_some_and(other)
        }
        Kind::Chain(chain) => match chain.rest.as_slice() {
            [(Operator::Equal, right)] => other(right),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Estimate, estimate};
    use crate::questionnaire::xlsform::import;

    fn of(rows: &str) -> Estimate {
        let choices = "
            | choices |
            | | list_name | name | label |
            | | l | a | A |
            | | l | b | B |
            | | l | c | C |
            | | l | other | D |";
        let header = "| survey |\n| | type | name | label | required | relevant | appearance | calculation | repeat_count |";
        let file = format!("{header}\n{rows}\n{choices}");
        let reading = import(file.as_bytes(), "a.md");
        estimate(&reading.definition.unwrap())
    }

    /// Tenths of a point beside the consent.
    fn points(rows: &str) -> u32 {
        of(rows).full.tenths - 30
    }

    #[test]
    fn questions_take_what_their_type_takes() {
        assert_eq!(points("| | integer | q | Q |"), 10);
        assert_eq!(points("| | range | q | Q |"), 10);
        assert_eq!(points("| | select_one l | q | Q |"), 10);
        assert_eq!(points("| | select_multiple l | q | Q |"), 15);
        assert_eq!(points("| | text | q | Q |"), 24);
        assert_eq!(points("| | rank l | q | Q |"), 24);
        assert_eq!(points("| | note | q | Q |"), 5);
        assert_eq!(points("| | calculate | q | | | | | 1 + 1 |"), 0);
        assert_eq!(points("| | text | q | Shown | | | | 1 + 1 |"), 5);
    }

    #[test]
    fn rows_of_a_matrix_are_quick() {
        let matrix = "
            | | begin_group | g | G | | | table-list |
            | | select_one l | a | A |
            | | select_one l | b | B |
            | | end_group |";
        assert_eq!(points(matrix), 12);
        let by_hand = "
            | | select_one l | h | | | | label |
            | | select_one l | a | A | | | list-nolabel |";
        assert_eq!(points(&by_hand.replace("| h | |", "| h | H |")), 6);
    }

    #[test]
    fn words_for_other_count_with_their_question_and_further_questions_count() {
        let with = |rule: &str| {
            points(&format!(
                "| | select_one l | q | Q |\n| | text | w | W | | {rule} |"
            ))
        };
        assert_eq!(with("selected(${q}, 'other')"), 10);
        assert_eq!(with("${q} = 'other'"), 10);
        assert_eq!(with("selected(${q}, 'a')"), 34);
        assert_eq!(points("| | select_one l or_other | q | Q |"), 10);
    }

    #[test]
    fn a_repeat_counts_as_often_as_the_questionnaire_says() {
        let repeat = |count: &str| {
            let begin = format!("| | begin_repeat | r | R | | | | | {count} |");
            points(&format!("{begin}\n| | integer | q | Q |\n| | end_repeat |"))
        };
        assert_eq!(repeat(""), 10);
        assert_eq!(repeat("3"), 30);
        assert_eq!(repeat("1000000"), 1000);
    }

    #[test]
    fn the_required_path_has_what_cannot_be_left_empty() {
        let estimate = of(
            "| | integer | a | A | yes |\n| | text | b | B | | ${a} = 1 |\n| | text | c | C | yes | ${a} = 1 |",
        );
        assert_eq!(estimate.required.to_string(), "1.1 minutes (6.4 points)");
        assert_eq!(estimate.full.to_string(), "1.6 minutes (8.8 points)");
        assert_eq!((estimate.full.seconds(), estimate.full.minutes()), (93, 2));
    }
}
