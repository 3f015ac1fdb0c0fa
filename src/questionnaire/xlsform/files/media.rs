//! Pictures, sound and films that labels show, as names of files.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::beside;
use super::tables::Files;
use crate::questionnaire::definition::{Definition, Media};
use crate::questionnaire::findings::{Code, Findings, Place};

/// Larger files make a page that nobody waits for. No other file may be larger either.
pub(super) const LARGEST_MEDIUM: usize = 20 * 1024 * 1024;

/// Types of files that browsers show, each by how its content begins.
///
/// SVG is not among them: it is a document that may contain scripts.
const TYPES: [(&str, &str, Beginning); 10] = [
    ("png", "image", |bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
    ("jpg", "image", is_jpeg),
    ("jpeg", "image", is_jpeg),
    ("gif", "image", |bytes| bytes.starts_with(b"GIF8")),
    ("webp", "image", |bytes| is_riff(bytes, *b"WEBP")),
    ("mp3", "audio", is_mp3),
    ("ogg", "audio", |bytes| bytes.starts_with(b"OggS")),
    ("wav", "audio", |bytes| is_riff(bytes, *b"WAVE")),
    ("m4a", "audio", is_mp4),
    ("mp4", "video", is_mp4),
];
/// Film and sound both.
const WEBM: (&str, Beginning) = ("webm", |bytes| bytes.starts_with(b"\x1A\x45\xDF\xA3"));

type Beginning = fn(&[u8]) -> bool;

fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xD8\xFF")
}

fn is_riff(bytes: &[u8], kind: [u8; 4]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(&kind)
}

/// With a tag before it, or at once a frame of sound.
fn is_mp3(bytes: &[u8]) -> bool {
    let frame = matches!(bytes, [0xFF, second, ..] if second & 0xE0 == 0xE0);
    bytes.starts_with(b"ID3") || frame
}

fn is_mp4(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
}

/// Whether browsers show files with this ending, given in small letters.
pub(super) fn is_media(ending: &str) -> bool {
    ending == WEBM.0 || TYPES.iter().any(|(known, ..)| *known == ending)
}

/// How a file with this ending begins, if it may stand in the column `image`, `audio` or `video`.
fn beginning(ending: &str, column: &str) -> Option<Beginning> {
    let wanted = if column == "big-image" { "image" } else { column };
    if ending == WEBM.0 && wanted != "image" {
        return Some(WEBM.1);
    }
    let found = TYPES
        .iter()
        .find(|(known, kind, _)| *known == ending && *kind == wanted);
    found.map(|(_, _, beginning)| *beginning)
}

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
        let Some(beginning) = beside::ending(name).and_then(|ending| beginning(&ending, column)) else {
            let (file, column) = (name.to_owned(), column.to_owned());
            findings.add(asked.clone(), Code::MediumType { file, column });
            return None;
        };
        if !self.media.contains_key(name) {
            let digest = self.digest(name, beginning, asked, findings);
            self.media.insert(name.to_owned(), digest);
        }
        Some(name.to_owned())
    }

    fn digest(
        &mut self,
        name: &str,
        beginning: Beginning,
        asked: &Place,
        findings: &mut Findings,
    ) -> Option<String> {
        let bytes = self.bytes(name, "it is not shown", asked, findings)?;
        if bytes.len() > LARGEST_MEDIUM {
            let limit = (LARGEST_MEDIUM / 1024 / 1024) as u64;
            findings.add(Place::file(name), Code::FileTooLarge { limit });
            return None;
        }
        if !beginning(bytes) {
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

#[cfg(test)]
mod tests {
    use super::{TYPES, beginning};

    #[test]
    fn a_page_under_the_name_of_a_picture_is_none() {
        for (ending, column, begins) in TYPES {
            assert!(beginning(ending, column).is_some(), "{ending}");
            for page in [
                "<!doctype html>",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "",
                "<",
            ] {
                assert!(!begins(page.as_bytes()), "{ending} {page}");
            }
        }
        assert!(beginning("svg", "image").is_none());
        assert!(beginning("png", "audio").is_none());
        assert!(beginning("webm", "audio").is_some() && beginning("webm", "video").is_some());
    }
}
