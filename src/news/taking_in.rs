//! Taking accepted reports in: each gets an issue of its own, or keeps that of its earlier revision.
//!
//! A trigger puts every report that is accepted, by whichever way, on a list; this works it off.

mod queries;

use std::collections::HashMap;

use chrono::TimeDelta;

use super::history::{self, Change};
use super::queries as stored;
use super::{Facts, Share};
use crate::id::{IssueId, PublicId, StudyId, SubmissionId};
use crate::questionnaire::answers::Answers;
use crate::questionnaire::study::MAY_PUBLISH;
use crate::questionnaire::versions;
use crate::responses::Consent;
use crate::store::{Instant, StoreError, Transaction};

/// A security flaw is kept back for so long unless somebody says otherwise.
pub const EMBARGO: TimeDelta = TimeDelta::days(90);
/// Key of the box by which people agree to being quoted.
const MAY_QUOTE: &str = "quote";

/// Takes in at most so many reports; answers how many came off the list.
pub fn take_in(tx: &mut Transaction<'_>, now: Instant, most: i64) -> Result<usize, StoreError> {
    let due = queries::due(tx, most)?;
    if due.is_empty() {
        return Ok(0);
    }
    let mut boxes = HashMap::new();
    for submission in &due {
        take_in_one(tx, now, *submission, &mut boxes)?;
    }
    queries::settle_due(tx, &due)?;
    Ok(due.len())
}

/// Which boxes a study's consent page has.
type Boxes = HashMap<StudyId, Vec<String>>;

fn take_in_one(
    tx: &mut Transaction<'_>,
    now: Instant,
    submission: SubmissionId,
    boxes: &mut Boxes,
) -> Result<(), StoreError> {
    let Some(sent) = queries::sent(tx, submission)? else {
        return Ok(()); // decided otherwise or withdrawn since
    };
    let answers: Answers = sent.answers.parse()?;
    let facts = Facts::of(&answers);
    let consent: Consent = sent.consent.parse()?;
    let offered = match boxes.get(&sent.study) {
        Some(known) => known,
        None => boxes.entry(sent.study).or_insert(offered_boxes(tx, sent.study)?),
    };
    // Where the consent page does not ask, the answer in the report alone decides.
    let agreed =
        |key: &str| !offered.iter().any(|one| one == key) || consent.ticks.iter().any(|tick| tick == key);
    let in_files = facts.share >= Share::Public && agreed(MAY_PUBLISH);
    let quotable = facts.share == Share::Quoted && agreed(MAY_QUOTE);

    let (issue, words_read, taken_in_at) = match queries::report_under(tx, &sent.code_hash)? {
        Some(earlier) => {
            queries::delete_report(tx, earlier.submission)?;
            correct_release(tx, now, &earlier, &facts)?;
            // Words that were changed have to be read again.
            (
                earlier.issue,
                earlier.words_read && earlier.submission == submission,
                earlier.taken_in_at,
            )
        }
        None => (open(tx, now, sent.study, &facts)?, false, now),
    };
    if facts.is_security_flaw() && history::queries::is_never_embargoed(tx, issue)? {
        let until = now.plus(EMBARGO);
        stored::set_embargo(tx, issue, Some(until))?;
        history::add(tx, now, None, (issue, None), &Change::Embargoed { until }, "")?;
    }
    let told = facts.told.join(" ");
    let noticed_on = facts.noticed_on.map(|day| day.to_string());
    let told_on = facts.told_on.map(|day| day.to_string());
    let sent_on = sent.submitted_at.utc().date_naive().to_string();
    stored::add_report(
        tx,
        &stored::NewReport {
            submission_id: submission,
            study_id: sent.study,
            issue_id: issue,
            kind: facts.kind.as_deref(),
            problem: facts.problem.as_deref(),
            severity: facts.severity.as_deref(),
            release: facts.release.as_deref(),
            share: facts.share,
            in_files,
            quotable,
            words_read,
            told: &told,
            noticed_on: noticed_on.as_deref(),
            told_on: told_on.as_deref(),
            sent_on: &sent_on,
            taken_in_at,
        },
    )
}

/// An issue whose only report now names another release is about that one, unless a moderator said otherwise.
fn correct_release(
    tx: &mut Transaction<'_>,
    now: Instant,
    earlier: &queries::Earlier,
    facts: &Facts,
) -> Result<(), StoreError> {
    let about = stored::issue(tx, earlier.issue)?.and_then(|issue| issue.release);
    let is_alone = stored::report_ids(tx, earlier.issue)?.is_empty();
    if !is_alone || about != earlier.release || about == facts.release {
        return Ok(());
    }
    stored::set_release(tx, earlier.issue, facts.release.as_deref())?;
    let change = Change::Release {
        from: about,
        to: facts.release.clone(),
    };
    history::add(tx, now, None, (earlier.issue, None), &change, "")
}

fn offered_boxes(tx: &mut Transaction<'_>, study: StudyId) -> Result<Vec<String>, StoreError> {
    let described = versions::described(tx, study)?;
    let ticks = described.settings.consent.ticks;
    Ok(ticks.into_iter().map(|tick| tick.key).collect())
}

fn open(
    tx: &mut Transaction<'_>,
    now: Instant,
    study: StudyId,
    facts: &Facts,
) -> Result<IssueId, StoreError> {
    let id = IssueId::new();
    stored::add_issue(
        tx,
        &stored::NewIssue {
            id,
            public_id: PublicId::random(),
            study_id: study,
            opened_at: now,
            release: facts.release.as_deref(),
        },
    )?;
    Ok(id)
}
