//! What was decided lately, latest first: to find a decision again and think it over.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::moderation::{self, DecidedItem};
use crate::people::Moderator;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::moment::Moment;
use crate::web::page::{Page, show};

use super::filter::{self, Asked, Menus};

/// Decisions on one page.
const ON_A_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "moderate/decided.html")]
struct DecidedPage {
    page: Page,
    by: Moderator,
    menus: Menus,
    items: Vec<DecidedItem>,
    next: Option<String>,
    is_further: bool,
}

impl DecidedPage {
    fn case_address(&self, item: &DecidedItem) -> String {
        self.page.link(&format!("/moderate/{}", item.submission))
    }

    /// Who it was: the text is `moderate-by-<key>`.
    fn who(&self, item: &DecidedItem) -> &'static str {
        super::case::who(&self.by, item.decided_by)
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
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let page = person.page;
    let shelf = site.shelf.clone();
    let language = page.language;
    let before = asked.after.as_deref().and_then(|id| id.parse().ok());
    let filter = asked.filter();
    let (menus, mut items, filter, by) = site
        .store
        .read(move |db| {
            let menus = Menus::read(db, &shelf, &by, &filter, language)?;
            let items = moderation::decided(db, &by, &filter, before, ON_A_PAGE + 1)?;
            Ok::<_, StoreError>((menus, items, filter, by))
        })
        .await?;
    let has_more = items.len() > ON_A_PAGE;
    items.truncate(ON_A_PAGE);
    let next = items.last().filter(|_| has_more).map(|item| {
        let query = filter::query(&filter, &format!("after={}", item.decision));
        page.link(&format!("/moderate/decided{query}"))
    });
    show(&DecidedPage {
        page,
        by,
        menus,
        items,
        next,
        is_further: before.is_some(),
    })
}
