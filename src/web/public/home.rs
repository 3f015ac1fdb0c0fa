//! The front page: what the site is, and the studies that take answers.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::questionnaire::versions::{self, Described, Header, State};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, show};

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage {
    page: Page,
    open: Vec<Card>,
    closed: Vec<Card>,
}

/// A study in the list.
struct Card {
    key: String,
    title: String,
    summary: String,
    /// Last day on which it takes answers.
    closes: Option<String>,
}

impl Card {
    fn address(&self) -> String {
        format!("/studies/{}", self.key)
    }
}

/// Shows the front page.
///
/// # Errors
/// When the store cannot be read.
pub async fn home(site: web::Data<Site>, page: Page) -> Result<HttpResponse, WebError> {
    let shelf = site.shelf.clone();
    let studies = site
        .store
        .read(move |db| {
            let mut found = Vec::new();
            for header in versions::studies(db)? {
                let described = shelf.described(db, &header)?;
                found.push((header, described));
            }
            Ok::<_, StoreError>(found)
        })
        .await?;
    let now = site.clock.now();
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (header, described) in studies {
        let card = card(&header, &described, &page);
        if crate::responses::takes_answers(&header, &described.settings, now) {
            open.push(card);
        } else if header.state != State::Prepared {
            closed.push(card);
        }
    }
    show(&HomePage { page, open, closed })
}

fn card(header: &Header, described: &Described, page: &Page) -> Card {
    let settings = &described.settings;
    let tag = page.language.tag();
    let fallback = settings.languages.first().map_or("en", String::as_str);
    Card {
        key: header.key.clone(),
        title: settings.title.get(tag, fallback).to_owned(),
        summary: settings.summary.get(tag, fallback).to_owned(),
        closes: settings.closes.map(|day| day.to_string()),
    }
}
