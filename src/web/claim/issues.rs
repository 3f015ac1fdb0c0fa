//! What is reported of a release, for whoever answers for it: as far as each reporter lets it go.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::claims::{self, ClaimCode, ClaimKey};
use crate::news::{Hop, Publisher, Shown, Vocabulary};
use crate::questionnaire::shelf::Shelf;
use crate::store::{Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, show};
use crate::web::reported::{self, After};

use super::enter;

/// Issues on one page.
const ON_A_PAGE: i64 = 30;

#[derive(Template)]
#[template(path = "claim/issues.html")]
struct IssuesPage {
    page: Page,
    claim: String,
    items: Vec<Item>,
    next: Option<String>,
}

/// An issue in the list.
struct Item {
    address: String,
    name: String,
    reports: String,
    hop: &'static str,
    answered: bool,
    embargoed: bool,
}

/// Proof that the code is that of a publisher.
///
/// # Errors
/// [`WebError::Missing`] for a claim of another role; what [`claims::claimant`] refuses.
pub(super) fn publisher(
    db: &mut Snapshot<'_>,
    key: &ClaimKey,
    code: &ClaimCode,
) -> Result<Publisher, WebError> {
    let claimant = claims::claimant(db, key, code)?;
    Publisher::of(&claimant).ok_or(WebError::Missing)
}

/// What an issue is called: as its first report that may be shown.
pub(super) fn name(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    shown: &Shown,
    page: &Page,
) -> Result<String, StoreError> {
    let words = Vocabulary::of_study(db, shelf, shown.issue.study)?;
    let first = shown.reports.first();
    let problem = first.and_then(|report| report.problem());
    let kind = first.and_then(|report| report.kind());
    Ok(reported::called(words.as_ref(), problem, kind, page.language))
}

/// The list, the newest first.
///
/// # Errors
/// What [`claims::claimant`] refuses.
pub async fn issues(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
    asked: web::Query<After>,
) -> Result<HttpResponse, WebError> {
    let code = enter::code(&site, &path)?;
    let (key, shelf, now) = (site.claims.clone(), site.shelf.clone(), site.clock.now());
    let (by, asking, after) = (code.clone(), page.clone(), asked.issue());
    let read = site.store.read(move |db| {
        let publisher = publisher(db, &key, &by)?;
        let mut items = Vec::new();
        let found = publisher.issues(db, now, after, ON_A_PAGE)?;
        let last = found.last().map(|last| last.issue.public_id);
        let next = last.filter(|_| i64::try_from(found.len()).is_ok_and(|n| n == ON_A_PAGE));
        let next = next.map(|last| asking.link(&format!("/claim/{by}/issues?after={last}")));
        for shown in found {
            items.push(Item {
                address: asking.link(&format!("/claim/{by}/issues/{}", shown.issue.public_id)),
                name: name(db, &shelf, &shown, &asking)?,
                reports: reported::reports(shown.reports.len(), asking.language),
                hop: shown.course.made.keys().max().unwrap_or(&Hop::Noticed).as_str(),
                answered: !shown.replies.is_empty(),
                embargoed: shown.issue.is_embargoed(now),
            });
        }
        Ok::<_, WebError>((items, next))
    });
    let (items, next) = read.await.map_err(|refused| seen(&site, refused))?;
    show(&IssuesPage {
        claim: page.link(&format!("/claim/{code}")),
        items,
        next,
        page,
    })
}

/// A code that leads nowhere is counted.
pub(super) fn seen(site: &Site, refused: WebError) -> WebError {
    match refused {
        WebError::Claims(claims::Refused::NoSuchClaim) => enter::unknown(site),
        other => other,
    }
}
