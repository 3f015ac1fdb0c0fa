//! Every query on claims.

use diesel::prelude::*;

use super::keys::CodeHash;
use super::{Claim, Standing, Step};
use crate::chain::Role;
use crate::chain::registry::Address;
use crate::id::{AccountId, ClaimId, ClaimStepId, ReleaseId};
use crate::store::schema::{claim_steps, claims, models, releases};
use crate::store::{Instant, Snapshot, StoreError, Transaction, on};

/// A claim as it is made.
#[derive(Debug, Insertable)]
#[diesel(table_name = claims)]
pub struct NewClaim<'n> {
    pub id: ClaimId,
    pub release_id: ReleaseId,
    pub role: Role,
    pub organisation: &'n str,
    pub is_named: bool,
    pub code_hash: &'n str,
    pub begun_at: Instant,
    pub since: Instant,
}

/// A step as it is taken.
#[derive(Debug, Insertable)]
#[diesel(table_name = claim_steps)]
pub struct NewStep<'n> {
    pub id: ClaimStepId,
    pub claim_id: ClaimId,
    pub round: i32,
    pub standing: Standing,
    pub words: &'n str,
    pub taken_by: Option<AccountId>,
    pub taken_at: Instant,
}

#[derive(Queryable)]
struct Row {
    id: ClaimId,
    model: String,
    release: String,
    release_name: String,
    role: Role,
    organisation: String,
    is_named: bool,
    begun_at: Instant,
    round: i32,
    standing: Standing,
    since: Instant,
    code_hash: String,
}

macro_rules! all {
    () => {
        claims::table
            .inner_join(releases::table.inner_join(models::table))
            .select((
                claims::id,
                models::key,
                releases::key,
                releases::name,
                claims::role,
                claims::organisation,
                claims::is_named,
                claims::begun_at,
                claims::round,
                claims::standing,
                claims::since,
                claims::code_hash,
            ))
    };
}

fn read(row: Row) -> Result<Claim, StoreError> {
    let unreadable =
        |told: &str| StoreError::Database(diesel::result::Error::DeserializationError(told.into()));
    Ok(Claim {
        id: row.id,
        release: Address {
            model: row.model.parse().map_err(unreadable)?,
            release: row.release.parse().map_err(unreadable)?,
        },
        release_name: row.release_name,
        role: row.role,
        organisation: row.organisation,
        is_named: row.is_named,
        begun_at: row.begun_at,
        round: row.round,
        standing: row.standing,
        since: row.since,
        code_hash: CodeHash::of_row(row.code_hash),
    })
}

pub fn release(db: &mut Snapshot<'_>, address: &Address) -> Result<Option<ReleaseId>, StoreError> {
    let query = releases::table
        .inner_join(models::table)
        .filter(models::key.eq(address.model.as_str()))
        .filter(releases::key.eq(address.release.as_str()))
        .select(releases::id);
    on!(db, conn => query.get_result(conn).optional())
}

pub fn add(tx: &mut Transaction<'_>, claim: &NewClaim<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(claims::table).values(claim).execute(conn)).map(drop)
}

pub fn add_step(tx: &mut Transaction<'_>, step: &NewStep<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(claim_steps::table).values(step).execute(conn)).map(drop)
}

pub fn show_name(tx: &mut Transaction<'_>, id: ClaimId, is_named: bool) -> Result<(), StoreError> {
    let change = diesel::update(claims::table.find(id)).set(claims::is_named.eq(is_named));
    on!(tx, conn => change.execute(conn)).map(drop)
}

pub fn claim(db: &mut Snapshot<'_>, id: ClaimId) -> Result<Option<Claim>, StoreError> {
    let query = all!().filter(claims::id.eq(id));
    let row: Option<Row> = on!(db, conn => query.get_result(conn).optional())?;
    row.map(read).transpose()
}

pub fn of_code(db: &mut Snapshot<'_>, hash: &CodeHash) -> Result<Option<Claim>, StoreError> {
    let query = all!().filter(claims::code_hash.eq(hash.as_str()));
    let row: Option<Row> = on!(db, conn => query.get_result(conn).optional())?;
    row.map(read).transpose()
}

/// The confirmed claims on a release, the oldest first.
pub fn confirmed(db: &mut Snapshot<'_>, release: &Address) -> Result<Vec<Claim>, StoreError> {
    let query = all!()
        .filter(models::key.eq(release.model.as_str()))
        .filter(releases::key.eq(release.release.as_str()))
        .filter(claims::standing.eq(Standing::Confirmed))
        .order((claims::since, claims::id));
    let rows: Vec<Row> = on!(db, conn => query.load(conn))?;
    rows.into_iter().map(read).collect()
}

/// Claims that stand in one of these ways, by when they came to stand so.
pub fn standing(
    db: &mut Snapshot<'_>,
    which: &[Standing],
    latest_first: bool,
    limit: usize,
) -> Result<Vec<Claim>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows: Vec<Row> = on!(db, conn => {
        let query = all!().filter(claims::standing.eq_any(which)).limit(limit).into_boxed();
        let query = if latest_first {
            query.order((claims::since.desc(), claims::id.desc()))
        } else {
            query.order((claims::since.asc(), claims::id.asc()))
        };
        query.load(conn)
    })?;
    rows.into_iter().map(read).collect()
}

pub fn steps(db: &mut Snapshot<'_>, claim: ClaimId) -> Result<Vec<Step>, StoreError> {
    let query = claim_steps::table
        .filter(claim_steps::claim_id.eq(claim))
        .order(claim_steps::round)
        .select((
            claim_steps::round,
            claim_steps::standing,
            claim_steps::words,
            claim_steps::taken_by,
            claim_steps::taken_at,
        ));
    on!(db, conn => query.load(conn))
}

/// Deletes claims without a step that were begun before a moment.
pub fn delete_begun(tx: &mut Transaction<'_>, before: Instant, limit: i64) -> Result<usize, StoreError> {
    let idle = claims::table
        .filter(claims::standing.eq(Standing::Begun))
        .filter(claims::since.lt(before))
        .limit(limit)
        .select(claims::id);
    let idle: Vec<ClaimId> = on!(tx, conn => idle.load(conn))?;
    on!(tx, conn => diesel::delete(claims::table.filter(claims::id.eq_any(&idle))).execute(conn))
}
