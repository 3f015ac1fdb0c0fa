//! The diesel of this room: studies, questionnaires and their frozen versions.

use diesel::prelude::*;

use super::versions::{Header, State};
use crate::chain::Audience;
use crate::id::{QuestionnaireId, StudyId, VersionId};
use crate::store::schema::{questionnaire_versions as versions, questionnaires, studies, submissions};
use crate::store::{Document, Instant, Snapshot, StoreError, Transaction, on};

/// Position of a questionnaire that its study no longer asks.
pub(super) const RETIRED: i32 = -1;

/// A questionnaire as its row has it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = questionnaires)]
pub(super) struct QuestionnaireRow {
    pub id: QuestionnaireId,
    pub key: String,
    pub role: Audience,
    pub position: i32,
}

/// A version without its definition.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = versions)]
pub(super) struct VersionRow {
    pub id: VersionId,
    pub number: i32,
    pub content_hash: String,
}

/// A version as it came after the one before.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = versions)]
pub(super) struct PublicationRow {
    pub id: VersionId,
    pub number: i32,
    pub published_at: Instant,
    pub reason: Option<Document>,
    pub changes: Option<Document>,
}

/// A version to be published, with what it changes.
pub(super) struct NewVersion<'n> {
    pub row: &'n VersionRow,
    pub definition: &'n Document,
    pub reason: Option<&'n Document>,
    pub changes: &'n Document,
}

/// A version with all that is needed to make a plan of it.
#[derive(Debug, Queryable)]
pub(super) struct FullVersionRow {
    pub id: VersionId,
    pub number: i32,
    pub content_hash: String,
    pub definition: Document,
    pub questionnaire: QuestionnaireId,
    pub key: String,
    pub role: Audience,
    pub study: StudyId,
    pub study_key: String,
}

pub(super) fn study(db: &mut Snapshot<'_>, key: &str) -> Result<Option<Header>, StoreError> {
    let query = studies::table.filter(studies::key.eq(key));
    on!(db, conn => query.select(Header::as_select()).get_result(conn).optional())
}

pub(super) fn study_of_id(db: &mut Snapshot<'_>, id: StudyId) -> Result<Option<Header>, StoreError> {
    let query = studies::table.find(id);
    on!(db, conn => query.select(Header::as_select()).get_result(conn).optional())
}

/// All studies, the newest first; only those in `state` when it is given.
pub(super) fn studies(db: &mut Snapshot<'_>, state: Option<State>) -> Result<Vec<Header>, StoreError> {
    let all = studies::table.order((studies::added_at.desc(), studies::key));
    match state {
        None => on!(db, conn => all.select(Header::as_select()).load(conn)),
        Some(state) => {
            let some = all.filter(studies::state.eq(state));
            on!(db, conn => some.select(Header::as_select()).load(conn))
        }
    }
}

pub(super) fn settings(db: &mut Snapshot<'_>, id: StudyId) -> Result<Document, StoreError> {
    on!(db, conn => studies::table.find(id).select(studies::settings).get_result(conn))
}

pub(super) fn add_study(
    tx: &mut Transaction<'_>,
    now: Instant,
    id: StudyId,
    key: &str,
    settings: &Document,
) -> Result<(), StoreError> {
    let row = (
        studies::id.eq(id),
        studies::key.eq(key),
        studies::settings.eq(settings),
        studies::state.eq(State::Prepared),
        studies::added_at.eq(now),
    );
    on!(tx, conn => diesel::insert_into(studies::table).values(row).execute(conn)).map(drop)
}

pub(super) fn change_settings(
    tx: &mut Transaction<'_>,
    added_at: Instant,
    id: StudyId,
    settings: &Document,
) -> Result<(), StoreError> {
    let change = diesel::update(studies::table.find(id))
        .set((studies::settings.eq(settings), studies::added_at.eq(added_at)));
    on!(tx, conn => change.execute(conn)).map(drop)
}

pub(super) fn open_study(tx: &mut Transaction<'_>, now: Instant, id: StudyId) -> Result<(), StoreError> {
    let change = diesel::update(studies::table.find(id)).set((
        studies::state.eq(State::Open),
        studies::opened_at.eq(Some(now)),
        studies::closed_at.eq(None::<Instant>),
    ));
    on!(tx, conn => change.execute(conn)).map(drop)
}

pub(super) fn close_study(tx: &mut Transaction<'_>, now: Instant, id: StudyId) -> Result<(), StoreError> {
    let change = diesel::update(studies::table.find(id))
        .set((studies::state.eq(State::Closed), studies::closed_at.eq(Some(now))));
    on!(tx, conn => change.execute(conn)).map(drop)
}

/// The questionnaires of a study in its order, those that it no longer asks among them.
pub(super) fn questionnaires(
    db: &mut Snapshot<'_>,
    study: StudyId,
) -> Result<Vec<QuestionnaireRow>, StoreError> {
    let query = questionnaires::table
        .filter(questionnaires::study_id.eq(study))
        .order((questionnaires::position, questionnaires::key));
    on!(db, conn => query.select(QuestionnaireRow::as_select()).load(conn))
}

pub(super) fn add_questionnaire(
    tx: &mut Transaction<'_>,
    study: StudyId,
    row: &QuestionnaireRow,
) -> Result<(), StoreError> {
    let row = (
        questionnaires::id.eq(row.id),
        questionnaires::study_id.eq(study),
        questionnaires::key.eq(&row.key),
        questionnaires::role.eq(row.role),
        questionnaires::position.eq(row.position),
    );
    on!(tx, conn => diesel::insert_into(questionnaires::table).values(row).execute(conn)).map(drop)
}

pub(super) fn change_questionnaire(
    tx: &mut Transaction<'_>,
    id: QuestionnaireId,
    role: Audience,
    position: i32,
) -> Result<(), StoreError> {
    let change = diesel::update(questionnaires::table.find(id)).set((
        questionnaires::role.eq(role),
        questionnaires::position.eq(position),
    ));
    on!(tx, conn => change.execute(conn)).map(drop)
}

pub(super) fn newest_version(
    db: &mut Snapshot<'_>,
    questionnaire: QuestionnaireId,
) -> Result<Option<VersionRow>, StoreError> {
    let query = versions::table
        .filter(versions::questionnaire_id.eq(questionnaire))
        .order(versions::number.desc());
    on!(db, conn => query.select(VersionRow::as_select()).first(conn).optional())
}

/// The newest version of a questionnaire that its study asks, by keys.
pub(super) fn newest_version_of(
    db: &mut Snapshot<'_>,
    study: StudyId,
    questionnaire: &str,
) -> Result<Option<VersionId>, StoreError> {
    let query = versions::table
        .inner_join(questionnaires::table)
        .filter(questionnaires::study_id.eq(study))
        .filter(questionnaires::key.eq(questionnaire))
        .filter(questionnaires::position.gt(RETIRED))
        .order(versions::number.desc())
        .select(versions::id);
    on!(db, conn => query.first(conn).optional())
}

/// All versions that were ever published in a study: by questionnaire, then by number.
pub(super) fn versions_of_study(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<VersionId>, StoreError> {
    let query = versions::table
        .inner_join(questionnaires::table)
        .filter(questionnaires::study_id.eq(study))
        .order((questionnaires::position, questionnaires::key, versions::number))
        .select(versions::id);
    on!(db, conn => query.load(conn))
}

pub(super) fn version(db: &mut Snapshot<'_>, id: VersionId) -> Result<Option<FullVersionRow>, StoreError> {
    let query = versions::table
        .inner_join(questionnaires::table.inner_join(studies::table))
        .filter(versions::id.eq(id))
        .select((
            versions::id,
            versions::number,
            versions::content_hash,
            versions::definition,
            questionnaires::id,
            questionnaires::key,
            questionnaires::role,
            studies::id,
            studies::key,
        ));
    on!(db, conn => query.first(conn).optional())
}

/// So many versions of a questionnaire, whether or not its study still asks it, the newest first, from
/// that one on.
pub(super) fn publications(
    db: &mut Snapshot<'_>,
    study: StudyId,
    questionnaire: &str,
    (newest, most): (i32, usize),
) -> Result<Vec<PublicationRow>, StoreError> {
    let query = versions::table
        .inner_join(questionnaires::table)
        .filter(questionnaires::study_id.eq(study))
        .filter(questionnaires::key.eq(questionnaire))
        .filter(versions::number.le(newest))
        .order(versions::number.desc())
        .limit(i64::try_from(most).unwrap_or(i64::MAX));
    on!(db, conn => query.select(PublicationRow::as_select()).load(conn))
}

/// Keys of the questionnaires that have been changed, with the number of versions.
pub(super) fn changed(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<(String, i32)>, StoreError> {
    let query = versions::table
        .inner_join(questionnaires::table)
        .filter(questionnaires::study_id.eq(study))
        .filter(versions::number.gt(1))
        .group_by((questionnaires::position, questionnaires::key))
        .order((questionnaires::position, questionnaires::key))
        .select((questionnaires::key, diesel::dsl::max(versions::number)));
    let rows: Vec<(String, Option<i32>)> = on!(db, conn => query.load(conn))?;
    Ok(rows
        .into_iter()
        .filter_map(|(key, number)| Some((key, number?)))
        .collect())
}

pub(super) fn definition(db: &mut Snapshot<'_>, id: VersionId) -> Result<Document, StoreError> {
    on!(db, conn => versions::table.find(id).select(versions::definition).get_result(conn))
}

/// The versions of a questionnaire that somebody has answered, with how many did. The submissions
/// belong to a later room; here they are counted only.
pub(super) fn answered(
    db: &mut Snapshot<'_>,
    questionnaire: QuestionnaireId,
) -> Result<Vec<(VersionId, i64)>, StoreError> {
    let query = submissions::table
        .inner_join(versions::table)
        .filter(versions::questionnaire_id.eq(questionnaire))
        .filter(submissions::withdrawn_at.is_null())
        .group_by(submissions::version_id)
        .select((submissions::version_id, diesel::dsl::count_star()));
    on!(db, conn => query.load(conn))
}

pub(super) fn publish(
    tx: &mut Transaction<'_>,
    now: Instant,
    questionnaire: QuestionnaireId,
    version: &NewVersion<'_>,
) -> Result<(), StoreError> {
    let row = (
        versions::id.eq(version.row.id),
        versions::questionnaire_id.eq(questionnaire),
        versions::number.eq(version.row.number),
        versions::content_hash.eq(&version.row.content_hash),
        versions::definition.eq(version.definition),
        versions::published_at.eq(now),
        versions::reason.eq(version.reason),
        versions::changes.eq(version.changes),
    );
    on!(tx, conn => diesel::insert_into(versions::table).values(row).execute(conn)).map(drop)
}
