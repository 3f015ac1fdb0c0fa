//! Handing links on under a confirmed claim: what comes by them counts as confirmed.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::claims::{self, Claim, ClaimCode, ClaimKey, Refused};
use crate::chain::links::{self, Handed, Issuer, LinkKey, Wish};
use crate::questionnaire::shelf::Shelf;
use crate::questionnaire::versions::{self, Described, Header};
use crate::responses::{self, takes_answers};
use crate::store::Snapshot;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::handed::{self, CallBackPage, Shown, Wished};
use crate::web::page::{Page, see_other, show, show_as};

use super::enter;

#[derive(Template)]
#[template(path = "claim/links.html")]
struct LinksPage {
    page: Page,
    study: String,
    release: String,
    handing: handed::Handing,
    /// Address of the claim.
    back: String,
}

/// A claimant and a study in which it hands on.
struct Desk {
    claim: Claim,
    issuer: Issuer,
    header: Header,
    described: Arc<Described>,
    handed: Vec<Handed>,
}

/// The keys that open a desk.
#[derive(Clone)]
struct Keys {
    shelf: Shelf,
    links: LinkKey,
    claims: ClaimKey,
}

impl Keys {
    fn of(site: &Site) -> Self {
        Self {
            shelf: site.shelf.clone(),
            links: site.links.clone(),
            claims: site.claims.clone(),
        }
    }

    fn desk(&self, db: &mut Snapshot<'_>, code: &ClaimCode, study: &str) -> Result<Desk, WebError> {
        let claimant = claims::claimant(db, &self.claims, code)?;
        let header = versions::study(db, study)?.ok_or(WebError::Missing)?;
        let described = self.shelf.described(db, &header)?;
        let issuer = Issuer::of_claimant(&claimant);
        Ok(Desk {
            handed: links::handed_on(db, &self.links, &issuer, header.id)?,
            claim: claimant.claim().clone(),
            issuer,
            header,
            described,
        })
    }
}

impl Desk {
    fn title(&self, page: &Page) -> String {
        let settings = &self.described.settings;
        let title = settings.title_in(page.language.tag());
        title.to_owned()
    }

    /// A link that can still be used.
    fn link(&self, number: i32) -> Result<&Handed, WebError> {
        let mut standing = self.handed.iter().filter(|link| !link.revoked);
        standing
            .find(|link| link.number == number)
            .ok_or(WebError::Missing)
    }
}

/// Shows what was handed on in a study.
///
/// # Errors
/// [`Refused::NoSuchClaim`], [`Refused::NotConfirmed`]; [`WebError::Missing`] if there is no such study.
pub async fn links(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (code, study) = path.into_inner();
    show(&page_of(&site, page, &code, &study).await?)
}

/// Makes a link, about the release that is claimed.
///
/// # Errors
/// As [`links`](fn@links), and what [`links::hand_on`] refuses.
pub async fn make(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (typed, study) = path.into_inner();
    let code = enter::code(&site, &typed)?;
    let (keys, now) = (Keys::of(&site), site.clock.now());
    let fault = match handed::wish(&posted, now)? {
        Ok(wished) => {
            let within = study.clone();
            let made = site.store.write(move |tx| {
                let desk = keys.desk(tx, &code, &within)?;
                if !takes_answers(&desk.header, &desk.described.settings, now) {
                    return Err(responses::Refused::StudyClosed.into());
                }
                let wish = wish(&desk, wished);
                let made = links::hand_on(tx, &keys.links, &desk.issuer, &wish);
                made.map_err(|refused| WebError::from(responses::Refused::Links(refused)))
            });
            match made.await {
                Ok(made) => {
                    let address = page.link(&format!("/claim/{typed}/links/{study}"));
                    return Ok(see_other(&format!("{address}#link-{}", made.number)));
                }
                Err(WebError::Responses(responses::Refused::Links(refused))) => handed::fault(refused)?,
                Err(refused) => return Err(seen(&site, refused)),
            }
        }
        Err(fault) => fault,
    };
    let mut shown = page_of(&site, page, &typed, &study).await?;
    shown.handing = shown.handing.faulty(fault, posted);
    show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

fn wish(desk: &Desk, wished: Wished) -> Wish {
    Wish {
        study: desk.header.id,
        kind: wished.kind,
        role: wished.role,
        release: Some(desk.claim.release.to_string()),
        audience: wished.audience,
        limits: wished.limits,
    }
}

/// The QR code of a link, as a picture.
///
/// # Errors
/// As [`links`](fn@links); [`WebError::Missing`] if there is no such link.
pub async fn qr(
    site: web::Data<Site>,
    path: web::Path<(String, String, i32)>,
) -> Result<HttpResponse, WebError> {
    let (code, study, number) = path.into_inner();
    let desk = open(&site, &code, &study).await?;
    handed::qr(&site, desk.link(number)?)
}

/// Asks once more before a link is called back.
///
/// # Errors
/// As [`qr`].
pub async fn ask(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String, i32)>,
) -> Result<HttpResponse, WebError> {
    let (code, study, number) = path.into_inner();
    let desk = open(&site, &code, &study).await?;
    let back = format!("/claim/{code}/links/{study}");
    let settings = &desk.described.settings;
    show(&CallBackPage {
        study: desk.title(&page),
        link: Shown::of(&site, &page, settings, &back, desk.link(number)?),
        back,
        page,
    })
}

/// Calls a link back.
///
/// # Errors
/// As [`qr`].
pub async fn call_back(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String, i32)>,
) -> Result<HttpResponse, WebError> {
    let (typed, study, number) = path.into_inner();
    let (keys, code) = (Keys::of(&site), enter::code(&site, &typed)?);
    let within = study.clone();
    let done = site.store.write(move |tx| {
        let desk = keys.desk(tx, &code, &within)?;
        let done = links::call_back(tx, &keys.links, &desk.issuer, number);
        done.map_err(|refused| WebError::from(responses::Refused::Links(refused)))
    });
    done.await.map_err(|refused| seen(&site, refused))?;
    Ok(see_other(&page.link(&format!("/claim/{typed}/links/{study}"))))
}

async fn open(site: &Site, typed: &str, study: &str) -> Result<Desk, WebError> {
    let (keys, code, study) = (Keys::of(site), enter::code(site, typed)?, study.to_owned());
    let desk = site.store.read(move |db| keys.desk(db, &code, &study)).await;
    desk.map_err(|refused| seen(site, refused))
}

/// Whoever tries codes that lead nowhere is slowed down.
fn seen(site: &Site, refused: WebError) -> WebError {
    match refused {
        WebError::Claims(Refused::NoSuchClaim) => enter::unknown(site),
        other => other,
    }
}

async fn page_of(site: &Site, page: Page, code: &str, study: &str) -> Result<LinksPage, WebError> {
    let desk = open(site, code, study).await?;
    let address = format!("/claim/{code}/links/{study}");
    let of = (&desk.issuer, desk.handed.as_slice());
    Ok(LinksPage {
        study: desk.title(&page),
        release: desk.claim.release_name.clone(),
        handing: handed::Handing::of(site, &page, &desk.described.settings, address, of),
        back: page.link(&format!("/claim/{code}")),
        page,
    })
}
