//! The diesel of replies.

use diesel::prelude::*;

use super::{Outcome, Reply};
use crate::id::{ClaimId, IssueId, ReplyId};
use crate::store::schema::issue_replies;
use crate::store::{Instant, Snapshot, StoreError, Transaction, on};

#[derive(Debug, Insertable)]
#[diesel(table_name = issue_replies)]
pub(in crate::news) struct NewReply<'n> {
    pub id: ReplyId,
    pub issue_id: IssueId,
    pub at: Instant,
    pub claim_id: ClaimId,
    pub outcome: Outcome,
    pub english: Option<&'n str>,
    pub chinese: Option<&'n str>,
}

pub(in crate::news) fn add_reply(tx: &mut Transaction<'_>, reply: &NewReply<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(issue_replies::table).values(reply).execute(conn)).map(drop)
}

pub(in crate::news) fn replies(db: &mut Snapshot<'_>, to: &[IssueId]) -> Result<Vec<Reply>, StoreError> {
    let query = issue_replies::table
        .filter(issue_replies::issue_id.eq_any(to.iter().copied()))
        .order((issue_replies::at, issue_replies::id))
        .select((
            issue_replies::id,
            issue_replies::at,
            issue_replies::outcome,
            issue_replies::english,
            issue_replies::chinese,
        ));
    on!(db, conn => query.load(conn))
}

/// Outcomes of replies given until a moment, oldest first.
pub(in crate::news) fn outcomes(
    db: &mut Snapshot<'_>,
    to: &[IssueId],
    until: Instant,
) -> Result<Vec<(IssueId, Instant, Outcome)>, StoreError> {
    let query = issue_replies::table
        .filter(issue_replies::issue_id.eq_any(to.iter().copied()))
        .filter(issue_replies::at.le(until))
        .order((issue_replies::at, issue_replies::id))
        .select((issue_replies::issue_id, issue_replies::at, issue_replies::outcome));
    on!(db, conn => query.load(conn))
}
