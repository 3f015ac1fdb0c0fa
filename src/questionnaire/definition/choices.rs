//! Lists of options, and the options that are no answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Media, Text};

/// The options of a list, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChoiceList {
    pub choices: Vec<Choice>,
}

impl ChoiceList {
    /// The choice with this name.
    pub fn get(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }
}

/// One option of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub name: String,
    pub label: Text,
    pub media: Media,
    /// In a multiple choice: may not be chosen together with another option.
    pub exclusive: bool,
    /// Sub-heading under which the option is shown.
    pub section: Text,
    /// For `choice_filter` and expressions: further columns of the choices sheet, or of a file all columns,
    /// those with the name and label among them.
    pub data: BTreeMap<String, String>,
}

impl Choice {
    /// An option that is called as it is labelled.
    pub fn plain(name: &str, language: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: Text(BTreeMap::from([(language.to_owned(), name.to_owned())])),
            media: Media::default(),
            exclusive: false,
            section: Text::default(),
            data: BTreeMap::new(),
        }
    }

    /// What a filter finds in this column. A file may have a column `name` beside the one that names.
    pub fn column(&self, column: &str) -> Option<&str> {
        let own = || (column == "name").then_some(self.name.as_str());
        self.data.get(column).map(String::as_str).or_else(own)
    }

    /// The missing code that choosing this option stands for in data, if it is no answer.
    pub fn missing(&self) -> Option<Missing> {
        match self.name.as_str() {
            "dk" => Some(Missing::DoNotKnow),
            "pna" => Some(Missing::PreferNotToSay),
            "na" => Some(Missing::NotApplicable),
            _ => None,
        }
    }
}

/// Why a cell of a dataset holds no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// `.s`: shown and skipped.
    Skipped,
    /// `.d`: do not know.
    DoNotKnow,
    /// `.r`: prefer not to say.
    PreferNotToSay,
    /// `.n`: not applicable.
    NotApplicable,
    /// `.w`: withheld by disclosure control.
    Withheld,
    /// `.x`: withdrawn.
    Withdrawn,
}

impl Missing {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Skipped,
        Self::DoNotKnow,
        Self::PreferNotToSay,
        Self::NotApplicable,
        Self::Withheld,
        Self::Withdrawn,
    ];

    /// The code as written in data files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Skipped => ".s",
            Self::DoNotKnow => ".d",
            Self::PreferNotToSay => ".r",
            Self::NotApplicable => ".n",
            Self::Withheld => ".w",
            Self::Withdrawn => ".x",
        }
    }
}
