//! The diesel of joining and splitting.

use diesel::prelude::*;

use crate::id::{IssueId, SubmissionId};
use crate::store::schema::{issue_reports, issues};
use crate::store::{Snapshot, StoreError, Transaction, on};

/// Answers how many reports were in `from` and are now in `to`.
pub(in crate::news) fn move_reports(
    tx: &mut Transaction<'_>,
    reports: &[SubmissionId],
    from: IssueId,
    to: IssueId,
) -> Result<usize, StoreError> {
    let change = diesel::update(
        issue_reports::table
            .filter(issue_reports::submission_id.eq_any(reports.iter().copied()))
            .filter(issue_reports::issue_id.eq(from)),
    )
    .set(issue_reports::issue_id.eq(to));
    on!(tx, conn => change.execute(conn))
}

pub(in crate::news) fn set_joined_to(
    tx: &mut Transaction<'_>,
    issue: IssueId,
    to: Option<IssueId>,
) -> Result<(), StoreError> {
    let change = diesel::update(issues::table.filter(issues::id.eq(issue))).set(issues::joined_to.eq(to));
    on!(tx, conn => change.execute(conn)).map(drop)
}

/// What was joined to these, each with what it was joined to.
pub(in crate::news) fn joined_pairs(
    db: &mut Snapshot<'_>,
    to: &[IssueId],
) -> Result<Vec<(IssueId, IssueId)>, StoreError> {
    let query = issues::table
        .filter(issues::joined_to.is_not_null())
        .filter(issues::joined_to.assume_not_null().eq_any(to.iter().copied()))
        .select((issues::id, issues::joined_to.assume_not_null()));
    on!(db, conn => query.load(conn))
}
