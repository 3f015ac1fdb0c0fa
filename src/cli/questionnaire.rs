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
use chrono::{DateTime, Utc};

use crate::clock::Clock;
use crate::questionnaire::definition::Definition;
use crate::questionnaire::estimate::{Estimate, estimate};
use crate::questionnaire::evaluation::Plan;
use crate::questionnaire::findings::{Code, Finding, Findings, Place, Routing, Severity};
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::study::{self, StudyReading};
use crate::questionnaire::versions;
use crate::questionnaire::walker::{self, Tally};
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
pub fn check(path: &Path, format: Format, clock: Clock) -> anyhow::Result<bool> {
    let Checked {
        findings,
        tally,
        lengths,
    } = checked(path, clock.now().utc())?;
    let output = match format {
        Format::Text => lines(&findings, tally) + &lengths,
        Format::Json => serde_json::to_string_pretty(&findings)? + "\n",
    };
    print!("{output}");
    Ok(findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error))
}

/// What was found in a file or folder.
#[derive(Default)]
struct Checked {
    findings: Vec<Finding>,
    /// What became of the branches; nothing if errors kept them from being walked.
    tally: Option<Tally>,
    /// A line on the length of every questionnaire that can be asked.
    lengths: String,
}

fn checked(path: &Path, now: DateTime<Utc>) -> anyhow::Result<Checked> {
    if path.is_dir() {
        return Ok(of_study(study::read(&files(path)?), now));
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
    let mut checked = Checked::default();
    let mut findings = reading.findings;
    if let Some(definition) = reading.definition {
        // By itself nobody says that it is to be opened.
        checked.walk(&name, definition, now, &mut findings);
    }
    checked.findings = findings.sorted();
    Ok(checked)
}

/// A study that is to be opened: what bars it is an error.
fn of_study(reading: StudyReading, now: DateTime<Utc>) -> Checked {
    let StudyReading { study, mut findings } = reading;
    let mut checked = Checked::default();
    for (entry, definition) in study.into_iter().flat_map(|study| study.questionnaires) {
        let branches = checked.walk(&entry.file, definition, now, &mut findings);
        if branches > 0 {
            let questionnaire = entry.key;
            let code = Routing::CannotBeOpened {
                questionnaire,
                branches,
            };
            findings.add(Place::file(study::STUDY_FILE), Code::Routing(code));
        }
    }
    checked.findings = findings.sorted();
    checked
}

impl Checked {
    /// Adds what is to be said of a questionnaire, and answers how many of its branches bar a study.
    fn walk(
        &mut self,
        file: &str,
        definition: Definition,
        now: DateTime<Utc>,
        findings: &mut Findings,
    ) -> usize {
        let Estimate { full, required } = estimate(&definition);
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.lengths,
            "{file} takes about {full}; what must be answered takes {required}"
        );
        let Ok(plan) = Plan::new(definition) else { return 0 };
        let walk = walker::walk_at(&plan, now);
        let remarks = walk.remarks(&plan, &Place::file(file).sheet("survey"));
        findings.append(remarks.findings);
        *self.tally.get_or_insert_default() += walk.tally();
        remarks.bars
    }
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

/// One line for each finding, grouped by severity, a line of counts, and one about the branches.
fn lines(findings: &[Finding], tally: Option<Tally>) -> String {
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
    if let Some(tally) = tally {
        let _ = writeln!(lines, "{tally}");
    }
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

    fn check(table: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let form = folder.path().join("a.md");
        fs::write(&form, table).unwrap();
        let Checked { findings, tally, .. } = checked(&form, DateTime::UNIX_EPOCH).unwrap();
        lines(&findings, tally)
    }

    #[test]
    fn a_finding_is_one_line_with_place_code_and_mend() {
        let lines = check("| survey |\n| | type | name | label | relevant |\n| | text | a | A | ${b} = 1 |");
        let wanted = "a.md survey:2 (relevant) error unknown-reference: No row has the name “b”. — ";
        assert!(lines.starts_with(wanted), "{lines}");
        assert!(lines.ends_with("1 error, 1 warning, 0 hints\n"), "{lines}");
    }

    #[test]
    fn the_last_line_says_how_many_branches_were_walked() {
        let form = |rule: &str| {
            format!(
                "| survey |\n| | type | name | label | relevant | exposure |\n\
                 | | integer | n | N | | public |\n| | text | t | T | {rule} | text |"
            )
        };
        let sound = check(&form("${n} > 3"));
        assert_eq!(sound, "0 errors, 0 warnings, 0 hints\n2 of 2 branches walked\n");
        let dead = check(&form("${n} > 3 and ${n} < 2"));
        assert!(
            dead.contains("a.md survey:3 (relevant) warning never-relevant: "),
            "{dead}"
        );
        assert!(
            dead.ends_with("1 of 2 branches walked, 1 can never be taken\n"),
            "{dead}"
        );
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
            let checked = checked(&form, DateTime::UNIX_EPOCH).unwrap();
            let codes = checked.findings.iter().map(|finding| finding.code.as_str());
            codes.collect::<Vec<_>>()
        };
        assert_eq!(codes(), ["external-file-unknown"]);
        fs::write(folder.path().join("c.csv"), "name,title\nx,X\n").unwrap();
        assert_eq!(codes(), ["no-such-column"]);
        fs::write(folder.path().join("c.csv"), "name,label\nx,X\n").unwrap();
        assert_eq!(codes(), Vec::<&str>::new());
    }
}
