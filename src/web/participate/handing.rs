//! Handing links on: the links of somebody who has answered, under their receipt code.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::lineage::{Reach, Seen};
use crate::chain::links::Handed;
use crate::language::Language;
use crate::responses::{self, CodeHash, HandedOn, Receipt, Refused};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::handed::{self, CallBackPage, Shown};
use crate::web::page::{Page, see_other, show, show_as};

use super::{draft, receipt};

#[derive(Template)]
#[template(path = "participate/handing.html")]
struct HandingPage {
    page: Page,
    study: String,
    handing: handed::Handing,
    /// Where the figures stand that can be told: a text of the catalogue; and what they are, by step.
    seen: Option<(&'static str, Vec<(String, u64)>)>,
    /// Address of the receipt.
    receipt: String,
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
    show(&page_of(&site, page, &path).await?)
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
    let (code, by) = draft::code(&site, &path)?;
    let (shelf, key, now) = (site.shelf.clone(), site.links.clone(), site.clock.now());
    let fault = match handed::wish(&posted, now)? {
        Ok(wished) => {
            let handing = responses::Handing {
                kind: wished.kind,
                role: wished.role,
                audience: wished.audience,
                limits: wished.limits,
            };
            let made = site
                .store
                .write(move |tx| responses::hand_on(tx, now, &shelf, &key, &by, handing));
            match made.await {
                Ok(handed) => {
                    let address = page.link(&format!("/answer/{code}/links"));
                    return Ok(see_other(&format!("{address}#link-{}", handed.number)));
                }
                Err(Refused::Links(refused)) => handed::fault(refused)?,
                Err(refused) => return Err(refused.into()),
            }
        }
        Err(fault) => fault,
    };
    let mut shown = page_of(&site, page, &path).await?;
    shown.handing = shown.handing.faulty(fault, posted);
    show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// The QR code of a link, as a picture.
///
/// # Errors
/// As [`links`](fn@links); [`WebError::Missing`] if there is no such link.
pub async fn qr(site: web::Data<Site>, path: web::Path<(String, i32)>) -> Result<HttpResponse, WebError> {
    let (code, number) = path.into_inner();
    let (_, hash) = draft::code(&site, &code)?;
    let link = one(&site, hash, number).await?;
    handed::qr(&site, &link)
}

/// Asks once more before a link is called back.
///
/// # Errors
/// As [`qr`].
pub async fn ask(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, i32)>,
) -> Result<HttpResponse, WebError> {
    let (code, number) = path.into_inner();
    let (code, hash) = draft::code(&site, &code)?;
    let link = one(&site, hash.clone(), number).await?;
    let receipt = receipt::read(&site, hash).await?;
    let page = framed(page, &receipt);
    let settings = &receipt.described.settings;
    let back = format!("/answer/{code}/links");
    show(&CallBackPage {
        study: settings.title_in(page.language.tag()).to_owned(),
        link: Shown::of(&site, &page, settings, &back, &link),
        back,
        page,
    })
}

/// Calls a link back.
///
/// # Errors
/// What [`responses::call_back`] refuses.
pub async fn call_back(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, i32)>,
) -> Result<HttpResponse, WebError> {
    let (code, number) = path.into_inner();
    let (code, hash) = draft::code(&site, &code)?;
    let (shelf, key) = (site.shelf.clone(), site.links.clone());
    site.store
        .write(move |tx| responses::call_back(tx, &shelf, &key, &hash, number))
        .await?;
    Ok(see_other(&page.link(&format!("/answer/{code}/links"))))
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

/// A link that can still be used.
async fn one(site: &Site, hash: CodeHash, number: i32) -> Result<Handed, WebError> {
    let links = read(site, hash).await?.links;
    let mut standing = links.into_iter().filter(|link| !link.revoked);
    standing
        .find(|link| link.number == number)
        .ok_or(WebError::Missing)
}

/// The frame in the language of the answers, unless the person chose another one.
fn framed(page: Page, receipt: &Receipt) -> Page {
    if page.is_language_chosen() {
        page
    } else {
        draft::frame(page, &receipt.language)
    }
}

async fn page_of(site: &Site, page: Page, typed: &str) -> Result<HandingPage, WebError> {
    let (code, hash) = draft::code(site, typed)?;
    let handed = read(site, hash.clone()).await?;
    let receipt = receipt::read(site, hash).await?;
    let page = framed(page, &receipt);
    let settings = &receipt.described.settings;
    let address = format!("/answer/{code}/links");
    let of = (&handed.issuer, handed.links.as_slice());
    Ok(HandingPage {
        study: settings.title_in(page.language.tag()).to_owned(),
        handing: handed::Handing::of(site, &page, settings, address, of),
        seen: handed.seen.as_ref().map(|seen| told(seen, page.language)),
        receipt: page.link(&format!("/answer/{code}/receipt")),
        page,
    })
}

fn told(seen: &Seen, language: Language) -> (&'static str, Vec<(String, u64)>) {
    let text = match seen.reach {
        Reach::Own => "lineage-own-text",
        Reach::FurtherUp => "lineage-further-up",
        Reach::Study => "lineage-whole",
    };
    let counts = seen.submissions.iter();
    let counts = counts.map(|(audience, count)| (handed::audience_name(*audience, language), *count));
    (text, counts.collect())
}
