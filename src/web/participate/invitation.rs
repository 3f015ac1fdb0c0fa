//! Coming by a link: what it invites to, and the way in.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::Audience;
use crate::chain::links::{self, Link, LinkKind, Standing, Typed};
use crate::questionnaire::study::StudySettings;
use crate::questionnaire::versions::{self, Described, Header};
use crate::responses::Refused;
use crate::responses::draft::ByLink;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::markdown::{self, Markup};
use crate::web::page::{Page, see_other, show, show_as};

use super::consent::{self, Asked};
use super::draft;

#[derive(Template)]
#[template(path = "participate/enter_link.html")]
struct EnterLinkPage {
    page: Page,
    typed: String,
    fault: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "participate/invitation.html")]
struct InvitationPage {
    page: Page,
    study: String,
    study_address: String,
    summary: Markup,
    /// Key of the sentence that says why the link cannot be used.
    refused: Option<&'static str>,
    /// The questionnaire that the link is for.
    meant: Option<Way>,
    /// For whoever stands elsewhere in the chain.
    others: Vec<Way>,
    once: bool,
}

/// A way into the study.
struct Way {
    address: String,
    name: String,
    definition: Markup,
}

/// A link that somebody came by, with its study.
struct Found {
    link: Link,
    header: Header,
    described: std::sync::Arc<Described>,
}

/// Asks for a short code.
///
/// # Errors
/// When the page cannot be written.
pub async fn enter(page: Page) -> Result<HttpResponse, WebError> {
    show(&EnterLinkPage {
        page,
        typed: String::new(),
        fault: None,
    })
}

/// Takes a short code and goes to its invitation.
///
/// # Errors
/// [`WebError::TooMany`].
pub async fn go(site: web::Data<Site>, page: Page, posted: Posted) -> Result<HttpResponse, WebError> {
    let typed: String = posted.get("code").chars().take(64).collect();
    let fault = match find(&site, &typed).await {
        Ok(_) => return Ok(see_other(&page.link(&format!("/l/{}", address_part(&typed))))),
        Err(WebError::Responses(Refused::Links(links::Refused::NoSuchLink))) if typed.is_empty() => {
            "link-empty"
        }
        Err(WebError::Responses(Refused::Links(links::Refused::NoSuchLink))) => "link-unknown",
        Err(error) => return Err(error),
    };
    show_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &EnterLinkPage {
            page,
            typed,
            fault: Some(fault),
        },
    )
}

/// As it stands in an address: a short code may have been typed with spaces.
fn address_part(typed: &str) -> String {
    match Typed::read(typed) {
        Some(Typed::Code(code)) => code.to_string(),
        Some(Typed::Token(token)) => token.reveal().to_owned(),
        None => String::new(),
    }
}

/// Shows what a link invites to.
///
/// # Errors
/// [`links::Refused::NoSuchLink`].
pub async fn read(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let typed = path.into_inner();
    let found = find(&site, &typed).await?;
    show(&of(&site, page, &typed, &found))
}

fn of(site: &Site, page: Page, typed: &str, found: &Found) -> InvitationPage {
    let Found {
        link,
        header,
        described,
    } = found;
    let now = site.clock.now();
    let settings = &described.settings;
    let (tag, fallback) = (page.language.tag(), settings.fallback_language());
    let refused = if crate::responses::takes_answers(header, settings, now) {
        match link.standing(now) {
            Standing::Good => None,
            Standing::UsedUp => Some("link-used-up"),
            Standing::Expired => Some("link-expired"),
            Standing::Revoked => Some("link-revoked"),
        }
    } else {
        Some("link-closed")
    };
    let mut others = Vec::new();
    let mut meant = None;
    for entry in &described.questionnaires {
        let Audience::Role(role) = entry.role else {
            continue;
        };
        let (name, definition) = place(settings, entry.role, tag).unwrap_or_else(|| {
            let title = entry.title.get(tag, fallback).to_owned();
            (title, entry.description.get(tag, fallback).to_owned())
        });
        let way = Way {
            address: page.link(&format!("/l/{typed}/{}", entry.key)),
            name,
            definition: markdown::inline(&definition),
        };
        if role == link.role && meant.is_none() {
            meant = Some(way);
        } else {
            others.push(way);
        }
    }
    InvitationPage {
        study: settings.title.get(tag, fallback).to_owned(),
        study_address: page.link(&format!("/studies/{}", header.key)),
        summary: markdown::inline(settings.summary.get(tag, fallback)),
        refused,
        meant,
        others,
        once: link.kind == LinkKind::Personal,
        page,
    }
}

/// What a study calls a place in the chain, and how it describes it.
pub(super) fn place(settings: &StudySettings, audience: Audience, tag: &str) -> Option<(String, String)> {
    let fallback = settings.fallback_language();
    let role = settings.roles.iter().find(|role| role.role == audience)?;
    let name = role.name.get(tag, fallback).to_owned();
    Some((name, role.definition.get(tag, fallback).to_owned()))
}

/// Shows the consent page to whoever came by a link.
///
/// # Errors
/// [`links::Refused::NoSuchLink`] or [`Refused::NoSuchQuestionnaire`].
pub async fn consent(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (typed, questionnaire) = path.into_inner();
    let (_, asked) = asked(&site, &typed, &questionnaire).await?;
    let address = address(&typed, &questionnaire);
    show(&asked.page(page, &Posted::default(), Some(address), false))
}

/// Begins a draft for whoever came by a link and agrees.
///
/// # Errors
/// As [`consent()`], and what [`crate::responses::draft::begin`] refuses.
pub async fn begin(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (typed, questionnaire) = path.into_inner();
    let (link, asked) = asked(&site, &typed, &questionnaire).await?;
    let by = ByLink {
        id: link.id,
        came_by: site.links.seal(link.id),
    };
    let address = address(&typed, &questionnaire);
    consent::begin_by(&site, page, &posted, asked, Some((by, address))).await
}

fn address(typed: &str, questionnaire: &str) -> String {
    format!("/l/{typed}/{questionnaire}")
}

async fn asked(site: &Site, typed: &str, questionnaire: &str) -> Result<(Link, Asked), WebError> {
    let Found { link, header, .. } = find(site, typed).await?;
    let asked = consent::find(site, header.key, questionnaire.to_owned()).await?;
    Ok((link, asked))
}

/// The link of an address; whoever tries many that do not exist is slowed down.
async fn find(site: &Site, typed: &str) -> Result<Found, WebError> {
    let unknown = || match draft::unknown(site) {
        WebError::Responses(_) => Refused::Links(links::Refused::NoSuchLink).into(),
        too_many => too_many,
    };
    let typed = Typed::read(typed).ok_or_else(unknown)?;
    let (key, shelf) = (site.links.clone(), site.shelf.clone());
    let found = site.store.read(move |db| {
        let Some(link) = links::find(db, &key, &typed)? else {
            return Ok(None);
        };
        let Some(header) = versions::study_of_id(db, link.study)? else {
            return Ok(None);
        };
        let described = shelf.described(db, &header)?;
        Ok::<_, crate::store::StoreError>(Some(Found {
            link,
            header,
            described,
        }))
    });
    found.await?.ok_or_else(unknown)
}
