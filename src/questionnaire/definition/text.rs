//! A text, and what is shown or played beside it, in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A text in the languages of the questionnaire, by BCP 47 tag.
///
/// A language without its own text falls back to the questionnaire's default language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// The text in `language`, else in `fallback`, else in any language, else empty.
    pub fn get(&self, language: &str, fallback: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get(fallback))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

/// Media that go with a label, as names of files beside the questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub image: Text,
    /// The same picture larger; there is always an `image` too.
    pub big_image: Text,
    pub audio: Text,
    pub video: Text,
}

impl Media {
    /// Each kind by its column in the sheet.
    pub fn columns(&self) -> [(&'static str, &Text); 4] {
        [
            ("image", &self.image),
            ("big-image", &self.big_image),
            ("audio", &self.audio),
            ("video", &self.video),
        ]
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.columns().iter().all(|(_, names)| names.is_empty())
    }
}
