//! A file for the registry: sent, looked at, and only then imported.

use std::fs::File;
use std::io::{Read, Seek};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::chain::registry::Refused;
use crate::chain::registry::changes::Plan;
use crate::chain::registry::import::{self, Import, LARGEST_HELD};
use crate::chain::registry::statements::Line;
use crate::id::UploadId;
use crate::people::{Administrator, Authority};
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::{Body, Posted};
use crate::web::guard::SignedIn;
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::parts::{LARGEST_FIELDS, PartLimits};
use crate::web::size;

use super::report::Report;

/// Name of the field of the file.
const FILE: &str = "file";

#[derive(Template)]
#[template(path = "administer/registry.html")]
struct RegistryPage {
    page: Page,
    /// Size of the largest file.
    most: String,
    /// How many statements were just stored.
    stored: Option<usize>,
    /// Key of what is wrong with the file.
    fault: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "administer/preview.html")]
struct PreviewPage {
    page: Page,
    /// Where the file is imported.
    address: String,
    name: String,
    report: Report,
    /// What was seen, to be sent back.
    seen: String,
    reason: String,
    /// Key of what is wrong.
    fault: Option<&'static str>,
}

/// In the address after an import.
#[derive(Debug, Deserialize)]
pub struct Stored {
    stored: Option<usize>,
}

/// A file that is held, read.
struct Held {
    name: String,
    import: Arc<Import>,
}

/// Asks for a file.
///
/// # Errors
/// [`WebError::Forbidden`] for somebody who does not administer the site.
pub async fn page(person: SignedIn, asked: web::Query<Stored>) -> Result<HttpResponse, WebError> {
    Authority::Administrator(&person.administrator()?).check_covers(None)?;
    show(&asking(person.page, asked.stored, None))
}

fn asking(page: Page, stored: Option<usize>, fault: Option<&'static str>) -> RegistryPage {
    RegistryPage {
        page,
        most: size::of(LARGEST_HELD as u64),
        stored,
        fault,
    }
}

/// Takes a file, holds it and shows what it would change.
///
/// # Errors
/// As [`page`]; what reading the body refuses.
pub async fn take(site: web::Data<Site>, person: SignedIn, body: Body) -> Result<HttpResponse, WebError> {
    let by = person.administrator()?;
    Authority::Administrator(&by).check_covers(None)?;
    let limits = PartLimits {
        file: LARGEST_HELD as u64,
        body: (LARGEST_HELD + LARGEST_FIELDS) as u64,
        folder: &site.settings.data,
        gate: &site.gate,
    };
    let mut files = if body.has_parts() {
        body.parts(&limits, |field| field == FILE).await?.1
    } else {
        Vec::new()
    };
    let refused =
        |page: Page, fault| show_as(StatusCode::UNPROCESSABLE_ENTITY, &asking(page, None, Some(fault)));
    let Some(file) = files.pop().filter(|file| !file.called.is_empty()) else {
        return refused(person.page, "import-no-file");
    };
    let Some(content) = file.content else {
        return refused(person.page, "import-too-large");
    };
    // Held until the file is stored, since so long it stands in memory.
    let _turn = site.gate.looking.acquire().await.map_err(|_| StoreError::Busy)?;
    let bytes = web::block(move || whole(content))
        .await
        .map_err(|_| StoreError::Busy)?;
    let bytes = bytes.map_err(WebError::Disk)?;
    let (now, name) = (site.clock.now(), file.called);
    let id = site
        .store
        .write(move |tx| import::hold(tx, now, &by, &name, &bytes))
        .await?;
    Ok(see_other(
        &person.page.link(&format!("/administer/registry/{id}")),
    ))
}

fn whole(mut file: File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Shows what a file that is held would change.
///
/// # Errors
/// As [`page`]; [`WebError::Missing`] once it is no longer held.
pub async fn preview(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let by = person.administrator()?;
    let id = path.parse().map_err(|_| WebError::Missing)?;
    show(&preview_of(&site, person.page, &by, id, None).await?)
}

/// Imports a file that is held, if it still changes what was seen.
///
/// # Errors
/// As [`preview`].
pub async fn apply(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let by = person.administrator()?;
    let id = path.parse().map_err(|_| WebError::Missing)?;
    let held = held(&site, &by, id).await?;
    let typed = posted.get("reason").to_owned();
    let reason = match typed.as_str() {
        "" => Ok(None),
        typed => Line::typed("reason", typed).map(Some),
    };
    let (now, seen, proof) = (site.clock.now(), posted.get("seen").to_owned(), by.clone());
    let (status, fault) = match reason {
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, "import-bad-reason"),
        Ok(reason) => {
            let stored = site.store.write(move |tx| {
                if held.import.outlook(tx, now, None)?.fingerprint() != seen {
                    return Err(Refused::AnotherCameFirst);
                }
                let by = Authority::Administrator(&proof);
                let plan = held.import.apply(tx, now, by, reason.as_ref())?;
                import::let_go(tx, id)?;
                Ok(plan.additions().count())
            });
            match stored.await {
                Ok(stored) => {
                    let address = format!("/administer/registry?stored={stored}");
                    return Ok(see_other(&person.page.link(&address)));
                }
                Err(Refused::Conflicts(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "import-conflicts"),
                Err(Refused::Faulty(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "import-faulty"),
                Err(Refused::AnotherCameFirst) => (StatusCode::CONFLICT, "import-changed-meanwhile"),
                Err(refused @ (Refused::People(_) | Refused::Store(_))) => return Err(refused.into()),
            }
        }
    };
    let mut shown = preview_of(&site, person.page, &by, id, Some(fault)).await?;
    shown.reason = typed;
    show_as(status, &shown)
}

/// Reads a file that is held, off the writer.
async fn held(site: &Site, by: &Administrator, id: UploadId) -> Result<Held, WebError> {
    let (by, now) = (by.clone(), site.clock.now());
    let read = site.store.read(move |db| {
        let Some((name, content)) = import::held(db, now, &by, id)? else {
            return Ok(None);
        };
        let files = [(name.clone(), content)];
        let import = Arc::new(import::read(&files, now.utc().date_naive()));
        Ok::<_, Refused>(Some(Held { name, import }))
    });
    read.await?.ok_or(WebError::Missing)
}

async fn preview_of(
    site: &Site,
    page: Page,
    by: &Administrator,
    id: UploadId,
    fault: Option<&'static str>,
) -> Result<PreviewPage, WebError> {
    let Held { name, import } = held(site, by, id).await?;
    let now = site.clock.now();
    let plan: Plan = site.store.read(move |db| import.outlook(db, now, None)).await?;
    Ok(PreviewPage {
        address: page.link(&format!("/administer/registry/{id}")),
        report: Report::of(page.language, &plan),
        seen: plan.fingerprint(),
        name,
        reason: String::new(),
        fault,
        page,
    })
}
