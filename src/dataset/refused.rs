//! Why there is no edition.

use std::path::PathBuf;

use super::facts::Number;
use crate::store::{KeyBytes, StoreError};

/// Why an edition was not built, opened or found.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("there is no study with this key; `study list` names them all")]
    NoSuchStudy,
    #[error("the study has no questionnaire yet")]
    NothingAsked,
    #[error("there is no such edition, or a newer revision has taken its place")]
    NoSuchEdition,
    #[error("the permission does not cover this study")]
    NotPermitted,
    #[error("the edition has no such file")]
    NoSuchFile,
    #[error("another process is building an edition in this folder; try again when it is done")]
    AlreadyBuilding,
    #[error("another edition was recorded under the same number meanwhile; build again")]
    AnotherCameFirst,
    #[error(
        "the files of edition {0} are missing and cannot be made again as they were; restore them from a backup"
    )]
    FilesLost(Number),
    #[error("the answers of submission {} cannot be read, so that no edition can be complete", .0.0)]
    UnreadableAnswers(KeyBytes),
    #[error("the file {0}, which answers mention, is missing or damaged in the database")]
    AttachmentGone(String),
    #[error("the database holds an edition of a profile that this program does not know")]
    UnknownProfile,
    #[error("cannot write to {}: {error}", folder.display())]
    Unwritable { folder: PathBuf, error: std::io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}
