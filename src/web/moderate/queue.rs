//! The queue: what waits for a decision, oldest first.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::links;
use crate::id::SubmissionId;
use crate::moderation::{self, AtMost, Filter, Verdict, WaitingItem};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::moment::Moment;
use crate::web::page::{Page, show};

use super::filter::{self, Asked, Menus};

/// Submissions on one page.
const ON_A_PAGE: usize = 50;
/// Past this many the count says "more than".
const COUNTED: usize = 1_000;

#[derive(Template)]
#[template(path = "moderate/queue.html")]
struct QueuePage {
    page: Page,
    menus: Menus,
    filter: Filter,
    waiting: AtMost,
    /// Each with whether it came by a channel that is flooded.
    items: Vec<(WaitingItem, bool)>,
    /// Address of the next page.
    next: Option<String>,
    /// The address is not that of the first page.
    is_further: bool,
    /// What was decided just before the queue came to its end.
    last: Option<(SubmissionId, Verdict)>,
}

impl QueuePage {
    fn case_address(&self, item: &WaitingItem) -> String {
        let query = filter::query(&self.filter, "");
        self.page.link(&format!("/moderate/{}{query}", item.submission))
    }
}

/// The page.
///
/// # Errors
/// [`WebError::Forbidden`] for somebody who moderates nothing.
pub async fn page(
    site: web::Data<Site>,
    person: SignedIn,
    asked: web::Query<Asked>,
    decided: web::Query<super::decide::JustDecided>,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let page = person.page;
    let (shelf, key) = (site.shelf.clone(), site.links.clone());
    let language = page.language;
    let just_decided = decided.decided.as_deref().and_then(|id| id.parse().ok());
    let after = asked.after.as_deref().and_then(|place| place.parse().ok());
    let filter = asked.filter();
    let queue = site
        .store
        .read(move |db| {
            let menus = Menus::read(db, &shelf, &by, &filter, language)?;
            let items = moderation::waiting(db, &by, &filter, after, ON_A_PAGE + 1)?;
            let came_by: Vec<_> = items.iter().map(|item| item.came_by.clone()).collect();
            let floods = links::floods(db, &key, &came_by)?;
            let flooded = floods.into_iter().map(|flood| flood.is_some());
            let items: Vec<_> = items.into_iter().zip(flooded).collect();
            let waiting = moderation::waiting_count(db, &by, &filter, COUNTED)?;
            let last = super::decide::verdict_on(db, &by, just_decided)?;
            Ok::<_, StoreError>((menus, items, waiting, last, filter))
        })
        .await?;
    let (menus, mut items, waiting, last, filter) = queue;
    let has_more = items.len() > ON_A_PAGE;
    items.truncate(ON_A_PAGE);
    let next = items.last().filter(|_| has_more).map(|(item, _)| {
        let query = filter::query(&filter, &format!("after={}", item.cursor()));
        page.link(&format!("/moderate{query}"))
    });
    show(&QueuePage {
        page,
        menus,
        filter,
        waiting,
        items,
        next,
        is_further: after.is_some(),
        last,
    })
}
