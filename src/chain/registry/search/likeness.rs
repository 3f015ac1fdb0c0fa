//! How like each other what was typed and the names of a release are. Pure.

use std::cmp::Ordering;

use super::folding::is_ideographic;

/// What is less alike is not shown.
pub(super) const LEAST: f64 = 0.6;
/// A word whose beginning was typed, or a part of one of a script without spaces.
const PART: f64 = 0.95;
/// A word that is a part of a longer one that was typed, in a script without spaces.
const WITHIN: f64 = 0.7;
/// All that was typed, with spaces elsewhere.
const JOINED: f64 = 0.9;

/// What was typed, folded.
#[derive(Debug)]
pub(super) struct Typed {
    words: Vec<String>,
    joined: String,
}

/// How alike they are; the greater the more.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Likeness {
    /// How much of what was typed is found, 1 being all of it.
    pub found: f64,
    /// How much of one name it is, 1 being all of it.
    covered: f64,
}

impl Likeness {
    pub(super) fn compare(self, other: Self) -> Ordering {
        self.partial_cmp(&other).unwrap_or(Ordering::Equal)
    }
}

impl Typed {
    pub(super) fn new(folded: &str) -> Self {
        Self {
            words: folded.split_whitespace().map(str::to_owned).collect(),
            joined: folded.replace(' ', ""),
        }
    }

    /// How like it the names of a release are, of which each stands on a line.
    pub(super) fn likeness(&self, names: &str) -> Likeness {
        let (mut by_words, mut joined, mut covered) = (0.0, 0.0_f64, 0.0_f64);
        let mut letters = 0.0;
        for word in &self.words {
            let length = length(word);
            let best = names.split_whitespace().map(|other| alike(word, other));
            by_words += length * best.fold(0.0, f64::max);
            letters += length;
        }
        for line in names.lines() {
            let line = line.replace(' ', "");
            covered = covered.max(strsim::sorensen_dice(&self.joined, &line));
            if letters > 2.0 && line.contains(&self.joined) {
                joined = JOINED;
            }
        }
        let found = if letters > 0.0 { by_words / letters } else { 0.0 };
        Likeness {
            found: found.max(joined).max(covered),
            covered,
        }
    }
}

fn length(word: &str) -> f64 {
    u32::try_from(word.chars().count()).map_or(0.0, f64::from)
}

/// How alike two words are, from 0 to 1.
fn alike(typed: &str, other: &str) -> f64 {
    if typed == other {
        return 1.0;
    }
    let several = length(typed) > 1.0;
    if is_ideographic(typed) {
        if several && other.contains(typed) {
            return PART;
        }
        if length(other) > 1.0 && typed.contains(other) {
            return WITHIN;
        }
    } else if several && other.starts_with(typed) {
        return PART;
    }
    let close = strsim::normalized_damerau_levenshtein(typed, other);
    if close < 0.5 { 0.0 } else { close }
}

#[cfg(test)]
mod tests {
    use super::super::folding::folded;
    use super::*;

    fn likeness(typed: &str, names: &[&str]) -> Likeness {
        let lines: Vec<String> = names.iter().map(|name| folded(name)).collect();
        Typed::new(&folded(typed)).likeness(&lines.join("\n"))
    }

    #[test]
    fn names_are_recognised_however_they_are_spelt() {
        let qwen = ["Qwen3 8B", "通义千问3", "Alibaba Cloud", "hf:Qwen/Qwen3-8B"];
        for typed in [
            "Quen3 8b",
            "quen",
            "qwen 3-8B",
            "Qwen3-8B",
            "通义千文",
            "千问",
            "qwen3 8",
            "Qwne3",
        ] {
            assert!(likeness(typed, &qwen).found >= LEAST, "{typed}");
        }
        let deepseek = ["DeepSeek-R1", "深度求索"];
        for typed in ["depseek", "deep seek r1", "深度求索R1", "DeepSeek R1"] {
            assert!(likeness(typed, &deepseek).found >= LEAST, "{typed}");
        }
        for (typed, names) in [
            ("Mistral", &qwen[..]),
            ("文心一言", &qwen),
            ("llama 8b", &qwen),
            ("q", &deepseek),
        ] {
            assert!(likeness(typed, names).found < LEAST, "{typed}");
        }
    }

    #[test]
    fn the_nearer_name_comes_first() {
        for (typed, near, far) in [
            ("qwen3 8b", "Qwen3 8B", "Qwen3 80B"),
            ("qwen3", "Qwen3", "Qwen3 8B Instruct"),
            ("llama 3", "Llama 3", "Llama 2"),
            ("豆包", "豆包", "豆包大模型 1.5"),
            (
                "110108645502801230035",
                "网信算备110108645502801230035号",
                "网信算备110108645502801230043号",
            ),
        ] {
            let (near, far) = (likeness(typed, &[near]), likeness(typed, &[far]));
            assert_eq!(near.compare(far), Ordering::Greater, "{typed}: {near:?} {far:?}");
        }
    }
}
