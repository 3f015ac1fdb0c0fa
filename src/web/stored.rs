//! Content that lies in the database in pieces, sent piece by piece as it is read: a large file
//! takes no more memory than a small one.

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ContentDisposition, ContentEncoding, DispositionParam, DispositionType, Header, Range,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use futures_util::Stream;
use futures_util::stream::try_unfold;

use super::app::Site;
use crate::id::AttachmentId;
use crate::questionnaire::files::{self, FileKind, Medium, PIECE};
use crate::responses::attachments::{self, Attachment};
use crate::store::{Snapshot, Store, StoreError};

/// Nothing in such an answer runs, loads or is framed, whatever it holds.
const INERT: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Whose pieces.
#[derive(Debug, Clone)]
enum Owner {
    Attachment(AttachmentId),
    Medium(String),
}

impl Owner {
    fn piece(&self, db: &mut Snapshot<'_>, number: i32) -> Result<Option<Vec<u8>>, StoreError> {
        match self {
            Self::Attachment(id) => attachments::piece(db, *id, number),
            Self::Medium(hash) => files::piece(db, hash, number),
        }
    }
}

/// A file that belongs to answers, for somebody who may see it: a picture to be looked at, anything
/// else to be saved, and nothing to be kept by the browser.
pub fn attachment(site: &Site, file: &Attachment) -> HttpResponse {
    let kind = FileKind::named(&file.name);
    let shown = kind.is_some_and(FileKind::is_image);
    let mut answer = HttpResponse::Ok();
    answer.insert_header(ContentDisposition {
        disposition: if shown {
            DispositionType::Inline
        } else {
            DispositionType::Attachment
        },
        parameters: vec![DispositionParam::Filename(file.name.clone())],
    });
    answer.content_type(kind.map_or("application/octet-stream", FileKind::media_type));
    let bytes = u64::try_from(file.bytes).unwrap_or(0);
    send(site, answer, Owner::Attachment(file.id), 0..bytes)
}

/// What a label shows, or the part of it that the browser asks for. It never changes, since its
/// address holds its hash.
pub fn medium(site: &Site, request: &HttpRequest, medium: &Medium) -> HttpResponse {
    let bytes = u64::try_from(medium.bytes).unwrap_or(0);
    // A range that cannot be read, or several, are as none.
    let asked = match Range::parse(request) {
        Ok(Range::Bytes(asked)) if asked.len() == 1 => {
            asked.first().map(|one| one.to_satisfiable_range(bytes))
        }
        _ => None,
    };
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(medium.media_type.as_str())
        .insert_header(("accept-ranges", "bytes"))
        .insert_header(("cache-control", "public, max-age=31536000, immutable"));
    let range = match asked {
        None => 0..bytes,
        Some(Some((first, last))) => {
            answer
                .status(StatusCode::PARTIAL_CONTENT)
                .insert_header(("content-range", format!("bytes {first}-{last}/{bytes}")));
            first..last.saturating_add(1).min(bytes)
        }
        Some(None) => {
            return answer
                .status(StatusCode::RANGE_NOT_SATISFIABLE)
                .insert_header(("content-range", format!("bytes */{bytes}")))
                .finish();
        }
    };
    send(site, answer, Owner::Medium(medium.hash.clone()), range)
}

fn send(
    site: &Site,
    mut answer: HttpResponseBuilder,
    owner: Owner,
    range: std::ops::Range<u64>,
) -> HttpResponse {
    let length = range.end.saturating_sub(range.start);
    answer
        .insert_header(("content-security-policy", INERT))
        // It is small already, and a part of it must stay that part.
        .insert_header(ContentEncoding::Identity)
        .body(SizedStream::new(length, pieces(site.store.clone(), owner, range)))
}

/// The bytes of a range, each piece in a reading of its own.
fn pieces(
    store: Store,
    owner: Owner,
    range: std::ops::Range<u64>,
) -> impl Stream<Item = Result<web::Bytes, StoreError>> {
    try_unfold(range.start, move |at| {
        let (store, owner) = (store.clone(), owner.clone());
        async move {
            if at >= range.end {
                return Ok(None);
            }
            let piece_size = PIECE as u64;
            let number = i32::try_from(at / piece_size).unwrap_or(i32::MAX);
            let piece = store.read(move |db| owner.piece(db, number)).await?;
            let begin = usize::try_from(at % piece_size).unwrap_or(usize::MAX);
            let wanted = usize::try_from(range.end - at).unwrap_or(usize::MAX);
            let bytes = web::Bytes::from(piece.unwrap_or_default());
            let end = begin.saturating_add(wanted).min(bytes.len());
            if begin >= end {
                // It was deleted while it was being sent.
                return Err(StoreError::Unusable("a piece of a file is gone".into()));
            }
            let bytes = bytes.slice(begin..end);
            let next = at + (end - begin) as u64;
            Ok(Some((bytes, next)))
        }
    })
}
