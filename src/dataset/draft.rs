//! One edition's files, from the rows of the database to a complete folder.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::attached::{Attached, Mentioned};
use super::chain;
use super::classes::{Counting, SmallClasses};
use super::columns::{FrozenVersion, Layout, Profile};
use super::disclosure::{ProtectedRow, Protection, Withheld, class};
use super::edition::Watch;
use super::facts::{Facts, Number, PublicRows, StudyFacts, VersionUsed, unused};
use super::history::{self, Revision};
use super::merging::layout;
use super::queries::{self, Membership, Stored};
use super::refused::Refused;
use super::releases::Names;
use super::table::{Accepted, Table, Unreadable, chose_any};
use super::workshop::Bench;
use super::writers::tables::Tables;
use super::writers::{self, Manifest, changes, codebook, descriptor, manifest, readme, spss};
use crate::chain::links::LinkKey;
use crate::chain::registry::export::Table as ChainTable;
use crate::id::StudyId;
use crate::moderation;
use crate::news::propagation;
use crate::questionnaire::study::MAY_PUBLISH;
use crate::responses::Consent;
use crate::store::{Instant, KeyBytes, Snapshot, StoreError};

/// What goes into an edition.
pub(super) struct Content {
    pub study: StudyId,
    pub facts: StudyFacts,
    pub profile: Profile,
    pub versions: Vec<FrozenVersion>,
    pub membership: Membership,
    /// Opens what submissions keep of the links that they came by.
    pub links: LinkKey,
    /// When the edition was begun; a revision is of the same moment as what it revises.
    pub begun: Instant,
}

impl Content {
    /// Whether any version has a question that the registry answers.
    pub fn asks_for_releases(&self) -> bool {
        let mut definitions = self.versions.iter().map(|version| &version.definition);
        definitions.any(|definition| {
            let questions = definition.questions();
            questions.iter().any(|question| question.kind.asks_registry())
        })
    }

    /// Whether the row may be public by the rule of its questionnaire.
    fn is_public(&self, submission: &Accepted) -> Result<bool, Unreadable> {
        let version = self
            .versions
            .iter()
            .find(|version| version.id == submission.version);
        let of_questionnaire =
            |rule: &&PublicRows| version.is_some_and(|version| version.questionnaire == rule.questionnaire);
        match self.facts.public_rows.iter().find(of_questionnaire) {
            None => Ok(true),
            Some(rule) => chose_any(submission, &rule.question, &rule.choices),
        }
    }
}

/// The data files of an edition, which say nothing of its number.
pub(super) struct Written {
    /// Digest of the data files: equal digests are the same edition.
    pub content_hash: String,
    layout: Layout,
    revisions: Vec<Revision>,
    files: Vec<writers::Written>,
    attached: Option<Attached>,
    /// About the chain.
    chain: Vec<ChainTable>,
    tally: Tally,
    withheld: Withheld,
}

/// Writes every file that holds data.
pub(super) fn write(
    db: &mut Snapshot<'_>,
    bench: &Bench,
    content: &Content,
    watch: &Watch,
) -> Result<Written, Refused> {
    let layout = layout(&content.versions, content.profile);
    let expected = u64::try_from(queries::accepted(db, content.study)?).unwrap_or(0);
    let table = Table::new(&layout, &content.versions).with_names(names(db, content)?);
    let kept_back = propagation::kept_back(db, content.study, content.begun)?;
    let mut rows = Rows {
        db,
        content,
        table: &table,
        kept_back,
        progress: Progress::new(watch, expected, content.profile),
    };
    let mut protection = match content.profile {
        Profile::Public => {
            let small = small_classes(&mut rows, bench, &layout)?;
            Protection::suppressing(&layout, small)
        }
        Profile::Restricted => Protection::by_agreement(&layout),
    };
    let cannot = bench.cannot();
    let mut tally = Tally::new(&content.versions);
    let mut tables = Tables::begin(bench.folder(), &layout, expected).map_err(&cannot)?;
    let mut mentioned = Mentioned::begin(bench.folder(), &layout).map_err(&cannot)?;
    rows.each(|row| {
        let row = protection.protect(row);
        tally.count(&row);
        if let Some(mentioned) = &mut mentioned {
            mentioned.note(&row).map_err(&cannot)?;
        }
        tables.write(&row).map_err(&cannot)
    })?;
    let attached = match mentioned {
        Some(mentioned) => mentioned.write(rows.db, bench)?,
        None => None,
    };
    let mut files = tables.finish(bench.folder()).map_err(&cannot)?;
    let chain = chain::tables(db, content)?;
    files.extend(chain::write(bench.folder(), &chain).map_err(&cannot)?);
    files.extend(codebook::write(bench.folder(), &layout, &chain).map_err(&cannot)?);
    let revisions = history::revisions(&content.versions);
    files.push(changes::write(bench.folder(), &revisions, &layout.languages).map_err(&cannot)?);
    files.push(spss::write(bench.folder(), &layout).map_err(&cannot)?);
    Ok(Written {
        content_hash: content_hash(content, &files, attached.as_ref()),
        attached,
        withheld: protection.withheld(),
        layout,
        revisions,
        files,
        chain,
        tally,
    })
}

/// What people's words for releases were found to mean, where releases are asked for.
fn names(db: &mut Snapshot<'_>, content: &Content) -> Result<Names, StoreError> {
    if !content.asks_for_releases() {
        return Ok(Names::new());
    }
    let until = match content.membership {
        Membership::Now => None,
        Membership::AsOf(cutoff) => Some(cutoff),
    };
    moderation::meanings(db, content.study, until)
}

/// First reading of the rows: which of them stand in a class of fewer than k.
fn small_classes(
    rows: &mut Rows<'_, '_, '_>,
    bench: &Bench,
    layout: &Layout,
) -> Result<SmallClasses, Refused> {
    let cannot = bench.cannot();
    let mut counting = Counting::new(bench.folder().path()).map_err(&cannot)?;
    rows.each(|row| counting.add(class(layout, &row)).map_err(&cannot))?;
    counting.small(rows.content.facts.k).map_err(&cannot)
}

/// A digest of everything in the edition but its number and its prose.
fn content_hash(content: &Content, files: &[writers::Written], attached: Option<&Attached>) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{} k={}\n", content.profile.as_str(), content.facts.k));
    for file in files.iter().filter(|file| file.ends_with("csv")) {
        digest.update(format!("{} {}\n", file.sha256, file.name));
    }
    if let Some(attached) = attached {
        digest.update(format!("{} files\n", attached.summary.sha256));
    }
    hex::encode(digest.finalize())
}

impl Written {
    /// Writes the documents that name the edition, and seals the folder with its checksums.
    pub(super) fn document(
        &self,
        bench: &Bench,
        content: &Content,
        number: Number,
    ) -> Result<Manifest, Refused> {
        let cannot = bench.cannot();
        let facts = Facts {
            study: content.facts.clone(),
            profile: content.profile,
            number,
            rows: self.tally.rows,
            versions: self.tally.versions.iter().map(|(_, used)| used.clone()).collect(),
            revisions: self.revisions.clone(),
            days: self.tally.days,
            withheld: self.withheld.clone(),
            has_workbook: self.files.iter().any(|file| file.ends_with("xlsx")),
        };
        let folder = bench.folder();
        let mut files = self.files.clone();
        files.push(descriptor::write(folder, &facts, &self.layout, &self.chain, &files).map_err(&cannot)?);
        let attachments = self.attached.as_ref().map(|attached| attached.summary.clone());
        files.push(
            readme::write(
                folder,
                &facts,
                (&self.layout, &self.chain),
                &files,
                attachments.as_ref(),
            )
            .map_err(&cannot)?,
        );
        let sealed = Manifest::new(&facts, files, attachments);
        manifest::write(folder, &sealed, |out| match &self.attached {
            Some(attached) => attached.copy_sums(out),
            None => Ok(()),
        })
        .map_err(&cannot)?;
        Ok(sealed)
    }
}

/// The submissions of the edition, which can be read as often as needed.
struct Rows<'r, 'c, 'l> {
    db: &'r mut Snapshot<'c>,
    content: &'r Content,
    table: &'r Table<'l>,
    /// What tells of security flaws under embargo.
    kept_back: HashSet<KeyBytes>,
    progress: Progress,
}

impl Rows<'_, '_, '_> {
    /// Hands over every row in the order of the public ids.
    fn each(
        &mut self,
        mut take: impl FnMut(super::table::Row<'_>) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let Self {
            db,
            content,
            table,
            kept_back,
            progress,
        } = self;
        let by_consent = content.profile == Profile::Public && content.facts.asks_to_publish;
        queries::each_member(db, content.study, content.membership, |stored| {
            progress.step();
            if kept_back.contains(&stored.public_id) {
                return Ok(());
            }
            if by_consent && !agreed_to_publish(&stored)? {
                return Ok(());
            }
            let public_id = stored.public_id;
            let accepted = accepted(stored);
            let unreadable = |_| Refused::UnreadableAnswers(public_id);
            let filled = table.row(&accepted).map_err(unreadable)?;
            if content.profile == Profile::Public && !content.is_public(&accepted).map_err(unreadable)? {
                return Ok(());
            }
            take(filled)
        })
    }
}

fn agreed_to_publish(stored: &Stored) -> Result<bool, StoreError> {
    let consent: Consent = stored.consent.parse()?;
    Ok(consent.ticks.iter().any(|tick| tick == MAY_PUBLISH))
}

fn accepted(stored: Stored) -> Accepted {
    let submitted_at: DateTime<Utc> = stored.submitted_at.utc();
    Accepted {
        public_id: stored.public_id.0.to_string(),
        version: stored.version,
        language: stored.language,
        tier: stored.tier,
        submitted_on: submitted_at.date_naive(),
        answers: stored.answers.map(|answers| answers.as_str().to_owned()),
    }
}

/// Counts what the documents tell.
struct Tally {
    rows: u64,
    days: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
    versions: Vec<(crate::id::VersionId, VersionUsed)>,
}

impl Tally {
    fn new(versions: &[FrozenVersion]) -> Self {
        let ids = versions.iter().map(|version| version.id);
        Self {
            rows: 0,
            days: None,
            versions: ids.zip(unused(versions)).collect(),
        }
    }

    fn count(&mut self, row: &ProtectedRow<'_>) {
        self.rows += 1;
        let day = row.submitted_on();
        self.days = Some(match self.days {
            None => (day, day),
            Some((first, last)) => (first.min(day), last.max(day)),
        });
        if let Some((_, used)) = self.versions.iter_mut().find(|(id, _)| *id == row.version()) {
            used.submissions += 1;
        }
    }
}

/// Tells a watcher how far the readings are, now and then.
struct Progress {
    watch: Watch,
    done: u64,
    total: u64,
}

impl Progress {
    fn new(watch: &Watch, expected: u64, profile: Profile) -> Self {
        let readings = match profile {
            Profile::Public => 2,
            Profile::Restricted => 1,
        };
        Self {
            watch: Arc::clone(watch),
            done: 0,
            total: expected * readings,
        }
    }

    fn step(&mut self) {
        self.done += 1;
        if self.done.is_multiple_of(256) || self.done == self.total {
            (self.watch)(self.done, self.total);
        }
    }
}
