//! `soundings questionnaire check | export`: findings on a questionnaire file or a study's folder, and
//! a questionnaire of a study as a file again.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::questionnaire::definition::Definition;
use crate::questionnaire::estimate::{Estimate, estimate};
use crate::questionnaire::findings::{Finding, Severity};
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::study;
use crate::questionnaire::versions;
use crate::questionnaire::xlsform::{self, Beside, SharedLists};
use crate::store::{Store, StoreError};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Lines for people, errors first.
    Text,
    /// A JSON array for programs, by file, sheet, row and column.
    Json,
}

/// Prints all findings and answers whether one of them is an error.
pub fn check(path: &Path, format: Format) -> anyhow::Result<bool> {
    let (findings, lengths) = examine(path)?;
    let output = match format {
        Format::Text => lines(&findings) + &lengths,
        Format::Json => serde_json::to_string_pretty(&findings)? + "\n",
    };
    print!("{output}");
    Ok(findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error))
}

/// The findings, and a line on the length of every questionnaire that can be asked.
fn examine(path: &Path) -> anyhow::Result<(Vec<Finding>, String)> {
    if path.is_dir() {
        let reading = study::read(&files(path)?);
        let questionnaires = reading.study.map(|study| study.questionnaires);
        let lengths = questionnaires.into_iter().flatten();
        let lengths = lengths.map(|(entry, definition)| length(&entry.file, &definition));
        return Ok((reading.findings.sorted(), lengths.collect()));
    }
    let bytes = read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let reading = xlsform::import(&bytes, &name);
    let beside = beside(path, &reading.files)?;
    let reading = if beside.is_empty() {
        reading
    } else {
        xlsform::import_with(&bytes, &name, &SharedLists::default(), Beside::Some(&beside))
    };
    let length = reading.definition.map(|definition| length(&name, &definition));
    Ok((reading.findings.sorted(), length.unwrap_or_default()))
}

fn length(file: &str, definition: &Definition) -> String {
    let Estimate { full, required } = estimate(definition);
    format!("{file} takes about {full}; what must be answered takes {required}\n")
}

/// Those of the files that stand beside a questionnaire.
fn beside(questionnaire: &Path, names: &BTreeSet<String>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let folder = questionnaire.parent().unwrap_or_else(|| Path::new(""));
    let paths = names.iter().map(|name| (name, folder.join(name)));
    paths
        .filter(|(_, path)| path.is_file())
        .map(|(name, path)| Ok((name.clone(), read(&path)?)))
        .collect()
}

/// A file, of which not more than a byte beyond the bound on any is read: it is refused for its length.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let unreadable = || format!("cannot read {}", path.display());
    let mut bytes = Vec::new();
    File::open(path)
        .with_context(unreadable)?
        .take(xlsform::LARGEST + 1)
        .read_to_end(&mut bytes)
        .with_context(unreadable)?;
    Ok(bytes)
}

/// The files of a study's folder, by name; folders within it and hidden files are left alone.
pub fn files(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let unreadable = || format!("cannot read {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_file() && !name.starts_with('.') && is_part_of_a_study(&name) {
            let bytes = read(&path)?;
            files.push((name, bytes));
        }
    }
    files.sort();
    Ok(files)
}

fn is_part_of_a_study(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let is_sheet = matches!(
        ending.as_deref(),
        Some("toml" | "md" | "csv" | "xlsx" | "xlsm" | "xls")
    );
    is_sheet || xlsform::is_beside(name)
}

/// One line for each finding, grouped by severity, and a line of counts.
fn lines(findings: &[Finding]) -> String {
    let mut lines = String::new();
    let mut counts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        let mut count = 0;
        for finding in findings.iter().filter(|finding| finding.severity() == severity) {
            let file = finding.place.file.as_deref().unwrap_or("-");
            let _ = writeln!(lines, "{file} {finding}");
            count += 1;
        }
        let plural = if count == 1 { "" } else { "s" };
        counts.push(format!("{count} {}{plural}", severity.as_str()));
    }
    let _ = writeln!(lines, "{}", counts.join(", "));
    lines
}

/// Writes the newest version of a questionnaire to a file that is not there yet, and beside it the
/// tables and media that belong to it.
///
/// # Errors
/// When there is no such questionnaire, or a file is there already; nothing is written then.
pub async fn export(
    store: &Store,
    shelf: &Shelf,
    study: &str,
    questionnaire: &str,
    out: &Path,
) -> anyhow::Result<()> {
    let is_spreadsheet = |ending: &OsStr| ending.eq_ignore_ascii_case("xlsx");
    if !out.extension().is_some_and(is_spreadsheet) {
        bail!("the name of the file must end in .xlsx: {}", out.display());
    }
    let version = newest(store, shelf, study, questionnaire).await?;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let definition = version.plan.definition();
    let exported = xlsform::export(definition, &name);
    let media = media(store, &definition.media).await?;
    let mut missing = exported.missing;
    missing.retain(|name| !media.iter().any(|(other, _)| other == name));
    let mut files = vec![(out.to_owned(), xlsform::write(&exported.workbook)?)];
    for (name, bytes) in exported.tables.into_iter().chain(media) {
        // A name that leads elsewhere is of no use here.
        let Some(name) = Path::new(&name).file_name() else {
            continue;
        };
        files.push((out.with_file_name(name), bytes));
    }
    create(&files)?;
    println!(
        "{questionnaire} version {} of {study} is in {}",
        version.number,
        out.display()
    );
    for (path, _) in files.iter().skip(1) {
        println!("  with {}", path.display());
    }
    if !missing.is_empty() {
        println!("  put beside it: {}", missing.join(", "));
    }
    Ok(())
}

/// The media that are stored, as names and contents.
async fn media(
    store: &Store,
    hashes: &BTreeMap<String, String>,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let hashes = hashes.clone();
    store
        .read(move |db| {
            let mut found = Vec::new();
            for (name, hash) in hashes {
                found.extend(crate::questionnaire::files::content(db, &hash)?.map(|content| (name, content)));
            }
            Ok(found)
        })
        .await
}

async fn newest(
    store: &Store,
    shelf: &Shelf,
    study: &str,
    questionnaire: &str,
) -> anyhow::Result<Arc<Version>> {
    let (shelf, key, wanted) = (shelf.clone(), study.to_owned(), questionnaire.to_owned());
    let found = store.read(move |db| {
        let Some(header) = versions::study(db, &key)? else {
            return Ok(None);
        };
        let asked = versions::questionnaires(db, header.id)?;
        let asked: Vec<String> = asked.into_iter().map(|one| one.key).collect();
        Ok::<_, StoreError>(Some((shelf.newest(db, header.id, &wanted)?, asked)))
    });
    match found.await? {
        None => bail!("there is no study {study}; `study list` names them all"),
        Some((None, asked)) => bail!(
            "{study} has no questionnaire {questionnaire}; it has {}",
            asked.join(", ")
        ),
        Some((Some(version), _)) => Ok(version),
    }
}

/// Writes files of which none may be there.
fn create(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        bail!("{} is there already; nothing was written", path.display());
    }
    for (path, bytes) in files {
        let written = File::create_new(path).and_then(|mut file| file.write_all(bytes));
        written.with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_with_place_code_and_mend() {
        let table = "| survey |\n| | type | name | label | relevant |\n| | text | a | A | ${b} = 1 |";
        let findings = xlsform::import(table.as_bytes(), "a.md").findings.sorted();
        let lines = lines(&findings);
        let wanted = "a.md survey:2 (relevant) error unknown-reference: No row has the name “b”. — ";
        assert!(lines.starts_with(wanted), "{lines}");
        assert!(lines.ends_with("1 error, 1 warning, 0 hints\n"), "{lines}");
    }

    #[test]
    fn json_has_the_same_keys_for_every_finding() {
        let findings = xlsform::import(b"x", "a.md").findings.sorted();
        let json = serde_json::to_value(&findings).unwrap();
        let keys: Vec<&str> = json[0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "severity", "code", "file", "sheet", "row", "column", "message", "mend"
            ]
        );
    }

    #[test]
    fn files_beside_a_questionnaire_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let form = folder.path().join("a.md");
        let table = "| survey |\n| | type | name | label | exposure |\n\
            | | select_one_from_file c.csv | a | A | public |\n| | note | b | B | |\n";
        fs::write(&form, table).unwrap();
        let codes = || {
            let (findings, _) = examine(&form).unwrap();
            let codes = findings.iter().map(|finding| finding.code.as_str());
            codes.collect::<Vec<_>>()
        };
        assert_eq!(codes(), ["external-file-unknown"]);
        fs::write(folder.path().join("c.csv"), "name,title\nx,X\n").unwrap();
        assert_eq!(codes(), ["no-such-column"]);
        fs::write(folder.path().join("c.csv"), "name,label\nx,X\n").unwrap();
        assert_eq!(codes(), Vec::<&str>::new());
    }
}
