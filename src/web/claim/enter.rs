//! Entering a claim code, and reading it from an address.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::claims::{self, Claim, ClaimCode, Refused};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::throttle::Limited;

#[derive(Template)]
#[template(path = "claim/enter.html")]
struct EnterPage {
    page: Page,
    typed: String,
    /// Key of what is wrong.
    fault: Option<&'static str>,
}

/// Asks for a code.
///
/// # Errors
/// When the page cannot be written.
pub async fn form(page: Page) -> Result<HttpResponse, WebError> {
    show(&EnterPage {
        page,
        typed: String::new(),
        fault: None,
    })
}

/// Takes a code and goes to its claim.
///
/// # Errors
/// [`WebError::TooMany`].
pub async fn enter(site: web::Data<Site>, page: Page, posted: Posted) -> Result<HttpResponse, WebError> {
    let typed: String = posted.get("code").chars().take(64).collect();
    let fault = match typed.parse::<ClaimCode>() {
        Ok(code) => match find(&site, &code).await {
            Ok(_) => return Ok(see_other(&page.link(&format!("/claim/{code}")))),
            Err(WebError::Claims(Refused::NoSuchClaim)) => "claim-code-unknown",
            Err(error) => return Err(error),
        },
        Err(_) if typed.is_empty() => "claim-code-empty",
        Err(_) => "claim-code-mistyped",
    };
    let shown = EnterPage {
        page,
        typed,
        fault: Some(fault),
    };
    show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// The code in an address.
///
/// # Errors
/// [`Refused::NoSuchClaim`] or [`WebError::TooMany`].
pub(super) fn code(site: &Site, typed: &str) -> Result<ClaimCode, WebError> {
    typed.parse().map_err(|_| unknown(site))
}

/// The claim under a code.
///
/// # Errors
/// As [`code`].
pub(super) async fn find(site: &Site, code: &ClaimCode) -> Result<Claim, WebError> {
    let (key, code) = (site.claims.clone(), code.clone());
    let found = site
        .store
        .read(move |db| claims::by_code(db, &key, &code))
        .await?;
    found.ok_or_else(|| unknown(site))
}

/// There is no such claim; whoever tries many codes is slowed down, as with receipt codes.
pub(super) fn unknown(site: &Site) -> WebError {
    match site.throttle.take(Limited::UnknownCode, "", site.clock.now()) {
        Ok(()) => Refused::NoSuchClaim.into(),
        Err(too_many) => too_many,
    }
}
