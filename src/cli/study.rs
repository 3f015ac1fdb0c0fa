//! `soundings study add | list | open | close`: which consultations there are.

use std::path::Path;

use anyhow::{Context, bail};
use rust_embed::RustEmbed;

use crate::clock::Clock;
use crate::people::audit::{self, Event};
use crate::questionnaire::findings::Severity;
use crate::questionnaire::study::{self, Study};
use crate::questionnaire::versions::{self, Added, Refused};
use crate::store::Store;

/// The stock study, compiled in.
#[derive(RustEmbed)]
#[folder = "templates/studies/open-models"]
struct Stock;

/// Key of the stock study.
pub const STOCK: &str = "open-models";

/// Adds the study in a folder, or the stock study without one.
///
/// # Errors
/// When the folder cannot be read, or its findings hold an error.
pub async fn add(store: &Store, clock: Clock, folder: Option<&Path>) -> anyhow::Result<()> {
    let study = read(folder)?;
    let key = study.settings.key.clone();
    let added = keep(store, clock, study).await?;
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

/// Reads and checks a study; tells what was found.
fn read(folder: Option<&Path>) -> anyhow::Result<Study> {
    let files = match folder {
        Some(folder) => super::questionnaire::files(folder)?,
        None => stock(),
    };
    let reading = study::read(&files);
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

/// Stores a study with its audit entry.
///
/// # Errors
/// When the store refuses it.
pub async fn keep(store: &Store, clock: Clock, study: Study) -> anyhow::Result<Added> {
    let now = clock.now();
    let added = store.write(move |tx| {
        let added = versions::add_study(tx, now, &study)?;
        audit::record(tx, now, None, Event::StudyAdded { study: added.study })?;
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

/// Lets a study take answers.
///
/// # Errors
/// When there is no such study.
pub async fn open(store: &Store, clock: Clock, key: &str) -> anyhow::Result<()> {
    let (now, wanted) = (clock.now(), key.to_owned());
    let opened = store.write(move |tx| {
        let study = versions::open(tx, now, &wanted)?.id;
        audit::record(tx, now, None, Event::StudyOpened { study })?;
        Ok::<_, Refused>(())
    });
    opened.await.with_context(|| key.to_owned())?;
    println!("{key}: open");
    Ok(())
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
