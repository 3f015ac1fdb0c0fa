//! Bodies in parts (`multipart/form-data`), read as they come: fields into memory, files onto the
//! disk, where they have no name and vanish with the process. What a file is, is not known here.
//!
//! Everything is bounded: the body, each file, the fields together, the number of parts, the time
//! for all of it and between two pieces of it, and how many bodies are read at once.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, web};
use futures_util::{Stream, StreamExt};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::error::WebError;
use super::form::Posted;
use crate::store::StoreError;

/// Bytes of all names and values together, as of a form without files.
pub const LARGEST_FIELDS: usize = 256 * 1024;
/// More than any page of ours has.
const MOST_PARTS: usize = 2_000;
/// Files of one body that are looked at.
const MOST_FILES: usize = 20;
/// For a whole body.
const SLOWEST: Duration = Duration::from_mins(5);
/// Between two pieces of it.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Bytes that are written to the disk at once.
const WRITTEN_AT_ONCE: usize = 256 * 1024;

/// How many bodies with files are dealt with at once, in the whole process.
pub struct Gate {
    receiving: Semaphore,
    /// Files that stand in memory as a whole, to be looked at and stored.
    pub looking: Semaphore,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            receiving: Semaphore::new(64),
            looking: Semaphore::new(4),
        }
    }
}

/// How much is taken, and where it goes.
pub struct PartLimits<'l> {
    /// Bytes of a file; the rest of a larger one is read and dropped, so that what was typed
    /// beside it is not lost.
    pub file: u64,
    /// Bytes of the body.
    pub body: u64,
    /// Folder for files on their way.
    pub folder: &'l Path,
    pub gate: &'l Gate,
}

/// A file as it came.
#[derive(Debug)]
pub struct PostedFile {
    /// Name of its field.
    pub field: String,
    /// What the person calls it.
    pub called: String,
    /// None if it is larger than a file may be.
    pub content: Option<File>,
}

/// Reads a body.
///
/// # Errors
/// [`WebError::TooLarge`], [`WebError::TooSlow`], [`WebError::Unreadable`]; [`StoreError::Busy`]
/// when many others send files; [`WebError::Disk`].
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    limits: &PartLimits<'_>,
    wanted: impl Fn(&str) -> bool,
) -> Result<(Posted, Vec<PostedFile>), WebError> {
    let announced = request.headers().get(CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limits.body) {
        return Err(WebError::TooLarge);
    }
    let Ok(_turn) = limits.gate.receiving.try_acquire() else {
        return Err(StoreError::Busy.into());
    };
    let mut reading = Reading {
        limits,
        left: limits.body,
        fields_left: LARGEST_FIELDS,
        fields: Vec::new(),
        files: Vec::new(),
    };
    let parts = Multipart::new(request.headers(), payload);
    match timeout(SLOWEST, reading.all(parts, wanted)).await {
        Ok(done) => done?,
        Err(_) => return Err(WebError::TooSlow),
    }
    Ok((Posted::of(reading.fields), reading.files))
}

struct Reading<'l> {
    limits: &'l PartLimits<'l>,
    /// Bytes that the body may still have.
    left: u64,
    fields_left: usize,
    fields: Vec<(String, String)>,
    files: Vec<PostedFile>,
}

impl Reading<'_> {
    async fn all(&mut self, mut parts: Multipart, wanted: impl Fn(&str) -> bool) -> Result<(), WebError> {
        let mut count = 0;
        while let Some(part) = next(&mut parts).await? {
            count += 1;
            if count > MOST_PARTS {
                return Err(WebError::TooLarge);
            }
            let about = part.content_disposition();
            let name = about
                .and_then(|about| about.get_name())
                .unwrap_or_default()
                .to_owned();
            let called = about.and_then(|about| about.get_filename()).map(str::to_owned);
            match called {
                None => self.field(name, part).await?,
                // No file was chosen.
                Some(called) if called.is_empty() => self.pass_over(part).await?,
                Some(called) if wanted(&name) && self.files.len() < MOST_FILES => {
                    let content = self.file(part).await?;
                    self.files.push(PostedFile {
                        field: name,
                        called,
                        content,
                    });
                }
                Some(_) => self.pass_over(part).await?,
            }
        }
        Ok(())
    }

    /// The next piece of a part, counted.
    async fn piece(&mut self, part: &mut Field) -> Result<Option<web::Bytes>, WebError> {
        let piece = next(part).await?;
        if let Some(piece) = &piece {
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            self.left = self.left.checked_sub(length).ok_or(WebError::TooLarge)?;
        }
        Ok(piece)
    }

    async fn field(&mut self, name: String, mut part: Field) -> Result<(), WebError> {
        let mut value = Vec::new();
        self.count_field(name.len())?;
        while let Some(piece) = self.piece(&mut part).await? {
            self.count_field(piece.len())?;
            value.extend_from_slice(&piece);
        }
        let value = String::from_utf8_lossy(&value).into_owned();
        self.fields.push((name, value));
        Ok(())
    }

    fn count_field(&mut self, bytes: usize) -> Result<(), WebError> {
        self.fields_left = self.fields_left.checked_sub(bytes).ok_or(WebError::TooLarge)?;
        Ok(())
    }

    async fn pass_over(&mut self, mut part: Field) -> Result<(), WebError> {
        while self.piece(&mut part).await?.is_some() {}
        Ok(())
    }

    async fn file(&mut self, mut part: Field) -> Result<Option<File>, WebError> {
        let folder = self.limits.folder.to_owned();
        let mut file = on_disk(move || {
            std::fs::create_dir_all(&folder)?;
            tempfile::tempfile_in(folder)
        })
        .await?;
        let (mut bytes, mut waiting) = (0, Vec::new());
        while let Some(piece) = self.piece(&mut part).await? {
            bytes += u64::try_from(piece.len()).unwrap_or(u64::MAX);
            if bytes > self.limits.file {
                drop((file, waiting));
                self.pass_over(part).await?;
                return Ok(None);
            }
            waiting.extend_from_slice(&piece);
            if waiting.len() >= WRITTEN_AT_ONCE {
                file = write(file, std::mem::take(&mut waiting)).await?;
            }
        }
        write(file, waiting).await.map(Some)
    }
}

/// The next item of a body, within the time that a pause may last.
async fn next<S, T>(source: &mut S) -> Result<Option<T>, WebError>
where
    S: Stream<Item = Result<T, actix_multipart::MultipartError>> + Unpin,
{
    match timeout(LONGEST_PAUSE, source.next()).await {
        Ok(item) => item.transpose().map_err(|_| WebError::Unreadable),
        Err(_) => Err(WebError::TooSlow),
    }
}

async fn write(mut file: File, bytes: Vec<u8>) -> Result<File, WebError> {
    on_disk(move || {
        file.write_all(&bytes)?;
        Ok(file)
    })
    .await
}

/// Does something slow off the async threads.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, WebError> {
    match web::block(work).await {
        Ok(done) => done.map_err(WebError::Disk),
        Err(_) => Err(StoreError::Busy.into()),
    }
}
