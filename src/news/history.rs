//! What was done with an issue, by whom and why: entries that are only ever added.

pub(super) mod queries;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Refused;
use super::hops::Hop;
use crate::id::{AccountId, IssueEntryId, IssueId, SubmissionId};
use crate::people::Moderator;
use crate::people::audit::{self, Event};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 500;

/// Why somebody did something: 1 to [`LONGEST_REASON`] characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The reason that was typed; nothing if it is empty or too long.
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim().replace("\r\n", "\n");
        (!text.is_empty() && text.chars().count() <= LONGEST_REASON).then_some(Self(text))
    }

    /// As typed, without white space around it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something that was done with an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Reports came from the other issue of the entry.
    Moved {
        reports: Vec<SubmissionId>,
        /// The entry that this one takes back.
        undoes: Option<IssueEntryId>,
    },
    /// It became a security flaw that is kept back, or is kept back for another time.
    Embargoed { until: Instant },
    /// It is kept back no longer.
    EmbargoLifted,
    /// It is about another release than was said.
    Release {
        from: Option<String>,
        to: Option<String>,
    },
    /// A moderator knows when a hop was made, or that it was not.
    Hop { hop: Hop, on: Option<NaiveDate> },
    /// A moderator has read the words of a report, and says whether they may be shown.
    Words { report: SubmissionId, pass: bool },
}

impl Change {
    /// The code under which the entry is stored.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Moved { .. } => "moved",
            Self::Embargoed { .. } => "embargoed",
            Self::EmbargoLifted => "embargo_lifted",
            Self::Release { .. } => "release",
            Self::Hop { .. } => HOP,
            Self::Words { .. } => "words",
        }
    }
}

/// The code of [`Change::Hop`].
pub(super) const HOP: &str = "hop";

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: IssueEntryId,
    pub issue: IssueId,
    /// Where reports came from.
    pub other: Option<IssueId>,
    pub at: Instant,
    /// Nobody, when it happened by itself.
    pub by: Option<AccountId>,
    pub change: Change,
    pub reason: String,
}

/// All entries of an issue and of what went out of it, oldest first.
pub(super) fn entries(db: &mut Snapshot<'_>, issue: IssueId) -> Result<Vec<Entry>, StoreError> {
    let rows = queries::entries(db, issue)?;
    rows.into_iter().map(queries::EntryRow::read).collect()
}

/// Adds an entry that a moderator is behind, and its note in the audit log.
pub(super) fn enter(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    (issue, other): (IssueId, Option<IssueId>),
    change: &Change,
    reason: &Reason,
) -> Result<(), Refused> {
    let account = by.account();
    add(tx, now, Some(account), (issue, other), change, reason.as_str())?;
    let event = Event::IssueChanged {
        issue,
        change: change.as_str(),
    };
    audit::record(tx, now, Some(account), event)?;
    Ok(())
}

/// Adds an entry without a note: what happens by itself follows from what is noted elsewhere.
pub(super) fn add(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: Option<AccountId>,
    (issue, other): (IssueId, Option<IssueId>),
    change: &Change,
    reason: &str,
) -> Result<(), StoreError> {
    queries::add_entry(
        tx,
        &queries::NewEntry {
            id: IssueEntryId::new(),
            issue_id: issue,
            other_id: other,
            at: now,
            actor: by,
            kind: change.as_str(),
            detail: &Document::of(change)?,
            reason,
        },
    )
}
