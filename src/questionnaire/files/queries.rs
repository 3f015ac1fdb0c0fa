//! The diesel of media and their pieces.

use diesel::prelude::*;

use super::Medium;
use crate::store::schema::{media, media_pieces};
use crate::store::{Snapshot, StoreError, Transaction, on};

/// The medium of this hash, if all of it is there.
pub fn medium(db: &mut Snapshot<'_>, hash: &str) -> Result<Option<Medium>, StoreError> {
    let query = media::table.find(hash);
    on!(db, conn => query.select(Medium::as_select()).get_result(conn).optional())
}

/// One piece of a medium, counted from 0.
pub fn piece(db: &mut Snapshot<'_>, hash: &str, number: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let query = media_pieces::table
        .find((hash, number))
        .select(media_pieces::content);
    on!(db, conn => query.get_result(conn).optional())
}

/// Adds a piece, unless an attempt that broke off has left it there: the same hash is the same piece.
pub(super) fn add_piece(
    tx: &mut Transaction<'_>,
    hash: &str,
    number: i32,
    content: &[u8],
) -> Result<(), StoreError> {
    let row = (
        media_pieces::hash.eq(hash),
        media_pieces::number.eq(number),
        media_pieces::content.eq(content),
    );
    let insert = diesel::insert_into(media_pieces::table)
        .values(row)
        .on_conflict_do_nothing();
    on!(tx, conn => insert.execute(conn)).map(drop)
}

/// Says that all pieces are there.
pub(super) fn add_medium(tx: &mut Transaction<'_>, medium: &Medium) -> Result<(), StoreError> {
    let row = (
        media::hash.eq(&medium.hash),
        media::media_type.eq(&medium.media_type),
        media::bytes.eq(medium.bytes),
    );
    let insert = diesel::insert_into(media::table)
        .values(row)
        .on_conflict_do_nothing();
    on!(tx, conn => insert.execute(conn)).map(drop)
}
