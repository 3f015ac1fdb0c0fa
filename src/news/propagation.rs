//! What figures and files need of issues: their courses at a moment, without what is kept back.

mod queries;

use std::collections::HashSet;

use chrono::NaiveDate;

use super::hops::{Course, Hop, When};
use super::issues::{self, Issue, Listed, Passed, Report};
use super::publisher;
use super::replies::{self, Reply};
use super::reports::{Reader, tells_of_a_problem};
use crate::chain::registry::Address;
use crate::id::{PublicId, StudyId};
use crate::responses::CodeHash;
use crate::store::{Document, Instant, KeyBytes, Snapshot, StoreError, Transaction};

/// Reports of one issue that everybody is shown.
const MOST_REPORTS: usize = 5;
/// Issues whose courses are read together.
const AT_ONCE: usize = 500;

/// All issues of a study that tell of a problem, as they were known at a moment. What is under embargo is not
/// among them. They may be counted, not shown.
pub fn counted(db: &mut Snapshot<'_>, study: StudyId, as_of: Instant) -> Result<Vec<Listed>, StoreError> {
    problems(db, study, as_of, |_| true)
}

/// The issues of a study that tell of a problem and are not under embargo, from some of their reports.
fn problems(
    db: &mut Snapshot<'_>,
    study: StudyId,
    as_of: Instant,
    counts: impl Fn(&Report) -> bool,
) -> Result<Vec<Listed>, StoreError> {
    let mut listed = Vec::new();
    let mut all = super::queries::public_issues(db, study, as_of)?;
    while !all.is_empty() {
        let some = all.split_off(all.len().saturating_sub(AT_ONCE));
        listed.extend(issues::gather_where(db, some, as_of, &counts)?);
    }
    // Wishes and praise have nowhere to get to.
    let is_problem = |report: &Report| tells_of_a_problem(report.kind.as_deref());
    listed.retain(|listed| listed.reports.iter().any(is_problem));
    Ok(listed)
}

/// The submissions of a study that tell of security flaws under embargo at a moment: in no file.
pub fn kept_back(
    db: &mut Snapshot<'_>,
    study: StudyId,
    at: Instant,
) -> Result<HashSet<KeyBytes>, StoreError> {
    Ok(queries::kept_back(db, study, at)?.into_iter().collect())
}

/// A line of `issue_hops.csv`: how far an issue came and when, in days since it was noticed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HopRow {
    pub issue: PublicId,
    /// Code of the release, as its study or the registry has it.
    pub release: Option<String>,
    pub hop: Hop,
    /// Codes of the routes, with one blank between two, for the hops of telling.
    pub route: String,
    /// From noticing; nothing if that day is not known.
    pub days: Option<u32>,
    /// Not made until then, as far as is known.
    pub censored: bool,
    /// The day is the last one that it can have been.
    pub at_latest: bool,
}

/// The lines of all issues of a study, in the order of their random numbers. An issue is left out while
/// it is under embargo, and its reports as far as their reporters do not let everybody have them in
/// files: what is left tells of those alone.
pub fn hop_rows(db: &mut Snapshot<'_>, study: StudyId, as_of: Instant) -> Result<Vec<HopRow>, StoreError> {
    let listed = problems(db, study, as_of, |report| report.in_files)?;
    let mut rows: Vec<_> = listed.iter().flat_map(rows_of).collect();
    rows.sort();
    Ok(rows)
}

fn rows_of(listed: &Listed) -> impl Iterator<Item = HopRow> {
    let course = &listed.course;
    Hop::ALL
        .into_iter()
        .filter(|hop| *hop != Hop::Noticed)
        .map(|hop| {
            let days = course.days_to(hop);
            let made = course.made.get(&hop);
            HopRow {
                issue: listed.issue.public_id,
                release: listed.issue.release.clone(),
                hop,
                route: course.routes_to(hop).join(" "),
                days: days.map(|(days, _)| days),
                censored: made.is_none(),
                at_latest: matches!(made, Some(When::By(_))),
            }
        })
}

/// An issue as everybody may see it.
#[derive(Debug, Clone)]
pub struct Told {
    pub study: StudyId,
    /// Some of them, at least one: what is chosen from lists, and the words where they may be quoted.
    pub reports: Vec<Passed>,
    pub course: Course,
    /// Oldest first; the last one stands.
    pub replies: Vec<Reply>,
}

/// What is reported of a release, the newest first, after the first few, as far as the reporters let
/// everybody know. By its number an issue could be found again in `issue_hops.csv`, so none is given.
pub fn of_release(
    db: &mut Snapshot<'_>,
    release: &Address,
    now: Instant,
    skipped: u32,
    most: i64,
) -> Result<Vec<Told>, StoreError> {
    let found = super::queries::told_of(db, &release.to_string(), now, skipped, most)?;
    let mut told = Vec::new();
    // The course tells nothing of a report that is not for everybody.
    for listed in issues::gather_where(db, found, now, |report| report.may_pass(Reader::Everybody))? {
        told.push(Told {
            study: listed.issue.study,
            reports: publisher::passed(db, &listed, Reader::Everybody, MOST_REPORTS)?,
            replies: replies::replies(db, listed.issue.id)?,
            course: listed.course,
        });
    }
    Ok(told)
}

/// What became of a report, for whoever has its receipt code.
#[derive(Debug, Clone)]
pub struct Heard {
    pub issue: Issue,
    /// The whole report.
    pub own: Passed,
    pub course: Course,
    /// Oldest first; the last one stands.
    pub replies: Vec<Reply>,
}

/// What became of the report under a code; nothing if it is no report or was not accepted. Of others
/// who reported the same it tells nothing.
pub fn heard(db: &mut Snapshot<'_>, now: Instant, code: &CodeHash) -> Result<Option<Heard>, StoreError> {
    let Some((submission, issue)) = super::queries::issue_of(db, code)? else {
        return Ok(None);
    };
    let own = |report: &Report| report.submission == submission;
    let listed = issues::gather_where(db, vec![issue], now, own)?.pop();
    let said = issues::words_of(db, &[submission])?.remove(&submission);
    let (Some(listed), Some(said)) = (listed, said) else {
        return Ok(None);
    };
    Ok(Some(Heard {
        own: said.whole(),
        replies: replies::replies(db, listed.issue.id)?,
        issue: listed.issue,
        course: listed.course,
    }))
}

/// The figures of a week, if they were computed.
pub fn kept_figures(
    db: &mut Snapshot<'_>,
    study: StudyId,
    as_of: NaiveDate,
) -> Result<Option<Document>, StoreError> {
    queries::figures(db, study, &as_of.to_string())
}

/// The figures of a week of every study that has some.
pub fn all_kept_figures(
    db: &mut Snapshot<'_>,
    as_of: NaiveDate,
) -> Result<Vec<(StudyId, Document)>, StoreError> {
    queries::all_figures(db, &as_of.to_string())
}

/// Keeps the figures of a week, unless somebody was faster; answers those that stand.
pub fn keep_figures(
    tx: &mut Transaction<'_>,
    study: StudyId,
    as_of: NaiveDate,
    figures: Document,
) -> Result<Document, StoreError> {
    let day = as_of.to_string();
    queries::add_figures(tx, study, &day, &figures)?;
    Ok(queries::figures(tx, study, &day)?.unwrap_or(figures))
}
