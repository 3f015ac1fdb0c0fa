//! `soundings study add | list | open | close`: which consultations there are.

mod changes;

use std::collections::BTreeSet;
use std::io::{IsTerminal, stderr, stdin};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use rust_embed::RustEmbed;

use crate::clock::Clock;
use crate::people::audit::{self, Event};
use crate::questionnaire::comparison::Reason;
use crate::questionnaire::files::{self, FileKind};
use crate::questionnaire::findings::Severity;
use crate::questionnaire::publishing::{self, Outlook, Prospect};
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::study::{self, Study};
use crate::questionnaire::versions::{self, Added, Refused, State};
use crate::questionnaire::walker::{Barred, Clearance};
use crate::store::{Snapshot, Store};

/// The stock study, compiled in.
#[derive(RustEmbed)]
#[folder = "templates/studies/open-models"]
struct Stock;

/// Key of the stock study.
pub const STOCK: &str = "open-models";

/// What is to be added, and how. By default it is the stock study.
#[derive(Debug, Default)]
pub struct Addition {
    /// Folder of the study, if it is not the stock one.
    pub folder: Option<PathBuf>,
    /// Why common items change.
    pub reason: Option<String>,
    /// Only tell what would change.
    pub dry_run: bool,
    /// If the study is open: also with branches that nobody could walk, nor prove to be impossible.
    pub even_unwalked: bool,
}

/// Adds a study or brings it up to date, after telling what that changes. Where a common item
/// changes and no reason was given, a person at a terminal is asked for one.
///
/// # Errors
/// When the folder cannot be read, its findings hold an error, a reason is missing, or the study is
/// open and what it would ask has branches that bar it.
pub async fn add(store: &Store, clock: Clock, addition: Addition) -> anyhow::Result<()> {
    let files = match &addition.folder {
        Some(folder) => super::questionnaire::files(folder)?,
        None => stock(),
    };
    let study = Arc::new(read(&files)?);
    let language = study.settings.fallback_language();
    let typed = addition.reason.map(|text| Reason::typed(&text, language));
    let typed = typed.transpose().context("--reason")?;
    let asked = Arc::clone(&study);
    let looked = store.read(move |db| {
        let there = versions::study(db, &asked.settings.key)?;
        let is_open = there.is_some_and(|header| header.state == State::Open);
        Ok::<_, Refused>((publishing::outlook(db, &asked)?, is_open))
    });
    let (outlook, is_open) = looked.await?;
    let Outlook {
        prospects,
        reason,
        retired,
    } = outlook;
    print!("{}", changes::told(&prospects));
    for key in retired {
        println!("{key} is asked no more; what was begun can still be sent");
    }
    let clearance = if is_open && prospects.iter().any(Prospect::is_asked_anew) {
        let walked = Clearance::of_study(&study, clock.now().utc(), addition.even_unwalked);
        cleared(walked).context("the study is open and stays as it is")
    } else {
        Ok(Clearance::none())
    };
    let reason = typed.or(reason);
    let unexplained = publishing::unexplained(&prospects).filter(|_| reason.is_none());
    if addition.dry_run {
        if let Some(items) = unexplained {
            println!("common items change ({items}): this needs a --reason");
        }
        println!("nothing was changed");
        return clearance.map(drop);
    }
    let clearance = clearance?;
    let reason = match unexplained {
        Some(items) if stdin().is_terminal() => changes::ask(&items, language, stdin().lock(), stderr())?,
        Some(_) | None => reason,
    };
    keep_media(store, &study, &files).await?;
    let added = keep(store, clock, Arc::clone(&study), reason, clearance).await?;
    let key = &study.settings.key;
    if added.new {
        println!("{key}: added; `soundings study open {key}` lets it take answers");
    } else {
        println!("{key}: brought up to date");
    }
    for one in added.questionnaires {
        let news = if one.new { "published" } else { "unchanged" };
        println!("  {} version {} {news}", one.key, one.number);
    }
    Ok(())
}

/// Whether the stock study that comes with the program is another version than the stored one. It
/// is never published by itself: what people are asked changes only when an operator says so.
///
/// # Errors
/// When the database cannot be read.
pub async fn stock_differs(store: &Store) -> anyhow::Result<bool> {
    let Some(stock) = study::read(&stock()).study else {
        return Ok(false);
    };
    let differs = store.read(move |db| {
        let Some(header) = versions::study(db, STOCK)? else {
            return Ok(false);
        };
        if versions::described(db, header.id)?.settings.version == stock.settings.version {
            return Ok(false);
        }
        let prospects = publishing::outlook(db, &stock)?.prospects;
        Ok::<_, Refused>(prospects.iter().any(Prospect::is_new))
    });
    Ok(differs.await?)
}

/// Reads and checks a study; tells what was found.
fn read(files: &[(String, Vec<u8>)]) -> anyhow::Result<Study> {
    let reading = study::read(files);
    let findings = reading.findings.sorted();
    for finding in &findings {
        if finding.severity() != Severity::Hint {
            let file = finding.place.file.as_deref().unwrap_or("-");
            println!("{file}:{finding}");
        }
    }
    if let Some(study) = reading.study {
        return Ok(study);
    }
    let errors = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .count();
    bail!("the study was not added: {errors} error(s), listed above")
}

/// Stores the media that labels of the study show, before the versions that show them.
async fn keep_media(store: &Store, study: &Study, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let shown: BTreeSet<&String> = study
        .questionnaires
        .iter()
        .flat_map(|(_, definition)| definition.media.keys())
        .collect();
    for (name, content) in files.iter().filter(|(name, _)| shown.contains(name)) {
        if let Some(kind) = FileKind::of(content, name) {
            files::keep(store, kind, content).await?;
        }
    }
    Ok(())
}

/// Stores a study with its audit entry.
///
/// # Errors
/// When the store refuses it.
async fn keep(
    store: &Store,
    clock: Clock,
    study: Arc<Study>,
    reason: Option<Reason>,
    clearance: Clearance,
) -> anyhow::Result<Added> {
    let now = clock.now();
    let added = store.write(move |tx| {
        let added = versions::add_study(tx, now, &study, reason.as_ref(), &clearance)?;
        let (study, not_walked) = (added.study, clearance.not_walked);
        audit::record(tx, now, None, Event::StudyAdded { study, not_walked })?;
        Ok::<_, Refused>(added)
    });
    Ok(added.await?)
}

/// The files of the stock study.
pub fn stock() -> Vec<(String, Vec<u8>)> {
    let file = |name: std::borrow::Cow<'static, str>| {
        Stock::get(&name).map(|file| (name.into_owned(), file.data.into_owned()))
    };
    Stock::iter().filter_map(file).collect()
}

/// Lists the studies, the one added last first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(store: &Store) -> anyhow::Result<()> {
    let studies = store
        .read(|db| {
            let mut found = Vec::new();
            for study in versions::studies(db)? {
                let asked = versions::questionnaires(db, study.id)?;
                found.push((study, asked));
            }
            Ok::<_, crate::store::StoreError>(found)
        })
        .await?;
    if studies.is_empty() {
        println!("no studies yet; `soundings study add --stock` adds one");
    }
    for (study, asked) in studies {
        let asked: Vec<String> = asked
            .iter()
            .map(|one| format!("{} (version {})", one.key, one.number))
            .collect();
        println!("{}  {}  {}", study.key, study.state.as_str(), asked.join(", "));
    }
    Ok(())
}

/// Lets a study take answers, once every branch of what it asks was walked.
///
/// # Errors
/// When there is no such study, or a branch bars it.
pub async fn open(
    store: &Store,
    shelf: &Shelf,
    clock: Clock,
    key: &str,
    even_unwalked: bool,
) -> anyhow::Result<()> {
    let (now, wanted) = (clock.now(), key.to_owned());
    let shelf = shelf.clone();
    let asked = store.read(move |db| newest(db, &shelf, &wanted));
    let asked = asked.await.with_context(|| key.to_owned())?;
    let plans = asked.iter().map(|(file, version)| (file.as_str(), &version.plan));
    let clearance = cleared(Clearance::of(plans, now.utc(), even_unwalked))
        .with_context(|| format!("{key} was not opened"))?;
    let (not_walked, wanted) = (clearance.not_walked, key.to_owned());
    let opened = store.write(move |tx| {
        let study = versions::open(tx, now, &wanted, &clearance)?.id;
        audit::record(tx, now, None, Event::StudyOpened { study, not_walked })?;
        Ok::<_, Refused>(())
    });
    opened.await.with_context(|| key.to_owned())?;
    println!("{key}: open");
    Ok(())
}

/// The newest versions of what a study asks, each with the name of its file.
fn newest(db: &mut Snapshot<'_>, shelf: &Shelf, key: &str) -> Result<Vec<(String, Arc<Version>)>, Refused> {
    let header = versions::study(db, key)?.ok_or(Refused::NoSuchStudy)?;
    let described = shelf.described(db, &header)?;
    let mut newest = Vec::new();
    for one in versions::questionnaires(db, header.id)? {
        let entry = described.questionnaire(&one.key);
        let file = entry.map_or_else(|| one.key.clone(), |entry| entry.file.clone());
        newest.extend(shelf.version(db, one.newest)?.map(|version| (file, version)));
    }
    Ok(newest)
}

/// The clearance; without one, tells why.
fn cleared(outcome: Result<Clearance, Barred>) -> anyhow::Result<Clearance> {
    outcome.map_err(|barred| {
        for finding in barred
            .findings
            .iter()
            .filter(|finding| finding.severity() != Severity::Hint)
        {
            let file = finding.place.file.as_deref().unwrap_or("-");
            println!("{file}:{finding}");
        }
        match barred {
            Barred {
                impossible: 0,
                not_walked,
                ..
            } => anyhow!(
                "{not_walked} branch(es) were not walked, listed above; --even-unwalked lets them pass"
            ),
            Barred { impossible, .. } => {
                anyhow!("{impossible} branch(es) can never be taken, listed above; they must be mended")
            }
        }
    })
}

/// Lets a study take no more answers.
///
/// # Errors
/// When there is no such study.
pub async fn close(store: &Store, clock: Clock, key: &str) -> anyhow::Result<()> {
    let (now, wanted) = (clock.now(), key.to_owned());
    let closed = store.write(move |tx| {
        let study = versions::close(tx, now, &wanted)?.id;
        audit::record(tx, now, None, Event::StudyClosed { study })?;
        Ok::<_, Refused>(())
    });
    closed.await.with_context(|| key.to_owned())?;
    println!("{key}: closed");
    Ok(())
}
