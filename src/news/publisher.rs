//! Who answers for a release, and what they see: the reports of that release as far as each reporter
//! lets them go, never the link by which a report came and nothing of other answers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::issues::{self, After, Issue, Listed, Passed};
use super::replies::{self, Reply};
use super::{Course, Reader, queries};
use crate::chain::Role;
use crate::chain::claims::{self, Claimant};
use crate::chain::registry::Address;
use crate::id::{ClaimId, PublicId, SubmissionId};
use crate::store::{Instant, Snapshot, StoreError};

/// Proof that somebody answers for a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    claim: ClaimId,
    release: Address,
}

/// An issue as its publisher sees it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub issue: Issue,
    /// What each reporter lets pass, in an order that tells nothing.
    pub reports: Vec<Passed>,
    pub course: Course,
    /// Oldest first; the last one stands.
    pub replies: Vec<Reply>,
}

impl Publisher {
    /// Proof, if the claim is that of the publisher: deployers and services are not answered for here.
    pub fn of(claimant: &Claimant) -> Option<Self> {
        let claim = claimant.claim();
        (claim.role == Role::Publisher).then(|| Self {
            claim: claim.id,
            release: claim.release.clone(),
        })
    }

    /// The claim by which they answer.
    pub fn claim(&self) -> ClaimId {
        self.claim
    }

    /// What they answer for.
    pub fn release(&self) -> &Address {
        &self.release
    }

    /// Issues of the release with a report that may be passed on, the newest first, after the one that
    /// was seen last.
    pub fn issues(
        &self,
        db: &mut Snapshot<'_>,
        now: Instant,
        after: After,
        most: i64,
    ) -> Result<Vec<Shown>, StoreError> {
        let release = self.release.to_string();
        let seen = issues::seen(db, after, |issue| issue.release.as_ref() == Some(&release))?;
        let found = queries::passed_on(db, &release, seen, most)?;
        show(db, found, now)
    }

    /// One of those issues.
    pub fn shown(
        &self,
        db: &mut Snapshot<'_>,
        now: Instant,
        issue: PublicId,
    ) -> Result<Option<Shown>, StoreError> {
        let found = self.issue(db, issue)?;
        Ok(show(db, found.into_iter().collect(), now)?.pop())
    }

    pub(super) fn issue(&self, db: &mut Snapshot<'_>, issue: PublicId) -> Result<Option<Issue>, StoreError> {
        let release = self.release.to_string();
        let own =
            queries::issue_of_number(db, issue)?.filter(|found| found.release.as_ref() == Some(&release));
        match own {
            Some(own) if queries::may_pass_on(db, own.id)? => Ok(Some(own)),
            Some(_) | None => Ok(None),
        }
    }
}

fn show(db: &mut Snapshot<'_>, found: Vec<Issue>, now: Instant) -> Result<Vec<Shown>, StoreError> {
    let mut shown = Vec::new();
    // The course tells nothing of a report that is for moderators alone.
    for listed in issues::gather_where(db, found, now, |report| report.may_pass(Reader::Publisher))? {
        shown.push(Shown {
            reports: passed(db, &listed, Reader::Publisher, usize::MAX)?,
            replies: replies::replies(db, listed.issue.id)?,
            issue: listed.issue,
            course: listed.course,
        });
    }
    Ok(shown)
}

/// What a reader may see of the first reports of an issue, in the order of what they say.
pub(super) fn passed(
    db: &mut Snapshot<'_>,
    listed: &Listed,
    reader: Reader,
    most: usize,
) -> Result<Vec<Passed>, StoreError> {
    let reports = listed.reports.get(..most).unwrap_or(&listed.reports);
    let ids: Vec<SubmissionId> = reports.iter().map(|report| report.submission).collect();
    let said = issues::words_of(db, &ids)?;
    let mut passed: Vec<_> = reports
        .iter()
        .filter_map(|report| report.pass(said.get(&report.submission)?, reader))
        .collect();
    passed.sort_by(|one, other| (&one.words, &one.chosen).cmp(&(&other.words, &other.chosen)));
    Ok(passed)
}

/// Since when somebody answers for each of the releases.
pub(super) fn since<'a>(
    db: &mut Snapshot<'_>,
    releases: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, NaiveDate>, StoreError> {
    let mut since = BTreeMap::new();
    let releases: BTreeSet<_> = releases.collect();
    for release in releases {
        // A release that no registry names has nobody who could claim it.
        let Ok(address) = release.parse::<Address>() else {
            continue;
        };
        if let Some(at) = claims::publisher_since(db, &address)? {
            since.insert(release.to_owned(), at.utc().date_naive());
        }
    }
    Ok(since)
}
