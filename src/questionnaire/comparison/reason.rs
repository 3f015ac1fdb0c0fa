//! The reason that a person gives for a change.

use serde::{Deserialize, Serialize};

use crate::questionnaire::definition::Text;

/// Fewest letters of a reason. A Han character says as much as two letters.
const FEWEST_LETTERS: usize = 10;
/// Most characters of a reason.
const MOST_CHARACTERS: usize = 2_000;

/// Why something was changed, in one language or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reason(Text);

/// Why a text is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoReason {
    #[error("a reason has at least ten letters")]
    TooShort,
    #[error("a reason has at most 2,000 characters")]
    TooLong,
}

impl Reason {
    /// A reason typed in one language; white space is brought into order.
    ///
    /// # Errors
    /// [`NoReason`].
    pub fn typed(text: &str, language: &str) -> Result<Self, NoReason> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let weight = |letter: char| match letter {
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => 2,
            letter => usize::from(letter.is_alphabetic()),
        };
        if text.chars().map(weight).sum::<usize>() < FEWEST_LETTERS {
            return Err(NoReason::TooShort);
        }
        if text.chars().count() > MOST_CHARACTERS {
            return Err(NoReason::TooLong);
        }
        Ok(Self(Text([(language.to_owned(), text)].into())))
    }

    /// A reason in several languages.
    ///
    /// # Errors
    /// The first language whose text is no reason; an empty one if there is no text at all.
    pub fn in_languages(Text(texts): &Text) -> Result<Self, (String, NoReason)> {
        let mut reason = Text::default();
        for (language, text) in texts {
            let Self(Text(one)) = Self::typed(text, language).map_err(|fault| (language.clone(), fault))?;
            reason.0.extend(one);
        }
        if reason.is_empty() {
            return Err((String::new(), NoReason::TooShort));
        }
        Ok(Self(reason))
    }

    /// Its words.
    pub const fn text(&self) -> &Text {
        &self.0
    }
}
