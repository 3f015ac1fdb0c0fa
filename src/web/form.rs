//! The only way to a posted body.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};

use super::error::WebError;
use super::parts::{self, PartLimits, PostedFile};

/// The fields of a posted form in the order sent. A name may occur several times. NUL is left
/// out, since nobody types it and `PostgreSQL` does not take it.
#[derive(Debug, Default)]
pub struct Posted {
    /// Names with their values, as typed.
    pub fields: Vec<(String, String)>,
}

impl Posted {
    /// These fields, without NUL.
    pub(super) fn of(mut fields: Vec<(String, String)>) -> Self {
        for (name, value) in &mut fields {
            name.retain(|sign| sign != '\0');
            value.retain(|sign| sign != '\0');
        }
        Self { fields }
    }

    /// The first value of `name`, without white space around it; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// Every value of `name`.
    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a box called `name` was ticked or a button so named was pressed.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }
}

impl FromRequest for Posted {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Box::pin(Body::of(request, payload).fields())
    }
}

/// A body of which nothing has been read yet, for a page that takes files: whoever asks for them
/// makes sure first that they are wanted.
pub struct Body {
    request: HttpRequest,
    payload: Payload,
}

impl Body {
    fn of(request: &HttpRequest, payload: &mut Payload) -> Self {
        Self {
            request: request.clone(),
            payload: payload.take(),
        }
    }

    /// Whether it comes in parts, as forms with files do.
    pub fn has_parts(&self) -> bool {
        let kind = self.request.headers().get(CONTENT_TYPE);
        kind.and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
            kind.trim_start()
                .to_ascii_lowercase()
                .starts_with("multipart/form-data")
        })
    }

    /// The fields of a form without files.
    ///
    /// # Errors
    /// [`WebError::TooLarge`] or [`WebError::Unreadable`].
    pub async fn fields(mut self) -> Result<Posted, WebError> {
        let body = web::Bytes::from_request(&self.request, &mut self.payload);
        // actix-web answers an oversized body with an error of its own.
        let body = body.await.map_err(|_| WebError::TooLarge)?;
        let fields = serde_urlencoded::from_bytes(&body).map_err(|_| WebError::Unreadable)?;
        Ok(Posted::of(fields))
    }

    /// The fields and the files of a form in parts; a file in a field that is not `wanted` is
    /// passed over.
    ///
    /// # Errors
    /// What reading the parts refuses.
    pub async fn parts(
        self,
        limits: &PartLimits<'_>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<(Posted, Vec<PostedFile>), WebError> {
        parts::read(&self.request, self.payload, limits, wanted).await
    }
}

impl FromRequest for Body {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request, payload)))
    }
}
