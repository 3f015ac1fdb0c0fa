//! How an answer says which release is meant: by its address, or in somebody's own words.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::addresses::Address;

/// Stands before words. No address begins so, since keys have no colon.
const WORDS: &str = "text:";
/// Most characters of words.
const LONGEST: usize = 200;

/// Which release somebody means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// One of the registry, chosen by the person: `model/release`.
    Release(Address),
    /// What the person typed, for which nothing was chosen.
    Words(String),
}

impl Named {
    /// Reads the written form.
    pub fn read(written: &str) -> Option<Self> {
        match written.strip_prefix(WORDS) {
            Some(words) => Self::words(words),
            None => written.parse().ok().map(Self::Release),
        }
    }

    /// Somebody's words, on one line, without needless white space. None if nothing is left, or it is
    /// too long for a name.
    pub fn words(typed: &str) -> Option<Self> {
        let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = (1..=LONGEST).contains(&words.chars().count()) && !words.chars().any(char::is_control);
        fits.then_some(Self::Words(words))
    }

    /// Whether an answer says it in words, be it with none after the mark.
    pub fn is_in_words(written: &str) -> bool {
        written.starts_with(WORDS)
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Release(address) => address.fmt(f),
            Self::Words(words) => write!(f, "{WORDS}{words}"),
        }
    }
}

/// What two texts have in common that mean the same: their characters but for width and the like, and
/// for white space around and between words. Case counts.
pub fn same_words(words: &str) -> String {
    let plain: String = words.nfkc().collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_words_are_never_taken_for_each_other() {
        for written in [
            "qwen3/8b",
            "文心/4",
            "text:Qwen3 8B",
            "text:qwen3/8b",
            "text:text:a",
        ] {
            assert_eq!(Named::read(written).unwrap().to_string(), written);
        }
        assert!(matches!(Named::read("text:qwen3/8b"), Some(Named::Words(_))));
        assert!(matches!(Named::read("qwen3/8b"), Some(Named::Release(_))));
        for written in [
            "",
            "text:",
            "text: ",
            "qwen3",
            "Qwen3/8b",
            "a/b/c",
            "text:a\u{1}b",
        ] {
            assert_eq!(Named::read(written), None, "{written:?}");
        }
        assert_eq!(Named::words(&"a".repeat(201)), None);
        assert_eq!(Named::words(" a\n b "), Some(Named::Words("a b".to_owned())));
    }

    #[test]
    fn width_and_white_space_make_no_other_name() {
        assert_eq!(same_words(" Ｑｗｅｎ３　8B "), same_words("Qwen3 8B"));
        assert_ne!(same_words("qwen3"), same_words("Qwen3"));
    }
}
