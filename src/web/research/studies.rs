//! The studies whose data a researcher may read: their editions, and asking for the next one.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::dataset::orders::{self, Outcome, Placed};
use crate::dataset::{self, Edition, Profile, Refused};
use crate::questionnaire::versions;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::SignedIn;
use crate::web::page::{Page, see_other, show};

/// Orders that are listed for each study.
const LISTED: i64 = 5;

#[derive(Template)]
#[template(path = "research/studies.html")]
struct StudiesPage {
    page: Page,
    studies: Vec<Shown>,
    /// An order waits, so that the page loads itself again soon.
    waiting: bool,
}

struct Shown {
    key: String,
    title: String,
    editions: Vec<Edition>,
    orders: Vec<Placed>,
}

/// Shows the work area.
///
/// # Errors
/// [`WebError::Forbidden`] without a researcher's permission.
pub async fn studies(site: web::Data<Site>, visitor: SignedIn) -> Result<HttpResponse, WebError> {
    let researcher = visitor
        .session
        .permissions
        .researcher()
        .ok_or(WebError::Forbidden)?;
    let (shelf, tag) = (site.shelf.clone(), visitor.page.language.tag());
    let studies = site
        .store
        .read(move |db| {
            let mut shown = Vec::new();
            for header in versions::studies(db)?
                .into_iter()
                .filter(|header| researcher.covers(header.id))
            {
                let described = shelf.described(db, &header)?;
                let fallback = described.settings.fallback_language();
                shown.push(Shown {
                    title: described.settings.title.get(tag, fallback).to_owned(),
                    editions: dataset::offered(db, &header.key)?,
                    orders: orders::recent(db, &header.key, LISTED)?,
                    key: header.key,
                });
            }
            Ok::<_, Refused>(shown)
        })
        .await?;
    let waiting = studies
        .iter()
        .any(|study| study.orders.iter().any(|order| order.outcome.is_none()));
    show(&StudiesPage {
        page: visitor.page,
        studies,
        waiting,
    })
}

/// Takes an order for the next edition.
///
/// # Errors
/// [`WebError::Forbidden`], [`WebError::Missing`], or [`WebError::Unreadable`] for an unknown
/// profile.
pub async fn order(
    site: web::Data<Site>,
    visitor: SignedIn,
    path: web::Path<String>,
    form: Posted,
) -> Result<HttpResponse, WebError> {
    let researcher = visitor
        .session
        .permissions
        .researcher()
        .ok_or(WebError::Forbidden)?;
    let profile = Profile::from_code(form.get("profile")).ok_or(WebError::Unreadable)?;
    let now = site.clock.now();
    let study = path.into_inner();
    site.store
        .write(move |tx| {
            let header = versions::study(tx, &study)?.ok_or(Refused::NoSuchStudy)?;
            orders::place(tx, now, &researcher, header.id, profile)
        })
        .await?;
    site.work.notify_one();
    Ok(see_other("/research"))
}
