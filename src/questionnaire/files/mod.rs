//! Files that come from outside: which kinds are let in, and the media that labels show.
//!
//! Neither what people upload nor what they may see of it lives here: that is the work of
//! [`responses::attachments`](crate::responses::attachments).

mod kind;
mod media;
mod queries;

pub use kind::{FileKind, kinds};
pub use media::{LARGEST, Medium, content, is_shown, keep, shown_as};
pub use queries::{medium, piece};

/// Bytes of a piece, in which the content of files lies in the database; the last one of a file may
/// be shorter. A write of more would keep others waiting.
pub const PIECE: usize = 256 * 1024;
