//! A model and its releases.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::correction;
use super::list::Line;
use crate::chain::registry::{Key, dossier};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::markdown::Markup;
use crate::web::page::{Page, show};

/// Most releases on one page.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "public/model.html")]
struct ModelPage {
    page: Page,
    name: String,
    count: usize,
    lines: Vec<Line>,
    /// Address of a search that finds the rest.
    rest: Option<String>,
    contacts: Vec<Markup>,
}

/// Shows a model, the release published last first.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn model(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let key: Key = path.into_inner().parse().map_err(|_| WebError::Missing)?;
    let (within, asking) = (site.clone(), page.clone());
    let (mut dossiers, contacts) = site
        .store
        .read(move |db| {
            let dossiers = dossier::of_model(db, &key)?;
            Ok::<_, StoreError>((dossiers, correction::contacts(&within, &asking, db)?))
        })
        .await?;
    dossiers.sort_by_key(|dossier| std::cmp::Reverse(dossier.released_on()));
    let first = dossiers.first().ok_or(WebError::Missing)?;
    let count = dossiers.len();
    let search = serde_urlencoded::to_string([("words", first.model_name())]).unwrap_or_default();
    let rest = (count > MOST).then(|| page.link(&format!("/models?{search}")));
    show(&ModelPage {
        name: first.model_name().to_owned(),
        count,
        rest,
        lines: dossiers
            .iter()
            .take(MOST)
            .map(|dossier| Line::of_dossier(&page, dossier))
            .collect(),
        contacts,
        page,
    })
}
