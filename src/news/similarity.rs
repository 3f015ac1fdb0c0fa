//! How alike two texts are, in any language: to find reports of the same thing.
//!
//! Texts are compared by the pieces of words that they share (Sørensen and Dice, of the crate
//! `textdistance`): four letters at a time, or two where a sign is a word or half of one, as in
//! Chinese. Width, case and punctuation make no difference. It measures wording, not meaning: the same
//! thing told in two languages is not found.

use textdistance::{Algorithm, SorensenDice};
use unicode_normalization::UnicodeNormalization;

/// Two texts at least this alike are worth a look: the same thing told by two people.
pub const WORTH_A_LOOK: f64 = 0.35;
/// Letters of a text that are compared; nobody reads the same opening twice.
const COMPARED: usize = 2_000;
/// Letters of a piece.
const LETTERS: usize = 4;
/// Signs of a piece in scripts without blanks between words.
const SIGNS: usize = 2;

/// A text, cut up to be compared.
#[derive(Debug, Clone)]
pub struct Pieces(Vec<[char; LETTERS]>);

impl Pieces {
    /// The pieces of a text.
    pub fn of(text: &str) -> Self {
        let mut signs = Vec::with_capacity(text.len().min(COMPARED));
        for sign in text.nfkc().flat_map(char::to_lowercase) {
            if sign.is_alphanumeric() {
                signs.push(sign);
            } else if signs.last().is_some_and(|last| *last != ' ') {
                signs.push(' ');
            }
            if signs.len() == COMPARED {
                break;
            }
        }
        if signs.last() == Some(&' ') {
            signs.pop();
        }
        let piece = |at: usize| {
            let length = if is_a_word_by_itself(signs[at]) {
                SIGNS
            } else {
                LETTERS
            };
            let window = signs.get(at..at + length)?;
            let mut piece = [' '; LETTERS];
            piece[..length].copy_from_slice(window);
            Some(piece)
        };
        Self((0..signs.len()).filter_map(piece).collect())
    }

    /// How alike the two are, from 0 to 1. A text without letters is like nothing.
    pub fn likeness(&self, other: &Self) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.0;
        }
        SorensenDice::default().for_vec(&self.0, &other.0).nsim()
    }
}

/// Han, kana and hangul: scripts in which two signs in a row carry meaning.
fn is_a_word_by_itself(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f64 {
        Pieces::of(one).likeness(&Pieces::of(other))
    }

    #[test]
    fn the_same_told_twice_is_found_and_something_else_is_not() {
        let dose = "The assistant told my mother to take twice the dose that is printed on the package of her medicine.";
        let same =
            "Assistant told my mother she should take twice the dose printed on the medicine's package!";
        let other = "After the update on Monday every answer takes more than a minute, and half of the requests time out.";
        assert!(likeness(dose, same) > WORTH_A_LOOK, "{}", likeness(dose, same));
        assert!(
            likeness(dose, other) < WORTH_A_LOOK / 2.0,
            "{}",
            likeness(dose, other)
        );
    }

    #[test]
    fn chinese_is_compared_by_its_signs() {
        let dose = "问答服务告诉我母亲，药量可以按包装上说明的两倍服用，这是错误的。";
        let same = "问答服务对我母亲说可以按药品包装说明的两倍药量服用。";
        let other = "周一更新以后，每次回答都要等一分多钟，一半请求超时。";
        assert!(likeness(dose, same) > WORTH_A_LOOK, "{}", likeness(dose, same));
        assert!(
            likeness(dose, other) < WORTH_A_LOOK / 2.0,
            "{}",
            likeness(dose, other)
        );
    }

    #[test]
    fn width_case_and_punctuation_make_no_difference() {
        assert!(likeness("ＧＰＵ memory is FULL, again.", "gpu memory is full again") > 0.999);
        assert!(likeness("", "…").abs() < f64::EPSILON);
        assert!(likeness("甲乙丙丁", "甲乙丙丁") > 0.999);
    }
}
