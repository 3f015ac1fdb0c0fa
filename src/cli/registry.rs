//! `soundings registry import | export`: files of the registry and of others in, with a preview of
//! what changes, and the whole registry out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::chain::registry::changes::{Change, Effect, Plan};
use crate::chain::registry::export;
use crate::chain::registry::import::{self, Import};
use crate::chain::registry::statements::{Line, Statement};
use crate::clock::Clock;
use crate::people::Authority;
use crate::store::{Instant, Store};

/// Endings of files that could say something of models.
const ENDINGS: [&str; 6] = ["csv", "yml", "yaml", "md", "json", "jsonld"];
/// Most files of a folder that are read, and most bytes of all of them.
const MOST_FILES: usize = 50_000;
const MOST_BYTES: u64 = 1 << 30;

/// What can be done with the registry.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Say what files change in the registry, and store it
    Import(Wanted),
    /// Write the whole registry as CSV and JSON, with a data package
    Export {
        /// A folder that is not there yet
        folder: PathBuf,
    },
}

/// What is to be imported, and how.
#[derive(clap::Args)]
pub struct Wanted {
    /// A table of the registry's own, a Model Openness Tool record, a hub's README.md or SPDX 3
    /// JSON; or a folder with any of them
    pub path: PathBuf,
    /// Why what contradicts the registry is right; published with the correction
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Only say what would change
    #[arg(long)]
    pub dry_run: bool,
}

/// Does it.
///
/// # Errors
/// See [`import()`] and [`export()`].
pub async fn run(store: &Store, clock: Clock, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Import(wanted) => import(store, clock, wanted).await,
        Command::Export { folder } => export(store, clock.now(), &folder).await,
    }
}

/// Tells what files would change and, unless this is only a try, stores it.
///
/// # Errors
/// When the files cannot be read, or nothing may be stored.
pub async fn import(store: &Store, clock: Clock, wanted: Wanted) -> anyhow::Result<()> {
    let now = clock.now();
    let reason = wanted
        .reason
        .map(|reason| Line::typed("--reason", &reason))
        .transpose()?;
    let files = files(&wanted.path)?;
    let import = import::read(&files, now.utc().date_naive());
    drop(files);
    let import = std::sync::Arc::new(import);
    if wanted.dry_run {
        let (asked, read) = (reason, std::sync::Arc::clone(&import));
        let plan = store
            .read(move |db| read.outlook(db, now, asked.as_ref()))
            .await?;
        print!("{}", report(&import, &plan));
        println!("nothing was changed");
        return Ok(());
    }
    let (asked, read) = (reason.clone(), std::sync::Arc::clone(&import));
    let stored = store
        .write(move |tx| read.apply(tx, now, Authority::Operator, asked.as_ref()))
        .await;
    match stored {
        Ok(plan) => {
            print!("{}", report(&import, &plan));
            Ok(())
        }
        Err(refused) => {
            let read = std::sync::Arc::clone(&import);
            let plan = store.read(move |db| read.outlook(db, now, reason.as_ref()));
            print!("{}", report(&import, &plan.await?));
            Err(refused).context("nothing was changed")
        }
    }
}

/// The files of a path by name; of a folder all below it whose endings could be of use.
fn files(path: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut paths = Vec::new();
    if path.is_dir() {
        collect(path, &mut paths)?;
        paths.sort();
    } else {
        paths.push(path.to_owned());
    }
    let mut bytes = 0;
    let mut files = Vec::new();
    for path in paths {
        let content = fs::read(&path).with_context(|| path.display().to_string())?;
        bytes += content.len() as u64;
        if bytes > MOST_BYTES {
            bail!("the files have more than {} MB together", MOST_BYTES >> 20);
        }
        files.push((path.to_string_lossy().into_owned(), content));
    }
    Ok(files)
}

/// Collects files below a folder. Hidden ones and links are left out.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            collect(&path, found)?;
        } else if kind.is_file() && path.extension().is_some_and(is_of_use) {
            found.push(path);
        }
        if found.len() > MOST_FILES {
            bail!("the folder has more than {MOST_FILES} files");
        }
    }
    Ok(())
}

fn is_of_use(ending: &std::ffi::OsStr) -> bool {
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// What was found and what changes, in lines for people; what is merely new is counted.
fn report(import: &Import, plan: &Plan) -> String {
    let mut text = String::new();
    let mut line = |told: String| {
        let _ = writeln!(text, "{told}");
    };
    for finding in plan.findings.all() {
        line(finding.to_string());
    }
    for address in &plan.new_releases {
        line(format!("{address}: new release"));
    }
    for change in &plan.changes {
        line_of(change).into_iter().for_each(&mut line);
    }
    let count = |fits: fn(&Effect) -> bool| plan.count(fits);
    line(format!(
        "{} file(s) read, {} passed over; {} error(s), {} note(s)",
        import.read,
        import.passed_over,
        plan.findings.errors(),
        plan.findings.all().len() - plan.findings.errors(),
    ));
    line(format!(
        "{} new release(s); statements: {} new, {} changed, {} corrected, {} known, {} in conflict",
        plan.new_releases.len(),
        count(|effect| matches!(effect, Effect::New)),
        count(|effect| matches!(effect, Effect::Changed(_))),
        count(|effect| matches!(effect, Effect::Corrected(_))),
        count(|effect| matches!(effect, Effect::Same)),
        count(|effect| matches!(effect, Effect::Conflict(_))),
    ));
    text
}

fn line_of(change: &Change) -> Option<String> {
    let (word, other) = match &change.effect {
        Effect::New | Effect::Same => return None,
        Effect::Changed(was) => ("changed", was),
        Effect::Corrected(was) => ("corrected", was),
        Effect::Conflict(stands) => ("conflict", stands),
    };
    let Change { proposal, .. } = change;
    Some(format!(
        "{}: {word}: {}, before: {} ({})",
        proposal.subject,
        words(&proposal.statement),
        words(other),
        other.source.as_str()
    ))
}

/// A statement in its cells.
fn words(statement: &Statement) -> String {
    let cells = statement.fact.cells();
    let standing = if statement.stands() { "" } else { "withdrawn" };
    let parts = [
        cells.field,
        cells.item,
        cells.value,
        cells.basis,
        standing.to_owned(),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{} since {}", parts.join(" "), statement.on)
}

/// Writes the whole registry into a new folder.
///
/// # Errors
/// When the folder is there already or cannot be written.
pub async fn export(store: &Store, now: Instant, folder: &Path) -> anyhow::Result<()> {
    let tables = store.read(move |db| export::tables(db, now)).await?;
    let files = export::files(&tables)?;
    fs::create_dir(folder).with_context(|| format!("{}: give a new folder", folder.display()))?;
    for (name, content) in &files {
        let path = folder.join(name);
        fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    for table in &tables {
        println!("{}: {} row(s)", table.name, table.rows.len());
    }
    println!("{} file(s) in {}", files.len(), folder.display());
    Ok(())
}
