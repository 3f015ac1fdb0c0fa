//! `manifest.json`, which says all of an edition to programs, and `SHA256SUMS`.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::file::{Folder, Measured, Written};
use crate::dataset::columns::Profile;
use crate::dataset::facts::{Facts, PublicRows, VersionUsed};

/// The manifest, as in the file and in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub study: String,
    /// `1`, or `1.1` after a withdrawal.
    pub number: String,
    /// `public` or `restricted`.
    pub profile: String,
    pub software: String,
    pub submissions: u64,
    /// First and last day of submission, in UTC.
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    /// Whether the participants' own agreement to publication was asked for and honoured.
    pub published_by_consent: bool,
    /// Rules by which the people of a questionnaire chose whether their row is public.
    pub public_rows_only_if: Vec<PublicRows>,
    pub disclosure_control: Control,
    pub versions: Vec<VersionUsed>,
    /// Whether a workbook could hold the tables.
    pub workbook: bool,
    pub citation: String,
    /// Every file but this one, `SHA256SUMS`, and those that people added.
    pub files: Vec<Written>,
    /// Absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attachments: Option<Attachments>,
}

/// The files that people added to their answers, in the folder `files`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachments {
    pub files: u64,
    pub bytes: u64,
    /// Of their lines in `SHA256SUMS`, in the order in which they stand there.
    pub sha256: String,
}

/// What disclosure control did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// None where nothing was withheld by rule.
    pub k: Option<u32>,
    pub submissions_with_withheld_values: u64,
    pub withheld_cells: Vec<WithheldCells>,
}

/// Cells of one column that were withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithheldCells {
    pub file: String,
    pub column: String,
    pub cells: u64,
}

impl Manifest {
    /// The manifest of an edition with these files.
    pub fn new(facts: &Facts, files: Vec<Written>, attachments: Option<Attachments>) -> Self {
        let public = facts.profile == Profile::Public;
        Self {
            study: facts.study.key.clone(),
            number: facts.number.to_string(),
            profile: facts.profile.as_str().to_owned(),
            software: "soundings".into(),
            submissions: facts.rows,
            first_day: facts.days.map(|(first, _)| first.to_string()),
            last_day: facts.days.map(|(_, last)| last.to_string()),
            published_by_consent: public && facts.study.asks_to_publish,
            public_rows_only_if: match facts.profile {
                Profile::Public => facts.study.public_rows.clone(),
                Profile::Restricted => Vec::new(),
            },
            disclosure_control: Control {
                k: public.then_some(facts.study.k),
                submissions_with_withheld_values: facts.withheld.submissions,
                withheld_cells: withheld_cells(facts),
            },
            versions: facts.versions.clone(),
            workbook: facts.has_workbook,
            citation: facts.citation("en"),
            files,
            attachments,
        }
    }
}

fn withheld_cells(facts: &Facts) -> Vec<WithheldCells> {
    let of_column = |(table, column, cells): &(String, String, u64)| WithheldCells {
        file: format!("{table}.csv"),
        column: column.clone(),
        cells: *cells,
    };
    facts.withheld.cells.iter().map(of_column).collect()
}

/// Writes the manifest and the checksums of everything, the manifest included; `attached` adds the
/// lines of the files that people added.
///
/// # Errors
/// When the disk is full.
pub fn write(
    folder: &Folder,
    manifest: &Manifest,
    attached: impl FnOnce(&mut Measured) -> io::Result<()>,
) -> io::Result<[Written; 2]> {
    let mut content = serde_json::to_vec_pretty(manifest)?;
    content.push(b'\n');
    let own = folder.write("manifest.json", &content)?;
    let mut files: Vec<&Written> = manifest.files.iter().chain([&own]).collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut sums = folder.begin("SHA256SUMS")?;
    for file in files {
        sums.write_all(sum_line(file).as_bytes())?;
    }
    attached(&mut sums)?;
    let sums = sums.finish(None)?;
    Ok([own, sums])
}

/// A line as `sha256sum` writes it.
pub fn sum_line(file: &Written) -> String {
    format!("{}  {}\n", file.sha256, file.name)
}
