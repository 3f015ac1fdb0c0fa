//! Pictures, sounds and films that labels show: part of a version, stored once for each content.

use sha2::{Digest, Sha256};

use super::{FileKind, PIECE, queries};
use crate::store::{Snapshot, Store, StoreError};

/// Bytes of a file that a label may show.
const LARGEST: usize = 20_000_000;

/// A stored medium without its content.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = crate::store::schema::media)]
pub struct Medium {
    /// SHA-256 in lower-case hexadecimal.
    pub hash: String,
    pub media_type: String,
    pub bytes: i64,
}

/// Why a label cannot show a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaFault {
    #[error("it is larger than {} MB", LARGEST / 1_000_000)]
    TooLarge,
    #[error("it is no picture (PNG, JPEG, GIF, WebP), sound (MP3, Ogg, M4A, WAV) or film (MP4, WebM)")]
    OtherKind,
}

/// What the content is, if a label may show it.
///
/// # Errors
/// [`MediaFault`].
pub fn shown_as(content: &[u8]) -> Result<FileKind, MediaFault> {
    if content.len() > LARGEST {
        return Err(MediaFault::TooLarge);
    }
    match FileKind::of(content, "") {
        Some(
            kind @ (FileKind::Jpeg
            | FileKind::Png
            | FileKind::Webp
            | FileKind::Gif
            | FileKind::Mp3
            | FileKind::Ogg
            | FileKind::M4a
            | FileKind::Wav
            | FileKind::Webm
            | FileKind::Mp4),
        ) => Ok(kind),
        Some(
            FileKind::Pdf | FileKind::Text | FileKind::Csv | FileKind::Docx | FileKind::Xlsx | FileKind::Odt,
        )
        | None => Err(MediaFault::OtherKind),
    }
}

/// Keeps a medium under its hash, unless it is there; a version that shows it is published after.
///
/// # Errors
/// When the store refuses it.
pub async fn keep(store: &Store, kind: FileKind, content: Vec<u8>) -> Result<(), StoreError> {
    let hash = hex::encode(Sha256::digest(&content));
    let asked = hash.clone();
    if store.read(move |db| queries::medium(db, &asked)).await?.is_some() {
        return Ok(());
    }
    for (number, piece) in (0..).zip(content.chunks(PIECE)) {
        let (hash, piece) = (hash.clone(), piece.to_vec());
        store
            .write(move |tx| queries::add_piece(tx, &hash, number, &piece))
            .await?;
    }
    let medium = Medium {
        hash,
        media_type: kind.media_type().to_owned(),
        bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
    };
    store.write(move |tx| queries::add_medium(tx, &medium)).await
}

/// The content of a medium as a whole, for whoever writes it to a file of its own.
///
/// # Errors
/// When the database fails.
pub fn content(db: &mut Snapshot<'_>, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    if queries::medium(db, hash)?.is_none() {
        return Ok(None);
    }
    let mut content = Vec::new();
    let mut number = 0;
    while let Some(piece) = queries::piece(db, hash, number)? {
        content.extend(piece);
        number += 1;
    }
    Ok(Some(content))
}
