//! `submissions import STUDY FILE.jsonl`: all lines of a file, or none of them.
//!
//! The file is read twice, so that memory does not grow with it: once to check every line and
//! once to store them. The same line at the same place of the same study has the same public id
//! everywhere, so that an import that was cut off can simply be run again.

use std::path::Path;

use anyhow::bail;
use sha2::{Digest, Sha256};

use super::batch::{self, Batch};
use super::lines::{LONGEST, Lines, NumberedLine};
use super::wording::sentence;
use crate::cli::progress;
use crate::clock::Clock;
use crate::id::PublicId;
use crate::questionnaire::shelf::Shelf;
use crate::responses::import::{Checked, Line, LineFault, NotChecked, Target};
use crate::store::{Instant, Store};

/// Faults that are listed; the others are counted.
const LISTED: usize = 50;

/// Imports a file of answers, one JSON object to a line.
///
/// # Errors
/// When a line has a fault: all of them are listed, and nothing is stored.
pub async fn import(
    store: &Store,
    shelf: &Shelf,
    clock: Clock,
    study: &str,
    file: &Path,
) -> anyhow::Result<()> {
    let now = clock.now();
    let target = batch::target(store, shelf, study).await?;
    let count = check_all(store, &target, now, file).await?;
    let bar = progress::bar(count, "storing");
    let mut batch = Batch::new(store.clone());
    let mut lines = Lines::open(file)?;
    while let Some(line) = lines.next()? {
        let Ok(checked) = check(store, &target, now, &line).await else {
            bail!(
                "{}: line {} changed while it was imported",
                file.display(),
                line.number
            );
        };
        batch.push(public_id(study, &line), checked).await?;
        bar.inc(1);
    }
    batch.store_waiting().await?;
    bar.finish_and_clear();
    println!("{study}: {} submission(s) imported", batch.added);
    if batch.known > 0 {
        println!("{study}: {} line(s) were there already", batch.known);
    }
    Ok(())
}

/// Checks every line and counts them.
async fn check_all(store: &Store, target: &Target, now: Instant, file: &Path) -> anyhow::Result<u64> {
    let bytes = std::fs::metadata(file).map_or(0, |metadata| metadata.len());
    let bar = progress::bar(bytes, "checking");
    let (mut count, mut spoilt, mut faults) = (0, 0, 0);
    let mut lines = Lines::open(file)?;
    while let Some(line) = lines.next()? {
        count += 1;
        bar.inc(line.bytes.len() as u64 + 1);
        let found = match check(store, target, now, &line).await {
            Ok(_) => continue,
            Err(Unfit::Faulty(found)) => found.iter().map(told).collect(),
            Err(Unfit::Unreadable(fault)) => vec![fault],
            Err(Unfit::Store(error)) => return Err(error.into()),
        };
        spoilt += 1;
        for fault in found {
            faults += 1;
            if faults <= LISTED {
                bar.suspend(|| println!("line {}: {fault}", line.number));
            }
        }
    }
    bar.finish_and_clear();
    if faults > LISTED {
        println!("… and {} more", faults - LISTED);
    }
    if faults > 0 {
        bail!("nothing was imported: {faults} fault(s) in {spoilt} of {count} line(s), listed above");
    }
    Ok(count)
}

fn told(fault: &LineFault) -> String {
    format!("{}: {}: {}", fault.field(), fault.code(), sentence(fault))
}

/// Why a line of a file cannot be stored.
enum Unfit {
    Faulty(Vec<LineFault>),
    /// It is no line of answers at all; field, code and sentence.
    Unreadable(String),
    Store(crate::store::StoreError),
}

async fn check(store: &Store, target: &Target, now: Instant, line: &NumberedLine) -> Result<Checked, Unfit> {
    if line.too_long {
        return Err(Unfit::Unreadable(format!(
            "-: too-long: a line has at most {LONGEST} bytes"
        )));
    }
    let read: Line = serde_json::from_slice(&line.bytes).map_err(|error| {
        // The message of the parser may quote an answer; its place says enough.
        let (code, sentence) = match error.classify() {
            serde_json::error::Category::Data => (
                "wrong-shape",
                "a line is {\"questionnaire\", \"language\", \"answers\"} and perhaps \"consent\"",
            ),
            _ => ("not-json", "this is no JSON object"),
        };
        Unfit::Unreadable(format!("-: {code}: {sentence}; see column {}", error.column()))
    })?;
    let checked = target.check(store, &read, seed(line), now).await;
    checked.map_err(|why| match why {
        NotChecked::Faulty(faults) => Unfit::Faulty(faults),
        NotChecked::Store(error) => Unfit::Store(error),
    })
}

/// The seed of a line's random order: its own, and below 2^31.
fn seed(line: &NumberedLine) -> u64 {
    let digest = Sha256::digest(&line.bytes);
    let first = digest
        .iter()
        .take(4)
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    first >> 1
}

fn public_id(study: &str, line: &NumberedLine) -> PublicId {
    let digest = Sha256::new()
        .chain_update(b"soundings import\0")
        .chain_update(study)
        .chain_update(b"\0")
        .chain_update(line.number.to_string())
        .chain_update(b"\0")
        .chain_update(&line.bytes)
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    PublicId::of_import(bytes)
}
