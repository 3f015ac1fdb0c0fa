//! Building editions: rows → table → protect → write → seal, then one short transaction.
//!
//! Everything is written to a temporary folder beside the editions and renamed when it is
//! complete, so that there is never half an edition; only then is it recorded. Building again
//! without anything new makes no new number. A withdrawal makes a revision of every edition that
//! still holds what was withdrawn, with the versions and the cutoff that it had.

use std::path::PathBuf;

use chrono::TimeDelta;

use super::columns::{FrozenVersion, Profile};
use super::draft::{Content, write};
use super::facts::{Number, PublicRows, StudyFacts};
use super::queries::{self, EditionRow, Membership, NewEdition};
use super::refused::Refused;
use super::workshop::{Bench, Workshop};
use super::writers::Manifest;
use crate::chain::links::LinkKey;
use crate::clock::Clock;
use crate::id::{EditionId, StudyId};
use crate::moderation;
use crate::people::audit::{self, Event};
use crate::questionnaire::versions;
use crate::store::{Document, Instant, Snapshot, Store, StoreError};

/// What is to be built.
#[derive(Debug, Clone)]
pub struct Order {
    /// Key of the study.
    pub study: String,
    pub profile: Profile,
    /// Folder that holds the editions of all studies.
    pub exports: PathBuf,
    pub clock: Clock,
    /// Opens what submissions keep of the links that they came by.
    pub links: LinkKey,
}

/// Told how many of how many submissions are done.
pub type Watch = std::sync::Arc<dyn Fn(u64, u64) + Send + Sync>;

/// What became of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Built {
    /// A new edition was sealed under this number.
    New(Number),
    /// The newest edition says the same already.
    Unchanged(Number),
}

impl Built {
    /// The number under which the content stands.
    pub const fn number(self) -> Number {
        match self {
            Self::New(number) | Self::Unchanged(number) => number,
        }
    }
}

/// Builds the next edition of a study, after revising those that withdrawals have overtaken.
///
/// # Errors
/// [`Refused`]; then no folder is left behind and nothing was recorded.
pub async fn build(store: Store, order: Order, watch: Watch) -> Result<Built, Refused> {
    let workshop = Workshop::open(&order.exports)?;
    revise_overtaken(&store, &workshop, &order).await?;
    make(&store, &workshop, &order, Plan::Next, watch).await
}

/// Revises every current edition of the study that holds a submission withdrawn since.
/// Gives the numbers of the new revisions.
///
/// # Errors
/// [`Refused`]; revisions made before the fault stay.
pub async fn revise(store: Store, order: Order) -> Result<Vec<Number>, Refused> {
    let workshop = Workshop::open(&order.exports)?;
    revise_overtaken(&store, &workshop, &order).await
}

async fn revise_overtaken(store: &Store, workshop: &Workshop, order: &Order) -> Result<Vec<Number>, Refused> {
    let key = order.study.clone();
    let overtaken = store.read(move |db| overtaken(db, &key)).await?;
    let mut revised = Vec::new();
    for edition in overtaken {
        let order = Order {
            profile: Profile::from_code(&edition.profile).ok_or(Refused::UnknownProfile)?,
            ..order.clone()
        };
        let silent: Watch = std::sync::Arc::new(|_, _| ());
        let plan = Plan::Revision(Box::new(edition));
        if let Built::New(number) = make(store, workshop, &order, plan, silent).await? {
            revised.push(number);
        }
    }
    Ok(revised)
}

/// Which edition is to be made.
#[derive(Debug, Clone)]
enum Plan {
    /// The next number, with all that is accepted now.
    Next,
    /// The next revision of this edition, with what is left of it.
    Revision(Box<EditionRow>),
}

/// What a reading of the database left behind.
enum Made {
    Unchanged(Number),
    /// The folder is in its place; the row is still to be recorded.
    Sealed(Bench, Box<NewEdition>),
}

async fn make(
    store: &Store,
    workshop: &Workshop,
    order: &Order,
    plan: Plan,
    watch: Watch,
) -> Result<Built, Refused> {
    // Taken before the snapshot, so that no withdrawal falls between the two unseen.
    let begun = order.clock.now();
    let bench = workshop.bench()?;
    let order = order.clone();
    let made = store
        .read(move |db| make_folder(db, bench, &order, &plan, begun, &watch))
        .await?;
    let (bench, row) = match made {
        Made::Unchanged(number) => return Ok(Built::Unchanged(number)),
        Made::Sealed(bench, row) => (bench, row),
    };
    let number = Number {
        number: row.number,
        revision: row.revision,
    };
    // On a fault the bench takes the folder away again.
    store
        .write(move |tx| {
            queries::add_edition(tx, &row)?;
            let sealed = Event::EditionSealed {
                study: row.study_id,
                edition: row.id,
            };
            audit::record(tx, row.sealed_at, None, sealed)
        })
        .await
        .map_err(|error| match error {
            StoreError::Conflict => Refused::AnotherCameFirst,
            other => Refused::Store(other),
        })?;
    bench.keep();
    Ok(Built::New(number))
}

fn make_folder(
    db: &mut Snapshot<'_>,
    mut bench: Bench,
    order: &Order,
    plan: &Plan,
    begun: Instant,
    watch: &Watch,
) -> Result<Made, Refused> {
    let study = study_id(db, &order.study)?;
    let mut content = Content {
        study,
        facts: StudyFacts::of(&versions::described(db, study)?),
        profile: order.profile,
        versions: queries::versions(db, study)?,
        membership: Membership::Now,
        links: order.links.clone(),
        begun,
    };
    let editions = queries::editions(db, study)?;
    if let Some(newest) = editions
        .iter()
        .find(|edition| edition.profile == order.profile.as_str())
    {
        content.keep_rules_of(&newest.manifest.parse()?);
    }
    let cutoff = match plan {
        Plan::Next => newest_word(db, &content)?.unwrap_or(begun),
        Plan::Revision(edition) => {
            content.restrict_to(edition)?;
            edition.cutoff
        }
    };
    if content.versions.is_empty() {
        return Err(Refused::NothingAsked);
    }
    let written = write(db, &bench, &content, watch)?;
    let place = place(&editions, plan, order.profile, &written.content_hash);
    let number = place.number();
    let manifest = written.document(&bench, &content, number)?;
    let folder = order.exports.join(&order.study).join(number.to_string());
    match place {
        Place::Known(_) if folder.exists() => return Ok(Made::Unchanged(number)),
        Place::Known(edition) if edition.manifest.parse::<Manifest>()? == manifest => {
            // The record outlived its files, and these are the same bytes.
            bench.put(&folder)?;
            bench.keep();
            return Ok(Made::Unchanged(number));
        }
        Place::Known(_) => return Err(Refused::FilesLost(number)),
        Place::Free(_) => bench.put(&folder)?,
    }
    let row = NewEdition {
        id: EditionId::new(),
        study_id: study,
        number: number.number,
        revision: number.revision,
        profile: order.profile.as_str().to_owned(),
        row_count: i64::try_from(manifest.submissions).unwrap_or(i64::MAX),
        cutoff,
        content_hash: written.content_hash,
        manifest: Document::of(&manifest)?,
        sealed_at: begun,
    };
    Ok(Made::Sealed(bench, Box::new(row)))
}

/// The instant of the newest decision that the content rests on.
fn newest_word(db: &mut Snapshot<'_>, content: &Content) -> Result<Option<Instant>, StoreError> {
    let decision = queries::newest_decision(db, content.study)?;
    let meaning = if content.asks_for_releases() {
        moderation::newest_meaning(db, content.study)?
    } else {
        None
    };
    Ok(decision.max(meaning))
}

/// The number for some content.
enum Place<'e> {
    /// It stands under the number of this edition already.
    Known(&'e EditionRow),
    Free(Number),
}

impl Place<'_> {
    fn number(&self) -> Number {
        match self {
            Self::Known(edition) => edition.place(),
            Self::Free(number) => *number,
        }
    }
}

fn place<'e>(editions: &'e [EditionRow], plan: &Plan, profile: Profile, content_hash: &str) -> Place<'e> {
    // Editions come newest first.
    let (newest, free) = match plan {
        Plan::Next => {
            let last = editions.first().map_or(0, |edition| edition.number);
            let newest = editions
                .iter()
                .find(|edition| edition.profile == profile.as_str());
            let free = Number {
                number: last + 1,
                revision: 0,
            };
            (newest, free)
        }
        Plan::Revision(of) => {
            let newest = editions.iter().find(|edition| edition.number == of.number);
            let free = Number {
                number: of.number,
                revision: newest.map_or(0, |edition| edition.revision) + 1,
            };
            (newest, free)
        }
    };
    match newest {
        Some(edition) if edition.content_hash == content_hash => Place::Known(edition),
        Some(_) | None => Place::Free(free),
    }
}

impl Content {
    /// What is left of an edition: its versions, its cutoff, and no weaker protection.
    fn restrict_to(&mut self, edition: &EditionRow) -> Result<(), Refused> {
        let manifest: Manifest = edition.manifest.parse()?;
        self.versions.retain(|version| manifest.has(version));
        self.membership = Membership::AsOf(edition.cutoff);
        self.begun = edition.sealed_at;
        let k = manifest.disclosure_control.k.unwrap_or(0);
        self.facts.k = self.facts.k.max(k);
        self.keep_rules_of(&manifest);
        Ok(())
    }

    /// A questionnaire that the study no longer describes keeps the rule that its rows had.
    fn keep_rules_of(&mut self, manifest: &Manifest) {
        for rule in &manifest.public_rows_only_if {
            let described = |known: &PublicRows| known.questionnaire == rule.questionnaire;
            if !self.facts.public_rows.iter().any(described) {
                self.facts.public_rows.push(rule.clone());
            }
        }
    }
}

impl Manifest {
    fn has(&self, version: &FrozenVersion) -> bool {
        self.versions
            .iter()
            .any(|used| used.questionnaire == version.questionnaire && used.version == version.number)
    }
}

impl EditionRow {
    /// Its number.
    pub(super) const fn place(&self) -> Number {
        Number {
            number: self.number,
            revision: self.revision,
        }
    }
}

/// The id of the study with this key.
pub(super) fn study_id(db: &mut Snapshot<'_>, key: &str) -> Result<StudyId, Refused> {
    let header = versions::study(db, key)?.ok_or(Refused::NoSuchStudy)?;
    Ok(header.id)
}

/// A withdrawal in the same moment as a build may have missed its snapshot.
const MARGIN: TimeDelta = TimeDelta::minutes(-1);

/// The current editions that hold a submission which was withdrawn since.
fn overtaken(db: &mut Snapshot<'_>, study: &str) -> Result<Vec<EditionRow>, Refused> {
    let study = study_id(db, study)?;
    let mut found = Vec::new();
    for edition in current(queries::editions(db, study)?) {
        if is_overtaken(db, study, &edition)? {
            found.push(edition);
        }
    }
    Ok(found)
}

fn is_overtaken(db: &mut Snapshot<'_>, study: StudyId, edition: &EditionRow) -> Result<bool, StoreError> {
    queries::any_withdrawn(db, study, edition.cutoff, edition.sealed_at.plus(MARGIN))
}

/// The newest revision of each number; the rows come newest first.
pub(super) fn current(mut editions: Vec<EditionRow>) -> Vec<EditionRow> {
    editions.dedup_by_key(|edition| edition.number);
    editions
}
