//! Every refusal of every room, with its status, its text and a way onward.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::chain::{claims, links, registry};
use crate::store::StoreError;
use crate::{dataset, moderation, news, people, responses};

/// Why a request was not granted. [`page::finish`](super::page::finish) shows it as a page in
/// the visitor's language.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Nothing is at this address.
    #[error("nothing is here")]
    Missing,
    /// The page is there, for others.
    #[error("not permitted")]
    Forbidden,
    /// One must sign in first.
    #[error("sign in first")]
    SignInFirst,
    /// Another site sent this.
    #[error("sent by another site")]
    Forged,
    /// The body is larger than any form of ours.
    #[error("too large")]
    TooLarge,
    /// The body did not come in time.
    #[error("too slow")]
    TooSlow,
    /// A file on its way could not be kept.
    #[error("disk: {0}")]
    Disk(std::io::Error),
    /// The body or the address cannot be read.
    #[error("unreadable")]
    Unreadable,
    /// Too many tries in a short time; the seconds until another one is welcome.
    #[error("too many tries")]
    TooMany(u64),
    /// Room `people` says no.
    #[error(transparent)]
    People(people::Refused),
    /// Room `moderation` says no.
    #[error(transparent)]
    Moderation(moderation::Refused),
    /// Room `news` says no.
    #[error(transparent)]
    News(news::Refused),
    /// Answers could not be begun, saved, sent or found.
    #[error(transparent)]
    Responses(responses::Refused),
    /// A claim on a release is not taken or decided.
    #[error(transparent)]
    Claims(claims::Refused),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such edition, or it cannot be built.
    #[error(transparent)]
    Dataset(dataset::Refused),
    /// A page could not be written.
    #[error("template: {0}")]
    Template(#[from] askama::Error),
}

/// Left in the answer for [`page::finish`](super::page::finish): which text to show.
#[derive(Debug, Clone, Copy)]
pub struct Problem {
    /// The texts are `problem-<key>-title` and `problem-<key>-text`.
    pub key: &'static str,
}

impl WebError {
    fn problem(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Missing => (StatusCode::NOT_FOUND, "missing"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::SignInFirst => (StatusCode::SEE_OTHER, "sign-in-first"),
            Self::Forged => (StatusCode::FORBIDDEN, "forged"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too-slow"),
            Self::Disk(fault) if fault.kind() == std::io::ErrorKind::StorageFull => {
                (StatusCode::INSUFFICIENT_STORAGE, "no-room")
            }
            Self::Unreadable => (StatusCode::BAD_REQUEST, "unreadable"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Self::People(refused) => people_problem(refused),
            Self::Responses(refused) => responses_problem(refused),
            Self::Dataset(refused) => dataset_problem(refused),
            Self::Moderation(refused) => moderation_problem(refused),
            Self::Claims(refused) => claims_problem(refused),
            Self::News(refused) => news_problem(refused),
            Self::Store(fault) => store_problem(fault),
            Self::Disk(_) | Self::Template(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        }
    }
}

impl From<dataset::Refused> for WebError {
    fn from(refused: dataset::Refused) -> Self {
        match refused {
            dataset::Refused::Store(fault) => Self::Store(fault),
            refused => Self::Dataset(refused),
        }
    }
}

fn dataset_problem(refused: &dataset::Refused) -> (StatusCode, &'static str) {
    match refused {
        dataset::Refused::NoSuchStudy | dataset::Refused::NoSuchEdition | dataset::Refused::NoSuchFile => {
            (StatusCode::NOT_FOUND, "missing")
        }
        dataset::Refused::NotPermitted => (StatusCode::FORBIDDEN, "forbidden"),
        dataset::Refused::NothingAsked
        | dataset::Refused::AlreadyBuilding
        | dataset::Refused::AnotherCameFirst
        | dataset::Refused::FilesLost(_)
        | dataset::Refused::UnreadableAnswers(_)
        | dataset::Refused::AttachmentGone(_)
        | dataset::Refused::UnknownProfile
        | dataset::Refused::Unwritable { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        dataset::Refused::Store(fault) => store_problem(fault),
    }
}

fn store_problem(fault: &StoreError) -> (StatusCode, &'static str) {
    match fault {
        StoreError::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        StoreError::Conflict => (StatusCode::CONFLICT, "conflict"),
        StoreError::Full => (StatusCode::INSUFFICIENT_STORAGE, "no-room"),
        StoreError::Unusable(_) | StoreError::Database(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
    }
}

fn responses_problem(refused: &responses::Refused) -> (StatusCode, &'static str) {
    use responses::Refused;
    match refused {
        Refused::NoSuchCode => (StatusCode::NOT_FOUND, "no-such-code"),
        Refused::NoSuchQuestionnaire | Refused::NoSuchSubmission => (StatusCode::NOT_FOUND, "missing"),
        Refused::StudyClosed => (StatusCode::CONFLICT, "study-closed"),
        Refused::UnknownLanguage | Refused::ConsentMissing | Refused::UnknownConsent => {
            (StatusCode::BAD_REQUEST, "unreadable")
        }
        Refused::Changed => (StatusCode::CONFLICT, "draft-changed"),
        Refused::Withdrawn => (StatusCode::GONE, "withdrawn"),
        Refused::Faulty(_) => (StatusCode::UNPROCESSABLE_ENTITY, "faulty"),
        Refused::Links(refused) => links_problem(refused),
        Refused::Store(fault) => store_problem(fault),
    }
}

fn links_problem(refused: &links::Refused) -> (StatusCode, &'static str) {
    use links::Refused;
    match refused {
        Refused::TooMany => (StatusCode::CONFLICT, "links-too-many"),
        Refused::WrongRole => (StatusCode::NOT_FOUND, "missing"),
        Refused::NoSuchLink => (StatusCode::NOT_FOUND, "no-such-link"),
        Refused::NoAudience => (StatusCode::UNPROCESSABLE_ENTITY, "links-no-audience"),
        Refused::BadLimits => (StatusCode::BAD_REQUEST, "unreadable"),
        Refused::Store(fault) => store_problem(fault),
    }
}

/// What a page of its own has not already told.
fn claims_problem(refused: &claims::Refused) -> (StatusCode, &'static str) {
    use claims::Refused;
    match refused {
        Refused::NoSuchRelease => (StatusCode::NOT_FOUND, "missing"),
        Refused::NoSuchClaim => (StatusCode::NOT_FOUND, "no-such-claim"),
        Refused::NotConfirmed => (StatusCode::FORBIDDEN, "claim-not-confirmed"),
        Refused::WrongRole | Refused::NoOrganisation | Refused::NoPlace | Refused::NoReason => {
            (StatusCode::BAD_REQUEST, "unreadable")
        }
        Refused::Changed => (StatusCode::CONFLICT, "conflict"),
        Refused::People(refused) => people_problem(refused),
        Refused::Store(fault) => store_problem(fault),
    }
}

/// What a page of its own has not already told.
fn people_problem(refused: &people::Refused) -> (StatusCode, &'static str) {
    use people::Refused;
    match refused {
        Refused::NoSuchAccount | Refused::KeyUnusable => (StatusCode::NOT_FOUND, "missing"),
        Refused::WrongPassword | Refused::NotYours => (StatusCode::FORBIDDEN, "forbidden"),
        Refused::AddressTaken
        | Refused::AlreadyGranted
        | Refused::NotGranted
        | Refused::LastAdministrator => (StatusCode::CONFLICT, "conflict"),
        Refused::NotHashed => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        Refused::Store(fault) => store_problem(fault),
    }
}

/// What a page of its own has not already told.
fn moderation_problem(refused: &moderation::Refused) -> (StatusCode, &'static str) {
    use moderation::Refused;
    match refused {
        Refused::NoSuchSubmission | Refused::NoSuchName | Refused::NoSuchRelease => {
            (StatusCode::NOT_FOUND, "missing")
        }
        Refused::ReasonMissing => (StatusCode::BAD_REQUEST, "unreadable"),
        Refused::Withdrawn | Refused::Superseded | Refused::AlreadyDecided | Refused::NobodyToCorrect => {
            (StatusCode::CONFLICT, "conflict")
        }
        Refused::Store(fault) => store_problem(fault),
    }
}

/// What a page of its own has not already told.
fn news_problem(refused: &news::Refused) -> (StatusCode, &'static str) {
    use news::Refused;
    match refused {
        Refused::NoSuchIssue => (StatusCode::NOT_FOUND, "missing"),
        Refused::ReportsMoved
        | Refused::CannotJoin
        | Refused::NoSuchRelease
        | Refused::Answered
        | Refused::AnsweredEnough
        | Refused::NothingLeft
        | Refused::CannotUndo
        | Refused::EmbargoOutOfRange
        | Refused::DayToCome => (StatusCode::CONFLICT, "conflict"),
        Refused::Store(fault) => store_problem(fault),
    }
}

impl From<news::Refused> for WebError {
    fn from(refused: news::Refused) -> Self {
        match refused {
            news::Refused::Store(fault) => Self::Store(fault),
            other => Self::News(other),
        }
    }
}

impl From<people::Refused> for WebError {
    fn from(refused: people::Refused) -> Self {
        match refused {
            people::Refused::Store(fault) => Self::Store(fault),
            other => Self::People(other),
        }
    }
}

impl From<responses::Refused> for WebError {
    fn from(refused: responses::Refused) -> Self {
        match refused {
            responses::Refused::Store(fault) => Self::Store(fault),
            other => Self::Responses(other),
        }
    }
}

impl From<claims::Refused> for WebError {
    fn from(refused: claims::Refused) -> Self {
        match refused {
            claims::Refused::Store(fault) => Self::Store(fault),
            claims::Refused::People(refused) => refused.into(),
            other => Self::Claims(other),
        }
    }
}

impl From<registry::Refused> for WebError {
    fn from(refused: registry::Refused) -> Self {
        match refused {
            registry::Refused::Store(fault) => Self::Store(fault),
            registry::Refused::People(refused) => refused.into(),
            // The page of the import tells these itself.
            registry::Refused::Faulty(_)
            | registry::Refused::Conflicts(_)
            | registry::Refused::AnotherCameFirst => Self::Store(StoreError::Conflict),
        }
    }
}

impl From<moderation::Refused> for WebError {
    fn from(refused: moderation::Refused) -> Self {
        match refused {
            moderation::Refused::Store(fault) => Self::Store(fault),
            other => Self::Moderation(other),
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        self.problem().0
    }

    fn error_response(&self) -> HttpResponse {
        let (status, key) = self.problem();
        if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
            tracing::error!(fault = %self, "a request failed");
        }
        let mut answer = HttpResponse::build(status);
        match self {
            Self::SignInFirst => answer.insert_header(("location", "/sign-in")),
            Self::TooMany(seconds) => answer.insert_header(("retry-after", seconds.to_string())),
            Self::Store(StoreError::Busy) => answer.insert_header(("retry-after", "2")),
            _ => &mut answer,
        };
        let mut answer = answer.finish();
        answer.extensions_mut().insert(Problem { key });
        answer
    }
}
