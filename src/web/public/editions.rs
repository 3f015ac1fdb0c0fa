//! Editions of a study: which there are, what each holds, and its files.

use std::path::Path;
use std::sync::Arc;

use actix_files::NamedFile;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::dataset::{self, Edition, Number, OpenFile, Profile, Refused};
use crate::language::{Counted, Value};
use crate::questionnaire::versions::{self, Described};
use crate::store::Snapshot;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::SignedIn;
use crate::web::page::{Page, show};
use crate::web::size;

#[derive(Template)]
#[template(path = "public/editions.html")]
struct EditionsPage {
    page: Page,
    study_address: String,
    title: String,
    editions: Vec<Line>,
}

/// An edition in the list.
struct Line {
    address: String,
    number: String,
    profile: Profile,
    submissions: u64,
    days: String,
    sealed_on: String,
}

#[derive(Template)]
#[template(path = "public/edition.html")]
struct EditionPage {
    page: Page,
    title: String,
    edition: Edition,
    /// Key of the text that says who may read it.
    profile: String,
    sealed_on: String,
    days: String,
    /// Where its files are.
    base: String,
    /// Where all editions of the study are.
    all: String,
    /// Questionnaires that were changed: address of what changed, and a name.
    changed: Vec<(String, String)>,
}

impl EditionPage {
    /// What disclosure control with threshold `k` did.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn control(&self, k: &u32) -> String {
        let withheld = self
            .edition
            .manifest
            .disclosure_control
            .submissions_with_withheld_values;
        let values = [
            ("k", Value::Number(k.counted())),
            ("n", Value::Number(withheld.counted())),
        ];
        self.page
            .language
            .with("edition-control-text", &values)
            .into_owned()
    }

    /// Bytes as people read them.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn size(bytes: &u64) -> String {
        size::of(*bytes)
    }
}

/// Lists the editions of a study that the visitor may read.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn list(
    site: web::Data<Site>,
    page: Page,
    visitor: Option<SignedIn>,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let study = path.into_inner();
    let Offered { title, editions, .. } = offered(&site, &page, visitor.as_ref(), &study).await?;
    let page = visitor.map_or(page, |visitor| visitor.page);
    let editions = editions
        .iter()
        .map(|edition| Line {
            address: format!("/editions/{study}/{}", edition.number),
            number: edition.number.to_string(),
            profile: edition.profile,
            submissions: edition.manifest.submissions,
            days: days(edition),
            sealed_on: edition.sealed_at.utc().date_naive().to_string(),
        })
        .collect();
    show(&EditionsPage {
        page,
        study_address: format!("/studies/{study}"),
        title,
        editions,
    })
}

/// Shows one edition.
///
/// # Errors
/// [`WebError::Missing`], also for an edition that a revision has replaced.
pub async fn edition(
    site: web::Data<Site>,
    page: Page,
    visitor: Option<SignedIn>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (study, number) = path.into_inner();
    let number: Number = number.parse().map_err(|_| WebError::Missing)?;
    let Offered {
        title,
        described,
        editions,
    } = offered(&site, &page, visitor.as_ref(), &study).await?;
    let page = visitor.map_or(page, |visitor| visitor.page);
    let edition = editions
        .into_iter()
        .find(|edition| edition.number == number)
        .ok_or(WebError::Missing)?;
    let changed = edition.manifest.versions.iter().filter(|used| used.version == 2);
    let changed = changed.map(|used| used.questionnaire.as_str());
    show(&EditionPage {
        base: format!("/editions/{study}/{number}"),
        all: format!("/editions/{study}"),
        sealed_on: edition.sealed_at.utc().date_naive().to_string(),
        days: days(&edition),
        changed: super::versions::links(&page, &study, &described, changed),
        page,
        title,
        profile: format!("edition-profile-{}", edition.profile.as_str()),
        edition,
    })
}

/// Sends a file of an edition as it was sealed.
///
/// # Errors
/// [`WebError::Missing`]; for a restricted file [`WebError::SignInFirst`] or
/// [`WebError::Forbidden`].
pub async fn file(
    site: web::Data<Site>,
    request: HttpRequest,
    visitor: Option<SignedIn>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, WebError> {
    send(&site, &request, visitor, path.into_inner(), dataset::open).await
}

/// Sends a file that somebody added to answers, as it was sealed.
///
/// # Errors
/// As [`file()`].
pub async fn attached(
    site: web::Data<Site>,
    request: HttpRequest,
    visitor: Option<SignedIn>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, WebError> {
    send(
        &site,
        &request,
        visitor,
        path.into_inner(),
        dataset::open_attached,
    )
    .await
}

/// How a file of an edition is found.
type Open = fn(&mut Snapshot<'_>, &Path, &str, Number, &str) -> Result<OpenFile, Refused>;

async fn send(
    site: &Site,
    request: &HttpRequest,
    visitor: Option<SignedIn>,
    (study, number, name): (String, String, String),
    open: Open,
) -> Result<HttpResponse, WebError> {
    let number: Number = number.parse().map_err(|_| WebError::Missing)?;
    let exports = site.settings.exports.clone();
    let asked = study.clone();
    let (file, study_id) = site
        .store
        .read(move |db| {
            let file = open(db, &exports, &asked, number, &name)?;
            let header = versions::study(db, &asked)?.ok_or(Refused::NoSuchStudy)?;
            Ok::<_, Refused>((file, header.id))
        })
        .await?;
    match file.profile {
        Profile::Public => {}
        Profile::Restricted => drop(visitor.ok_or(WebError::SignInFirst)?.researcher_of(study_id)?),
    }
    let name = file
        .path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let named = NamedFile::open_async(&file.path)
        .await
        .map_err(|_| WebError::Missing)?;
    let media_type = file.media_type.parse().map_err(|_| WebError::Missing)?;
    let mut answer = named
        .set_content_type(media_type)
        .set_content_disposition(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(format!("{study}-{number}-{name}"))],
        })
        .into_response(request);
    let cache = match file.profile {
        // A revision takes an edition off the site, so that nobody may keep it for long.
        Profile::Public => "public, max-age=3600",
        Profile::Restricted => "no-store",
    };
    answer.headers_mut().insert(
        actix_web::http::header::CACHE_CONTROL,
        actix_web::http::header::HeaderValue::from_static(cache),
    );
    Ok(answer)
}

/// A study, and the offered editions that the visitor may read.
struct Offered {
    title: String,
    described: Arc<Described>,
    editions: Vec<Edition>,
}

async fn offered(
    site: &Site,
    page: &Page,
    visitor: Option<&SignedIn>,
    study: &str,
) -> Result<Offered, WebError> {
    let (key, shelf) = (study.to_owned(), site.shelf.clone());
    let (header, described, mut editions) = site
        .store
        .read(move |db| {
            let header = versions::study(db, &key)?.ok_or(Refused::NoSuchStudy)?;
            let described = shelf.described(db, &header)?;
            Ok::<_, Refused>((header, described, dataset::offered(db, &key)?))
        })
        .await?;
    let restricted = visitor.is_some_and(|visitor| visitor.researcher_of(header.id).is_ok());
    editions.retain(|edition| match edition.profile {
        Profile::Public => true,
        Profile::Restricted => restricted,
    });
    let settings = &described.settings;
    let fallback = settings.fallback_language();
    Ok(Offered {
        title: settings.title.get(page.language.tag(), fallback).to_owned(),
        described,
        editions,
    })
}

/// First and last day of submission.
fn days(edition: &Edition) -> String {
    match (&edition.manifest.first_day, &edition.manifest.last_day) {
        (Some(first), Some(last)) if first == last => first.clone(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        _ => "–".to_owned(),
    }
}
