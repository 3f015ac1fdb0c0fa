//! Looking at a file that has just come: what it is, whether the question takes it, and what of it
//! may be stored. Nothing is stored here.

use sha2::{Digest, Sha256};

use super::clean::clean;
use crate::questionnaire::definition::Upload;
use crate::questionnaire::files::{FileKind, kinds};
use crate::questionnaire::validation::FaultKind;

/// A file that may be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    pub(super) name: String,
    pub(super) content: Vec<u8>,
    pub(super) sha256: String,
}

impl std::fmt::Debug for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Received({} bytes)", self.content.len())
    }
}

impl Received {
    /// What answers call it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Makes of `content` what may be stored as an answer to such a question. `called` is the person's
/// own name of the file: nothing of it is kept.
///
/// # Errors
/// [`FaultKind::FileEmpty`], [`FaultKind::FileOfOtherKind`] or [`FaultKind::FileDamaged`].
pub fn receive(upload: &Upload, content: Vec<u8>, called: &str) -> Result<Received, FaultKind> {
    if content.is_empty() {
        return Err(FaultKind::FileEmpty);
    }
    let kind = FileKind::of(&content, called)
        .filter(|kind| kinds(upload).contains(kind))
        .ok_or(FaultKind::FileOfOtherKind)?;
    let content = clean(kind, content).ok_or(FaultKind::FileDamaged)?;
    Ok(Received {
        name: new_name(upload, kind),
        sha256: hex::encode(Sha256::digest(&content)),
        content,
    })
}

/// A name that says nothing about the person, such as `image-5b1c0d9e2f3a4b5c6d7e.jpg`.
fn new_name(upload: &Upload, kind: FileKind) -> String {
    let number = hex::encode(rand::random::<[u8; 10]>());
    format!("{}-{number}.{}", upload.as_str(), kind.ending())
}
