//! Submitting: a draft becomes a submission, once, whatever happens.
//!
//! The work is done in two halves, so that the single writer thread does little:
//! [`prepare`] reads, evaluates, checks and serialises on a snapshot, and [`seal`] deletes the
//! draft if it is still as it was read and inserts the submission. [`submit`] does both and tries
//! again when the draft changed in between; for that reason it opens the store itself, which no
//! other action does. The draft's code is the idempotency key: whoever comes second finds no
//! draft but the submission, and gets the same answer as the first.

use std::collections::BTreeSet;

use super::attachments;
use super::draft::{self, ByLink, Draft};
use super::names::{self, Words};
use super::queries::{self, NewSubmission};
use super::{CodeHash, Refused, rules};
use crate::chain::links::{self, CameBy, Tier};
use crate::id::{DraftId, PublicId, StudyId, SubmissionId, VersionId};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::evaluation::evaluate;
use crate::questionnaire::shelf::Shelf;
use crate::questionnaire::validation::{self, Fault};
use crate::store::{Document, Instant, Snapshot, Store, StoreError, Transaction};

/// How often a draft may change under a submit before the person is asked to try again.
const ATTEMPTS: usize = 5;

/// What submitting came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The submission is stored, now or by an earlier submit.
    Submitted(SubmissionId),
    /// The person is below the study's age; the draft is deleted and nothing is stored.
    TooYoung,
}

/// A submission that is ready to be sealed, or what stands in its way.
#[derive(Debug)]
pub struct Prepared(Step);

#[derive(Debug)]
enum Step {
    Done(SubmissionId),
    TooYoung {
        draft: DraftId,
        saved_at: Instant,
        code_hash: CodeHash,
    },
    Faulty(Box<(Draft, Answers, Vec<Fault>)>),
    Ready(Box<Ready>),
}

#[derive(Debug)]
struct Ready {
    draft: DraftId,
    saved_at: Instant,
    code_hash: CodeHash,
    revision: i32,
    way: Way,
    study: StudyId,
    version: VersionId,
    language: String,
    consent: Document,
    seed: i64,
    answers: Document,
    /// Names of the files that the answers mention; none if the questionnaire takes none.
    files: Option<BTreeSet<String>>,
    names: Words,
}

/// How the person came in.
#[derive(Debug)]
enum Way {
    /// By a link, or by the open page.
    By(Option<ByLink>),
    /// A correction came as what it corrects.
    As(Tier, Option<CameBy>),
}

/// Submits the draft under a code, after `edit` has put the last page's fields into its answers.
/// `edit` runs once for each attempt and must give the same for the same draft.
///
/// What was edited is kept in the draft when the answers are refused as faulty.
///
/// # Errors
/// [`Refused::NoSuchCode`], [`Refused::StudyClosed`], [`Refused::Faulty`], or
/// [`Refused::Changed`] when others keep changing the draft.
pub async fn submit<F>(
    store: &Store,
    now: Instant,
    shelf: &Shelf,
    hash: &CodeHash,
    edit: F,
) -> Result<Outcome, Refused>
where
    F: Fn(&Draft, &mut Answers) + Clone + Send + 'static,
{
    for _ in 1..ATTEMPTS {
        match attempt(store, now, shelf, hash, edit.clone()).await {
            Err(Refused::Changed) => {}
            settled => return settled,
        }
    }
    attempt(store, now, shelf, hash, edit).await
}

async fn attempt<F>(
    store: &Store,
    now: Instant,
    shelf: &Shelf,
    hash: &CodeHash,
    edit: F,
) -> Result<Outcome, Refused>
where
    F: Fn(&Draft, &mut Answers) + Send + 'static,
{
    let (shelf, hash) = (shelf.clone(), hash.clone());
    let prepared = store
        .read(move |db| prepare(db, now, &shelf, &hash, edit))
        .await?;
    match prepared.0 {
        Step::Done(submission) => Ok(Outcome::Submitted(submission)),
        Step::Faulty(faulty) => {
            let (draft, answers, found) = *faulty;
            if answers != draft.answers {
                store
                    .write(move |tx| draft::save(tx, now, &draft, &answers))
                    .await?;
            }
            Err(Refused::Faulty(found))
        }
        step => store.write(move |tx| seal(tx, now, &Prepared(step))).await,
    }
}

/// Reads, edits, checks and settles the draft under a code; changes nothing.
///
/// # Errors
/// [`Refused::NoSuchCode`] or [`Refused::StudyClosed`].
pub fn prepare(
    db: &mut Snapshot<'_>,
    now: Instant,
    shelf: &Shelf,
    hash: &CodeHash,
    edit: impl Fn(&Draft, &mut Answers),
) -> Result<Prepared, Refused> {
    let Some(mut draft) = draft::open(db, now, shelf, hash)? else {
        let submission = queries::newest_submission(db, hash)?.ok_or(Refused::NoSuchCode)?;
        return Ok(Prepared(Step::Done(submission.id)));
    };
    if !draft.is_open(now) {
        return Err(Refused::StudyClosed);
    }
    let answers = draft.edited(db, now, edit)?;
    if rules::ends_for_age(&draft.described.settings, &answers) {
        return Ok(Prepared(Step::TooYoung {
            draft: draft.id,
            saved_at: draft.saved_at,
            code_hash: draft.code_hash,
        }));
    }
    let context = draft.context(now);
    let settled = match validation::check(&evaluate(&draft.version.plan, &answers, &context)) {
        Ok(settled) => settled,
        Err(faults) => return Ok(Prepared(Step::Faulty(Box::new((draft, answers, faults))))),
    };
    let (revision, way) = match draft.corrects {
        None => (1, Way::By(draft.link)),
        Some(corrected) => {
            let before = queries::submission(db, corrected)?.ok_or(Refused::NoSuchSubmission)?;
            (before.revision + 1, Way::As(before.tier, before.came_by))
        }
    };
    let plan = &draft.version.plan;
    let files = plan.takes_files().then(|| {
        let names = plan.files_in(settled.answers()).into_iter();
        names.map(str::to_owned).collect()
    });
    Ok(Prepared(Step::Ready(Box::new(Ready {
        names: names::words(plan, settled.answers(), &context),
        files,
        draft: draft.id,
        saved_at: draft.saved_at,
        code_hash: hash.clone(),
        revision,
        way,
        study: draft.study.id,
        version: draft.version.id,
        language: draft.language,
        consent: Document::of(&draft.consent)?,
        seed: draft.seed.cast_signed(),
        answers: Document::of(&settled)?,
    }))))
}

/// Turns the draft into a submission, or deletes it when the person is too young.
///
/// # Errors
/// [`Refused::Changed`] when the draft is no longer as it was prepared: prepare it again.
/// [`Refused::Faulty`] when it was prepared with faults.
pub fn seal(tx: &mut Transaction<'_>, now: Instant, prepared: &Prepared) -> Result<Outcome, Refused> {
    match &prepared.0 {
        Step::Done(submission) => Ok(Outcome::Submitted(*submission)),
        Step::Faulty(faulty) => Err(Refused::Faulty(faulty.2.clone())),
        Step::TooYoung {
            draft,
            saved_at,
            code_hash,
        } => {
            take_draft(tx, *draft, *saved_at)?;
            attachments::ended(tx, code_hash)?;
            Ok(Outcome::TooYoung)
        }
        Step::Ready(ready) => {
            take_draft(tx, ready.draft, ready.saved_at)?;
            let (tier, came_by) = came_in(tx, &ready.way)?;
            let submission = NewSubmission {
                id: SubmissionId::new(),
                public_id: PublicId::random(),
                code_hash: &ready.code_hash,
                revision: ready.revision,
                study_id: ready.study,
                version_id: ready.version,
                language: &ready.language,
                tier,
                came_by,
                consent: &ready.consent,
                seed: ready.seed,
                answers: &ready.answers,
                submitted_at: now,
            };
            queries::seal(tx, &submission)?;
            names::keep(tx, ready.study, submission.id, &ready.names)?;
            if let Some(files) = &ready.files {
                attachments::sealed(tx, now, &ready.code_hash, files)?;
            }
            Ok(Outcome::Submitted(submission.id))
        }
    }
}

/// Counts the use of a link.
fn came_in<'w>(tx: &mut Transaction<'_>, way: &'w Way) -> Result<(Tier, Option<&'w CameBy>), StoreError> {
    match way {
        Way::By(None) => Ok((Tier::Open, None)),
        Way::By(Some(link)) => {
            let tier = links::arrive(tx, link.id)?;
            Ok(tier.map_or((Tier::Open, None), |tier| (tier, Some(&link.came_by))))
        }
        Way::As(tier, came_by) => Ok((*tier, came_by.as_ref())),
    }
}

fn take_draft(tx: &mut Transaction<'_>, draft: DraftId, saved_at: Instant) -> Result<(), Refused> {
    if queries::delete_unchanged_draft(tx, draft, saved_at)? {
        Ok(())
    } else {
        Err(Refused::Changed)
    }
}
