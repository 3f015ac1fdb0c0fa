//! Issues as moderators see them, and what of a report may be shown to whom.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::history::{self, Change, Entry};
use super::hops::{Course, Hop, Recorded, Told};
use super::replies::{self, Reply};
use super::reports::{self, Reader, question};
use super::{grouping, publisher, queries};
use crate::chain::registry::Named;
use crate::id::{IssueId, PublicId, StudyId, SubmissionId, VersionId};
use crate::people::Moderator;
use crate::questionnaire::answers::Answers;
use crate::store::{Instant, Snapshot, StoreError};

/// What one or several reports are about.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Issue {
    pub id: IssueId,
    /// The number by which the public knows it.
    pub public_id: PublicId,
    pub study: StudyId,
    pub opened_at: Instant,
    /// Code of the release.
    pub release: Option<String>,
    /// Where its reports went.
    pub joined_to: Option<IssueId>,
    pub embargo_until: Option<Instant>,
}

impl Issue {
    /// Whether it is a security flaw of which only moderators and its publisher know at that moment.
    pub fn is_embargoed(&self, at: Instant) -> bool {
        self.embargo_until.is_some_and(|until| until > at)
    }
}

/// An accepted report: what it says in codes and days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub submission: SubmissionId,
    pub issue: IssueId,
    pub kind: Option<String>,
    pub problem: Option<String>,
    pub severity: Option<String>,
    pub release: Option<String>,
    /// Whether it may be in files that everybody can have.
    pub in_files: bool,
    /// Whether its reporter agrees to being quoted.
    pub quotable: bool,
    /// Whether a moderator has read the words and lets them pass.
    pub words_read: bool,
    pub taken_in_at: Instant,
    /// Who was told, and how far the report may go.
    pub told: Told,
}

/// What a report's reporter said, as stored.
#[derive(Debug, Clone)]
pub struct Said {
    pub version: VersionId,
    /// BCP 47 tag of the language of the words.
    pub language: String,
    pub answers: Answers,
}

/// A report as far as its reporter lets it go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    pub version: VersionId,
    /// BCP 47 tag of the language of the words.
    pub language: String,
    /// Names of questions with the codes that were chosen.
    pub chosen: Vec<(&'static str, Vec<String>)>,
    /// Names of questions with the words, if they may be shown.
    pub words: Vec<(&'static str, String)>,
}

impl Passed {
    /// Code of the problem.
    pub fn problem(&self) -> Option<&str> {
        self.code(question::PROBLEM)
    }

    /// Code of the kind of report.
    pub fn kind(&self) -> Option<&str> {
        self.code(question::KIND)
    }

    fn code(&self, name: &str) -> Option<&str> {
        let (_, codes) = self.chosen.iter().find(|(asked, _)| *asked == name)?;
        codes.first().map(String::as_str)
    }
}

impl Report {
    /// Whether the reporter lets it go to the reader.
    pub fn may_pass(&self, reader: Reader) -> bool {
        self.told.share.reaches(reader)
    }

    /// What the reader may see of it: nothing, what was chosen from lists, or also the words.
    pub fn pass(&self, said: &Said, reader: Reader) -> Option<Passed> {
        self.may_pass(reader)
            .then(|| said.passed(self.quotable && self.words_read))
    }
}

impl Said {
    /// Everything that concerns the issue: for moderators and for the reporter.
    pub fn whole(&self) -> Passed {
        self.passed(true)
    }

    fn passed(&self, with_words: bool) -> Passed {
        let chosen = question::CHOSEN.iter().filter_map(|name| {
            let codes = reports::codes(&self.answers, name).filter(|code| !Named::is_in_words(code));
            let codes: Vec<_> = codes.map(str::to_owned).collect();
            (!codes.is_empty()).then_some((*name, codes))
        });
        let release = match reports::one(&self.answers, question::RELEASE).and_then(Named::read) {
            Some(Named::Words(words)) => Some((question::RELEASE, words)),
            Some(Named::Release(_)) | None => None,
        };
        let words = question::WORDS
            .iter()
            .filter_map(|name| reports::one(&self.answers, name).map(|words| (*name, words.to_owned())))
            .chain(release)
            .filter(|_| with_words);
        Passed {
            version: self.version,
            language: self.language.clone(),
            chosen: chosen.collect(),
            words: words.collect(),
        }
    }
}

/// An issue in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub issue: Issue,
    /// At least one.
    pub reports: Vec<Report>,
    pub course: Course,
}

/// An issue with all that is known of it.
#[derive(Debug, Clone)]
pub struct Whole {
    pub issue: Issue,
    pub reports: Vec<Report>,
    pub said: BTreeMap<SubmissionId, Said>,
    pub course: Course,
    /// Oldest first.
    pub history: Vec<Entry>,
    /// Oldest first; the last one stands.
    pub replies: Vec<Reply>,
}

/// Where a list of issues goes on: after the one with this number.
pub type After = Option<PublicId>;

/// The place of that issue in the list; nothing, which is the list's beginning, if it is not in it.
pub(super) fn seen(
    db: &mut Snapshot<'_>,
    after: After,
    is_listed: impl Fn(&Issue) -> bool,
) -> Result<queries::Seen, StoreError> {
    let Some(number) = after else {
        return Ok(None);
    };
    let last = queries::issue_of_number(db, number)?.filter(is_listed);
    Ok(last.map(|issue| (issue.opened_at, issue.id)))
}

/// Issues with accepted reports, the newest first, after the one that was seen last.
pub fn issues(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    now: Instant,
    after: After,
    most: i64,
) -> Result<Vec<Listed>, StoreError> {
    let seen = seen(db, after, |issue| by.covers(issue.study))?;
    let found = queries::issues(db, by.scope(), seen, most)?;
    gather(db, found, now)
}

/// One issue, if the moderator has a part in its study.
pub fn issue(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    now: Instant,
    id: IssueId,
) -> Result<Option<Whole>, StoreError> {
    let found = queries::issue(db, id)?.filter(|issue| by.covers(issue.study));
    found.map(|issue| whole(db, issue, now)).transpose()
}

pub(super) fn whole(db: &mut Snapshot<'_>, issue: Issue, now: Instant) -> Result<Whole, StoreError> {
    let history = history::entries(db, issue.id)?;
    let replies = replies::replies(db, issue.id)?;
    let mut gathered = gather_all(db, vec![issue.clone()], now, |_| true)?;
    let (reports, course) = gathered.pop().map_or_else(
        || {
            (
                Vec::new(),
                Course::of(&[], &Recorded::new(), &[], None, now.utc().date_naive()),
            )
        },
        |listed| (listed.reports, listed.course),
    );
    let ids: Vec<_> = reports.iter().map(|report| report.submission).collect();
    Ok(Whole {
        said: words_of(db, &ids)?,
        issue,
        reports,
        course,
        history,
        replies,
    })
}

/// What the reporters of these reports said.
pub fn words_of(
    db: &mut Snapshot<'_>,
    reports: &[SubmissionId],
) -> Result<BTreeMap<SubmissionId, Said>, StoreError> {
    let mut said = BTreeMap::new();
    for (submission, version, language, answers) in queries::answers(db, reports)? {
        let answers = answers.parse()?;
        said.insert(
            submission,
            Said {
                version,
                language,
                answers,
            },
        );
    }
    Ok(said)
}

/// Reports and course of each issue, as they were known at a moment; issues without reports are left
/// out.
pub(super) fn gather(
    db: &mut Snapshot<'_>,
    issues: Vec<Issue>,
    as_of: Instant,
) -> Result<Vec<Listed>, StoreError> {
    gather_where(db, issues, as_of, |_| true)
}

/// As [`gather`], from some reports only.
pub(super) fn gather_where(
    db: &mut Snapshot<'_>,
    issues: Vec<Issue>,
    as_of: Instant,
    counts: impl Fn(&Report) -> bool,
) -> Result<Vec<Listed>, StoreError> {
    let mut all = gather_all(db, issues, as_of, counts)?;
    all.retain(|listed| !listed.reports.is_empty());
    Ok(all)
}

fn gather_all(
    db: &mut Snapshot<'_>,
    issues: Vec<Issue>,
    as_of: Instant,
    counts: impl Fn(&Report) -> bool,
) -> Result<Vec<Listed>, StoreError> {
    let ids: Vec<_> = issues.iter().map(|issue| issue.id).collect();
    let mut reports: HashMap<IssueId, Vec<Report>> = HashMap::new();
    for report in queries::reports(db, &ids, as_of)?.into_iter().filter(counts) {
        reports.entry(report.issue).or_default().push(report);
    }
    // What was joined to an issue brought its replies and records along.
    let home = grouping::homes(db, &ids, usize::MAX)?;
    let everywhere: Vec<_> = home.keys().copied().collect();
    let mut recorded: HashMap<IssueId, Recorded> = HashMap::new();
    for entry in history::queries::hop_entries(db, &everywhere, as_of)? {
        if let (Some(root), Change::Hop { hop, on }) = (home.get(&entry.issue), entry.change) {
            recorded.entry(*root).or_default().insert(hop, on);
        }
    }
    let mut answered: HashMap<IssueId, Vec<(NaiveDate, replies::Outcome)>> = HashMap::new();
    for (issue, at, outcome) in replies::queries::outcomes(db, &everywhere, as_of)? {
        if let Some(root) = home.get(&issue) {
            let day = at.utc().date_naive();
            answered.entry(*root).or_default().push((day, outcome));
        }
    }
    let since = publisher::since(db, issues.iter().filter_map(|issue| issue.release.as_deref()))?;
    let today = as_of.utc().date_naive();
    Ok(issues
        .into_iter()
        .map(|issue| {
            let reports = reports.remove(&issue.id).unwrap_or_default();
            let told: Vec<_> = reports.iter().map(|report| report.told.clone()).collect();
            let course = Course::of(
                &told,
                &recorded.remove(&issue.id).unwrap_or_default(),
                &answered.remove(&issue.id).unwrap_or_default(),
                issue
                    .release
                    .as_ref()
                    .and_then(|release| since.get(release))
                    .copied(),
                today,
            );
            Listed {
                issue,
                reports,
                course,
            }
        })
        .collect())
}

/// The hops that a moderator may record: a report or a reply tells the others better.
pub const RECORDABLE: [Hop; 5] = [
    Hop::ToldService,
    Hop::ToldDeployer,
    Hop::ToldPublisher,
    Hop::Acknowledged,
    Hop::Resolved,
];
