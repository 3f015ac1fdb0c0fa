//! What is known of the files beside a questionnaire.

use crate::questionnaire::files::is_shown;

/// The files beside a questionnaire, as names (without folders) and contents.
#[derive(Debug, Clone, Copy)]
pub enum Beside<'f> {
    /// Some of them, or none: whoever has only the questionnaire cannot know whether the rest exists.
    /// What is not among them is unknown, which is a warning.
    Some(&'f [(String, Vec<u8>)]),
    /// All of them, as in the folder of a study: what is not among them is missing, which is an error.
    All(&'f [(String, Vec<u8>)]),
}

impl<'f> Beside<'f> {
    /// The content of a file.
    pub(super) fn get(self, name: &str) -> Option<&'f [u8]> {
        let (Self::Some(files) | Self::All(files)) = self;
        let (_, bytes) = files.iter().find(|(other, _)| other == name)?;
        Some(bytes)
    }

    /// Whether a file that is not there is missing for certain.
    pub(super) const fn is_complete(self) -> bool {
        matches!(self, Self::All(_))
    }
}

/// Whether a file with this name may stand beside a questionnaire and be of use to it.
pub fn is_beside(name: &str) -> bool {
    ending(name).is_some_and(|ending| is_table(&ending) || is_shown(&ending))
}

/// Whether files with this ending, in small letters, hold tables.
pub(in crate::questionnaire::xlsform) fn is_table(ending: &str) -> bool {
    matches!(ending, "csv" | "xml" | "geojson")
}

/// What follows the last dot of a name, in small letters.
pub(in crate::questionnaire::xlsform) fn ending(name: &str) -> Option<String> {
    name.rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
}

/// Whether the name is that of a file and not a path, which could lead elsewhere.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0'])
}
