//! Coming by a link: what it invites to, and the way in.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::Audience;
use crate::chain::claims::{self, Confirmed, Name};
use crate::chain::links::{self, Link, LinkKind, Standing, Typed};
use crate::language::Language;
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
    /// Who handed it on, if that is known to everybody.
    from: Option<String>,
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
    /// The confirmed claim under which it was handed on.
    from: Option<Confirmed>,
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
    show(&of(&site, page, &typed, &found, None))
}

/// Who handed an invitation on.
fn from_text(language: Language, from: &Confirmed) -> String {
    let role = from.role.as_str();
    match &from.name {
        Name::Organisation(name) => language.filled(&format!("invitation-from-{role}"), "name", name),
        Name::Node(node) => {
            let node = node.to_string();
            language.filled(&format!("invitation-from-node-{role}"), "node", &node)
        }
    }
    .into_owned()
}

/// The frame in the language of the link, unless the visitor chose another one.
fn frame(page: Page, link: &Link) -> Page {
    let language = link.language.as_deref().and_then(Language::from_tag);
    match language {
        Some(language) if !page.is_language_chosen() => page.in_language(language),
        _ => page,
    }
}

/// `too_fast` is what to say instead, if more come by the link than may in an hour.
fn of(site: &Site, page: Page, typed: &str, found: &Found, too_fast: Option<&'static str>) -> InvitationPage {
    let page = frame(page, &found.link);
    let Found {
        link,
        header,
        described,
        ..
    } = found;
    let now = site.clock.now();
    let settings = &described.settings;
    let (tag, fallback) = (page.language.tag(), settings.fallback_language());
    let refused = if crate::responses::takes_answers(header, settings, now) {
        match link.standing(now) {
            Standing::Good => too_fast,
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
        let (name, definition) = settings.place(entry.role, tag).unwrap_or_else(|| {
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
        from: found.from.as_ref().map(|from| from_text(page.language, from)),
        page,
    }
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
    let (found, asked) = asked(&site, &typed, &questionnaire).await?;
    let address = address(&typed, &questionnaire);
    let wished = match &found.link.language {
        Some(language) if !page.is_language_chosen() => vec![("language".to_owned(), language.clone())],
        Some(_) | None => Vec::new(),
    };
    let page = frame(page, &found.link);
    show(&asked.page(page, &Posted { fields: wished }, Some(address), false))
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
    let (found, asked) = asked(&site, &typed, &questionnaire).await?;
    let link = &found.link;
    // Whoever forgot a box has not begun.
    if let Some(per_hour) = link.per_hour.filter(|_| asked.agrees(&posted))
        && let Err(WebError::TooMany(seconds)) =
            site.throttle.take_of_link(link.id, per_hour, site.clock.now())
    {
        let shown = of(&site, page, &typed, &found, Some("link-too-fast"));
        let mut answer = show_as(StatusCode::TOO_MANY_REQUESTS, &shown)?;
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
        return Ok(answer);
    }
    let by = ByLink {
        id: link.id,
        came_by: site.links.seal(link.id),
    };
    let page = frame(page, link);
    let address = address(&typed, &questionnaire);
    consent::begin_by(&site, page, &posted, asked, Some((by, address))).await
}

fn address(typed: &str, questionnaire: &str) -> String {
    format!("/l/{typed}/{questionnaire}")
}

async fn asked(site: &Site, typed: &str, questionnaire: &str) -> Result<(Found, Asked), WebError> {
    let found = find(site, typed).await?;
    let asked = consent::find(site, found.header.key.clone(), questionnaire.to_owned()).await?;
    Ok((found, asked))
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
        let from = match link.claim {
            Some(claim) => claims::confirmed(db, &key, claim)?,
            None => None,
        };
        Ok::<_, crate::store::StoreError>(Some(Found {
            link,
            header,
            described,
            from,
        }))
    });
    found.await?.ok_or_else(unknown)
}
