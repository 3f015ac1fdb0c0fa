//! Every query on decisions, and the reading of submissions that deciding needs.

use diesel::prelude::*;

use super::decision::{Decision, Verdict};
use super::history::{Case, Past};
use super::queue::{Choice, Cursor, DecidedItem, Filter, WaitingItem};
use super::rules::Standing;
use crate::chain::Audience;
use crate::chain::links::{CameBy, Tier};
use crate::id::{AccountId, DecisionId, StudyId, SubmissionId};
use crate::people::Scope;
use crate::store::schema::{decisions, questionnaire_versions, questionnaires, studies, submissions};
use crate::store::{Instant, Snapshot, StoreError, Transaction, each, on};

/// Beside a condition, keeps `SQLite` from entering through that condition's index, which leads to
/// everything stored instead of what waits.
fn never() -> diesel::dsl::AsExprOf<bool, diesel::sql_types::Bool> {
    diesel::IntoSql::into_sql::<diesel::sql_types::Bool>(false)
}

/// Restricts a boxed query over submissions, versions and questionnaires to what may be seen and
/// was asked for.
macro_rules! restricted {
    ($query:expr, $scope:expr, $filter:expr) => {{
        let mut query = $query;
        if let Scope::Studies(studies) = $scope {
            let seen = submissions::study_id.eq_any(studies.iter().copied());
            query = query.filter(seen.or(never()));
        }
        if let Some(study) = $filter.study {
            query = query.filter(submissions::study_id.eq(study).or(never()));
        }
        if let Some(questionnaire) = $filter.questionnaire {
            let asked = questionnaire_versions::questionnaire_id.eq(questionnaire);
            query = query.filter(asked.or(never()));
        }
        if let Some(language) = &$filter.language {
            query = query.filter(submissions::language.eq(language));
        }
        query
    }};
}

/// The condition of the index `submissions_waiting`, which is ordered by age.
macro_rules! undecided {
    () => {
        submissions::table
            .inner_join(questionnaire_versions::table.inner_join(questionnaires::table))
            .inner_join(studies::table)
            .filter(submissions::verdict.is_null())
            .filter(submissions::withdrawn_at.is_null())
            .order((submissions::submitted_at, submissions::id))
    };
}

/// What comes after a place in that order. The first condition alone finds the place in the
/// index; the second one leaves out what shares its instant.
macro_rules! after {
    ($at:expr, $id:expr) => {
        submissions::submitted_at
            .ge($at)
            .and(submissions::submitted_at.gt($at).or(submissions::id.gt($id)))
    };
}

pub fn waiting(
    db: &mut Snapshot<'_>,
    scope: &Scope,
    filter: &Filter,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Vec<WaitingItem>, StoreError> {
    let columns = (
        submissions::id,
        submissions::submitted_at,
        submissions::revision,
        submissions::language,
        submissions::study_id,
        studies::key,
        questionnaires::id,
        questionnaires::key,
        questionnaires::role,
        submissions::came_by,
    );
    on!(db, conn => {
        let mut query = restricted!(undecided!().select(columns).into_boxed(), scope, filter);
        if let Some(place) = after {
            query = query.filter(after!(place.submitted_at, place.submission));
        }
        query.limit(rows(limit)).load(conn)
    })
}

pub fn waiting_ids(
    db: &mut Snapshot<'_>,
    scope: &Scope,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<SubmissionId>, StoreError> {
    on!(db, conn => {
        let query = undecided!().select(submissions::id).into_boxed();
        restricted!(query, scope, filter).limit(rows(limit)).load(conn)
    })
}

/// The submissions of one study that have waited longest, each with its instant and round.
pub fn next_waiting(
    db: &mut Snapshot<'_>,
    study: StudyId,
    after: Option<(Instant, SubmissionId)>,
    limit: usize,
) -> Result<Vec<(SubmissionId, Instant, i32)>, StoreError> {
    let query = undecided!()
        .filter(submissions::study_id.eq(study))
        .select((submissions::id, submissions::submitted_at, submissions::round))
        .limit(rows(limit));
    match after {
        None => on!(db, conn => query.load(conn)),
        Some((at, id)) => on!(db, conn => query.filter(after!(at, id)).load(conn)),
    }
}

pub fn decided(
    db: &mut Snapshot<'_>,
    scope: &Scope,
    filter: &Filter,
    before: Option<DecisionId>,
    limit: usize,
) -> Result<Vec<DecidedItem>, StoreError> {
    let columns = (
        decisions::id,
        decisions::submission_id,
        decisions::round,
        decisions::verdict,
        decisions::reason,
        decisions::decided_by,
        decisions::decided_at,
        submissions::revision,
        submissions::language,
        submissions::study_id,
        studies::key,
        questionnaires::id,
        questionnaires::key,
        questionnaires::role,
    );
    let all = decisions::table
        .inner_join(
            submissions::table
                .inner_join(questionnaire_versions::table.inner_join(questionnaires::table))
                .inner_join(studies::table),
        )
        .order(decisions::id.desc())
        .select(columns);
    on!(db, conn => {
        let mut query = restricted!(all.into_boxed(), scope, filter);
        if let Some(before) = before {
            query = query.filter(decisions::id.lt(before));
        }
        query.limit(rows(limit)).load(conn)
    })
}

pub fn choices(db: &mut Snapshot<'_>, scope: &Scope) -> Result<Vec<Choice>, StoreError> {
    let all = questionnaires::table
        .inner_join(studies::table)
        .order((studies::added_at, studies::id, questionnaires::position))
        .select((
            studies::id,
            studies::key,
            questionnaires::id,
            questionnaires::key,
            questionnaires::role,
        ));
    match scope {
        Scope::Site => on!(db, conn => all.load(conn)),
        Scope::Studies(some) => {
            on!(db, conn => all.filter(studies::id.eq_any(some.iter().copied())).load(conn))
        }
    }
}

pub fn standing(db: &mut Snapshot<'_>, submission: SubmissionId) -> Result<Option<Standing>, StoreError> {
    let query = submissions::table.filter(submissions::id.eq(submission)).select((
        submissions::study_id,
        submissions::round,
        submissions::withdrawn_at,
    ));
    let row: Option<(StudyId, i32, Option<Instant>)> = on!(db, conn => query.first(conn).optional())?;
    let Some((study, round, withdrawn_at)) = row else {
        return Ok(None);
    };
    Ok(Some(Standing {
        study,
        round,
        is_withdrawn: withdrawn_at.is_some(),
        is_superseded: newer(db, submission)?.is_some(),
    }))
}

/// The newest revision of the submission, when this is not it.
pub fn newer(db: &mut Snapshot<'_>, submission: SubmissionId) -> Result<Option<SubmissionId>, StoreError> {
    let (this, other) = diesel::alias!(submissions as this, submissions as other);
    let query = this
        .inner_join(
            other.on(other
                .field(submissions::code_hash)
                .eq(this.field(submissions::code_hash))
                .and(
                    other
                        .field(submissions::revision)
                        .gt(this.field(submissions::revision)),
                )),
        )
        .filter(this.field(submissions::id).eq(submission))
        .order(other.field(submissions::revision).desc())
        .select(other.field(submissions::id));
    on!(db, conn => query.first(conn).optional())
}

pub fn case(db: &mut Snapshot<'_>, submission: SubmissionId) -> Result<Option<Case>, StoreError> {
    let query = submissions::table
        .inner_join(questionnaire_versions::table.inner_join(questionnaires::table))
        .inner_join(studies::table)
        .filter(submissions::id.eq(submission))
        .select((
            submissions::id,
            submissions::study_id,
            studies::key,
            questionnaires::id,
            questionnaires::key,
            questionnaires::role,
            questionnaire_versions::id,
            questionnaire_versions::number,
            submissions::language,
            submissions::tier,
            submissions::came_by,
            submissions::seed,
            submissions::answers,
            submissions::submitted_at,
            submissions::withdrawn_at,
            submissions::revision,
            submissions::round,
            submissions::verdict,
        ));
    on!(db, conn => query.first(conn).optional())
}

pub fn history(db: &mut Snapshot<'_>, submission: SubmissionId) -> Result<Vec<Past>, StoreError> {
    let this = diesel::alias!(submissions as this);
    let query = this
        .inner_join(submissions::table.on(submissions::code_hash.eq(this.field(submissions::code_hash))))
        .inner_join(decisions::table.on(decisions::submission_id.eq(submissions::id)))
        .filter(this.field(submissions::id).eq(submission))
        .order((submissions::revision, decisions::round))
        .select((
            submissions::id,
            submissions::revision,
            decisions::round,
            decisions::verdict,
            decisions::reason,
            decisions::note,
            decisions::decided_by,
            decisions::decided_at,
        ));
    on!(db, conn => query.load(conn))
}

pub fn add_decision(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: Option<AccountId>,
    submission: SubmissionId,
    round: i32,
    decision: &Decision,
) -> Result<(), StoreError> {
    let row = row(now, by, submission, round, decision);
    on!(tx, conn => diesel::insert_into(decisions::table).values(&row).execute(conn)).map(drop)
}

/// One acceptance for each submission, in the round after the given one.
pub fn add_acceptances(
    tx: &mut Transaction<'_>,
    now: Instant,
    submissions: &[(SubmissionId, Instant, i32)],
) -> Result<(), StoreError> {
    let decision = Decision::acceptance();
    let rows: Vec<_> = submissions
        .iter()
        .map(|(submission, _, round)| row(now, None, *submission, round + 1, &decision))
        .collect();
    on!(tx, conn => diesel::insert_into(decisions::table).values(&rows).execute(conn)).map(drop)
}

#[derive(Insertable)]
#[diesel(table_name = decisions)]
struct DecisionRow<'d> {
    id: DecisionId,
    submission_id: SubmissionId,
    round: i32,
    verdict: Verdict,
    reason: super::decision::Reason,
    note: Option<&'d str>,
    decided_by: Option<AccountId>,
    decided_at: Instant,
}

fn row(
    now: Instant,
    by: Option<AccountId>,
    submission: SubmissionId,
    round: i32,
    decision: &Decision,
) -> DecisionRow<'_> {
    DecisionRow {
        id: DecisionId::new(),
        submission_id: submission,
        round,
        verdict: decision.verdict(),
        reason: decision.reason(),
        note: decision.note(),
        decided_by: by,
        decided_at: now,
    }
}

fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A participant whose submission was accepted: what is stored of their code, by which link they came, and
/// when it was accepted first.
pub type FirstAccepted = (String, Option<CameBy>, Tier, Audience, Option<Instant>);

/// Hands over everybody of a study whose submission was accepted before a moment, once each: a correction is
/// no second submission, and whoever withdrew later did take part.
pub fn each_first_accepted<E: From<StoreError>>(
    db: &mut Snapshot<'_>,
    study: StudyId,
    until: Instant,
    take: impl FnMut(FirstAccepted) -> Result<(), E>,
) -> Result<(), E> {
    let query = decisions::table
        .inner_join(
            submissions::table.inner_join(questionnaire_versions::table.inner_join(questionnaires::table)),
        )
        .filter(submissions::study_id.eq(study))
        .filter(decisions::verdict.eq(Verdict::Accept))
        .filter(decisions::decided_at.lt(until))
        .group_by((
            submissions::code_hash,
            submissions::came_by,
            submissions::tier,
            questionnaires::role,
        ))
        .select((
            submissions::code_hash,
            submissions::came_by,
            submissions::tier,
            questionnaires::role,
            diesel::dsl::min(decisions::decided_at),
        ));
    each!(db, query, FirstAccepted => take);
    Ok(())
}
