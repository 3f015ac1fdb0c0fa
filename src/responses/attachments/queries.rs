//! The diesel of files and their pieces.

use diesel::prelude::*;

use super::Attachment;
use crate::id::{AttachmentId, PublicId, SubmissionId};
use crate::responses::CodeHash;
use crate::store::schema::{attachment_pieces, attachments, submissions};
use crate::store::{Instant, Snapshot, StoreError, Transaction, on};

/// A file as it is inserted.
#[derive(Debug, Insertable)]
#[diesel(table_name = attachments)]
pub(super) struct NewAttachment<'n> {
    pub id: AttachmentId,
    pub code_hash: &'n CodeHash,
    pub name: &'n str,
    pub bytes: i64,
    pub sha256: &'n str,
    pub stored_at: Instant,
}

pub(super) fn add(tx: &mut Transaction<'_>, row: &NewAttachment<'_>) -> Result<(), StoreError> {
    on!(tx, conn => diesel::insert_into(attachments::table).values(row).execute(conn)).map(drop)
}

pub(super) fn add_piece(
    tx: &mut Transaction<'_>,
    id: AttachmentId,
    number: i32,
    content: &[u8],
) -> Result<(), StoreError> {
    let row = (
        attachment_pieces::attachment_id.eq(id),
        attachment_pieces::number.eq(number),
        attachment_pieces::content.eq(content),
    );
    on!(tx, conn => diesel::insert_into(attachment_pieces::table).values(row).execute(conn)).map(drop)
}

pub(super) fn exists(db: &mut Snapshot<'_>, id: AttachmentId) -> Result<bool, StoreError> {
    let query = attachments::table.find(id);
    on!(db, conn => diesel::select(diesel::dsl::exists(query)).get_result(conn))
}

/// All files under a code, those on their way too.
pub(in crate::responses) fn of_code(
    db: &mut Snapshot<'_>,
    hash: &CodeHash,
) -> Result<Vec<Attachment>, StoreError> {
    let query = attachments::table.filter(attachments::code_hash.eq(hash));
    on!(db, conn => query.select(Attachment::as_select()).load(conn))
}

/// A file under a code, for whoever holds that code.
pub fn file_of_code(
    db: &mut Snapshot<'_>,
    hash: &CodeHash,
    name: &str,
) -> Result<Option<Attachment>, StoreError> {
    let query = attachments::table
        .filter(attachments::code_hash.eq(hash))
        .filter(attachments::name.eq(name));
    on!(db, conn => query.select(Attachment::as_select()).first(conn).optional())
}

/// A file that belongs to the author of a submission which was not withdrawn. Whether its answers
/// mention the file is for the caller to know.
pub fn file_of_submission(
    db: &mut Snapshot<'_>,
    submission: SubmissionId,
    name: &str,
) -> Result<Option<Attachment>, StoreError> {
    let query = attachments::table
        .inner_join(submissions::table.on(submissions::code_hash.eq(attachments::code_hash)))
        .filter(submissions::id.eq(submission))
        .filter(submissions::withdrawn_at.is_null())
        .filter(attachments::name.eq(name));
    on!(db, conn => query.select(Attachment::as_select()).first(conn).optional())
}

/// The same for a submission by the number that data files give it.
pub fn file_of_public_id(
    db: &mut Snapshot<'_>,
    submission: PublicId,
    name: &str,
) -> Result<Option<Attachment>, StoreError> {
    let query = attachments::table
        .inner_join(submissions::table.on(submissions::code_hash.eq(attachments::code_hash)))
        .filter(submissions::public_id.eq(submission))
        .filter(submissions::withdrawn_at.is_null())
        .filter(attachments::name.eq(name));
    on!(db, conn => query.select(Attachment::as_select()).first(conn).optional())
}

/// One piece of a file, counted from 0.
pub fn piece(db: &mut Snapshot<'_>, id: AttachmentId, number: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let query = attachment_pieces::table
        .find((id, number))
        .select(attachment_pieces::content);
    on!(db, conn => query.get_result(conn).optional())
}

/// Says that answers mention these files; answers how many there are.
pub(super) fn keep(
    tx: &mut Transaction<'_>,
    now: Instant,
    hash: &CodeHash,
    names: &[&str],
) -> Result<usize, StoreError> {
    let change = diesel::update(
        attachments::table
            .filter(attachments::code_hash.eq(hash))
            .filter(attachments::name.eq_any(names)),
    )
    .set(attachments::kept_at.eq(Some(now)));
    on!(tx, conn => change.execute(conn))
}

pub(super) fn delete(tx: &mut Transaction<'_>, hash: &CodeHash, names: &[&str]) -> Result<(), StoreError> {
    let gone = diesel::delete(
        attachments::table
            .filter(attachments::code_hash.eq(hash))
            .filter(attachments::name.eq_any(names)),
    );
    on!(tx, conn => gone.execute(conn)).map(drop)
}

pub(super) fn delete_all(tx: &mut Transaction<'_>, hash: &CodeHash) -> Result<(), StoreError> {
    let gone = diesel::delete(attachments::table.filter(attachments::code_hash.eq(hash)));
    on!(tx, conn => gone.execute(conn)).map(drop)
}

pub(super) fn delete_on_their_way(
    tx: &mut Transaction<'_>,
    before: Instant,
    most: i64,
) -> Result<usize, StoreError> {
    let query = attachments::table
        .filter(attachments::kept_at.is_null())
        .filter(attachments::stored_at.lt(before))
        .select(attachments::id)
        .limit(most);
    let ids: Vec<AttachmentId> = on!(tx, conn => query.load(conn))?;
    on!(tx, conn => diesel::delete(attachments::table.filter(attachments::id.eq_any(ids))).execute(conn))
}
