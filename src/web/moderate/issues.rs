//! What is reported: issues, the newest first.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::id::StudyId;
use crate::news::{self, Hop, Listed, Vocabulary};
use crate::store::{Instant, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::moment::Moment;
use crate::web::page::{Page, show};
use crate::web::reported::{self, After};

/// Issues on one page.
const ON_A_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "moderate/issues.html")]
struct IssuesPage {
    page: Page,
    items: Vec<Item>,
    /// Address of the next page.
    next: Option<String>,
    is_further: bool,
}

/// An issue in the list.
struct Item {
    address: String,
    name: String,
    release: Option<String>,
    reports: String,
    /// The furthest hop that it made.
    hop: &'static str,
    embargoed: bool,
    opened_at: Instant,
}

/// The page.
///
/// # Errors
/// [`WebError::Forbidden`] for somebody who moderates nothing.
pub async fn page(
    site: web::Data<Site>,
    person: SignedIn,
    asked: web::Query<After>,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let page = person.page;
    let (shelf, now, after) = (site.shelf.clone(), site.clock.now(), asked.issue());
    let found = site
        .store
        .read(move |db| {
            let found = news::issues(db, &by, now, after, ON_A_PAGE)?;
            let mut words: Vec<(StudyId, Option<Vocabulary>)> = Vec::new();
            for listed in &found {
                let study = listed.issue.study;
                if !words.iter().any(|(known, _)| *known == study) {
                    words.push((study, Vocabulary::of_study(db, &shelf, study)?));
                }
            }
            Ok::<_, StoreError>((found, words))
        })
        .await?;
    let (found, words) = found;
    let next = found
        .last()
        .filter(|_| i64::try_from(found.len()).is_ok_and(|n| n == ON_A_PAGE));
    let next = next.map(|last| page.link(&format!("/moderate/issues?after={}", last.issue.public_id)));
    let items = found.iter().map(|listed| {
        let own = words.iter().find(|(study, _)| *study == listed.issue.study);
        item(&page, listed, own.and_then(|(_, words)| words.as_ref()), now)
    });
    show(&IssuesPage {
        items: items.collect(),
        next,
        is_further: after.is_some(),
        page,
    })
}

fn item(page: &Page, listed: &Listed, words: Option<&Vocabulary>, now: Instant) -> Item {
    let first = listed.reports.first();
    let problem = first.and_then(|report| report.problem.as_deref());
    let kind = first.and_then(|report| report.kind.as_deref());
    let release = listed.issue.release.as_deref();
    Item {
        address: page.link(&format!("/moderate/issues/{}", listed.issue.id)),
        name: reported::called(words, problem, kind, page.language),
        release: release
            .map(|code| reported::option(words, news::reports::question::RELEASE, code, page.language)),
        reports: reported::reports(listed.reports.len(), page.language),
        hop: listed.course.made.keys().max().unwrap_or(&Hop::Noticed).as_str(),
        embargoed: listed.issue.is_embargoed(now),
        opened_at: listed.issue.opened_at,
    }
}
