//! The diesel of this room: what is accepted, and the editions made of it.

use diesel::dsl::{exists, max, not, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::columns::FrozenVersion;
use crate::chain::Audience;
use crate::id::{AccountId, EditionId, OrderId, StudyId, VersionId};
use crate::questionnaire::definition::Definition;
use crate::questionnaire::history;
use crate::store::schema::{
    decisions, edition_orders, editions, questionnaire_versions, questionnaires, studies, submissions,
};
use crate::store::{Document, Instant, KeyBytes, Snapshot, StoreError, Transaction, each, on};

const ACCEPT: &str = "accept";
/// Spelled out, since an index over part of a table is not used for a parameter.
const ACCEPTED: &str = "submissions.verdict = 'accept'";

diesel::alias!(decisions as later: Later);

/// Which submissions belong to an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Membership {
    /// All that are accepted.
    Now,
    /// All that were accepted at this instant and have not been withdrawn since.
    AsOf(Instant),
}

/// A submission as stored.
#[derive(Debug, Queryable)]
pub(super) struct Stored {
    pub public_id: KeyBytes,
    pub version: VersionId,
    pub language: String,
    pub tier: String,
    pub consent: Document,
    pub submitted_at: Instant,
    pub answers: Option<Document>,
}

/// An edition as recorded.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = editions)]
pub(super) struct EditionRow {
    pub number: i32,
    pub revision: i32,
    pub profile: String,
    pub cutoff: Instant,
    pub content_hash: String,
    pub manifest: Document,
    pub sealed_at: Instant,
}

/// An edition to be recorded.
#[derive(Debug, Insertable)]
#[diesel(table_name = editions)]
pub(super) struct NewEdition {
    pub id: EditionId,
    pub study_id: StudyId,
    pub number: i32,
    pub revision: i32,
    pub profile: String,
    pub row_count: i64,
    pub cutoff: Instant,
    pub content_hash: String,
    pub manifest: Document,
    pub sealed_at: Instant,
}

/// Every version that was ever published in the study, with its definition.
pub(super) fn versions(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<FrozenVersion>, StoreError> {
    type Row = (
        VersionId,
        (String, Audience, i32),
        i32,
        String,
        Document,
        Instant,
        (Option<Document>, Option<Document>),
    );
    let query = questionnaire_versions::table
        .inner_join(questionnaires::table)
        .filter(questionnaires::study_id.eq(study))
        .order((
            questionnaires::position,
            questionnaires::key,
            questionnaire_versions::number,
        ))
        .select((
            questionnaire_versions::id,
            (
                questionnaires::key,
                questionnaires::role,
                questionnaires::position,
            ),
            questionnaire_versions::number,
            questionnaire_versions::content_hash,
            questionnaire_versions::definition,
            questionnaire_versions::published_at,
            (questionnaire_versions::reason, questionnaire_versions::changes),
        ));
    let rows: Vec<Row> = on!(db, conn => query.load(conn))?;
    let mut found: Vec<FrozenVersion> = Vec::new();
    for (id, questionnaire, number, content_hash, definition, published_at, (reason, changes)) in rows {
        let (questionnaire, audience, position) = questionnaire;
        let definition: Definition = definition.parse()?;
        let before = found
            .last()
            .filter(|before| before.questionnaire == questionnaire);
        let both = before.map(|before| (&before.definition, &definition));
        found.push(FrozenVersion {
            id,
            questionnaire,
            audience,
            position,
            number,
            content_hash,
            published_on: published_at.utc().date_naive(),
            reason: history::reason(reason.as_ref())?,
            changes: history::recorded(changes.as_ref(), both)?,
            definition,
        });
    }
    Ok(found)
}

/// How many submissions are accepted: a bound for progress and for what a sheet can hold.
pub(super) fn accepted(db: &mut Snapshot<'_>, study: StudyId) -> Result<i64, StoreError> {
    let query = submissions::table
        .filter(submissions::study_id.eq(study))
        .filter(sql::<Bool>(ACCEPTED))
        .filter(submissions::withdrawn_at.is_null())
        .count();
    on!(db, conn => query.get_result(conn))
}

/// The instant of the newest decision in the study.
pub(super) fn newest_decision(db: &mut Snapshot<'_>, study: StudyId) -> Result<Option<Instant>, StoreError> {
    let query = decisions::table
        .inner_join(submissions::table)
        .filter(submissions::study_id.eq(study))
        .select(max(decisions::decided_at));
    on!(db, conn => query.first(conn))
}

/// The columns of [`Stored`], in its order.
macro_rules! stored {
    ($query:expr) => {
        $query.order(submissions::public_id.asc()).select((
            submissions::public_id,
            submissions::version_id,
            submissions::language,
            submissions::tier,
            submissions::consent,
            submissions::submitted_at,
            submissions::answers,
        ))
    };
}

/// Accepted up to `$cutoff`: the decisions are append-only, so that this can always be told.
macro_rules! accepted_as_of {
    ($study:expr, $cutoff:expr) => {
        submissions::table
            .filter(submissions::study_id.eq($study))
            .filter(exists(
                decisions::table
                    .filter(decisions::submission_id.eq(submissions::id))
                    .filter(decisions::verdict.eq(ACCEPT))
                    .filter(decisions::decided_at.le($cutoff))
                    .filter(not(exists(
                        later
                            .filter(later.field(decisions::submission_id).eq(submissions::id))
                            .filter(later.field(decisions::round).gt(decisions::round))
                            .filter(later.field(decisions::decided_at).le($cutoff)),
                    ))),
            ))
    };
}

/// Hands over the submissions of an edition in the order of their public ids, one at a time.
pub(super) fn each_member<E: From<StoreError>>(
    db: &mut Snapshot<'_>,
    study: StudyId,
    membership: Membership,
    take: impl FnMut(Stored) -> Result<(), E>,
) -> Result<(), E> {
    match membership {
        Membership::Now => each!(
            db,
            stored!(
                submissions::table
                    .filter(submissions::study_id.eq(study))
                    .filter(sql::<Bool>(ACCEPTED))
                    .filter(submissions::withdrawn_at.is_null())
            ),
            Stored => take
        ),
        Membership::AsOf(cutoff) => each!(
            db,
            stored!(accepted_as_of!(study, cutoff).filter(submissions::withdrawn_at.is_null())),
            Stored => take
        ),
    }
    Ok(())
}

/// Whether a submission that was accepted at `cutoff` has been withdrawn at `since` or later.
pub(super) fn any_withdrawn(
    db: &mut Snapshot<'_>,
    study: StudyId,
    cutoff: Instant,
    since: Instant,
) -> Result<bool, StoreError> {
    let query = accepted_as_of!(study, cutoff)
        .filter(submissions::withdrawn_at.ge(since))
        .count();
    let found: i64 = on!(db, conn => query.get_result(conn))?;
    Ok(found > 0)
}

/// All editions of a study, the newest first.
pub(super) fn editions(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<EditionRow>, StoreError> {
    let query = editions::table
        .filter(editions::study_id.eq(study))
        .order((editions::number.desc(), editions::revision.desc()));
    on!(db, conn => query.select(EditionRow::as_select()).load(conn))
}

/// The newest sealed editions of all studies, with the key of the study.
pub(super) fn newest(db: &mut Snapshot<'_>, limit: i64) -> Result<Vec<(String, EditionRow)>, StoreError> {
    let query = editions::table
        .inner_join(studies::table)
        .order((
            editions::sealed_at.desc(),
            editions::number.desc(),
            editions::revision.desc(),
        ))
        .limit(limit);
    on!(db, conn => query.select((studies::key, EditionRow::as_select())).load(conn))
}

/// Records an edition.
pub(super) fn add_edition(tx: &mut Transaction<'_>, edition: &NewEdition) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(editions::table).values(edition).execute(conn)).map(drop)
}

/// Id, key of the study, profile, when, and the outcome of an order.
pub(super) type OrderRow = (OrderId, String, String, Instant, Option<String>);

/// Adds an order.
pub(super) fn add_order(
    tx: &mut Transaction<'_>,
    id: OrderId,
    study: StudyId,
    profile: &str,
    by: AccountId,
    now: Instant,
) -> Result<(), StoreError> {
    let row = (
        edition_orders::id.eq(id),
        edition_orders::study_id.eq(study),
        edition_orders::profile.eq(profile),
        edition_orders::ordered_by.eq(by),
        edition_orders::ordered_at.eq(now),
    );
    on!(tx, conn => diesel::insert_into(edition_orders::table).values(row).execute(conn)).map(drop)
}

/// The columns of [`OrderRow`].
macro_rules! ordered {
    ($query:expr) => {
        $query.select((
            edition_orders::id,
            studies::key,
            edition_orders::profile,
            edition_orders::ordered_at,
            edition_orders::outcome,
        ))
    };
}

/// The order that has waited longest.
pub(super) fn waiting_order(db: &mut Snapshot<'_>) -> Result<Option<OrderRow>, StoreError> {
    let query = edition_orders::table
        .inner_join(studies::table)
        .filter(edition_orders::finished_at.is_null())
        .order((edition_orders::ordered_at, edition_orders::id))
        .limit(1);
    on!(db, conn => ordered!(query).first(conn).optional())
}

/// The newest orders of a study.
pub(super) fn orders(db: &mut Snapshot<'_>, study: StudyId, limit: i64) -> Result<Vec<OrderRow>, StoreError> {
    let query = edition_orders::table
        .inner_join(studies::table)
        .filter(edition_orders::study_id.eq(study))
        .order(edition_orders::ordered_at.desc())
        .limit(limit);
    on!(db, conn => ordered!(query).load(conn))
}

/// Notes what became of an order.
pub(super) fn finish_order(
    tx: &mut Transaction<'_>,
    order: OrderId,
    now: Instant,
    outcome: &str,
) -> Result<(), StoreError> {
    let change = (
        edition_orders::finished_at.eq(now),
        edition_orders::outcome.eq(outcome),
    );
    on!(tx, conn => {
        diesel::update(edition_orders::table.find(order)).set(change).execute(conn)
    })
    .map(drop)
}
