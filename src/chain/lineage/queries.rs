//! The diesel of lineage.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::figures::{Chain, Figures, Group};
use super::tree::Node;
use crate::chain::Audience;
use crate::chain::links::{LinkKind, Tier};
use crate::id::{LinkId, StudyId};
use crate::store::schema::{lineage_figures, lineage_weeks, links};
use crate::store::{Snapshot, StoreError, Transaction, on};

/// A link as the tree needs it.
#[derive(Debug, Clone, Queryable)]
pub(super) struct LinkRow {
    pub id: LinkId,
    pub parent: Option<LinkId>,
    pub issuer: Option<String>,
    pub kind: LinkKind,
    pub depth: i32,
}

#[derive(Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = lineage_figures)]
struct FigureRow {
    study_id: StudyId,
    place: String,
    role: Audience,
    tier: Tier,
    chain: Option<i32>,
    above: Option<i32>,
    depth: i32,
    own: i64,
    beneath: i64,
}

/// All links of a study, those of least depth first.
pub(super) fn links(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<LinkRow>, StoreError> {
    let query = links::table
        .filter(links::study_id.eq(study))
        .order((links::depth, links::id))
        .select((
            links::id,
            links::parent_id,
            links::issuer,
            links::kind,
            links::depth,
        ));
    on!(db, conn => query.load(conn))
}

/// The Monday up to which the figures of a study count; nothing before the first time.
pub fn as_of(db: &mut Snapshot<'_>, study: StudyId) -> Result<Option<NaiveDate>, StoreError> {
    let query = lineage_weeks::table.find(study).select(lineage_weeks::as_of);
    let day: Option<String> = on!(db, conn => query.first(conn).optional())?;
    let unreadable = |fault: chrono::ParseError| {
        StoreError::Database(diesel::result::Error::DeserializationError(Box::new(fault)))
    };
    day.map(|day| day.parse().map_err(unreadable)).transpose()
}

/// Puts figures in the place of those that the study had.
pub fn keep(
    tx: &mut Transaction<'_>,
    study: StudyId,
    as_of: NaiveDate,
    figures: Figures,
) -> Result<(), StoreError> {
    let rows: Vec<FigureRow> = figures
        .0
        .into_iter()
        .map(|figure| FigureRow {
            study_id: study,
            place: figure.node.stored(),
            role: figure.group.audience(),
            tier: figure.group.tier,
            chain: figure.chain,
            above: figure.above,
            depth: figure.depth,
            own: i64::try_from(figure.own).unwrap_or(i64::MAX),
            beneath: i64::try_from(figure.beneath).unwrap_or(i64::MAX),
        })
        .collect();
    let week = (
        lineage_weeks::study_id.eq(study),
        lineage_weeks::as_of.eq(as_of.to_string()),
    );
    on!(tx, conn => {
        diesel::delete(lineage_weeks::table.find(study)).execute(conn)?;
        diesel::delete(lineage_figures::table.filter(lineage_figures::study_id.eq(study))).execute(conn)?;
        diesel::insert_into(lineage_weeks::table).values(week).execute(conn)?;
        for some in rows.chunks(AT_ONCE) {
            diesel::insert_into(lineage_figures::table).values(some).execute(conn)?;
        }
        Ok::<(), diesel::result::Error>(())
    })
}

/// Everything that stands at a place of the tree, by number.
pub fn chains(db: &mut Snapshot<'_>, study: StudyId) -> Result<Vec<Chain>, StoreError> {
    let query = lineage_figures::table
        .filter(lineage_figures::study_id.eq(study))
        .filter(lineage_figures::own.gt(0))
        .order((
            lineage_figures::chain,
            lineage_figures::role,
            lineage_figures::tier,
        ));
    let rows: Vec<FigureRow> = on!(db, conn => query.select(FigureRow::as_select()).load(conn))?;
    let chains = rows.into_iter().filter_map(|row| {
        Some(Chain {
            number: row.chain?,
            above: row.above,
            depth: row.depth,
            group: Group::of(row.role, row.tier)?,
            submissions: u64::try_from(row.own).unwrap_or(0),
        })
    });
    Ok(chains.collect())
}

/// Submissions by group, rounded.
pub(super) type Told = Vec<(Group, u64)>;

/// What is told of the first of these places of which anything is.
pub(super) fn nearest(
    db: &mut Snapshot<'_>,
    study: StudyId,
    places: &[Node],
) -> Result<Option<(usize, Told)>, StoreError> {
    let stored: Vec<String> = places.iter().map(Node::stored).collect();
    for (position, place) in stored.iter().enumerate() {
        let query = lineage_figures::table
            .filter(lineage_figures::study_id.eq(study))
            .filter(lineage_figures::place.eq(place))
            .order((lineage_figures::role, lineage_figures::tier))
            .select((
                lineage_figures::role,
                lineage_figures::tier,
                lineage_figures::beneath,
            ));
        let rows: Vec<(Audience, Tier, i64)> = on!(db, conn => query.load(conn))?;
        if !rows.is_empty() {
            let told = rows.into_iter().filter_map(|(role, tier, count)| {
                Some((Group::of(role, tier)?, u64::try_from(count).unwrap_or(0)))
            });
            return Ok(Some((position, told.collect())));
        }
    }
    Ok(None)
}

/// Who handed a link on, and the link by which they had come.
pub(super) type Above = (Option<String>, Option<LinkId>);

/// What stands above a link.
pub(super) fn above(db: &mut Snapshot<'_>, link: LinkId) -> Result<Option<Above>, StoreError> {
    let query = links::table.find(link).select((links::issuer, links::parent_id));
    on!(db, conn => query.first(conn).optional())
}

/// Rows in one insert: both databases bound the number of values.
const AT_ONCE: usize = 500;
