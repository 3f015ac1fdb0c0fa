//! The diesel of links.

use diesel::prelude::*;

use super::LinkKind;
use crate::chain::Role;
use crate::id::{ClaimId, LinkId, StudyId};
use crate::store::schema::links;
use crate::store::{Instant, Snapshot, StoreError, Transaction, on};

/// A link, as whoever comes by it and the study may know it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = links)]
pub struct Link {
    pub id: LinkId,
    #[diesel(column_name = study_id)]
    pub study: StudyId,
    /// The first, second, … that its issuer made; of a link of the study itself none.
    pub number: Option<i32>,
    pub kind: LinkKind,
    /// For whom it was meant; whoever comes by it may be somebody else.
    pub role: Role,
    /// The model release that it is about, as a value of the question `release`.
    pub release: Option<String>,
    /// For whom a channel link is.
    pub audience: Option<String>,
    /// For about how many.
    pub expected: Option<i32>,
    /// Links between the study and whoever comes by it; 0 for links of the study itself.
    pub depth: i32,
    pub most_uses: Option<i32>,
    /// Submissions that came by it.
    pub uses: i32,
    pub expires_at: Option<Instant>,
    pub revoked: bool,
    /// The claim under which it was handed on.
    #[diesel(column_name = claim_id)]
    pub claim: Option<ClaimId>,
    /// Tag of the language in which its invitation opens.
    pub language: Option<String>,
    /// How many may begin by it in an hour.
    pub per_hour: Option<i32>,
    /// What is stored of who handed it on.
    pub(super) issuer: Option<String>,
}

/// A link as it is made.
#[derive(Debug, Insertable)]
#[diesel(table_name = links)]
pub(super) struct NewLink<'n> {
    pub id: LinkId,
    pub study_id: StudyId,
    pub parent_id: Option<LinkId>,
    pub issuer: Option<&'n str>,
    pub number: Option<i32>,
    pub kind: LinkKind,
    pub role: Role,
    pub release: Option<&'n str>,
    pub audience: Option<&'n str>,
    pub expected: Option<i32>,
    pub token_hash: &'n str,
    pub code_hash: &'n str,
    pub depth: i32,
    pub most_uses: Option<i32>,
    pub expires_at: Option<Instant>,
    pub claim_id: Option<ClaimId>,
    pub language: Option<&'n str>,
    pub per_hour: Option<i32>,
}

pub(super) fn add(tx: &mut Transaction<'_>, link: &NewLink<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(links::table).values(link).execute(conn)).map(drop)
}

pub(super) fn link(db: &mut Snapshot<'_>, id: LinkId) -> Result<Option<Link>, StoreError> {
    on!(db, conn => links::table.find(id).select(Link::as_select()).get_result(conn).optional())
}

pub(super) fn of_token(db: &mut Snapshot<'_>, hash: &str) -> Result<Option<Link>, StoreError> {
    let query = links::table.filter(links::token_hash.eq(hash));
    on!(db, conn => query.select(Link::as_select()).get_result(conn).optional())
}

pub(super) fn of_code(db: &mut Snapshot<'_>, hash: &str) -> Result<Option<Link>, StoreError> {
    let query = links::table.filter(links::code_hash.eq(hash));
    on!(db, conn => query.select(Link::as_select()).get_result(conn).optional())
}

/// What somebody handed on, the first first.
pub(super) fn of_issuer(db: &mut Snapshot<'_>, issuer: &str) -> Result<Vec<Link>, StoreError> {
    let query = links::table.filter(links::issuer.eq(issuer)).order(links::number);
    on!(db, conn => query.select(Link::as_select()).load(conn))
}

/// The links of a study itself, by audience.
pub(super) fn of_study(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<Link>, StoreError> {
    let query = links::table
        .filter(links::study_id.eq(study))
        .filter(links::issuer.is_null())
        .order((links::audience, links::id));
    on!(db, conn => query.select(Link::as_select()).load(conn))
}

/// The links with these ids.
pub(super) fn with_ids(db: &mut Snapshot<'_>, ids: &[LinkId]) -> Result<Vec<Link>, StoreError> {
    let query = links::table.filter(links::id.eq_any(ids));
    on!(db, conn => query.select(Link::as_select()).load(conn))
}

/// The links that people handed on in a study by which more came than they were for.
pub(super) fn flooded(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<Link>, StoreError> {
    let query = links::table
        .filter(links::study_id.eq(study))
        .filter(links::issuer.is_not_null())
        .filter(links::expected.lt(links::uses.nullable()))
        .order((links::audience, links::id));
    on!(db, conn => query.select(Link::as_select()).load(conn))
}

/// Counts a use, unless there were as many as there may be; answers whether it was counted.
pub(super) fn count_use(tx: &mut Transaction<'_>, id: LinkId) -> Result<bool, StoreError> {
    let has_room = links::most_uses
        .is_null()
        .or(links::most_uses.gt(links::uses.nullable()));
    let change = diesel::update(links::table.filter(links::id.eq(id)).filter(has_room))
        .set(links::uses.eq(links::uses + 1));
    on!(tx, conn => change.execute(conn)).map(|changed| changed == 1)
}

pub(super) fn revoke(tx: &mut Transaction<'_>, id: LinkId) -> Result<(), StoreError> {
    let change = diesel::update(links::table.find(id)).set(links::revoked.eq(true));
    on!(tx, conn => change.execute(conn)).map(drop)
}
