//! Whether a folder is an edition as it was sealed. Needs no database: anybody can check a copy.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::places::FOLDER;
use super::sealed::UNLISTED;
use super::writers::Manifest;
use super::writers::file::checksum;

/// What a check of a folder found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Study and number, if the manifest can be read.
    pub edition: Option<(String, String)>,
    pub files: usize,
    pub submissions: u64,
    /// Empty for an edition as it was sealed.
    pub findings: Vec<Finding>,
}

/// One thing that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// There is no readable `manifest.json`.
    NoManifest,
    /// There is no readable `SHA256SUMS`.
    NoChecksums,
    Missing(String),
    /// Neither `SHA256SUMS` nor the manifest knows the file.
    Unknown(String),
    Changed(String),
    /// The manifest and `SHA256SUMS` do not say the same about the file.
    Contradiction(String),
    /// The table has not as many rows as the manifest says.
    Rows {
        file: String,
        said: u64,
        found: u64,
    },
    /// The header is not the list of columns in `codebook.csv`.
    Header(String),
    NotReadable(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoManifest => write!(f, "manifest.json is missing or damaged"),
            Self::NoChecksums => write!(f, "SHA256SUMS is missing or damaged"),
            Self::Missing(file) => write!(f, "{file} is missing"),
            Self::Unknown(file) => write!(f, "{file} is not part of the edition"),
            Self::Changed(file) => write!(f, "{file} was changed: its checksum differs"),
            Self::Contradiction(file) => write!(f, "manifest.json and SHA256SUMS disagree about {file}"),
            Self::Rows { file, said, found } => write!(f, "{file} has {found} rows instead of {said}"),
            Self::Header(file) => write!(f, "the header of {file} is not what codebook.csv says"),
            Self::NotReadable(file) => write!(f, "{file} cannot be read as CSV"),
        }
    }
}

/// Checks a folder. Everything that is wrong is reported, not only the first.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn verify(folder: &Path) -> io::Result<Report> {
    let mut present = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == FOLDER && entry.file_type()?.is_dir() {
            for inner in fs::read_dir(entry.path())? {
                present.push(format!("{FOLDER}/{}", inner?.file_name().to_string_lossy()));
            }
        } else {
            present.push(name);
        }
    }
    present.sort();
    let mut findings = Vec::new();
    let manifest = fs::read(folder.join("manifest.json"))
        .ok()
        .and_then(|content| serde_json::from_slice::<Manifest>(&content).ok());
    let lines = fs::read_to_string(folder.join("SHA256SUMS")).unwrap_or_default();
    let sums = sums(&lines);
    match &sums {
        None => findings.push(Finding::NoChecksums),
        Some(sums) => findings.extend(check_sums(folder, sums, &present)),
    }
    match &manifest {
        None => findings.push(Finding::NoManifest),
        Some(manifest) => {
            if let Some(sums) = &sums {
                findings.extend(check_agreement(manifest, sums));
                findings.extend(check_attachments(manifest, &lines));
            }
            findings.extend(check_tables(folder, manifest));
        }
    }
    Ok(Report {
        files: present.len(),
        submissions: manifest.as_ref().map_or(0, |manifest| manifest.submissions),
        edition: manifest.map(|manifest| (manifest.study, manifest.number)),
        findings,
    })
}

/// Checksum by file; none if there is no line, or one is not as `sha256sum` writes it.
fn sums(text: &str) -> Option<BTreeMap<String, String>> {
    if text.is_empty() {
        return None;
    }
    text.lines()
        .map(|line| {
            let (sum, file) = line.split_once("  ")?;
            Some((file.to_owned(), sum.to_owned()))
        })
        .collect()
}

fn check_sums(folder: &Path, sums: &BTreeMap<String, String>, present: &[String]) -> Vec<Finding> {
    let known = |file: &&String| file.as_str() == "SHA256SUMS" || sums.contains_key(*file);
    let unknown = present.iter().filter(|file| !known(file));
    let mut findings: Vec<Finding> = unknown.map(|file| Finding::Unknown(file.clone())).collect();
    for (file, sum) in sums {
        if !present.contains(file) {
            findings.push(Finding::Missing(file.clone()));
            continue;
        }
        match checksum(&folder.join(file)) {
            Ok((_, found)) if found == *sum => {}
            Ok(_) | Err(_) => findings.push(Finding::Changed(file.clone())),
        }
    }
    findings
}

fn check_agreement(manifest: &Manifest, sums: &BTreeMap<String, String>) -> Vec<Finding> {
    let disagreeing = manifest
        .files
        .iter()
        .filter(|file| sums.get(&file.name) != Some(&file.sha256))
        .map(|file| file.name.clone());
    let unlisted = sums.keys().filter(|name| {
        !UNLISTED.contains(&name.as_str())
            && !is_attached(name)
            && !manifest.files.iter().any(|file| file.name == **name)
    });
    disagreeing
        .chain(unlisted.cloned())
        .map(Finding::Contradiction)
        .collect()
}

fn is_attached(name: &str) -> bool {
    name.split_once('/').is_some_and(|(folder, _)| folder == FOLDER)
}

/// Whether the lines of the files that people added are those that the manifest tells of.
fn check_attachments(manifest: &Manifest, lines: &str) -> Option<Finding> {
    let mut digest = Sha256::new();
    let mut count = 0;
    let of_attached = |line: &&str| line.split_once("  ").is_some_and(|(_, name)| is_attached(name));
    for line in lines.lines().filter(of_attached) {
        digest.update(format!("{line}\n"));
        count += 1;
    }
    let agrees = match &manifest.attachments {
        None => count == 0,
        Some(said) => said.files == count && said.sha256 == hex::encode(digest.finalize()),
    };
    (!agrees).then(|| Finding::Contradiction(format!("{FOLDER}/")))
}

fn check_tables(folder: &Path, manifest: &Manifest) -> Vec<Finding> {
    let columns = columns_said(folder);
    let mut findings = Vec::new();
    for file in manifest.files.iter().filter(|file| file.ends_with("csv")) {
        let Ok((header, found)) = shape(&folder.join(&file.name)) else {
            findings.push(Finding::NotReadable(file.name.clone()));
            continue;
        };
        if let Some(said) = file.rows.filter(|said| *said != found) {
            findings.push(Finding::Rows {
                file: file.name.clone(),
                said,
                found,
            });
        }
        let described = match file.name.as_str() {
            "codebook.csv" | "choices.csv" | "changes.csv" => continue,
            "submissions-excel.csv" => "submissions.csv",
            other => other,
        };
        if columns.get(described) != Some(&header) {
            findings.push(Finding::Header(file.name.clone()));
        }
    }
    findings
}

/// Columns by file, as `codebook.csv` lists them.
fn columns_said(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if let Ok(mut reader) = ::csv::Reader::from_path(folder.join("codebook.csv")) {
        for record in reader.records().flatten() {
            if let (Some(file), Some(column)) = (record.get(0), record.get(1)) {
                said.entry(file.to_owned()).or_default().push(column.to_owned());
            }
        }
    }
    said
}

/// Header and number of rows, each as long as the header.
fn shape(path: &Path) -> Result<(Vec<String>, u64), ::csv::Error> {
    let mut reader = ::csv::Reader::from_path(path)?;
    let header = reader.headers()?.iter().map(str::to_owned).collect();
    let mut rows = 0;
    let mut record = ::csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        rows += 1;
    }
    Ok((header, rows))
}
