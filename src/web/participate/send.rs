//! The last look before answers are sent.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::questionnaire::validation::{self, Extent};
use crate::responses::draft::Draft;
use crate::responses::{Code, Outcome, Refused};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, see_other, show, show_as};

use super::draft::{self, Found, with_state};
use super::upload::Files;
use super::{answer, copy};

#[derive(Template)]
#[template(path = "participate/send.html")]
struct SendPage {
    page: Page,
    speaks: String,
    study: String,
    code: String,
    lines: Vec<Line>,
    faults: usize,
    /// Address of the last page.
    back: String,
}

/// One page of the questionnaire.
struct Line {
    title: String,
    address: String,
    answered: usize,
    open: usize,
    faults: usize,
}

/// Shows what is answered, page by page.
///
/// # Errors
/// [`Refused::NoSuchCode`].
pub async fn look(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (code, hash) = draft::code(&site, &path)?;
    match draft::find(&site, &hash).await? {
        Found::Draft(found) => show(&of(page, &site, &found, &code)),
        Found::Submitted => Ok(see_other(&format!("/answer/{code}/receipt"))),
    }
}

/// Submits. Whoever does it twice finds the same receipt.
///
/// # Errors
/// What [`responses::submit`](crate::responses::submit()) refuses but faults.
pub async fn submit(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (code, hash) = draft::code(&site, &path)?;
    let now = site.clock.now();
    let outcome = crate::responses::submit(&site.store, now, &site.shelf, &hash, |_, _| {}).await;
    match outcome {
        Ok(Outcome::Submitted(_)) => Ok(see_other(&format!("/answer/{code}/receipt"))),
        Ok(Outcome::TooYoung) => answer::too_young(page, None),
        Err(Refused::Faulty(_)) => match draft::find(&site, &hash).await? {
            Found::Draft(found) => show_as(StatusCode::UNPROCESSABLE_ENTITY, &of(page, &site, &found, &code)),
            Found::Submitted => Ok(see_other(&format!("/answer/{code}/receipt"))),
        },
        Err(refused) => Err(refused.into()),
    }
}

fn of(page: Page, site: &Site, draft: &Draft, code: &Code) -> SendPage {
    with_state(draft, &draft.answers, site.clock.now(), |state| {
        let faults = validation::faults(state, Extent::Whole);
        let lines: Vec<Line> = copy::of(state, &Files::default())
            .into_iter()
            .map(|copied| {
                let faults = faults.iter().filter(|fault| fault.page == copied.page).count();
                let check = if faults > 0 { "?check" } else { "" };
                Line {
                    address: format!("{}{check}", draft::address(code, copied.page)),
                    answered: copied.answers.len(),
                    open: copied.open,
                    title: copied.title,
                    faults,
                }
            })
            .collect();
        let last = state.page_before(usize::MAX).unwrap_or(0);
        SendPage {
            page: draft::frame(page, &draft.language),
            speaks: draft.language.clone(),
            study: draft::short_title(draft),
            code: code.to_string(),
            lines,
            faults: faults.len(),
            back: draft::address(code, last),
        }
    })
}
