//! Storing a file, piece by piece.
//!
//! Ten megabytes written at once would keep the single writer of the `SQLite` file busy, and with
//! it everybody who saves a page meanwhile. So each piece is a write of its own, and for that
//! reason this action opens the store itself. What breaks off on the way is no answer yet:
//! [`discard_stranded`](super::discard_stranded) clears it away.

use std::sync::Arc;

use super::queries::{self, NewAttachment};
use super::{Attachment, MOST_FILES, Received};
use crate::id::AttachmentId;
use crate::questionnaire::files::PIECE;
use crate::questionnaire::validation::FaultKind;
use crate::responses::queries::draft_exists;
use crate::responses::{CodeHash, Refused};
use crate::store::{Instant, Store, StoreError, Transaction};

/// Why a file was not stored.
#[derive(Debug)]
pub enum NotStored {
    /// The person has no room for it.
    Fault(FaultKind),
    Refused(Refused),
}

impl From<Refused> for NotStored {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<StoreError> for NotStored {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

/// Stores a file for the draft under a code, which may have `total` bytes of them. Until answers that mention it are saved it is on its
/// way only.
///
/// # Errors
/// [`FaultKind::FilesTooLarge`] or [`FaultKind::TooManyFiles`]; [`Refused::NoSuchCode`] when there
/// is no draft, [`Refused::Changed`] when it ended meanwhile. Then nothing of the file is left, or
/// soon will be.
pub async fn store(
    store: &Store,
    now: Instant,
    hash: &CodeHash,
    total: u64,
    file: Received,
) -> Result<Attachment, NotStored> {
    let id = AttachmentId::new();
    let bytes = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
    let content = Arc::new(file.content);
    let stored = Attachment {
        id,
        name: file.name,
        bytes,
        sha256: file.sha256,
    };
    let (row, owner, first) = (stored.clone(), hash.clone(), Arc::clone(&content));
    store
        .write(move |tx| {
            make_room(tx, &owner, total, bytes)?;
            let row = NewAttachment {
                id,
                code_hash: &owner,
                name: &row.name,
                bytes,
                sha256: &row.sha256,
                stored_at: now,
            };
            queries::add(tx, &row)?;
            add_piece(tx, id, 0, &first)?;
            Ok::<_, NotStored>(())
        })
        .await?;
    for number in 1..content.len().div_ceil(PIECE) {
        let content = Arc::clone(&content);
        store
            .write(move |tx| {
                if queries::exists(tx, id)? {
                    add_piece(tx, id, number, &content).map_err(Refused::from)
                } else {
                    Err(Refused::Changed)
                }
            })
            .await?;
    }
    Ok(stored)
}

fn make_room(tx: &mut Transaction<'_>, hash: &CodeHash, total: u64, bytes: i64) -> Result<(), NotStored> {
    if !draft_exists(tx, hash)? {
        return Err(Refused::NoSuchCode.into());
    }
    let there = queries::of_code(tx, hash)?;
    if there.len() >= MOST_FILES {
        return Err(NotStored::Fault(FaultKind::TooManyFiles { most: MOST_FILES }));
    }
    let sum = there
        .iter()
        .map(|file| file.bytes)
        .fold(bytes, i64::saturating_add);
    if u64::try_from(sum).unwrap_or(u64::MAX) > total {
        return Err(NotStored::Fault(FaultKind::FilesTooLarge { most: total }));
    }
    Ok(())
}

fn add_piece(
    tx: &mut Transaction<'_>,
    id: AttachmentId,
    number: usize,
    content: &[u8],
) -> Result<(), StoreError> {
    let begin = number * PIECE;
    let end = content.len().min(begin + PIECE);
    let piece = content.get(begin..end).unwrap_or_default();
    queries::add_piece(tx, id, i32::try_from(number).unwrap_or(i32::MAX), piece)
}
