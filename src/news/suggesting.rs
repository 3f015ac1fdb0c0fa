//! Which other issues may be the same: a few suggestions for a moderator, who decides.

use std::collections::BTreeMap;

use super::issues::{Said, Whole, words_of};
use super::queries;
use super::reports::{self, question};
use super::similarity::{Pieces, WORTH_A_LOOK};
use crate::id::IssueId;
use crate::store::{Snapshot, StoreError};

/// Reports of the same release, and reports of the same problem, that a report is compared with.
const COMPARED: i64 = 200;
/// Suggestions on one page.
const SUGGESTED: usize = 5;

/// Another issue that may be the same.
#[derive(Debug, Clone)]
pub struct Suggestion {
    pub issue: IssueId,
    /// From 0 to 1.
    pub likeness: f64,
    /// What the report says that is most alike.
    pub words: String,
    /// BCP 47 tag of the language of the words.
    pub language: String,
}

/// Other issues whose reports are worded like those of this one, the most alike first. Compared are
/// the latest reports of the same release and of the same problem, some hundreds at most, so that it
/// takes no longer however much is stored.
pub fn suggestions(db: &mut Snapshot<'_>, whole: &Whole) -> Result<Vec<Suggestion>, StoreError> {
    let own: Vec<_> = whole.said.values().filter_map(what).map(Pieces::of).collect();
    let mut candidates = BTreeMap::new();
    let problems = whole
        .reports
        .iter()
        .filter_map(|report| report.problem.as_deref());
    let releases = whole
        .reports
        .iter()
        .filter_map(|report| report.release.as_deref());
    let releases = releases.chain(whole.issue.release.as_deref());
    let near = queries::Near {
        study: whole.issue.study,
        issue: whole.issue.id,
        most: COMPARED,
    };
    candidates.extend(queries::of_release(db, &near, &distinct(releases))?);
    candidates.extend(queries::of_problem(db, &near, &distinct(problems))?);
    let ids: Vec<_> = candidates.keys().copied().collect();
    let mut best: BTreeMap<IssueId, Suggestion> = BTreeMap::new();
    for (submission, said) in words_of(db, &ids)? {
        let (Some(words), Some(issue)) = (what(&said), candidates.get(&submission)) else {
            continue;
        };
        let pieces = Pieces::of(words);
        let likeness = own.iter().map(|one| one.likeness(&pieces)).fold(0.0, f64::max);
        let known = best.get(issue).map_or(WORTH_A_LOOK, |known| known.likeness);
        if likeness > known {
            best.insert(
                *issue,
                Suggestion {
                    issue: *issue,
                    likeness,
                    words: words.to_owned(),
                    language: said.language.clone(),
                },
            );
        }
    }
    let mut best: Vec<_> = best.into_values().collect();
    best.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
    best.truncate(SUGGESTED);
    Ok(best)
}

fn what(said: &Said) -> Option<&str> {
    reports::one(&said.answers, question::WHAT)
}

fn distinct<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut codes: Vec<_> = codes.collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
