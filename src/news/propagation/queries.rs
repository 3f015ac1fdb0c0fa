//! The diesel of what figures and files need, and of the weekly figures, which other rooms compute.

use diesel::prelude::*;

use crate::id::StudyId;
use crate::store::schema::{clock_figures, issue_reports, issues, submissions};
use crate::store::{Document, Instant, KeyBytes, Snapshot, StoreError, Transaction, on};

pub(super) fn kept_back(
    db: &mut Snapshot<'_>,
    study: StudyId,
    at: Instant,
) -> Result<Vec<KeyBytes>, StoreError> {
    let query = issue_reports::table
        .inner_join(issues::table)
        .inner_join(submissions::table)
        .filter(issues::study_id.eq(study))
        .filter(issues::embargo_until.gt(at))
        .select(submissions::public_id);
    on!(db, conn => query.load(conn))
}

pub(super) fn figures(
    db: &mut Snapshot<'_>,
    study: StudyId,
    as_of: &str,
) -> Result<Option<Document>, StoreError> {
    let query = clock_figures::table
        .filter(clock_figures::study_id.eq(study))
        .filter(clock_figures::as_of.eq(as_of))
        .select(clock_figures::figures);
    on!(db, conn => query.get_result(conn).optional())
}

pub(super) fn all_figures(
    db: &mut Snapshot<'_>,
    as_of: &str,
) -> Result<Vec<(StudyId, Document)>, StoreError> {
    let query = clock_figures::table
        .filter(clock_figures::as_of.eq(as_of))
        .order(clock_figures::study_id)
        .select((clock_figures::study_id, clock_figures::figures));
    on!(db, conn => query.load(conn))
}

pub(super) fn add_figures(
    tx: &mut Transaction<'_>,
    study: StudyId,
    as_of: &str,
    figures: &Document,
) -> Result<(), StoreError> {
    let insert = diesel::insert_into(clock_figures::table)
        .values((
            clock_figures::study_id.eq(study),
            clock_figures::as_of.eq(as_of),
            clock_figures::figures.eq(figures),
        ))
        .on_conflict((clock_figures::as_of, clock_figures::study_id))
        .do_nothing();
    on!(tx, conn => insert.execute(conn)).map(drop)
}
