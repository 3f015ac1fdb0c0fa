//! Names in the form in which they are compared, and the pieces they are cut into. Pure.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most pieces of one text; what follows adds nothing that finds it.
const MOST_GRAMS: usize = 120;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Of a script that is written without spaces: two of its letters say as much as a word.
    Ideograph,
    Sign,
}

impl Class {
    fn of(sign: char) -> Self {
        match sign {
            '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}' => Self::Ideograph,
            sign if sign.is_numeric() => Self::Digit,
            sign if sign.is_alphabetic() => Self::Letter,
            _ => Self::Sign,
        }
    }
}

/// Whether a folded word is of a script without spaces.
pub(super) fn is_ideographic(word: &str) -> bool {
    word.chars().next().map(Class::of) == Some(Class::Ideograph)
}

/// A name without what people type differently: width, case, accents and signs go, and one space
/// stands where letters, digits and ideographs meet. “Ｑｗｅｎ３-8B” becomes “qwen 3 8 b”.
pub fn folded(text: &str) -> String {
    let plain = text
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign))
        .flat_map(char::to_lowercase)
        .nfc();
    let mut folded = String::with_capacity(text.len());
    let mut before = Class::Sign;
    for sign in plain {
        let class = Class::of(sign);
        if class != Class::Sign {
            if class != before && !folded.is_empty() {
                folded.push(' ');
            }
            folded.push(sign);
        }
        before = class;
    }
    folded
}

/// The pieces of a folded name: three signs of letters and digits in a row, spaces between them left
/// out; two ideographs; of every word how it begins, and how it begins and ends.
pub fn grams(folded: &str) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    let mut run: Vec<char> = Vec::new();
    for word in folded.split(' ') {
        let signs: Vec<char> = word.chars().collect();
        let (Some(first), Some(last)) = (signs.first(), signs.last()) else {
            continue;
        };
        if is_ideographic(word) {
            windows(&mut grams, &run, 3);
            run.clear();
            windows(&mut grams, &signs, 2);
        } else {
            run.extend(&signs);
            if signs.len() > 2 && first.is_alphabetic() {
                grams.insert(format!("{first}~{last}"));
            }
        }
        let beginning: String = signs.iter().take(2).collect();
        grams.insert(format!("^{beginning}"));
        if grams.len() >= MOST_GRAMS {
            break;
        }
    }
    windows(&mut grams, &run, 3);
    grams
}

fn windows(grams: &mut BTreeSet<String>, signs: &[char], size: usize) {
    grams.extend(
        signs
            .windows(size)
            .take(MOST_GRAMS)
            .map(|piece| piece.iter().collect::<String>()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_differently_becomes_the_same() {
        for (typed, plain) in [
            ("Ｑｗｅｎ３-8B", "qwen 3 8 b"),
            (" qwen3\t8b ", "qwen 3 8 b"),
            ("Mixtral·8×7B", "mixtral 8 7 b"),
            ("Zéphyr", "zephyr"),
            ("通义千问3", "通义千问 3"),
            ("网信算备110108号", "网信算备 110108 号"),
            ("hf:Qwen/Qwen3-8B", "hf qwen qwen 3 8 b"),
            ("%_\\", ""),
        ] {
            assert_eq!(folded(typed), plain);
            assert_eq!(folded(plain), plain);
        }
    }

    #[test]
    fn spaces_make_no_difference_between_letters_and_digits() {
        let pieces = |text: &str| grams(&folded(text));
        let mut joined = pieces("deepseekv3");
        joined.retain(|piece| !piece.contains('~'));
        assert!(joined.is_subset(&pieces("deepseek-v3")));
        assert!(pieces("千问 3").contains("千问"));
        assert_eq!(pieces("o1"), BTreeSet::from(["^o".to_owned(), "^1".to_owned()]));
        assert!(pieces(&"a b ".repeat(5000)).len() <= 2 * MOST_GRAMS + 2);
        assert!(pieces("").is_empty());
    }
}
