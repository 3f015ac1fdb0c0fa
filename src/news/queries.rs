//! The diesel of issues and of the facts of their reports; what else this room stores has its own.

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::hops::Told;
use super::issues::{Issue, Report};
use super::reports::{self, Reader, Share};
use crate::id::{IssueId, PublicId, StudyId, SubmissionId, VersionId};
use crate::people::Scope;
use crate::responses::CodeHash;
use crate::store::schema::{issue_reports, issues, submissions};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction, on};

/// A report counts for as long as it is accepted and not withdrawn.
pub(super) const ACCEPTED: &str = "submissions.verdict = 'accept' AND submissions.withdrawn_at IS NULL";

#[derive(Debug, Insertable)]
#[diesel(table_name = issues)]
pub(super) struct NewIssue<'n> {
    pub id: IssueId,
    pub public_id: PublicId,
    pub study_id: StudyId,
    pub opened_at: Instant,
    pub release: Option<&'n str>,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = issue_reports)]
pub(super) struct NewReport<'n> {
    pub submission_id: SubmissionId,
    pub study_id: StudyId,
    pub issue_id: IssueId,
    pub kind: Option<&'n str>,
    pub problem: Option<&'n str>,
    pub severity: Option<&'n str>,
    pub release: Option<&'n str>,
    pub share: Share,
    pub in_files: bool,
    pub quotable: bool,
    pub words_read: bool,
    pub told: &'n str,
    pub noticed_on: Option<&'n str>,
    pub told_on: Option<&'n str>,
    pub sent_on: &'n str,
    pub taken_in_at: Instant,
}

/// A report as stored: the columns of [`Report`] and those of [`Told`], the days as text.
#[derive(Debug, Queryable)]
struct ReportRow {
    submission: SubmissionId,
    issue: IssueId,
    kind: Option<String>,
    problem: Option<String>,
    severity: Option<String>,
    release: Option<String>,
    share: Share,
    in_files: bool,
    quotable: bool,
    words_read: bool,
    told: String,
    noticed_on: Option<String>,
    told_on: Option<String>,
    sent_on: String,
    taken_in_at: Instant,
}

impl ReportRow {
    fn read(self) -> Report {
        let day = |text: Option<String>| text.as_deref().and_then(reports::day_of);
        let taken_in_on = self.taken_in_at.utc().date_naive();
        Report {
            submission: self.submission,
            issue: self.issue,
            kind: self.kind,
            problem: self.problem,
            severity: self.severity,
            release: self.release,
            in_files: self.in_files,
            quotable: self.quotable,
            words_read: self.words_read,
            taken_in_at: self.taken_in_at,
            told: Told {
                routes: self.told.split_whitespace().map(str::to_owned).collect(),
                share: self.share,
                noticed_on: day(self.noticed_on),
                told_on: day(self.told_on),
                sent_on: day(Some(self.sent_on)).unwrap_or(taken_in_on),
                taken_in_on,
            },
        }
    }
}

/// The reports of an issue that are still accepted.
macro_rules! standing {
    () => {
        issue_reports::table
            .inner_join(submissions::table)
            .filter(sql::<Bool>(ACCEPTED))
    };
}

/// Whether the issue has such a report.
macro_rules! has_report {
    () => {
        standing!().filter(issue_reports::issue_id.eq(issues::id))
    };
}

/// When the issue was opened that was seen last of a list, and its id.
pub(super) type Seen = Option<(Instant, IssueId)>;

/// The issues of a list after the one that was seen last.
macro_rules! after {
    ($query:expr, $seen:expr) => {
        match $seen {
            Some((at, id)) => $query.filter(
                issues::opened_at
                    .lt(at)
                    .or(issues::opened_at.eq(at).and(issues::id.lt(id))),
            ),
            None => $query,
        }
    };
}

/// The accepted report under a receipt code, and its issue.
pub(super) fn issue_of(
    db: &mut Snapshot<'_>,
    code: &CodeHash,
) -> Result<Option<(SubmissionId, Issue)>, StoreError> {
    let query = issue_reports::table
        .inner_join(submissions::table)
        .inner_join(issues::table)
        .filter(submissions::code_hash.eq(code))
        .filter(sql::<Bool>(ACCEPTED))
        .select((issue_reports::submission_id, issues::all_columns));
    on!(db, conn => query.get_result(conn).optional())
}

pub(super) fn add_issue(tx: &mut Transaction<'_>, issue: &NewIssue<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(issues::table).values(issue).execute(conn)).map(drop)
}

pub(super) fn add_report(tx: &mut Transaction<'_>, report: &NewReport<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(issue_reports::table).values(report).execute(conn)).map(drop)
}

pub(super) fn issue(db: &mut Snapshot<'_>, id: IssueId) -> Result<Option<Issue>, StoreError> {
    on!(db, conn => issues::table.find(id).get_result(conn).optional())
}

pub(super) fn issue_of_number(db: &mut Snapshot<'_>, number: PublicId) -> Result<Option<Issue>, StoreError> {
    let query = issues::table.filter(issues::public_id.eq(number));
    on!(db, conn => query.get_result(conn).optional())
}

/// Issues that have reports, the newest first.
pub(super) fn issues(
    db: &mut Snapshot<'_>,
    scope: &Scope,
    seen: Seen,
    most: i64,
) -> Result<Vec<Issue>, StoreError> {
    let all = issues::table
        .filter(exists(has_report!()))
        .order((issues::opened_at.desc(), issues::id.desc()))
        .limit(most);
    on!(db, conn => {
        let mut query = all.into_boxed();
        if let Scope::Studies(studies) = scope {
            query = query.filter(issues::study_id.eq_any(studies.iter().copied()));
        }
        after!(query, seen).load(conn)
    })
}

/// The levels of sharing that reach a reader.
fn reaching(reader: Reader) -> impl Iterator<Item = Share> {
    Share::ALL.into_iter().filter(move |share| share.reaches(reader))
}

/// Issues of a release with a report that its publisher may see, the newest first.
pub(super) fn passed_on(
    db: &mut Snapshot<'_>,
    release: &str,
    seen: Seen,
    most: i64,
) -> Result<Vec<Issue>, StoreError> {
    let all = issues::table
        .filter(issues::release.eq(release))
        .filter(exists(
            has_report!().filter(issue_reports::share.eq_any(reaching(Reader::Publisher))),
        ))
        .order((issues::opened_at.desc(), issues::id.desc()))
        .limit(most);
    on!(db, conn => after!(all.into_boxed(), seen).load(conn))
}

/// Issues of a release with a report that everybody may see, the newest first, after the first few;
/// without what is under embargo at `now`.
pub(super) fn told_of(
    db: &mut Snapshot<'_>,
    release: &str,
    now: Instant,
    skipped: u32,
    most: i64,
) -> Result<Vec<Issue>, StoreError> {
    let query = issues::table
        .filter(issues::release.eq(release))
        .filter(issues::embargo_until.is_null().or(issues::embargo_until.le(now)))
        .filter(exists(
            has_report!().filter(issue_reports::share.eq_any(reaching(Reader::Everybody))),
        ))
        .order((issues::opened_at.desc(), issues::id.desc()))
        .offset(skipped.into())
        .limit(most);
    on!(db, conn => query.load(conn))
}

/// Whether any report of the issue may be passed on to the publisher.
pub(super) fn may_pass_on(db: &mut Snapshot<'_>, id: IssueId) -> Result<bool, StoreError> {
    let some = standing!()
        .filter(issue_reports::issue_id.eq(id))
        .filter(issue_reports::share.eq_any(reaching(Reader::Publisher)));
    on!(db, conn => diesel::select(exists(some)).get_result(conn))
}

/// Issues of a study that were open at a moment, without what is under embargo then.
pub(super) fn public_issues(
    db: &mut Snapshot<'_>,
    study: StudyId,
    as_of: Instant,
) -> Result<Vec<Issue>, StoreError> {
    let query = issues::table
        .filter(issues::study_id.eq(study))
        .filter(issues::opened_at.lt(as_of))
        .filter(
            issues::embargo_until
                .is_null()
                .or(issues::embargo_until.le(as_of)),
        )
        .order(issues::public_id);
    on!(db, conn => query.load(conn))
}

/// The reports of these issues that were taken in before a moment.
pub(super) fn reports(
    db: &mut Snapshot<'_>,
    of: &[IssueId],
    before: Instant,
) -> Result<Vec<Report>, StoreError> {
    let query = standing!()
        .filter(issue_reports::issue_id.eq_any(of.iter().copied()))
        .filter(issue_reports::taken_in_at.le(before))
        .order((issue_reports::taken_in_at, issue_reports::submission_id))
        .select((
            issue_reports::submission_id,
            issue_reports::issue_id,
            issue_reports::kind,
            issue_reports::problem,
            issue_reports::severity,
            issue_reports::release,
            issue_reports::share,
            issue_reports::in_files,
            issue_reports::quotable,
            issue_reports::words_read,
            issue_reports::told,
            issue_reports::noticed_on,
            issue_reports::told_on,
            issue_reports::sent_on,
            issue_reports::taken_in_at,
        ));
    let rows: Vec<ReportRow> = on!(db, conn => query.load(conn))?;
    Ok(rows.into_iter().map(ReportRow::read).collect())
}

/// The reports of an issue, whether they still stand or not.
pub(super) fn report_ids(db: &mut Snapshot<'_>, of: IssueId) -> Result<Vec<SubmissionId>, StoreError> {
    let query = issue_reports::table
        .filter(issue_reports::issue_id.eq(of))
        .order(issue_reports::submission_id)
        .select(issue_reports::submission_id);
    on!(db, conn => query.load(conn))
}

/// Which reports to compare with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub study: StudyId,
    /// Whose own reports are left out.
    pub issue: IssueId,
    pub most: i64,
}

macro_rules! near {
    ($near:expr, $is_near:expr) => {
        standing!()
            .filter(issue_reports::study_id.eq($near.study))
            .filter($is_near)
            .filter(issue_reports::issue_id.ne($near.issue))
            .order(issue_reports::taken_in_at.desc())
            .limit($near.most)
            .select((issue_reports::submission_id, issue_reports::issue_id))
    };
}

/// The latest reports of these releases in other issues.
pub(super) fn of_release(
    db: &mut Snapshot<'_>,
    near: &Near,
    releases: &[&str],
) -> Result<Vec<(SubmissionId, IssueId)>, StoreError> {
    let query = near!(near, issue_reports::release.eq_any(releases.iter().copied()));
    on!(db, conn => query.load(conn))
}

/// The latest reports of these problems in other issues.
pub(super) fn of_problem(
    db: &mut Snapshot<'_>,
    near: &Near,
    problems: &[&str],
) -> Result<Vec<(SubmissionId, IssueId)>, StoreError> {
    let query = near!(near, issue_reports::problem.eq_any(problems.iter().copied()));
    on!(db, conn => query.load(conn))
}

pub(super) fn answers(
    db: &mut Snapshot<'_>,
    of: &[SubmissionId],
) -> Result<Vec<(SubmissionId, VersionId, String, Document)>, StoreError> {
    let query = submissions::table
        .filter(submissions::id.eq_any(of.iter().copied()))
        .filter(submissions::answers.is_not_null())
        .select((
            submissions::id,
            submissions::version_id,
            submissions::language,
            submissions::answers.assume_not_null(),
        ));
    on!(db, conn => query.load(conn))
}

/// Answers whether the report is in the issue.
pub(super) fn set_words_read(
    tx: &mut Transaction<'_>,
    issue: IssueId,
    report: SubmissionId,
    read: bool,
) -> Result<bool, StoreError> {
    let change = diesel::update(
        issue_reports::table
            .filter(issue_reports::submission_id.eq(report))
            .filter(issue_reports::issue_id.eq(issue)),
    )
    .set(issue_reports::words_read.eq(read));
    on!(tx, conn => change.execute(conn)).map(|changed| changed == 1)
}

pub(super) fn set_release(
    tx: &mut Transaction<'_>,
    issue: IssueId,
    release: Option<&str>,
) -> Result<(), StoreError> {
    let change = diesel::update(issues::table.filter(issues::id.eq(issue))).set(issues::release.eq(release));
    on!(tx, conn => change.execute(conn)).map(drop)
}

pub(super) fn set_embargo(
    tx: &mut Transaction<'_>,
    issue: IssueId,
    until: Option<Instant>,
) -> Result<(), StoreError> {
    let change =
        diesel::update(issues::table.filter(issues::id.eq(issue))).set(issues::embargo_until.eq(until));
    on!(tx, conn => change.execute(conn)).map(drop)
}
