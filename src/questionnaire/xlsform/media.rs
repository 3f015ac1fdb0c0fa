//! The columns with pictures, sound and films beside texts.

use super::files::Files;
use super::languages::Languages;
use super::sheet::{Record, Records};
use crate::questionnaire::definition::Media;
use crate::questionnaire::findings::{Code, Findings};

/// The columns, each also as `media::image`.
pub(super) const COLUMNS: [&str; 4] = ["image", "big-image", "audio", "video"];

/// The media of a row, as far as they can be shown.
pub(super) fn read(
    records: &Records,
    record: &Record,
    languages: &Languages,
    files: &mut Files<'_>,
    findings: &mut Findings,
) -> Media {
    let is_empty = |column| languages.text(records, record, column).is_empty();
    if is_empty("image") && !is_empty("big-image") {
        let (key, needs) = ("big-image".to_owned(), "an image".to_owned());
        findings.add(
            records.at(record, "big-image"),
            Code::ParameterMisplaced { key, needs },
        );
    }
    let mut media = Media::default();
    let columns = [
        ("image", &mut media.image),
        ("big-image", &mut media.big_image),
        ("audio", &mut media.audio),
        ("video", &mut media.video),
    ];
    for (column, names) in columns {
        let place = records.at(record, column);
        for (tag, cell) in languages.text(records, record, column).0 {
            if cell.contains("${") {
                let feature = "A media file whose name depends on an answer".to_owned();
                findings.add(place.clone(), Code::Disregarded { feature });
            } else if let Some(name) = files.medium(&cell, column, &place, findings) {
                names.0.insert(tag, name);
            }
        }
    }
    media
}
