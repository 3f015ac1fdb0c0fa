//! Drafts: answers that are being given, saved page by page under the person's code.
//!
//! A draft is written only by whoever has read it last: it carries the moment at which it was
//! saved, and saving over a later one is refused. So two tabs or two devices never lose each
//! other's answers in silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::attachments::{self, Attachment};
use super::queries::{self, NewDraft};
use super::{Code, CodeHash, CodeKey, Refused, informed, release, rules};
use crate::chain::links::{self, CameBy, Standing};
use crate::chain::registry::Excerpt;
use crate::id::{DraftId, LinkId, SubmissionId};
use crate::questionnaire::answers::{Answer, Answers};
use crate::questionnaire::evaluation::{self, Context, Item, State, evaluate};
use crate::questionnaire::expression::Zone;
use crate::questionnaire::shelf::{Shelf, Version};
use crate::questionnaire::versions::{self, Described, Header};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction};

/// What a person agreed to, in which words and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Keys of the boxes that were ticked.
    pub ticks: Vec<String>,
    /// The version of the consent text that was shown.
    pub version: String,
    pub at: Instant,
}

/// What somebody chose on the page before the first.
#[derive(Debug, Clone)]
pub struct Start {
    /// Key of the study.
    pub study: String,
    /// Key of the questionnaire.
    pub questionnaire: String,
    pub language: String,
    pub consent: Consent,
    /// The link by which the person came.
    pub link: Option<ByLink>,
}

/// By which link somebody came: while it is a draft, and sealed.
#[derive(Debug, Clone)]
pub struct ByLink {
    pub id: LinkId,
    pub came_by: CameBy,
}

/// A draft that now exists.
#[derive(Debug)]
pub struct Begun {
    /// To be shown to the person; it cannot be had again.
    pub code: Code,
    pub version: Arc<Version>,
}

/// Answers that are being given.
#[derive(Debug, Clone)]
pub struct Draft {
    pub id: DraftId,
    pub code_hash: CodeHash,
    pub study: Header,
    pub described: Arc<Described>,
    pub version: Arc<Version>,
    /// The submission that was returned for correction.
    pub corrects: Option<SubmissionId>,
    /// The link by which the person came.
    pub link: Option<ByLink>,
    pub language: String,
    pub consent: Consent,
    pub seed: u64,
    pub answers: Answers,
    /// What is stored under the code.
    pub files: Vec<Attachment>,
    /// The releases that its answers speak of.
    pub registry: Arc<Excerpt>,
    pub begun_at: Instant,
    /// Also the draft's revision: what is saved must have been read at this moment.
    pub saved_at: Instant,
}

impl Draft {
    /// The circumstances under which its answers are evaluated.
    pub fn context(&self, now: Instant) -> Context {
        let zone = self.described.settings.zone();
        Context {
            registry: self.registry.clone(),
            ..context(&self.language, zone, self.seed, self.begun_at, now)
        }
    }

    /// The answers after an edit, which is made again with all that they ask of the registry.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn edited(
        &mut self,
        db: &mut Snapshot<'_>,
        now: Instant,
        edit: impl Fn(&Self, &mut Answers),
    ) -> Result<Answers, StoreError> {
        let edited = |draft: &Self| {
            let mut answers = draft.answers.clone();
            edit(draft, &mut answers);
            answers
        };
        if !self.version.plan.reads_registry() {
            return Ok(edited(self));
        }
        let context = informed(db, self.context(now), |context| {
            let draft = Self {
                registry: context.registry.clone(),
                ..self.clone()
            };
            evaluate(&draft.version.plan, &edited(&draft), context).lacked()
        })?;
        self.registry = context.registry;
        Ok(edited(self))
    }

    /// Whether its study still takes answers.
    pub fn is_open(&self, now: Instant) -> bool {
        rules::takes_answers(&self.study, &self.described.settings, now)
    }
}

/// What saving a draft came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Kept,
    /// The answers say that the person is below the study's age: the draft is gone.
    TooYoung,
}

pub(super) fn context(language: &str, zone: Zone, seed: u64, begun_at: Instant, now: Instant) -> Context {
    Context {
        language: language.to_owned(),
        seed,
        begun_at: begun_at.utc(),
        now: now.utc(),
        zone,
        registry: Arc::default(),
    }
}

/// Begins a draft of the newest version, with its default answers.
///
/// # Errors
/// [`Refused::NoSuchQuestionnaire`], [`Refused::StudyClosed`], [`Refused::UnknownLanguage`],
/// [`Refused::ConsentMissing`] or [`Refused::UnknownConsent`].
pub fn begin(
    tx: &mut Transaction<'_>,
    now: Instant,
    shelf: &Shelf,
    key: &CodeKey,
    start: &Start,
) -> Result<Begun, Refused> {
    let study = versions::study(tx, &start.study)?.ok_or(Refused::NoSuchQuestionnaire)?;
    let described = shelf.described(tx, &study)?;
    let version = shelf
        .newest(tx, study.id, &start.questionnaire)?
        .ok_or(Refused::NoSuchQuestionnaire)?;
    if !rules::takes_answers(&study, &described.settings, now) {
        return Err(Refused::StudyClosed);
    }
    rules::check_consent(&described.settings, &start.consent.ticks)?;
    check_language(&version, &start.language)?;

    let code = Code::random(&mut rand::rng());
    // Positive and below 2^31, which every implementation of XLSForm's random order takes.
    let seed = rand::random::<u32>() >> 1;
    let zone = described.settings.zone();
    let first = context(&start.language, zone, seed.into(), now, now);
    let plan = &version.plan;
    let first = informed(tx, first, |context| {
        if plan.reads_registry() {
            evaluate(plan, &evaluation::begin(plan, context), context).lacked()
        } else {
            BTreeSet::new()
        }
    })?;
    let mut answers = evaluation::begin(&version.plan, &first);
    let link = match &start.link {
        Some(link) => links::find_by_id(tx, link.id)?,
        None => None,
    };
    let link = link.filter(|link| link.study == study.id && link.standing(now) == Standing::Good);
    if let Some(release) = link.as_ref().and_then(|link| link.release.as_deref()) {
        release::fill_in(tx, &version.plan, release, &mut answers)?;
    }
    let by_link = start.link.as_ref().filter(|_| link.is_some());
    let draft = NewDraft {
        id: DraftId::new(),
        code_hash: &key.hash(&code),
        study_id: study.id,
        version_id: version.id,
        corrects: None,
        language: &start.language,
        consent: &Document::of(&start.consent)?,
        seed: seed.into(),
        answers: &Document::of(&answers)?,
        begun_at: now,
        saved_at: now,
        link_id: by_link.map(|link| link.id),
        came_by: by_link.map(|link| &link.came_by),
    };
    queries::add_draft(tx, &draft)?;
    Ok(Begun { code, version })
}

/// The draft under a code.
pub fn open(
    db: &mut Snapshot<'_>,
    now: Instant,
    shelf: &Shelf,
    hash: &CodeHash,
) -> Result<Option<Draft>, StoreError> {
    let Some(row) = queries::draft(db, hash)? else {
        return Ok(None);
    };
    let described = shelf.described(db, &row.study)?;
    // The foreign key makes sure that there is one.
    let Some(version) = shelf.version(db, row.version)? else {
        return Ok(None);
    };
    let files = files(db, &version, hash)?;
    let mut draft = Draft {
        id: row.id,
        code_hash: hash.clone(),
        files,
        registry: Arc::default(),
        study: row.study,
        described,
        version,
        corrects: row.corrects,
        link: row
            .link_id
            .zip(row.came_by)
            .map(|(id, came_by)| ByLink { id, came_by }),
        language: row.language,
        consent: row.consent.parse()?,
        seed: row.seed.cast_unsigned(),
        answers: row.answers.parse()?,
        begun_at: row.begun_at,
        saved_at: row.saved_at,
    };
    draft.edited(db, now, |_, _| {})?;
    Ok(Some(draft))
}

/// The files under a code, where the questionnaire takes any.
pub(super) fn files(
    db: &mut Snapshot<'_>,
    version: &Version,
    hash: &CodeHash,
) -> Result<Vec<Attachment>, StoreError> {
    if version.plan.takes_files() {
        attachments::of_code(db, hash)
    } else {
        Ok(Vec::new())
    }
}

/// Saves answers, faulty or not, in place of those that `draft` was read with. If they say that
/// the person is too young, the draft is deleted instead.
///
/// # Errors
/// [`Refused::Changed`] when the draft was saved, submitted or withdrawn since it was read, or a
/// file that the answers mention is not there; [`Refused::StudyClosed`].
pub fn save(
    tx: &mut Transaction<'_>,
    now: Instant,
    draft: &Draft,
    answers: &Answers,
) -> Result<Saved, Refused> {
    if !draft.is_open(now) {
        return Err(Refused::StudyClosed);
    }
    if rules::ends_for_age(&draft.described.settings, answers) {
        return if queries::delete_unchanged_draft(tx, draft.id, draft.saved_at)? {
            attachments::ended(tx, &draft.code_hash)?;
            Ok(Saved::TooYoung)
        } else {
            Err(Refused::Changed)
        };
    }
    write(tx, now, draft, &draft.language, answers)?;
    if draft.version.plan.takes_files() {
        attachments::saved(tx, now, draft, answers)?;
    }
    Ok(Saved::Kept)
}

/// Goes on in another language.
///
/// # Errors
/// [`Refused::UnknownLanguage`] or [`Refused::Changed`].
pub fn change_language(
    tx: &mut Transaction<'_>,
    now: Instant,
    draft: &Draft,
    language: &str,
) -> Result<(), Refused> {
    check_language(&draft.version, language)?;
    write(tx, now, draft, language, &draft.answers)
}

fn write(
    tx: &mut Transaction<'_>,
    now: Instant,
    draft: &Draft,
    language: &str,
    answers: &Answers,
) -> Result<(), Refused> {
    // Strictly later, or the next writer could not tell that this one was here.
    let saved_at = now.max(draft.saved_at.plus(TimeDelta::microseconds(1)));
    let answers = Document::of(answers)?;
    if queries::save_draft(tx, draft.id, draft.saved_at, saved_at, language, &answers)? {
        Ok(())
    } else {
        Err(Refused::Changed)
    }
}

fn check_language(version: &Version, language: &str) -> Result<(), Refused> {
    let offered = &version.plan.definition().languages;
    if offered.iter().any(|tag| tag == language) {
        Ok(())
    } else {
        Err(Refused::UnknownLanguage)
    }
}

/// The page on which somebody who comes back goes on: the first with a question that was never
/// shown, else the last. Pages that are not relevant are passed over.
pub fn page_to_go_on(state: &State<'_>) -> usize {
    let pages = (0..state.plan().pages().len()).filter(|page| state.page_relevant(*page));
    let mut last = 0;
    for page in pages {
        last = page;
        if state.on_page(page).into_iter().any(|top| has_unseen(state, top)) {
            return page;
        }
    }
    last
}

fn has_unseen(state: &State<'_>, occurrence: evaluation::Occurrence) -> bool {
    if !state.relevant(occurrence) {
        return false;
    }
    match state.plan().item(state.node(occurrence)) {
        Some(Item::Question(question)) => {
            question.kind.is_asked() && !state.read_only(occurrence) && !is_answered(state, occurrence)
        }
        Some(Item::Group(_)) => state
            .children(occurrence)
            .into_iter()
            .any(|child| has_unseen(state, child)),
        None => false,
    }
}

/// Whether something stands under the question's key, if only that it was skipped.
pub fn is_answered(state: &State<'_>, occurrence: evaluation::Occurrence) -> bool {
    let field = state.field(occurrence);
    let mut scope = state.answers();
    for (repeat, number) in &field.repeats {
        let Some(Answer::Repeated(instances)) = scope.get(repeat) else {
            return false;
        };
        let Some(instance) = number.checked_sub(1).and_then(|index| instances.get(index)) else {
            return false;
        };
        scope = instance;
    }
    scope.get(&field.key).is_some()
}

/// Deletes drafts that nobody has touched since `before`, with their files, `most` at a time;
/// answers how many.
pub fn discard_old_drafts(tx: &mut Transaction<'_>, before: Instant, most: i64) -> Result<usize, StoreError> {
    let old = queries::drafts_before(tx, before, most)?;
    for hash in &old {
        if queries::delete_draft_before(tx, hash, before)? {
            attachments::ended(tx, hash)?;
        }
    }
    Ok(old.len())
}
