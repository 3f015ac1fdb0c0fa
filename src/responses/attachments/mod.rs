//! Files that people add to their answers.
//!
//! A file belongs to a receipt code, as drafts and submissions do, and lives as long as answers
//! under that code mention its name, which is ours and never the person's. Its content lies in
//! the database in [pieces](crate::questionnaire::files::PIECE), so that no single write of it is long. Pictures lose what they
//! tell about their origin before anything of them is stored. Nothing here knows how a file came
//! over the network or who may look at it.
//!
//! A file is [received](receive()), [stored](store()) on its way, kept when answers that mention it
//! are saved, and deleted in the transaction in which the last answers stop doing so.

mod clean;
mod gif;
mod jpeg;
mod keep;
mod queries;
mod receive;
mod store;

pub use keep::discard_stranded;
pub(super) use keep::{ended, saved, sealed, withdrawn};
pub(super) use queries::of_code;
pub use queries::{file_of_code, file_of_public_id, file_of_submission, piece};
pub use receive::{Received, receive};
pub use store::{NotStored, store};

use crate::id::AttachmentId;

/// Files that one code may have.
pub const MOST_FILES: usize = 50;

/// A stored file without its content.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = crate::store::schema::attachments)]
pub struct Attachment {
    pub id: AttachmentId,
    /// What answers call it.
    pub name: String,
    pub bytes: i64,
    /// In lower-case hexadecimal.
    pub sha256: String,
}
