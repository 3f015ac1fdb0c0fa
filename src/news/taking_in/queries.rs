//! The diesel of taking in: what is due, and what was sent.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::id::{IssueId, StudyId, SubmissionId};
use crate::news::queries::ACCEPTED;
use crate::responses::CodeHash;
use crate::store::schema::{issue_reports, reports_due, submissions};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction, on};

/// What was sent in, to be taken in.
#[derive(Debug, Queryable)]
pub(super) struct Sent {
    pub study: StudyId,
    pub code_hash: CodeHash,
    pub consent: Document,
    pub answers: Document,
    pub submitted_at: Instant,
}

/// The report of an earlier revision, or of the same one.
#[derive(Debug, Queryable)]
pub(super) struct Earlier {
    pub submission: SubmissionId,
    pub issue: IssueId,
    pub words_read: bool,
    pub release: Option<String>,
    pub taken_in_at: Instant,
}

pub(super) fn due(db: &mut Snapshot<'_>, most: i64) -> Result<Vec<SubmissionId>, StoreError> {
    let query = reports_due::table.select(reports_due::submission_id).limit(most);
    on!(db, conn => query.load(conn))
}

pub(super) fn settle_due(tx: &mut Transaction<'_>, settled: &[SubmissionId]) -> Result<(), StoreError> {
    let gone =
        diesel::delete(reports_due::table.filter(reports_due::submission_id.eq_any(settled.iter().copied())));
    on!(tx, conn => gone.execute(conn)).map(drop)
}

/// The submission, if it is accepted and has not been withdrawn.
pub(super) fn sent(db: &mut Snapshot<'_>, id: SubmissionId) -> Result<Option<Sent>, StoreError> {
    let query = submissions::table
        .filter(submissions::id.eq(id))
        .filter(sql::<Bool>(ACCEPTED))
        .filter(submissions::answers.is_not_null())
        .select((
            submissions::study_id,
            submissions::code_hash,
            submissions::consent,
            submissions::answers.assume_not_null(),
            submissions::submitted_at,
        ));
    on!(db, conn => query.get_result(conn).optional())
}

/// The report that stands under a receipt code.
pub(super) fn report_under(db: &mut Snapshot<'_>, code: &CodeHash) -> Result<Option<Earlier>, StoreError> {
    let query = issue_reports::table
        .inner_join(submissions::table)
        .filter(submissions::code_hash.eq(code))
        .select((
            issue_reports::submission_id,
            issue_reports::issue_id,
            issue_reports::words_read,
            issue_reports::release,
            issue_reports::taken_in_at,
        ));
    on!(db, conn => query.get_result(conn).optional())
}

pub(super) fn delete_report(tx: &mut Transaction<'_>, id: SubmissionId) -> Result<(), StoreError> {
    let gone = diesel::delete(issue_reports::table.filter(issue_reports::submission_id.eq(id)));
    on!(tx, conn => gone.execute(conn)).map(drop)
}
