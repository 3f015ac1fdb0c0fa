//! The diesel of this room: drafts and submissions.

use diesel::prelude::*;

use super::CodeHash;
use crate::chain::links::{CameBy, Tier};
use crate::id::{DraftId, LinkId, PublicId, StudyId, SubmissionId, VersionId};
use crate::questionnaire::versions::Header;
use crate::store::schema::{decisions, drafts, studies, submission_names, submissions};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction, on};

/// A draft, with what its study allows.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = drafts)]
pub(super) struct DraftRow {
    pub id: DraftId,
    #[diesel(column_name = version_id)]
    pub version: VersionId,
    pub corrects: Option<SubmissionId>,
    pub language: String,
    pub consent: Document,
    pub seed: i64,
    pub answers: Document,
    pub begun_at: Instant,
    pub saved_at: Instant,
    pub link_id: Option<LinkId>,
    pub came_by: Option<CameBy>,
    #[diesel(embed)]
    pub study: Header,
}

/// A submission as its person may see it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = submissions)]
pub(super) struct SubmissionRow {
    pub id: SubmissionId,
    pub code_hash: CodeHash,
    pub revision: i32,
    pub study_id: StudyId,
    pub version_id: VersionId,
    pub language: String,
    pub consent: Document,
    pub seed: i64,
    pub answers: Option<Document>,
    pub submitted_at: Instant,
    pub withdrawn_at: Option<Instant>,
    pub verdict: Option<String>,
    pub tier: Tier,
    pub came_by: Option<CameBy>,
}

/// What a decision says to the person.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = decisions)]
pub(super) struct DecisionRow {
    pub reason: String,
    pub note: Option<String>,
    pub decided_at: Instant,
}

/// A draft as it is inserted.
#[derive(Debug, Insertable)]
#[diesel(table_name = drafts)]
pub(super) struct NewDraft<'n> {
    pub id: DraftId,
    pub code_hash: &'n CodeHash,
    pub study_id: StudyId,
    pub version_id: VersionId,
    pub corrects: Option<SubmissionId>,
    pub language: &'n str,
    pub consent: &'n Document,
    pub seed: i64,
    pub answers: &'n Document,
    pub begun_at: Instant,
    pub saved_at: Instant,
    pub link_id: Option<LinkId>,
    pub came_by: Option<&'n CameBy>,
}

/// A submission as it is sealed.
#[derive(Debug, Insertable)]
#[diesel(table_name = submissions)]
pub(super) struct NewSubmission<'n> {
    pub id: SubmissionId,
    pub public_id: PublicId,
    pub code_hash: &'n CodeHash,
    pub revision: i32,
    pub study_id: StudyId,
    pub version_id: VersionId,
    pub language: &'n str,
    pub tier: Tier,
    pub came_by: Option<&'n CameBy>,
    pub consent: &'n Document,
    pub seed: i64,
    pub answers: &'n Document,
    pub submitted_at: Instant,
}

pub(super) fn draft(db: &mut Snapshot<'_>, hash: &CodeHash) -> Result<Option<DraftRow>, StoreError> {
    let query = drafts::table
        .inner_join(studies::table)
        .filter(drafts::code_hash.eq(hash));
    // Not `first`: SQLite plans a statement anew for every value of its LIMIT.
    on!(db, conn => query.select(DraftRow::as_select()).get_result(conn).optional())
}

pub(super) fn draft_exists(db: &mut Snapshot<'_>, hash: &CodeHash) -> Result<bool, StoreError> {
    let query = drafts::table.filter(drafts::code_hash.eq(hash));
    on!(db, conn => diesel::select(diesel::dsl::exists(query)).get_result(conn))
}

pub(super) fn add_draft(tx: &mut Transaction<'_>, draft: &NewDraft<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(drafts::table).values(draft).execute(conn)).map(drop)
}

/// Answers whether the draft still was as it was at `read_at`, and therefore changed.
pub(super) fn save_draft(
    tx: &mut Transaction<'_>,
    id: DraftId,
    read_at: Instant,
    saved_at: Instant,
    language: &str,
    answers: &Document,
) -> Result<bool, StoreError> {
    let change = diesel::update(
        drafts::table
            .filter(drafts::id.eq(id))
            .filter(drafts::saved_at.eq(read_at)),
    )
    .set((
        drafts::answers.eq(answers),
        drafts::language.eq(language),
        drafts::saved_at.eq(saved_at),
    ));
    on!(tx, conn => change.execute(conn)).map(|changed| changed == 1)
}

/// Answers whether the draft still was as it was at `read_at`, and is therefore gone.
pub(super) fn delete_unchanged_draft(
    tx: &mut Transaction<'_>,
    id: DraftId,
    read_at: Instant,
) -> Result<bool, StoreError> {
    let gone = diesel::delete(
        drafts::table
            .filter(drafts::id.eq(id))
            .filter(drafts::saved_at.eq(read_at)),
    );
    on!(tx, conn => gone.execute(conn)).map(|deleted| deleted == 1)
}

pub(super) fn delete_draft(tx: &mut Transaction<'_>, hash: &CodeHash) -> Result<bool, StoreError> {
    let gone = diesel::delete(drafts::table.filter(drafts::code_hash.eq(hash)));
    on!(tx, conn => gone.execute(conn)).map(|deleted| deleted == 1)
}

/// Answers whether there was a draft that nobody has touched since.
pub(super) fn delete_draft_before(
    tx: &mut Transaction<'_>,
    hash: &CodeHash,
    before: Instant,
) -> Result<bool, StoreError> {
    let gone = diesel::delete(
        drafts::table
            .filter(drafts::code_hash.eq(hash))
            .filter(drafts::saved_at.lt(before)),
    );
    on!(tx, conn => gone.execute(conn)).map(|deleted| deleted == 1)
}

/// The codes of drafts that are that old, at most so many. A draft that corrects a submission
/// stays: without it the person could not hand in the correction that was asked for.
pub(super) fn drafts_before(
    db: &mut Snapshot<'_>,
    before: Instant,
    most: i64,
) -> Result<Vec<CodeHash>, StoreError> {
    let query = drafts::table
        .filter(drafts::saved_at.lt(before))
        .filter(drafts::corrects.is_null())
        .select(drafts::code_hash)
        .limit(most);
    on!(db, conn => query.load(conn))
}

pub(super) fn seal(tx: &mut Transaction<'_>, submission: &NewSubmission<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(submissions::table).values(submission).execute(conn)).map(drop)
}

/// Seals an imported line unless it is there already; answers whether it was added.
pub(super) fn seal_unless_there(
    tx: &mut Transaction<'_>,
    submission: &NewSubmission<'_>,
) -> Result<bool, StoreError> {
    let insert = diesel::insert_into(submissions::table)
        .values(submission)
        .on_conflict(submissions::public_id)
        .do_nothing();
    on!(tx, conn => insert.execute(conn)).map(|added| added == 1)
}

/// The answers of all revisions under a code.
pub(super) fn answers_under(db: &mut Snapshot<'_>, hash: &CodeHash) -> Result<Vec<Document>, StoreError> {
    let query = submissions::table
        .filter(submissions::code_hash.eq(hash))
        .select(submissions::answers);
    let found: Vec<Option<Document>> = on!(db, conn => query.load(conn))?;
    Ok(found.into_iter().flatten().collect())
}

/// The newest revision under a code.
pub(super) fn newest_submission(
    db: &mut Snapshot<'_>,
    hash: &CodeHash,
) -> Result<Option<SubmissionRow>, StoreError> {
    let query = submissions::table
        .filter(submissions::code_hash.eq(hash))
        .order(submissions::revision.desc());
    on!(db, conn => query.select(SubmissionRow::as_select()).first(conn).optional())
}

pub(super) fn submission(
    db: &mut Snapshot<'_>,
    id: SubmissionId,
) -> Result<Option<SubmissionRow>, StoreError> {
    let query = submissions::table.find(id);
    on!(db, conn => query.select(SubmissionRow::as_select()).get_result(conn).optional())
}

/// Whether a later revision stands under the code of this submission.
pub(super) fn newer_revision_exists(db: &mut Snapshot<'_>, id: SubmissionId) -> Result<bool, StoreError> {
    let (this, newer) = diesel::alias!(submissions as this, submissions as newer);
    let query = this
        .inner_join(
            newer.on(newer
                .field(submissions::code_hash)
                .eq(this.field(submissions::code_hash))
                .and(
                    newer
                        .field(submissions::revision)
                        .gt(this.field(submissions::revision)),
                )),
        )
        .filter(this.field(submissions::id).eq(id));
    on!(db, conn => diesel::select(diesel::dsl::exists(query)).get_result(conn))
}

/// The decision that stands for now.
pub(super) fn newest_decision(
    db: &mut Snapshot<'_>,
    id: SubmissionId,
) -> Result<Option<DecisionRow>, StoreError> {
    let query = decisions::table
        .filter(decisions::submission_id.eq(id))
        .order(decisions::round.desc());
    on!(db, conn => query.select(DecisionRow::as_select()).first(conn).optional())
}

/// Keeps what somebody typed for a release.
pub(super) fn add_name(
    tx: &mut Transaction<'_>,
    study: StudyId,
    submission: SubmissionId,
    field: &str,
    words: &str,
    same: &str,
) -> Result<(), StoreError> {
    let row = (
        submission_names::submission_id.eq(submission),
        submission_names::field.eq(field),
        submission_names::study_id.eq(study),
        submission_names::words.eq(words),
        submission_names::same.eq(same),
    );
    on!(tx, conn => diesel::insert_into(submission_names::table).values(row).execute(conn)).map(drop)
}

/// Takes what was typed for releases from every revision under the code.
pub(super) fn forget_names(tx: &mut Transaction<'_>, hash: &CodeHash) -> Result<(), StoreError> {
    let under = submissions::table
        .filter(submissions::code_hash.eq(hash))
        .select(submissions::id);
    let ids: Vec<SubmissionId> = on!(tx, conn => under.load(conn))?;
    let names = submission_names::table.filter(submission_names::submission_id.eq_any(ids));
    on!(tx, conn => diesel::delete(names).execute(conn)).map(drop)
}

/// Takes the answers out of every revision under the code; answers how many still had them.
pub(super) fn withdraw(tx: &mut Transaction<'_>, now: Instant, hash: &CodeHash) -> Result<usize, StoreError> {
    let change = diesel::update(
        submissions::table
            .filter(submissions::code_hash.eq(hash))
            .filter(submissions::withdrawn_at.is_null()),
    )
    .set((
        submissions::answers.eq(None::<Document>),
        submissions::withdrawn_at.eq(Some(now)),
    ));
    on!(tx, conn => change.execute(conn))
}
