//! The front page: what the site is, and the studies that take answers.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::dataset::{self, Edition, Profile};
use crate::questionnaire::versions::{self, Described, Header, State};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, show};

/// Editions that the front page names at most.
const EDITIONS: usize = 6;

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage {
    page: Page,
    open: Vec<Card>,
    closed: Vec<Card>,
    editions: Vec<EditionLine>,
}

/// An edition sealed lately.
struct EditionLine {
    address: String,
    number: String,
    title: String,
    submissions: u64,
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
    let (studies, editions) = site
        .store
        .read(move |db| {
            let mut found = Vec::new();
            for header in versions::studies(db)? {
                let described = shelf.described(db, &header)?;
                found.push((header, described));
            }
            Ok::<_, dataset::Refused>((found, dataset::latest(db, EDITIONS)?))
        })
        .await?;
    let now = site.clock.now();
    let editions = editions
        .into_iter()
        .filter(|edition| edition.profile == Profile::Public)
        .map(|edition| edition_line(&edition, &studies, &page))
        .collect();
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (header, described) in studies {
        let card = card(&header, &described, &page);
        if crate::responses::takes_answers(&header, &described.settings, now) {
            open.push(card);
        } else if header.state != State::Prepared {
            closed.push(card);
        }
    }
    show(&HomePage {
        page,
        open,
        closed,
        editions,
    })
}

fn edition_line(edition: &Edition, studies: &[(Header, Arc<Described>)], page: &Page) -> EditionLine {
    let described = studies
        .iter()
        .find(|(header, _)| header.key == edition.study)
        .map(|(_, described)| described);
    EditionLine {
        address: format!("/editions/{}/{}", edition.study, edition.number),
        number: edition.number.to_string(),
        title: described.map_or_else(String::new, |described| title(described, page).to_owned()),
        submissions: edition.manifest.submissions,
    }
}

fn title<'d>(described: &'d Described, page: &Page) -> &'d str {
    let settings = &described.settings;
    let fallback = settings.fallback_language();
    settings.title.get(page.language.tag(), fallback)
}

fn card(header: &Header, described: &Described, page: &Page) -> Card {
    let settings = &described.settings;
    let tag = page.language.tag();
    let fallback = settings.fallback_language();
    Card {
        key: header.key.clone(),
        title: title(described, page).to_owned(),
        summary: settings.summary.get(tag, fallback).to_owned(),
        closes: settings.closes.map(|day| day.to_string()),
    }
}
