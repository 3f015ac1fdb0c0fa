//! Editions that are there: which are offered, and their files. A download never computes.

use std::path::{Path, PathBuf};

use super::columns::Profile;
use super::edition::{current, study_id};
use super::facts::Number;
use super::places::FOLDER;
use super::queries::{self, EditionRow};
use super::refused::Refused;
use super::writers::{Manifest, Written};
use crate::questionnaire::files::FileKind;
use crate::store::{Instant, Snapshot};

/// A sealed edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Key of its study.
    pub study: String,
    pub number: Number,
    pub profile: Profile,
    pub sealed_at: Instant,
    /// A newer revision stands in its place, so that its files are no longer given out.
    pub replaced: bool,
    /// What it says about itself; the files are in the order of its README.
    pub manifest: Manifest,
}

/// A file of an edition, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFile {
    pub path: PathBuf,
    pub media_type: &'static str,
    pub profile: Profile,
    /// None for `manifest.json` and `SHA256SUMS`, which the manifest does not list.
    pub listed: Option<Written>,
}

/// Every edition of a study, the newest first, replaced ones among them.
///
/// # Errors
/// [`Refused::NoSuchStudy`].
pub fn editions(db: &mut Snapshot<'_>, study: &str) -> Result<Vec<Edition>, Refused> {
    let id = study_id(db, study)?;
    let mut newest_of = None;
    let mut found = Vec::new();
    for row in queries::editions(db, id)? {
        let replaced = newest_of == Some(row.number);
        newest_of = Some(row.number);
        found.push(edition(study, &row, replaced)?);
    }
    Ok(found)
}

/// The editions of a study whose files are given out: the newest revision of each number.
///
/// # Errors
/// [`Refused::NoSuchStudy`].
pub fn offered(db: &mut Snapshot<'_>, study: &str) -> Result<Vec<Edition>, Refused> {
    let id = study_id(db, study)?;
    current(queries::editions(db, id)?)
        .into_iter()
        .map(|row| edition(study, &row, false))
        .collect()
}

/// The editions sealed last in all studies, replaced ones left out; at most `limit`.
///
/// # Errors
/// When the database fails.
pub fn latest(db: &mut Snapshot<'_>, limit: usize) -> Result<Vec<Edition>, Refused> {
    let mut found: Vec<Edition> = Vec::new();
    let most = i64::try_from(limit.saturating_mul(4)).unwrap_or(i64::MAX);
    for (study, row) in queries::newest(db, most)? {
        let newer = found
            .iter()
            .any(|edition| edition.study == study && edition.number.number == row.number);
        if !newer && found.len() < limit {
            found.push(edition(&study, &row, false)?);
        }
    }
    Ok(found)
}

/// A file of an edition that is offered; whether the profile may be seen is for the caller to
/// decide, who knows who asks.
///
/// # Errors
/// [`Refused::NoSuchEdition`] also for one that was replaced; [`Refused::NoSuchFile`] for a name
/// that the manifest does not list, so that no path can lead out of the folder.
pub fn open(
    db: &mut Snapshot<'_>,
    exports: &Path,
    study: &str,
    number: Number,
    file: &str,
) -> Result<OpenFile, Refused> {
    let edition = offered(db, study)?
        .into_iter()
        .find(|edition| edition.number == number)
        .ok_or(Refused::NoSuchEdition)?;
    let listed = edition
        .manifest
        .files
        .iter()
        .find(|listed| listed.name == file)
        .cloned();
    if listed.is_none() && !UNLISTED.contains(&file) {
        return Err(Refused::NoSuchFile);
    }
    Ok(OpenFile {
        path: folder(exports, study, number).join(file),
        media_type: media_type(file),
        profile: edition.profile,
        listed,
    })
}

/// A file that somebody added to answers, by its name within the edition's folder of files.
///
/// # Errors
/// As [`open`]; no name that could lead out of the folder is one.
pub fn open_attached(
    db: &mut Snapshot<'_>,
    exports: &Path,
    study: &str,
    number: Number,
    name: &str,
) -> Result<OpenFile, Refused> {
    let edition = offered(db, study)?
        .into_iter()
        .find(|edition| edition.number == number && edition.manifest.attachments.is_some())
        .ok_or(Refused::NoSuchEdition)?;
    let (stem, ending) = name.rsplit_once('.').ok_or(Refused::NoSuchFile)?;
    let kind = FileKind::with_ending(ending).ok_or(Refused::NoSuchFile)?;
    if !stem
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return Err(Refused::NoSuchFile);
    }
    Ok(OpenFile {
        path: folder(exports, study, number).join(FOLDER).join(name),
        media_type: kind.media_type(),
        profile: edition.profile,
        listed: None,
    })
}

/// Files that a manifest does not list: itself, and what lists it.
pub(super) const UNLISTED: [&str; 2] = ["manifest.json", "SHA256SUMS"];

/// Where the files of an edition are.
pub fn folder(exports: &Path, study: &str, number: Number) -> PathBuf {
    exports.join(study).join(number.to_string())
}

fn edition(study: &str, row: &EditionRow, replaced: bool) -> Result<Edition, Refused> {
    Ok(Edition {
        study: study.to_owned(),
        number: row.place(),
        profile: Profile::from_code(&row.profile).ok_or(Refused::UnknownProfile)?,
        sealed_at: row.sealed_at,
        replaced,
        manifest: row.manifest.parse()?,
    })
}

fn media_type(file: &str) -> &'static str {
    match Path::new(file).extension().and_then(|ending| ending.to_str()) {
        Some("csv") => "text/csv; charset=utf-8; header=present",
        Some("json") => "application/json",
        Some("md") => "text/markdown; charset=utf-8",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some(_) | None => "text/plain; charset=utf-8",
    }
}
