//! The only way to a posted body.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::error::WebError;

/// The fields of a posted form in the order sent. A name may occur several times. NUL is left
/// out, since nobody types it and `PostgreSQL` does not take it.
#[derive(Debug, Default)]
pub struct Posted {
    /// Names with their values, as typed.
    pub fields: Vec<(String, String)>,
}

impl Posted {
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
        let body = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            // actix-web answers an oversized body with an error of its own.
            let body = body.await.map_err(|_| WebError::TooLarge)?;
            let mut fields: Vec<(String, String)> =
                serde_urlencoded::from_bytes(&body).map_err(|_| WebError::Unreadable)?;
            for (name, value) in &mut fields {
                name.retain(|sign| sign != '\0');
                value.retain(|sign| sign != '\0');
            }
            Ok(Self { fields })
        })
    }
}
