//! Files that people add to their answers: the control, taking what a page sent, and looking at it
//! again. What a file may be is decided in [`responses::attachments`](crate::responses::attachments).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use actix_web::{HttpResponse, web};

use crate::language::{Language, Value};
use crate::questionnaire::definition::{Question, Upload};
use crate::questionnaire::evaluation::FieldPath;
use crate::questionnaire::files::{FileKind, kinds};
use crate::questionnaire::validation::FaultKind;
use crate::responses::attachments::{self, Attachment, NotStored};
use crate::responses::{Code, CodeHash, Refused};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::{Body, Posted};
use crate::web::parts::{LARGEST_FIELDS, PartLimits, PostedFile};
use crate::web::size;
use crate::web::stored;
use crate::web::throttle::Limited;

use super::draft::{self, Edited, Found, with_state};
use super::fault;
use super::sent::{Pressed, Sent};

/// What the controls for files need to know beyond the answers.
#[derive(Debug, Default)]
pub struct Files {
    /// The receipt code, which stands in addresses.
    pub code: String,
    /// Bytes of the largest file.
    pub limit: u64,
    pub stored: Vec<Attachment>,
}

/// The control for a file.
#[derive(Debug)]
pub struct UploadControl {
    /// Kinds of files, as the input's `accept`.
    pub accept: String,
    /// Which camera is to be used, as the input's `capture`.
    pub capture: Option<&'static str>,
    pub stored: Option<StoredFile>,
    /// The longest side that a picture should have; only scripts can see to that before it is sent.
    pub pixels: Option<u32>,
    limit: u64,
    /// Kinds of files, as people call them.
    kinds: String,
    is_image: bool,
}

/// A file that is there.
#[derive(Debug, Clone)]
pub struct StoredFile {
    pub name: String,
    pub address: String,
    /// What it is and how large.
    pub about: String,
}

impl StoredFile {
    /// The file of this name; one that is gone has no size.
    pub fn of(files: &Files, name: &str) -> Self {
        let stored = files.stored.iter().find(|file| file.name == name);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let kind = ending.to_ascii_uppercase();
        Self {
            name: name.to_owned(),
            address: format!("/answer/{}/files/{name}", files.code),
            about: match stored.and_then(|file| u64::try_from(file.bytes).ok()) {
                Some(bytes) => format!("{kind}, {}", size::of(bytes)),
                None => kind,
            },
        }
    }
}

impl UploadControl {
    /// The control of a question that stands at `answer`.
    pub fn of(question: &Question, upload: &Upload, answer: &str, files: &Files) -> Self {
        let taken = kinds(upload);
        let list = |word: fn(FileKind) -> String, between: &str| {
            taken
                .iter()
                .map(|kind| word(*kind))
                .collect::<Vec<_>>()
                .join(between)
        };
        // Without the types some phones offer everything; without the endings some computers do.
        let accept = [
            list(
                |kind| kind.media_type().split(';').next().unwrap_or_default().to_owned(),
                ",",
            ),
            list(|kind| format!(".{}", kind.ending()), ","),
        ];
        Self {
            accept: accept.join(","),
            capture: match upload {
                Upload::Image { .. } if question.has_appearance("new-front") => Some("user"),
                Upload::Image { .. } if question.has_appearance("new") => Some("environment"),
                Upload::Image { .. } | Upload::Audio | Upload::File => None,
            },
            pixels: match upload {
                Upload::Image { max_pixels } => *max_pixels,
                Upload::Audio | Upload::File => None,
            },
            stored: (!answer.is_empty()).then(|| StoredFile::of(files, answer)),
            limit: files.limit,
            kinds: list(|kind| kind.ending().to_ascii_uppercase(), ", "),
            is_image: matches!(upload, Upload::Image { .. }),
        }
    }

    /// Bytes of the largest file.
    pub fn most(&self) -> u64 {
        self.limit
    }

    /// What is said of a larger one.
    pub fn too_large(&self, language: Language) -> String {
        fault::sentence(language, &FaultKind::FileTooLarge { most: self.limit })
    }

    /// What may be chosen, and what becomes of it.
    pub fn limits(&self, language: Language) -> String {
        let size = size::of(self.limit);
        let values = [("kinds", Value::Text(&self.kinds)), ("size", Value::Text(&size))];
        let key = if self.is_image {
            "answer-file-picture"
        } else {
            "answer-file-other"
        };
        let limits = language.with("answer-file-limits", &values);
        format!("{limits} {}", language.text(key))
    }
}

/// What a page sent, with its files stored.
#[derive(Debug)]
pub struct Taken {
    pub sent: Sent,
    /// Files that could not be taken, by their fields.
    pub refused: Vec<(FieldPath, FaultKind)>,
}

impl Taken {
    fn of(posted: Posted) -> Self {
        Self {
            sent: Sent::read(posted),
            refused: Vec::new(),
        }
    }
}

/// Reads the body of a page and stores its files. Answers nothing when the answers were submitted
/// already.
///
/// # Errors
/// What reading the body refuses; [`Refused::StudyClosed`], [`WebError::TooMany`].
pub async fn take(
    site: &Site,
    code: &Code,
    hash: &CodeHash,
    page: usize,
    body: Body,
) -> Result<Option<Taken>, WebError> {
    if !body.has_parts() {
        return Ok(Some(Taken::of(body.fields().await?)));
    }
    // Nobody sends megabytes here without a draft that asks for them.
    let Found::Draft(draft) = draft::find(site, hash).await? else {
        return Ok(None);
    };
    let now = site.clock.now();
    if !draft.is_open(now) {
        return Err(Refused::StudyClosed.into());
    }
    let plan = &draft.version.plan;
    let settings = &site.settings;
    let largest = u64::try_from(LARGEST_FIELDS).unwrap_or(u64::MAX);
    let limits = PartLimits {
        file: settings.upload_limit,
        body: settings.upload_total + settings.upload_limit + largest,
        folder: &settings.data,
        gate: &site.gate,
    };
    let wanted = |field: &str| plan.file_field(page, field).is_some();
    let (posted, files) = body.parts(&limits, wanted).await?;
    let mut taken = Taken::of(posted);
    if files.is_empty() {
        return Ok(Some(taken));
    }
    // What was typed beside a file may be what makes its question relevant. What the button does comes
    // afterwards: it may take away the instance before the one that the file belongs to.
    let mut filled_in = taken.sent.clone();
    filled_in.pressed = Pressed::Next;
    let Some(Edited { before, answers }) = draft::edited(site, hash, page, &filled_in).await? else {
        return Ok(None);
    };
    let asked: Vec<(FieldPath, Upload, PostedFile)> = with_state(&before, &answers, now, |state| {
        let places = files.into_iter().filter_map(|file| {
            let (path, upload) = plan.file_field(page, &file.field)?;
            let at = state.find(&path)?;
            let is_open = state.relevant(at) && !state.read_only(at);
            is_open.then(|| (path, upload.clone(), file))
        });
        places.collect()
    });
    for (path, upload, file) in asked {
        site.throttle.take(Limited::Upload, &code.to_string(), now)?;
        match store(site, hash, &upload, file).await? {
            Ok(name) => taken.sent.files.push((path, name)),
            Err(fault) => taken.refused.push((path, fault)),
        }
    }
    Ok(Some(taken))
}

/// Stores one file and answers what it is called from now on.
async fn store(
    site: &Site,
    hash: &CodeHash,
    upload: &Upload,
    file: PostedFile,
) -> Result<Result<String, FaultKind>, WebError> {
    let Some(content) = file.content else {
        let most = site.settings.upload_limit;
        return Ok(Err(FaultKind::FileTooLarge { most }));
    };
    // Held until the file is stored, since so long it stands in memory.
    let turn = site.gate.looking.acquire().await;
    let _turn = turn.map_err(|_| StoreError::Busy)?;
    let upload = upload.clone();
    let looked = web::block(move || look(content, &upload, &file.called)).await;
    let received = match looked.map_err(|_| StoreError::Busy)?.map_err(WebError::Disk)? {
        Ok(received) => received,
        Err(fault) => return Ok(Err(fault)),
    };
    let now = site.clock.now();
    let total = site.settings.upload_total;
    match attachments::store(&site.store, now, hash, total, received).await {
        Ok(stored) => Ok(Ok(stored.name)),
        Err(NotStored::Fault(fault)) => Ok(Err(fault)),
        Err(NotStored::Refused(refused)) => Err(refused.into()),
    }
}

fn look(
    mut file: File,
    upload: &Upload,
    called: &str,
) -> std::io::Result<Result<attachments::Received, FaultKind>> {
    let mut content = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut content)?;
    Ok(attachments::receive(upload, content, called))
}

/// Shows a file to whoever holds the code.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn show(
    site: web::Data<Site>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (typed, name) = path.into_inner();
    let (_, hash) = draft::code(&site, &typed)?;
    let found = site
        .store
        .read(move |db| attachments::file_of_code(db, &hash, &name))
        .await?;
    match found {
        Some(file) => Ok(stored::attachment(&site, &file)),
        // The same for a code that nobody has, so that codes cannot be tried here.
        None => Err(WebError::Missing),
    }
}
