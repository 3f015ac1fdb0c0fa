//! Joining issues that are the same, and splitting what is not; either can be undone.
//!
//! Reports move, issues stay. An issue without reports points to the one that they went to, so that
//! replies to it are found from there.

pub(super) mod queries;

use std::collections::HashMap;

use super::Refused;
use super::history::{self, Change, Reason};
use super::issues::Issue;
use super::queries as stored;
use crate::id::{IssueEntryId, IssueId, PublicId, SubmissionId};
use crate::people::Moderator;
use crate::store::{Instant, Snapshot, StoreError, Transaction};

/// Moves all reports of `from` into `to`.
///
/// # Errors
/// [`Refused::CannotJoin`] for an issue with itself, with one of another study or about another release:
/// another publisher would read what was meant for one.
pub fn join(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    from: IssueId,
    to: IssueId,
    reason: &Reason,
) -> Result<(), Refused> {
    let (source, target) = (moderated(tx, by, from)?, moderated(tx, by, to)?);
    let differ = source.release.is_some() && target.release.is_some() && source.release != target.release;
    if from == to || source.study != target.study || differ {
        return Err(Refused::CannotJoin);
    }
    let reports = stored::report_ids(tx, from)?;
    if reports.is_empty() {
        return Err(Refused::ReportsMoved);
    }
    if target.release.is_none() && source.release.is_some() {
        stored::set_release(tx, to, source.release.as_deref())?;
    }
    carry(tx, now, by, (from, to), reports, None, reason)
}

/// Moves some reports of an issue into a new one; gives its id. It inherits release and embargo.
///
/// # Errors
/// [`Refused::NothingLeft`] unless some go and some stay.
pub fn split(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    from: IssueId,
    reports: &[SubmissionId],
    reason: &Reason,
) -> Result<IssueId, Refused> {
    let source = moderated(tx, by, from)?;
    let standing = stored::reports(tx, &[from], now)?;
    let present: Vec<_> = standing.iter().map(|report| report.submission).collect();
    if !reports.iter().all(|report| present.contains(report)) {
        return Err(Refused::ReportsMoved);
    }
    if reports.is_empty() || present.iter().all(|report| reports.contains(report)) {
        return Err(Refused::NothingLeft);
    }
    let to = IssueId::new();
    stored::add_issue(
        tx,
        &stored::NewIssue {
            id: to,
            public_id: PublicId::random(),
            study_id: source.study,
            opened_at: now,
            release: source.release.as_deref(),
        },
    )?;
    carry(tx, now, by, (from, to), reports.to_vec(), None, reason)?;
    Ok(to)
}

/// Takes a joining or splitting back: the reports return to the issue that they came from.
///
/// # Errors
/// [`Refused::CannotUndo`] once any of the reports has gone elsewhere.
pub fn undo(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    issue: IssueId,
    entry: IssueEntryId,
    reason: &Reason,
) -> Result<(), Refused> {
    moderated(tx, by, issue)?;
    let entries = history::entries(tx, issue)?;
    let found = entries.iter().find(|one| one.id == entry);
    let Some((from, to, reports)) = found.and_then(|entry| match (&entry.change, entry.other) {
        (Change::Moved { reports, .. }, Some(other)) => Some((other, entry.issue, reports.clone())),
        (
            Change::Moved { .. }
            | Change::Embargoed { .. }
            | Change::EmbargoLifted
            | Change::Release { .. }
            | Change::Hop { .. }
            | Change::Words { .. },
            _,
        ) => None,
    }) else {
        return Err(Refused::CannotUndo);
    };
    moderated(tx, by, from)?;
    // Reports that were withdrawn, or whose newer revision took their place, are not waited for.
    let present = stored::report_ids(tx, to)?;
    let reports: Vec<_> = reports
        .into_iter()
        .filter(|report| present.contains(report))
        .collect();
    if reports.is_empty() {
        return Err(Refused::CannotUndo);
    }
    carry(tx, now, by, (to, from), reports, Some(entry), reason)
}

/// Joins of joins are followed so far for replies.
pub(super) const DEEPEST: usize = 16;

/// These issues and all that were joined to them, each with the one of these where it is found now. Joins of
/// joins are followed `deepest` times.
pub(super) fn homes(
    db: &mut Snapshot<'_>,
    issues: &[IssueId],
    deepest: usize,
) -> Result<HashMap<IssueId, IssueId>, StoreError> {
    let mut homes: HashMap<IssueId, IssueId> = issues.iter().map(|id| (*id, *id)).collect();
    let mut last = issues.to_vec();
    for _ in 0..deepest {
        if last.is_empty() {
            break;
        }
        let pairs = queries::joined_pairs(db, &last)?;
        last.clear();
        for (joined, to) in pairs {
            if let (Some(home), false) = (homes.get(&to).copied(), homes.contains_key(&joined)) {
                homes.insert(joined, home);
                last.push(joined);
            }
        }
    }
    Ok(homes)
}

fn moderated(db: &mut Snapshot<'_>, by: &Moderator, issue: IssueId) -> Result<Issue, Refused> {
    stored::issue(db, issue)?
        .filter(|found| by.covers(found.study))
        .ok_or(Refused::NoSuchIssue)
}

fn carry(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    (from, to): (IssueId, IssueId),
    reports: Vec<SubmissionId>,
    undoes: Option<IssueEntryId>,
    reason: &Reason,
) -> Result<(), Refused> {
    if queries::move_reports(tx, &reports, from, to)? != reports.len() {
        return Err(Refused::ReportsMoved);
    }
    queries::set_joined_to(tx, to, None)?;
    let is_empty = stored::report_ids(tx, from)?.is_empty();
    queries::set_joined_to(tx, from, is_empty.then_some(to))?;
    let change = Change::Moved { reports, undoes };
    history::enter(tx, now, by, (to, Some(from)), &change, reason)?;
    keep_back(tx, now, from, to)
}

/// What was kept back is kept back where it goes, until the later day.
fn keep_back(tx: &mut Transaction<'_>, now: Instant, from: IssueId, to: IssueId) -> Result<(), Refused> {
    let mut until =
        |issue| Ok::<_, StoreError>(stored::issue(tx, issue)?.and_then(|found| found.embargo_until));
    let (source, target) = (until(from)?, until(to)?);
    if let Some(until) = source
        && source > target
    {
        stored::set_embargo(tx, to, Some(until))?;
        history::add(tx, now, None, (to, None), &Change::Embargoed { until }, "")?;
    }
    Ok(())
}
