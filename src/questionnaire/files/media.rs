//! Pictures, sounds and films that labels show: part of a version, stored once for each content.

use sha2::{Digest, Sha256};

use super::{FileKind, PIECE, queries};
use crate::store::{Snapshot, Store, StoreError};

/// Bytes of a file that a label may show; a page with a larger one is a page that nobody waits for.
pub const LARGEST: usize = 20 * 1024 * 1024;

const IMAGES: &[FileKind] = &[FileKind::Png, FileKind::Jpeg, FileKind::Gif, FileKind::Webp];
const SOUNDS: &[FileKind] = &[
    FileKind::Mp3,
    FileKind::M4a,
    FileKind::Ogg,
    FileKind::Wav,
    FileKind::Webm,
];
const FILMS: &[FileKind] = &[FileKind::Mp4, FileKind::Webm];

/// The kinds of files that a label may show as `image`, `big-image`, `audio` or `video`.
pub fn shown_as(column: &str) -> &'static [FileKind] {
    match column {
        "image" | "big-image" => IMAGES,
        "audio" => SOUNDS,
        "video" => FILMS,
        _ => &[],
    }
}

/// Whether a label may show files whose names have this ending.
pub fn is_shown(ending: &str) -> bool {
    let kind = FileKind::with_ending(ending);
    kind.is_some_and(|kind| [IMAGES, SOUNDS, FILMS].concat().contains(&kind))
}

/// A stored medium without its content.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = crate::store::schema::media)]
pub struct Medium {
    /// SHA-256 in lower-case hexadecimal.
    pub hash: String,
    pub media_type: String,
    pub bytes: i64,
}

/// Keeps a medium under its hash, unless it is there; a version that shows it is published after.
///
/// # Errors
/// When the store refuses it.
pub async fn keep(store: &Store, kind: FileKind, content: &[u8]) -> Result<(), StoreError> {
    let hash = hex::encode(Sha256::digest(content));
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
