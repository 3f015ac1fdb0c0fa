//! Keys of models and releases, and the address that the two make together.

use std::fmt;
use std::str::FromStr;

/// Most characters of a key.
const LONGEST: usize = 80;

/// What names a model, or a release within its model, in addresses and files. Never changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key made from a name: letters of any script and digits stay, the rest become hyphens.
    /// Nothing if nothing stays.
    pub fn of_name(name: &str) -> Option<Self> {
        let mut key = String::new();
        for letter in name.chars().flat_map(char::to_lowercase) {
            if key.chars().count() >= LONGEST {
                break;
            }
            if letter.is_alphanumeric() || letter == '.' && !key.is_empty() {
                key.push(letter);
            } else if letter == '+' {
                key.push_str("-plus");
            } else if !key.is_empty() && !key.ends_with('-') {
                key.push('-');
            }
        }
        key.trim_matches(['-', '.']).parse().ok()
    }
}

impl FromStr for Key {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |letter: char| {
            letter.is_alphanumeric() && !letter.is_uppercase() || matches!(letter, '-' | '.' | '_')
        };
        if text.is_empty() || text.chars().count() > LONGEST {
            Err("a key has 1 to 80 characters")
        } else if !text.chars().all(fits) || text.starts_with(['.', '-']) {
            Err(
                "a key has small letters, digits, hyphens, dots and underscores, and begins with none of the last three but _",
            )
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a release stands: `model/release`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    pub model: Key,
    pub release: Key,
}

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (model, release) = text
            .split_once('/')
            .ok_or("a release is named as model/release")?;
        Ok(Self {
            model: model.parse()?,
            release: release.parse()?,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.model, self.release)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_keys() {
        for (name, key) in [
            ("Qwen/Qwen3-8B", "qwen-qwen3-8b"),
            ("Command R+", "command-r-plus"),
            ("  GPT 3.5 (turbo)  ", "gpt-3.5-turbo"),
            ("文心一言 4.0", "文心一言-4.0"),
            ("../..", ""),
            ("!?", ""),
        ] {
            let made = Key::of_name(name).map_or(String::new(), |key| key.to_string());
            assert_eq!(made, key, "{name}");
        }
    }

    #[test]
    fn an_address_has_two_parts_and_no_way_out() {
        assert!("qwen3/8b".parse::<Address>().is_ok());
        for text in ["qwen3", "Qwen3/8b", "a/b/c", "../etc", "a/", "/b", "a b/c"] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
