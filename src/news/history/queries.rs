//! The diesel of the history of issues.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Entry, HOP};
use crate::id::{AccountId, IssueEntryId, IssueId};
use crate::store::schema::issue_entries;
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction, on};

#[derive(Debug, Insertable)]
#[diesel(table_name = issue_entries)]
pub(in crate::news) struct NewEntry<'n> {
    pub id: IssueEntryId,
    pub issue_id: IssueId,
    pub other_id: Option<IssueId>,
    pub at: Instant,
    pub actor: Option<AccountId>,
    pub kind: &'n str,
    pub detail: &'n Document,
    pub reason: &'n str,
}

/// An entry as stored.
#[derive(Debug, Queryable)]
pub(in crate::news) struct EntryRow {
    id: IssueEntryId,
    issue: IssueId,
    other: Option<IssueId>,
    at: Instant,
    actor: Option<AccountId>,
    detail: Document,
    reason: String,
}

impl EntryRow {
    pub(in crate::news) fn read(self) -> Result<Entry, StoreError> {
        Ok(Entry {
            id: self.id,
            issue: self.issue,
            other: self.other,
            at: self.at,
            by: self.actor,
            change: self.detail.parse()?,
            reason: self.reason,
        })
    }
}

macro_rules! entry_columns {
    () => {
        (
            issue_entries::id,
            issue_entries::issue_id,
            issue_entries::other_id,
            issue_entries::at,
            issue_entries::actor,
            issue_entries::detail,
            issue_entries::reason,
        )
    };
}

pub(in crate::news) fn add_entry(tx: &mut Transaction<'_>, entry: &NewEntry<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(issue_entries::table).values(entry).execute(conn)).map(drop)
}

pub(in crate::news) fn entries(db: &mut Snapshot<'_>, issue: IssueId) -> Result<Vec<EntryRow>, StoreError> {
    let query = issue_entries::table
        .filter(
            issue_entries::issue_id
                .eq(issue)
                .or(issue_entries::other_id.eq(issue)),
        )
        .order((issue_entries::at, issue_entries::id))
        .select(entry_columns!());
    on!(db, conn => query.load(conn))
}

/// What moderators recorded of hops until a moment, oldest first.
pub(in crate::news) fn hop_entries(
    db: &mut Snapshot<'_>,
    of: &[IssueId],
    until: Instant,
) -> Result<Vec<Entry>, StoreError> {
    let query = issue_entries::table
        .filter(issue_entries::issue_id.eq_any(of.iter().copied()))
        .filter(issue_entries::kind.eq(HOP))
        .filter(issue_entries::at.le(until))
        .order((issue_entries::at, issue_entries::id))
        .select(entry_columns!());
    let rows: Vec<EntryRow> = on!(db, conn => query.load(conn))?;
    rows.into_iter().map(EntryRow::read).collect()
}

/// Whether nobody and nothing ever put the issue under embargo.
pub(in crate::news) fn is_never_embargoed(db: &mut Snapshot<'_>, issue: IssueId) -> Result<bool, StoreError> {
    let entries = issue_entries::table
        .filter(issue_entries::issue_id.eq(issue))
        .filter(issue_entries::kind.eq_any(["embargoed", "embargo_lifted"]));
    on!(db, conn => diesel::select(not(exists(entries))).get_result(conn))
}
