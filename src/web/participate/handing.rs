//! Handing links on: the links of somebody who has answered, to copy, to print, to scan.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use askama::Template;
use qrcode::QrCode;
use qrcode::render::svg;

use crate::chain::links::{Handed, LinkKind};
use crate::chain::{Audience, Role, links};
use crate::language::Language;
use crate::questionnaire::study::StudySettings;
use crate::responses::{self, Code, CodeHash, HandedOn, Handing, Refused};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::page::{Page, see_other, show, show_as};

use super::{draft, invitation, receipt};

#[derive(Template)]
#[template(path = "participate/handing.html")]
struct HandingPage {
    page: Page,
    study: String,
    code: String,
    links: Vec<Shown>,
    personal_left: usize,
    /// Letter and name of the steps that may be invited.
    roles: Vec<(&'static str, String)>,
    /// Key of what is wrong with what was typed.
    fault: Option<&'static str>,
    audience: String,
    expected: String,
}

impl HandingPage {
    fn address(&self) -> String {
        format!("/answer/{}/links", self.code)
    }

    fn receipt(&self) -> String {
        format!("/answer/{}/receipt", self.code)
    }
}

/// One link.
struct Shown {
    number: i32,
    /// For whom it is.
    role: String,
    /// For whom a channel link is.
    audience: Option<String>,
    short_code: String,
    /// Language, and a text to send with the link.
    messages: Vec<(&'static str, &'static str, String)>,
    qr: String,
}

/// Shows what somebody has handed on.
///
/// # Errors
/// [`Refused::NoSuchCode`]; [`WebError::Missing`] where nobody hands links on.
pub async fn links(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (code, hash) = draft::code(&site, &path)?;
    show(&page_of(&site, page, &code, hash, None, &Posted::default()).await?)
}

/// Makes a link.
///
/// # Errors
/// As [`links`](fn@links), and what [`responses::hand_on`] refuses.
pub async fn make(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (code, hash) = draft::code(&site, &path)?;
    let handing = Handing {
        kind: LinkKind::from_code(posted.get("kind")).ok_or(WebError::Unreadable)?,
        role: Role::from_code(posted.get("role")).ok_or(WebError::Unreadable)?,
        audience: match (posted.get("audience"), posted.get("expected").parse()) {
            (audience, Ok(expected)) if !audience.is_empty() => Some((audience.to_owned(), expected)),
            _ => None,
        },
    };
    let (shelf, key, now) = (site.shelf.clone(), site.links.clone(), site.clock.now());
    let by = hash.clone();
    let made = site
        .store
        .write(move |tx| responses::hand_on(tx, now, &shelf, &key, &by, handing))
        .await;
    let fault = match made {
        Ok(handed) => {
            let address = format!("/answer/{code}/links#link-{}", handed.number);
            return Ok(see_other(&address));
        }
        Err(Refused::Links(links::Refused::NoAudience)) => "hand-on-no-audience",
        Err(Refused::Links(links::Refused::TooMany)) => "hand-on-too-many",
        Err(refused) => return Err(refused.into()),
    };
    let shown = page_of(&site, page, &code, hash, Some(fault), &posted).await?;
    show_as(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// The QR code of a link, as a picture.
///
/// # Errors
/// As [`links`](fn@links); [`WebError::Missing`] if there is no such link.
pub async fn qr(site: web::Data<Site>, path: web::Path<(String, i32)>) -> Result<HttpResponse, WebError> {
    let (code, number) = path.into_inner();
    let (_, hash) = draft::code(&site, &code)?;
    let handed = read(&site, hash).await?;
    let link = handed.links.iter().find(|link| link.number == number);
    let address = address_of(&site, link.ok_or(WebError::Missing)?);
    let code = QrCode::new(address.as_bytes()).map_err(|_| WebError::Missing)?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(picture))
}

async fn read(site: &Site, hash: CodeHash) -> Result<HandedOn, WebError> {
    let (shelf, key) = (site.shelf.clone(), site.links.clone());
    let found = site
        .store
        .read(move |db| responses::handed_on(db, &shelf, &key, &hash))
        .await;
    match found {
        Ok(handed) => handed.ok_or(WebError::Missing),
        Err(Refused::NoSuchCode) => Err(draft::unknown(site)),
        Err(refused) => Err(refused.into()),
    }
}

async fn page_of(
    site: &Site,
    page: Page,
    code: &Code,
    hash: CodeHash,
    fault: Option<&'static str>,
    posted: &Posted,
) -> Result<HandingPage, WebError> {
    let handed = read(site, hash.clone()).await?;
    let receipt = receipt::read(site, hash).await?;
    let page = if page.is_language_chosen() {
        page
    } else {
        draft::frame(page, &receipt.language)
    };
    let settings = &receipt.described.settings;
    let (tag, fallback) = (page.language.tag(), settings.fallback_language());
    Ok(HandingPage {
        study: settings.title.get(tag, fallback).to_owned(),
        code: code.to_string(),
        links: handed
            .links
            .iter()
            .filter(|link| !link.revoked)
            .map(|link| shown(site, code, settings, page.language, link))
            .collect(),
        personal_left: handed.personal_left,
        roles: links::next_roles(handed.role)
            .iter()
            .map(|role| (role.as_str(), role_name(settings, *role, page.language)))
            .collect(),
        fault,
        audience: posted.get("audience").to_owned(),
        expected: posted.get("expected").to_owned(),
        page,
    })
}

fn role_name(settings: &StudySettings, role: Role, language: Language) -> String {
    let named = invitation::place(settings, Audience::Role(role), language.tag());
    named.map_or_else(
        || language.text(&format!("role-{}", role.as_str())).into_owned(),
        |(name, _)| name,
    )
}

fn address_of(site: &Site, link: &Handed) -> String {
    format!("{}/l/{}", site.settings.public_url, link.shown.token.reveal())
}

fn shown(site: &Site, code: &Code, settings: &StudySettings, language: Language, link: &Handed) -> Shown {
    let address = address_of(site, link);
    let message = |language: Language| {
        let study = settings.title.get(language.tag(), settings.fallback_language());
        let words = language.filled("hand-on-message", "study", study);
        (language.tag(), language.name(), format!("{words} {address}"))
    };
    Shown {
        number: link.number,
        role: role_name(settings, link.role, language),
        audience: link.audience.clone(),
        short_code: link.shown.code.to_string(),
        messages: Language::all().map(message).collect(),
        qr: format!("/answer/{code}/links/{}/qr", link.number),
    }
}
