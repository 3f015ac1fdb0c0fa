//! Finding a release: by size, access, licence, modality, purpose, and words.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::list::Line;
use super::wording;
use crate::chain::registry::browse::{self, Found, Wish};
use crate::chain::registry::search::{self, Near};
use crate::chain::registry::terms::{AccessLevel, Modality, Purpose, SizeBand};
use crate::chain::registry::{Address, Family};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, show};

/// Releases on one page.
const MOST: usize = 25;
/// Releases that are shown where nothing was found.
const MOST_NEAR: usize = 10;

#[derive(Template)]
#[template(path = "public/models.html")]
struct ModelsPage {
    page: Page,
    words: String,
    menus: Vec<Menu>,
    count: usize,
    /// Whether something was looked for.
    restricted: bool,
    lines: Vec<Line>,
    /// Whether nothing was found, and the lines are of releases with names like what was typed.
    is_near: bool,
    /// Whether this is not the first page.
    is_further: bool,
    /// Address of the first page.
    first: String,
    /// Address of the next page.
    next: Option<String>,
}

/// One thing to look by.
struct Menu {
    name: &'static str,
    /// Key of its label.
    label: &'static str,
    options: Vec<(&'static str, String, bool)>,
}

/// What is looked for, as it was chosen and typed.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    words: String,
    #[serde(default)]
    size: String,
    #[serde(default)]
    access: String,
    #[serde(default)]
    licence: String,
    #[serde(default)]
    modality: String,
    #[serde(default)]
    purpose: String,
    /// Only releases after this one.
    #[serde(default)]
    after: String,
}

impl Asked {
    fn wish(&self) -> Wish {
        let codes = [
            &self.size,
            &self.access,
            &self.licence,
            &self.modality,
            &self.purpose,
        ];
        Wish::new(codes.map(String::as_str), &self.words)
    }

    /// The address of this search, after a release.
    fn address(&self, after: Option<&Address>) -> String {
        let after = after.map(Address::to_string).unwrap_or_default();
        let parts = [
            ("words", &self.words),
            ("size", &self.size),
            ("access", &self.access),
            ("licence", &self.licence),
            ("modality", &self.modality),
            ("purpose", &self.purpose),
            ("after", &after),
        ];
        let chosen: Vec<_> = parts.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let query = serde_urlencoded::to_string(chosen).unwrap_or_default();
        if query.is_empty() {
            "/models".to_owned()
        } else {
            format!("/models?{query}")
        }
    }

    fn menus(&self, page: &Page) -> Vec<Menu> {
        let menu = |name, label, chosen: &str, codes: Vec<&'static str>| Menu {
            name,
            label,
            options: codes
                .into_iter()
                .map(|code| {
                    let name = wording::term(page.language, code).into_owned();
                    (code, name, code == chosen)
                })
                .collect(),
        };
        let activities = Purpose::ALL
            .iter()
            .filter(|purpose| purpose.activity() == **purpose);
        vec![
            menu(
                "size",
                "registry-size",
                &self.size,
                SizeBand::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            menu(
                "access",
                "registry-access",
                &self.access,
                AccessLevel::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            menu(
                "licence",
                "registry-licence",
                &self.licence,
                Family::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            menu(
                "modality",
                "registry-modality",
                &self.modality,
                Modality::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            menu(
                "purpose",
                "registry-purpose",
                &self.purpose,
                activities.map(|one| one.as_str()).collect(),
            ),
        ]
    }
}

/// Shows the releases that fit.
///
/// # Errors
/// When the store cannot be read.
pub async fn browse(
    site: web::Data<Site>,
    page: Page,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let wish = asked.wish();
    let after: Option<Address> = asked.after.parse().ok();
    let (looked_for, place) = (wish.clone(), after.clone());
    let words = asked.words.clone();
    let (found, near): (Found, Vec<Near>) = site
        .store
        .read(move |db| {
            let found = browse::find(db, &looked_for, place.as_ref(), MOST)?;
            let near = if found.count == 0 && !words.is_empty() {
                search::near(db, &words, MOST_NEAR)?
            } else {
                Vec::new()
            };
            Ok::<_, StoreError>((found, near))
        })
        .await?;
    let last = found.releases.last().filter(|_| found.more);
    show(&ModelsPage {
        words: asked.words.clone(),
        menus: asked.menus(&page),
        count: found.count,
        restricted: wish != Wish::default(),
        lines: found
            .releases
            .iter()
            .chain(near.iter().map(|near| &near.listed))
            .map(|listed| Line::of_listed(&page, listed))
            .collect(),
        is_near: !near.is_empty(),
        is_further: after.is_some(),
        first: page.link(&asked.address(None)),
        next: last.map(|last| page.link(&asked.address(Some(&last.address)))),
        page,
    })
}
