//! Pictures, sound and films that labels show, as names of files.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::beside;
use super::tables::Files;
use crate::questionnaire::definition::{Definition, Media};
use crate::questionnaire::files::{FileKind, LARGEST, shown_as};
use crate::questionnaire::findings::{Code, Findings, Place};

impl Files<'_> {
    /// The name of a medium as a cell gives it; `None` if it cannot be shown. `column` is one of
    /// `image`, `big-image`, `audio` and `video`.
    pub fn medium(
        &mut self,
        cell: &str,
        column: &str,
        asked: &Place,
        findings: &mut Findings,
    ) -> Option<String> {
        // Other tools write it in full.
        let name = cell.rsplit_once("jr://").map_or(cell, |(_, path)| {
            path.split_once('/').map_or(path, |(_, name)| name)
        });
        let wanted = shown_as(column);
        let named = beside::ending(name).and_then(|ending| FileKind::with_ending(&ending));
        if !named.is_some_and(|kind| wanted.contains(&kind)) {
            let (file, column) = (name.to_owned(), column.to_owned());
            findings.add(asked.clone(), Code::MediumType { file, column });
            return None;
        }
        if !self.media.contains_key(name) {
            let digest = self.digest(name, wanted, asked, findings);
            self.media.insert(name.to_owned(), digest);
        }
        Some(name.to_owned())
    }

    fn digest(
        &mut self,
        name: &str,
        wanted: &[FileKind],
        asked: &Place,
        findings: &mut Findings,
    ) -> Option<String> {
        let bytes = self.bytes(name, "it is not shown", asked, findings)?;
        if bytes.len() > LARGEST {
            let limit = (LARGEST / 1024 / 1024) as u64;
            findings.add(Place::file(name), Code::FileTooLarge { limit });
            return None;
        }
        if !FileKind::of(bytes, name).is_some_and(|kind| wanted.contains(&kind)) {
            let file = name.to_owned();
            findings.add(Place::file(name), Code::MediumContent { file });
            return None;
        }
        Some(hex::encode(Sha256::digest(bytes)))
    }

    /// The media that a definition shows, by name, each with the digest of its content. Those of
    /// shared lists were looked at when the lists were read; what was wrong is told already.
    pub fn take_media(&mut self, definition: &Definition) -> BTreeMap<String, String> {
        let of_lists = definition.lists.values().flat_map(|list| &list.choices);
        let questions = definition.questions();
        let shown = questions
            .iter()
            .map(|question| &question.media)
            .chain(of_lists.map(|choice| &choice.media));
        let mut media = BTreeMap::new();
        for (column, names) in shown.flat_map(Media::columns) {
            for name in names.0.values() {
                let mut told = Findings::default();
                self.medium(name, column, &Place::default(), &mut told);
                if let Some(Some(digest)) = self.media.get(name) {
                    media.insert(name.clone(), digest.clone());
                }
            }
        }
        media
    }
}
