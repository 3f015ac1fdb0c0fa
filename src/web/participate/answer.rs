//! One page of questions: showing it, taking it, and going where its buttons lead.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::questionnaire::answers::Answers;
use crate::questionnaire::definition::QuestionKind;
use crate::questionnaire::evaluation::{FieldPath, State};
use crate::questionnaire::validation::FaultKind;
use crate::responses::draft::{Draft, Saved};
use crate::responses::{Code, CodeHash, Outcome, Refused};
use crate::web::app::Site;
use crate::web::assets;
use crate::web::error::WebError;
use crate::web::form::Body;
use crate::web::markdown;
use crate::web::page::{Page, see_other, show, show_as};

use super::draft::{self, Edited, Found, with_state};
use super::fault;
use super::look;
use super::marks::{Marks, faults, offered, offered_anew, shown};
use super::releases;
use super::sent::{Pressed, Sent};
use super::sheet::{Drawn, Sheet};
use super::upload::{self, Taken};

#[derive(Template)]
#[template(path = "participate/answer.html")]
struct AnswerPage {
    page: Page,
    /// Address of the script that adds comfort.
    script: &'static str,
    /// Address of the script that speaks with the device.
    device: &'static str,
    sheet: Sheet,
    /// Some question of the page asks for a place, so that the browser may be asked where it is.
    asks_place: bool,
}

impl AnswerPage {
    /// The page as an answer. Only where a place is asked for may the browser be asked for it.
    fn shown_as(&self, status: StatusCode) -> Result<HttpResponse, WebError> {
        let mut answer = show_as(status, self)?;
        if self.asks_place {
            let policy = HeaderValue::from_static("camera=(), microphone=(), geolocation=(self)");
            answer
                .headers_mut()
                .insert(HeaderName::from_static("permissions-policy"), policy);
        }
        Ok(answer)
    }
}

#[derive(Template)]
#[template(path = "participate/too_young.html")]
struct TooYoungPage {
    page: Page,
    text: markdown::Markup,
}

/// Shows a page of questions.
///
/// # Errors
/// [`Refused::NoSuchCode`].
pub async fn show_page(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (typed, number) = path.into_inner();
    let number: usize = number.parse().map_err(|_| WebError::Missing)?;
    let (code, hash) = draft::code(&site, &typed)?;
    let Found::Draft(found) = draft::find(&site, &hash).await? else {
        return Ok(see_other(&format!("/answer/{code}/receipt")));
    };
    let index = number.saturating_sub(1);
    let releases = releases::found(&site, &found, &found.answers, index, &BTreeMap::new()).await?;
    with_state(&found, &found.answers, site.clock.now(), |state| {
        if number == 0 || !state.page_relevant(index) {
            return Ok(draft::go_to(&code, state.page_after(index.checked_sub(1))));
        }
        let language = draft::frame(page.clone(), &found.language).language;
        let mut marks = Marks {
            releases,
            ..Marks::default()
        };
        if request.query_string().split('&').any(|word| word == "check") {
            marks.faults = faults(state, index, language);
            marks.refused = true;
        }
        of(page, &site, &found, state, index, &code, &marks)?.shown_as(StatusCode::OK)
    })
}

/// Takes the answers of a page and goes where the button says.
///
/// # Errors
/// [`Refused::NoSuchCode`], [`Refused::StudyClosed`] or [`Refused::Changed`].
pub async fn take_page(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    body: Body,
) -> Result<HttpResponse, WebError> {
    let (typed, number) = path.into_inner();
    let number: usize = number.parse().map_err(|_| WebError::Missing)?;
    let (code, hash) = draft::code(&site, &typed)?;
    let index = number.saturating_sub(1);
    let Some(Taken { sent, refused }) = upload::take(&site, &code, &hash, index, body).await? else {
        return Ok(see_other(&format!("/answer/{code}/receipt")));
    };
    if sent.have.is_some() || sent.pressed == Pressed::Send && refused.is_empty() {
        let Some(edited) = draft::edited(&site, &hash, index, &sent).await? else {
            return Ok(see_other(&format!("/answer/{code}/receipt")));
        };
        if sent.have.is_some() {
            return look::look(&site, page, &edited, index, &sent, &code).await;
        }
        if is_complete(&edited, index, &sent, &site, &page) {
            return submit(&site, &code, &hash, page, &edited.before, (index, sent)).await;
        }
    }
    let Some((edited, saved)) = draft::save(&site, &hash, index, &sent).await? else {
        return Ok(see_other(&format!("/answer/{code}/receipt")));
    };
    if saved == Saved::TooYoung {
        return too_young(page, Some(&edited.before));
    }
    let Edited { before, answers } = &edited;
    let releases = releases::found(&site, before, answers, index, &sent.searches).await?;
    let posted = Posted {
        index,
        sent,
        releases,
    };
    if !refused.is_empty() {
        return again(&edited, &posted, refused, &site, &code, page);
    }
    step(&edited, &posted, &site, &code, page)
}

/// A page that was sent, with what it offers when it is shown again.
struct Posted {
    index: usize,
    sent: Sent,
    releases: BTreeMap<String, releases::Found>,
}

/// The page once more, since some of its files could not be taken; all else is saved.
fn again(
    edited: &Edited,
    posted: &Posted,
    refused: Vec<(FieldPath, FaultKind)>,
    site: &Site,
    code: &Code,
    page: Page,
) -> Result<HttpResponse, WebError> {
    let Posted {
        index,
        sent,
        releases,
    } = posted;
    with_state(&edited.before, &edited.answers, site.clock.now(), |state| {
        let mut marks = marks(edited, state, *index, sent, site, &page);
        marks.releases.clone_from(releases);
        let language = draft::frame(page.clone(), &edited.before.language).language;
        for (field, kind) in refused {
            marks.faults.retain(|(other, _)| *other != field);
            marks.faults.push((field, fault::sentence(language, &kind)));
        }
        marks.refused = true;
        of(page, site, &edited.before, state, *index, code, &marks)?
            .shown_as(StatusCode::UNPROCESSABLE_ENTITY)
    })
}

/// Whether the page is the last and there is nothing on it to look at again.
fn is_complete(edited: &Edited, index: usize, sent: &Sent, site: &Site, page: &Page) -> bool {
    with_state(&edited.before, &edited.answers, site.clock.now(), |state| {
        let marks = marks(edited, state, index, sent, site, page);
        marks.faults.is_empty() && marks.fresh.is_empty() && state.page_after(Some(index)).is_none()
    })
}

/// Where a page leads whose fields are saved.
fn step(
    edited: &Edited,
    posted: &Posted,
    site: &Site,
    code: &Code,
    page: Page,
) -> Result<HttpResponse, WebError> {
    let Posted {
        index,
        sent,
        releases,
    } = posted;
    let index = *index;
    let now = site.clock.now();
    with_state(&edited.before, &edited.answers, now, |state| {
        let next = match &sent.pressed {
            Pressed::Back => Some(state.page_before(index).unwrap_or(index)),
            Pressed::Language(_) => Some(index),
            Pressed::Add(_) | Pressed::Remove(..) | Pressed::Discard(_) => {
                let place = look::place(&sent.pressed, state).unwrap_or_default();
                return Ok(see_other(&format!("{}#{place}", draft::address(code, index))));
            }
            Pressed::Search(name) => {
                let marks = Marks {
                    searches: sent.searches.clone(),
                    searching: Some(name.clone()),
                    releases: releases.clone(),
                    ..Marks::default()
                };
                return of(page, site, &edited.before, state, index, code, &marks)?.shown_as(StatusCode::OK);
            }
            Pressed::Next | Pressed::Send => {
                let mut marks = marks(edited, state, index, sent, site, &page);
                marks.releases.clone_from(releases);
                if !marks.faults.is_empty() || !marks.fresh.is_empty() {
                    let status = if marks.faults.is_empty() {
                        StatusCode::OK
                    } else {
                        StatusCode::UNPROCESSABLE_ENTITY
                    };
                    return of(page, site, &edited.before, state, index, code, &marks)?.shown_as(status);
                }
                state.page_after(Some(index))
            }
        };
        Ok(draft::go_to(code, next))
    })
}

/// Submits with the fields of the last page, in one durable write; shows what is missing elsewhere.
async fn submit(
    site: &Site,
    code: &Code,
    hash: &CodeHash,
    page: Page,
    draft: &Draft,
    (index, sent): (usize, Sent),
) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    let edit = move |draft: &Draft, answers: &mut Answers| {
        *answers = draft::edit(draft, index, &sent, now);
    };
    let outcome = crate::responses::submit(&site.store, now, &site.shelf, hash, edit).await;
    match outcome {
        Ok(Outcome::Submitted(_)) => Ok(see_other(&format!("/answer/{code}/receipt"))),
        Ok(Outcome::TooYoung) => too_young(page, Some(draft)),
        Err(Refused::Faulty(_)) => Ok(see_other(&format!("/answer/{code}/send"))),
        Err(refused) => Err(refused.into()),
    }
}

/// The polite end for whoever is below the study's age; nothing is stored.
///
/// # Errors
/// When the page cannot be written.
pub fn too_young(page: Page, draft: Option<&Draft>) -> Result<HttpResponse, WebError> {
    let page = match draft {
        Some(draft) => draft::frame(page, &draft.language),
        None => page,
    };
    let tag = page.language.tag();
    let rule = draft.and_then(|draft| {
        let settings = &draft.described.settings;
        let fallback = settings.fallback_language();
        settings
            .under_age
            .as_ref()
            .map(|rule| rule.text.get(tag, fallback))
    });
    let text = match rule {
        Some(text) => markdown::block(text),
        None => markdown::block(&page.language.text("too-young-text")),
    };
    show(&TooYoungPage { page, text })
}

/// What is wrong on the page, and what is on it now that it did not show.
fn marks(edited: &Edited, state: &State<'_>, index: usize, sent: &Sent, site: &Site, page: &Page) -> Marks {
    let Edited { before, .. } = edited;
    let language = draft::frame(page.clone(), &before.language).language;
    let (seen, options) = match &sent.seen {
        Some(seen) => (seen.clone(), sent.offered.clone().unwrap_or_default()),
        None => with_state(before, &before.answers, site.clock.now(), |state| {
            (shown(state, index), offered(state, index))
        }),
    };
    let anew = offered_anew(state, index, &options);
    let mut fresh = shown(state, index);
    fresh.retain(|field| !seen.contains(field) || anew.contains(field));
    let mut faults = faults(state, index, language);
    // Nobody has seen it yet, so nobody left it out.
    faults.retain(|(field, _)| !fresh.contains(field));
    Marks {
        refused: !faults.is_empty(),
        faults,
        fresh,
        searches: sent.searches.clone(),
        searching: None,
        releases: BTreeMap::new(),
        decimals: sent.decimals.clone(),
    }
}

fn of(
    page: Page,
    site: &Site,
    draft: &Draft,
    state: &State<'_>,
    index: usize,
    code: &Code,
    marks: &Marks,
) -> Result<AnswerPage, WebError> {
    let page = draft::frame(page, &draft.language);
    let drawn = Drawn {
        draft,
        page: index,
        code,
        limit: site.settings.upload_limit,
        language: page.language,
        marks,
        changes: &[],
        have: None,
    };
    Ok(AnswerPage {
        sheet: drawn.sheet(state)?,
        script: assets::address("answer.js"),
        device: assets::address("device.js"),
        asks_place: state.plan().asks(index, |kind| *kind == QuestionKind::Geopoint),
        page,
    })
}
