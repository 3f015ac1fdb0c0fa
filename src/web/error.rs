//! Every refusal of every room, with its status, its text and a way onward.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::responses::Refused;
use crate::store::StoreError;

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
    /// The body or the address cannot be read.
    #[error("unreadable")]
    Unreadable,
    /// Too many tries in a short time; the seconds until another one is welcome.
    #[error("too many tries")]
    TooMany(u64),
    /// Answers could not be begun, saved, sent or found.
    #[error(transparent)]
    Responses(Refused),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
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
            Self::Unreadable => (StatusCode::BAD_REQUEST, "unreadable"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Self::Responses(refused) => responses(refused),
            Self::Store(fault) => store(fault),
            Self::Template(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        }
    }
}

fn responses(refused: &Refused) -> (StatusCode, &'static str) {
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
        Refused::Store(fault) => store(fault),
    }
}

fn store(fault: &StoreError) -> (StatusCode, &'static str) {
    match fault {
        StoreError::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        StoreError::Conflict => (StatusCode::CONFLICT, "conflict"),
        StoreError::Unusable(_) | StoreError::Database(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
    }
}

impl From<Refused> for WebError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Store(fault) => Self::Store(fault),
            refused => Self::Responses(refused),
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
