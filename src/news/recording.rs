//! What moderators do with one issue besides grouping: keep it back, name its release, record hops,
//! let words pass. Each leaves an entry with its reason and can be done otherwise again.

use chrono::{NaiveDate, TimeDelta};

use super::history::{self, Change, Reason};
use super::hops::Hop;
use super::issues::Issue;
use super::{Refused, queries, replies};
use crate::chain::registry::{Address, dossier};
use crate::id::{IssueId, SubmissionId};
use crate::people::Moderator;
use crate::store::{Instant, Transaction};

/// No flaw is kept back for longer.
pub const LONGEST_EMBARGO: TimeDelta = TimeDelta::days(366);

/// Marks the issue as a security flaw that is kept back until a moment, or sets another moment.
///
/// # Errors
/// [`Refused::EmbargoOutOfRange`].
pub fn embargo(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    issue: IssueId,
    until: Instant,
    reason: &Reason,
) -> Result<(), Refused> {
    moderated(tx, by, issue)?;
    if until <= now || until > now.plus(LONGEST_EMBARGO) {
        return Err(Refused::EmbargoOutOfRange);
    }
    queries::set_embargo(tx, issue, Some(until))?;
    history::enter(tx, now, by, (issue, None), &Change::Embargoed { until }, reason)
}

/// Ends the embargo.
///
/// # Errors
/// [`Refused::NoSuchIssue`].
pub fn lift_embargo(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    issue: IssueId,
    reason: &Reason,
) -> Result<(), Refused> {
    moderated(tx, by, issue)?;
    queries::set_embargo(tx, issue, None)?;
    history::enter(tx, now, by, (issue, None), &Change::EmbargoLifted, reason)
}

/// Says which release of the registry the issue is about, or that it is about none.
///
/// # Errors
/// [`Refused::NoSuchIssue`], [`Refused::NoSuchRelease`], [`Refused::Answered`] once somebody answered for
/// another release: one publisher's words never stand as another's.
pub fn name_release(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    issue: IssueId,
    release: Option<&Address>,
    reason: &Reason,
) -> Result<(), Refused> {
    let found = moderated(tx, by, issue)?;
    if let Some(release) = release
        && dossier::of_release(tx, release)?.is_none()
    {
        return Err(Refused::NoSuchRelease);
    }
    let to = release.map(Address::to_string);
    if to != found.release && !replies::replies(tx, issue)?.is_empty() {
        return Err(Refused::Answered);
    }
    queries::set_release(tx, issue, to.as_deref())?;
    let change = Change::Release {
        from: found.release,
        to,
    };
    history::enter(tx, now, by, (issue, None), &change, reason)
}

/// Records when a hop was made, or with no day that it was not. An embargo ends when the flaw is
/// mended.
///
/// # Errors
/// [`Refused::DayToCome`].
pub fn record_hop(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    issue: IssueId,
    (hop, on): (Hop, Option<NaiveDate>),
    reason: &Reason,
) -> Result<(), Refused> {
    let found = moderated(tx, by, issue)?;
    if on.is_some_and(|day| day > now.utc().date_naive()) {
        return Err(Refused::DayToCome);
    }
    history::enter(tx, now, by, (issue, None), &Change::Hop { hop, on }, reason)?;
    if hop == Hop::Resolved && on.is_some() && found.is_embargoed(now) {
        queries::set_embargo(tx, issue, None)?;
        history::add(tx, now, None, (issue, None), &Change::EmbargoLifted, "")?;
    }
    Ok(())
}

/// Lets the words of a report pass, as far as its reporter allows, or holds them back again.
///
/// # Errors
/// [`Refused::ReportsMoved`].
pub fn pass_words(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    issue: IssueId,
    (report, pass): (SubmissionId, bool),
    reason: &Reason,
) -> Result<(), Refused> {
    moderated(tx, by, issue)?;
    if !queries::set_words_read(tx, issue, report, pass)? {
        return Err(Refused::ReportsMoved);
    }
    history::enter(
        tx,
        now,
        by,
        (issue, None),
        &Change::Words { report, pass },
        reason,
    )
}

fn moderated(tx: &mut Transaction<'_>, by: &Moderator, issue: IssueId) -> Result<Issue, Refused> {
    queries::issue(tx, issue)?
        .filter(|found| by.covers(found.study))
        .ok_or(Refused::NoSuchIssue)
}
