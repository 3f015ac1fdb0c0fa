//! The diesel of what people's words for releases mean.

use std::collections::BTreeMap;

use diesel::dsl::{count_star, exists, max, not};
use diesel::prelude::*;

use super::{Finding, Matched};
use crate::id::{AccountId, StudyId};
use crate::people::Scope;
use crate::store::schema::{name_meanings, studies, submission_names};
use crate::store::{Instant, Snapshot, StoreError, Transaction, on};

diesel::alias!(name_meanings as later: Later);

/// Findings that hold: no later round is about the same words.
macro_rules! holding {
    () => {
        name_meanings::table
            .filter(name_meanings::release.is_not_null())
            .filter(not(exists(
                later
                    .filter(later.field(name_meanings::study_id).eq(name_meanings::study_id))
                    .filter(later.field(name_meanings::same).eq(name_meanings::same))
                    .filter(later.field(name_meanings::round).gt(name_meanings::round)),
            )))
    };
}

/// The studies within a scope, with their keys.
pub(super) fn studies(db: &mut Snapshot<'_>, scope: &Scope) -> Result<BTreeMap<StudyId, String>, StoreError> {
    let query = studies::table.select((studies::id, studies::key));
    let all: Vec<(StudyId, String)> = on!(db, conn => query.load(conn))?;
    Ok(all
        .into_iter()
        .filter(|(study, _)| scope.covers(*study))
        .collect())
}

/// Study, the words in common, those of one person, and how often they were typed.
type UnmatchedRow = (StudyId, String, Option<String>, i64);

/// Words that mean nothing yet, the most frequent first.
pub(super) fn unmatched(
    db: &mut Snapshot<'_>,
    studies: &BTreeMap<StudyId, String>,
    passed: i64,
    most: i64,
) -> Result<Vec<UnmatchedRow>, StoreError> {
    let meaning = holding!()
        .filter(name_meanings::study_id.eq(submission_names::study_id))
        .filter(name_meanings::same.eq(submission_names::same));
    let query = submission_names::table
        .filter(submission_names::study_id.eq_any(studies.keys().copied()))
        .filter(not(exists(meaning)))
        .group_by((submission_names::study_id, submission_names::same))
        .select((
            submission_names::study_id,
            submission_names::same,
            max(submission_names::words),
            count_star(),
        ))
        .order((
            count_star().desc(),
            submission_names::same,
            submission_names::study_id,
        ))
        .offset(passed)
        .limit(most);
    on!(db, conn => query.load(conn))
}

/// Findings that hold, the newest first.
pub(super) fn matched(
    db: &mut Snapshot<'_>,
    scope: &Scope,
    passed: i64,
    most: i64,
) -> Result<Vec<Matched>, StoreError> {
    on!(db, conn => {
        let mut query = holding!()
            .inner_join(studies::table)
            .select((
                name_meanings::study_id,
                studies::key,
                name_meanings::same,
                name_meanings::round,
                name_meanings::release,
                name_meanings::reason,
                name_meanings::decided_by,
                name_meanings::decided_at,
            ))
            .into_boxed();
        if let Scope::Studies(studies) = scope {
            query = query.filter(name_meanings::study_id.eq_any(studies.iter().copied()));
        }
        query
            .order((name_meanings::decided_at.desc(), name_meanings::same))
            .offset(passed)
            .limit(most)
            .load(conn)
    })
}

/// The latest round on words, and what they mean since.
pub(super) fn newest_of(
    db: &mut Snapshot<'_>,
    study: StudyId,
    same: &str,
) -> Result<Option<(i32, Option<String>)>, StoreError> {
    let query = name_meanings::table
        .filter(name_meanings::study_id.eq(study))
        .filter(name_meanings::same.eq(same))
        .order(name_meanings::round.desc())
        .select((name_meanings::round, name_meanings::release));
    on!(db, conn => query.first(conn).optional())
}

/// Whether somebody typed these words in a study.
pub(super) fn was_typed(db: &mut Snapshot<'_>, study: StudyId, same: &str) -> Result<bool, StoreError> {
    let query = submission_names::table
        .filter(submission_names::study_id.eq(study))
        .filter(submission_names::same.eq(same));
    on!(db, conn => diesel::select(exists(query)).get_result(conn))
}

/// All that was found in a study until an instant, by rising rounds.
pub(super) fn all(
    db: &mut Snapshot<'_>,
    study: StudyId,
    until: Option<Instant>,
) -> Result<Vec<(String, Option<String>)>, StoreError> {
    on!(db, conn => {
        let mut query = name_meanings::table
            .filter(name_meanings::study_id.eq(study))
            .select((name_meanings::same, name_meanings::release))
            .into_boxed();
        if let Some(until) = until {
            query = query.filter(name_meanings::decided_at.le(until));
        }
        query.order((name_meanings::same, name_meanings::round)).load(conn)
    })
}

/// The instant of the newest finding in a study.
pub(super) fn newest(db: &mut Snapshot<'_>, study: StudyId) -> Result<Option<Instant>, StoreError> {
    let query = name_meanings::table
        .filter(name_meanings::study_id.eq(study))
        .select(max(name_meanings::decided_at));
    on!(db, conn => query.first(conn))
}

/// Appends a finding.
pub(super) fn add(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: AccountId,
    finding: &Finding,
    round: i32,
    reason: &str,
) -> Result<(), StoreError> {
    let row = (
        name_meanings::study_id.eq(finding.study),
        name_meanings::same.eq(&finding.same),
        name_meanings::round.eq(round),
        name_meanings::release.eq(finding.release.as_ref().map(ToString::to_string)),
        name_meanings::reason.eq(reason),
        name_meanings::decided_by.eq(by),
        name_meanings::decided_at.eq(now),
    );
    on!(tx, conn => diesel::insert_into(name_meanings::table).values(row).execute(conn)).map(drop)
}
