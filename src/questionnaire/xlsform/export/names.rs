//! Languages in headers: a name for each tag that reads back as the tag.

use crate::language::Language;
use crate::questionnaire::definition::Definition;
use crate::questionnaire::xlsform::languages::{self, UNDETERMINED};

/// The languages of a questionnaire as its headers name them.
pub(super) struct Names<'d> {
    languages: &'d [String],
    default: &'d str,
    /// Whether the default language is the one that columns without a name are in.
    bare: bool,
}

impl<'d> Names<'d> {
    pub fn of(definition: &'d Definition) -> Self {
        let first = definition.languages.first().map(String::as_str);
        let unnamed = definition.default_language == UNDETERMINED && first == Some(UNDETERMINED);
        let choices = definition.lists.values().flat_map(|list| &list.choices);
        // Where no header has two colons, one means as much.
        let colons = choices
            .flat_map(|choice| choice.data.keys())
            .any(|column| column.contains(':'));
        Self {
            languages: &definition.languages,
            default: &definition.default_language,
            bare: unnamed && !colons,
        }
    }

    pub fn languages(&self) -> &'d [String] {
        self.languages
    }

    /// Where the language stands among the columns.
    pub fn place(&self, tag: &str) -> usize {
        let place = self.languages.iter().position(|other| other == tag);
        place.unwrap_or(self.languages.len())
    }

    /// The header of a column in a language.
    pub fn header(&self, column: &str, tag: &str) -> String {
        if self.bare && tag == self.default {
            return column.to_owned();
        }
        // Other tools take a column of the choices for data, and no data has blanks in its name.
        if column == "section" && is_code(tag) {
            return format!("{column}_{tag}");
        }
        format!("{column}::{}", self.name(tag))
    }

    /// The setting; empty where columns without a name say it.
    pub fn default_language(&self) -> String {
        if self.bare {
            return String::new();
        }
        self.name(self.default)
    }

    /// `English (en)`, with the tag for a name where the site does not know the language.
    fn name(&self, tag: &str) -> String {
        if !is_code(tag) {
            // With its hyphens it might be taken for a code.
            return tag.replace('-', " ");
        }
        let known = Language::from_tag(tag).map(Language::name);
        // The author may have a language of the same name without a code.
        let free = |name: &&str| !self.languages.contains(&languages::tag(name));
        format!("{} ({tag})", known.filter(free).unwrap_or(tag))
    }
}

/// Whether the tag is a code, and not made of a name that has none.
fn is_code(tag: &str) -> bool {
    languages::has_code(tag) && languages::tag(tag) == tag
}
