//! `submissions simulate STUDY --count N --seed S`: plausible answers, drawn and stored through the
//! same checks as everything else, or written as lines that `submissions import` reads.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::batch::{self, Batch};
use super::wording::sentence;
use crate::chain::{Audience, Role};
use crate::cli::progress;
use crate::cli::simulation::{Dice, Person, answers};
use crate::clock::Clock;
use crate::id::PublicId;
use crate::questionnaire::evaluation::Context as Circumstances;
use crate::questionnaire::shelf::{Shelf, Version};
use crate::responses::import::{Checked, Line, NotChecked, Target};
use crate::store::{Instant, Store};

/// What is simulated.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// Key of the study.
    pub study: String,
    pub count: u64,
    pub seed: u64,
    /// Lines are written here instead of being stored.
    pub out: Option<PathBuf>,
}

/// Submissions are spread over this many days up to now.
const DAYS: usize = 45;
/// People who are drawn for one submission before its questionnaire is given up.
const PEOPLE: u64 = 8;

/// Simulates submissions.
///
/// # Errors
/// When the study asks nothing, or a questionnaire accepts nothing that can be drawn.
pub async fn simulate(
    store: &Store,
    shelf: &Shelf,
    clock: Clock,
    simulation: Simulation,
) -> anyhow::Result<()> {
    let now = clock.now();
    let target = batch::target(store, shelf, &simulation.study).await?;
    if target.versions.is_empty() {
        bail!("{}: the study asks nothing yet", simulation.study);
    }
    let mut out = match &simulation.out {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            Some(BufWriter::new(file))
        }
        None => None,
    };
    let mut batch = Batch::new(store.clone());
    let bar = progress::bar(simulation.count, "simulating");
    for index in 0..simulation.count {
        let (line, checked) = submission(store, &target, &simulation, index, now).await?;
        match &mut out {
            Some(file) => {
                serde_json::to_writer(&mut *file, &line)?;
                file.write_all(b"\n")?;
            }
            None => batch.push(public_id(&simulation, index), checked).await?,
        }
        bar.inc(1);
    }
    batch.store_waiting().await?;
    bar.finish_and_clear();
    if let Some(mut file) = out {
        file.flush()?;
        println!("{}: {} line(s) written", simulation.study, simulation.count);
        return Ok(());
    }
    println!("{}: {} submission(s) simulated", simulation.study, batch.added);
    if batch.known > 0 {
        println!("{}: {} were there already", simulation.study, batch.known);
    }
    Ok(())
}

/// One submission, by somebody whom the questionnaire accepts.
async fn submission(
    store: &Store,
    target: &Target,
    simulation: &Simulation,
    index: u64,
    now: Instant,
) -> anyhow::Result<(Line, Checked)> {
    let mut faults = String::new();
    for person in 0..PEOPLE {
        let mut dice = Dice::of(&[
            b"soundings simulation",
            simulation.study.as_bytes(),
            &simulation.seed.to_be_bytes(),
            &index.to_be_bytes(),
            &person.to_be_bytes(),
        ]);
        let Some((key, version)) = questionnaire(target, &mut dice) else {
            break;
        };
        let at = now.plus(-ago(&mut dice));
        let seed = u64::from(dice.seed());
        let line = line(target, key, version, dice, seed, at);
        match target.check(store, &line, seed, at).await {
            Ok(checked) => return Ok((line, checked)),
            Err(NotChecked::Store(error)) => return Err(error.into()),
            Err(NotChecked::Faulty(found)) => {
                faults = found
                    .iter()
                    .take(3)
                    .map(|fault| format!("{key} {}: {}", fault.field(), sentence(fault)))
                    .collect::<Vec<_>>()
                    .join("; ");
            }
        }
    }
    bail!("no answers can be drawn that the questionnaire accepts ({faults})")
}

fn line(target: &Target, key: &str, version: &Version, mut dice: Dice, seed: u64, at: Instant) -> Line {
    let language = language(version, &mut dice);
    let consent = consent(target, &mut dice);
    let circumstances = Circumstances {
        language: language.clone(),
        seed,
        begun_at: at.utc(),
        now: at.utc(),
        zone: target.described.settings.zone(),
        // Simulated people choose no release: they name one in their own words.
        registry: Arc::default(),
    };
    let mut person = Person::new(dice, version.audience, &language);
    let answers = answers(&version.plan, &circumstances, &mut person);
    Line {
        questionnaire: key.to_owned(),
        language,
        // Answers are maps of strings, which always have a JSON form.
        answers: serde_json::to_value(&answers).unwrap_or_default(),
        consent: Some(consent),
    }
}

/// A questionnaire, as often as its audience takes part.
fn questionnaire<'t>(target: &'t Target, dice: &mut Dice) -> Option<(&'t str, &'t Version)> {
    let asked: Vec<(&str, &Version)> = target
        .versions
        .iter()
        .map(|(key, version)| (key.as_str(), &**version))
        .collect();
    let weights: Vec<f64> = asked
        .iter()
        .map(|(_, version)| match version.audience {
            Audience::Role(Role::Publisher) => 0.08,
            Audience::Role(Role::Deployer) => 0.25,
            Audience::Role(Role::Provider) => 0.23,
            Audience::Role(Role::User) => 0.42,
            Audience::Any => 1.0,
            Audience::Report => 0.02,
        })
        .collect();
    asked.get(dice.weighted(&weights)?).copied()
}

/// A language of the questionnaire; the first is the most spoken one.
fn language(version: &Version, dice: &mut Dice) -> String {
    let definition = version.plan.definition();
    let weights: Vec<f64> = (0..definition.languages.len())
        .map(|index| if index == 0 { 1.2 } else { 1.0 })
        .collect();
    dice.weighted(&weights)
        .and_then(|index| definition.languages.get(index))
        .unwrap_or(&definition.default_language)
        .clone()
}

/// Every box that is needed, and most of the others.
fn consent(target: &Target, dice: &mut Dice) -> Vec<String> {
    let boxes = &target.described.settings.consent.ticks;
    boxes
        .iter()
        .filter(|one| dice.chance(0.75) || one.required)
        .map(|one| one.key.clone())
        .collect()
}

/// More of them lately, and none in the future.
fn ago(dice: &mut Dice) -> TimeDelta {
    let day = dice.below(DAYS).min(dice.below(DAYS));
    let minutes = day * 24 * 60 + dice.below(24 * 60);
    TimeDelta::minutes(i64::try_from(minutes).unwrap_or(0))
}

fn public_id(simulation: &Simulation, index: u64) -> PublicId {
    let digest = Sha256::new()
        .chain_update(b"soundings simulation\0")
        .chain_update(&simulation.study)
        .chain_update(b"\0")
        .chain_update(simulation.seed.to_be_bytes())
        .chain_update(index.to_be_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    PublicId::of_import(bytes)
}
