//! One issue as its publisher sees it, and the form to answer: once, for all its reporters.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::claims::ClaimCode;
use crate::id::PublicId;
use crate::news::replies::{self, Fault, LONGEST, MOST, Outcome, Words};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::handing_over::{self, Format, Seen};
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::reported::{self, Detail, Replied, Step, Told};

use super::enter;
use super::issues::{name, publisher, seen};

#[derive(Template)]
#[template(path = "claim/reply.html")]
struct ReplyPage {
    page: Page,
    back: String,
    /// Where the files are.
    hand_over: String,
    name: String,
    embargo: Option<String>,
    steps: Vec<Step>,
    reports: Vec<Told>,
    replies: Vec<Replied>,
    typed: Typed,
    faults: Vec<Fault>,
}

/// What the form holds.
#[derive(Default)]
struct Typed {
    outcome: String,
    english: String,
    chinese: String,
}

impl ReplyPage {
    /// What is wrong: field to look at and end of the text key.
    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let told = self.faults.iter().map(|fault| match fault {
            Fault::NoOutcome => ("outcome-fo.wait", "outcome"),
            Fault::NoWords => ("english", "words"),
            Fault::TooLong => ("english", "long"),
        });
        told.collect()
    }
}

/// Shows the issue.
///
/// # Errors
/// [`WebError::Missing`] when no report of it may be seen by the claimant.
pub async fn read(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (code, issue) = parts(&site, &path)?;
    show(&page_of(&site, page, code, issue, Typed::default(), Vec::new()).await?)
}

/// Takes the answer; another one takes its place, and the earlier ones stay to be seen.
///
/// # Errors
/// As [`read`].
pub async fn reply(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (code, issue) = parts(&site, &path)?;
    let typed = Typed {
        outcome: posted.get("outcome").to_owned(),
        english: posted.get("english").to_owned(),
        chinese: posted.get("chinese").to_owned(),
    };
    let words = match Words::read(&typed.outcome, &typed.english, &typed.chinese) {
        Ok(words) => words,
        Err(faults) => {
            let again = page_of(&site, page, code, issue, typed, faults).await?;
            return show_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let (key, now, by) = (site.claims.clone(), site.clock.now(), code.clone());
    let replied = site.store.write(move |tx| {
        let publisher = publisher(tx, &key, &by)?;
        replies::reply(tx, now, &publisher, issue, &words)?;
        Ok::<_, WebError>(())
    });
    replied.await.map_err(|refused| seen(&site, refused))?;
    Ok(see_other(&page.link(&format!("/claim/{code}/issues/{issue}"))))
}

/// A file by which the publisher hands the issue over, with what it may see of the reports.
///
/// # Errors
/// As [`read`]; [`WebError::Missing`] if there is no such file.
pub async fn file(
    site: web::Data<Site>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, WebError> {
    let (code, issue, name) = path.into_inner();
    let (code, issue) = parts(&site, &(code, issue))?;
    let format = Format::of_file(&name).ok_or(WebError::Missing)?;
    let (key, shelf, now) = (site.claims.clone(), site.shelf.clone(), site.clock.now());
    let read = site.store.read(move |db| {
        let publisher = publisher(db, &key, &code)?;
        let shown = publisher.shown(db, now, issue)?.ok_or(WebError::Missing)?;
        let seen = Seen {
            issue: &shown.issue,
            reports: &shown.reports,
            course: &shown.course,
            detail: Detail::Distances,
            replies: &shown.replies,
        };
        Ok::<_, WebError>(handing_over::matter(db, &shelf, &seen, format)?)
    });
    let matter = read.await.map_err(|refused| seen(&site, refused))?;
    handing_over::file(format, &matter)
}

fn parts(site: &Site, path: &(String, String)) -> Result<(ClaimCode, PublicId), WebError> {
    let code = enter::code(site, &path.0)?;
    Ok((code, path.1.parse().map_err(|_| WebError::Missing)?))
}

async fn page_of(
    site: &Site,
    page: Page,
    code: ClaimCode,
    issue: PublicId,
    typed: Typed,
    faults: Vec<Fault>,
) -> Result<ReplyPage, WebError> {
    let (key, shelf, now) = (site.claims.clone(), site.shelf.clone(), site.clock.now());
    let (by, asking) = (code.clone(), page.clone());
    let read = site.store.read(move |db| {
        let publisher = publisher(db, &key, &by)?;
        let shown = publisher.shown(db, now, issue)?.ok_or(WebError::Missing)?;
        let mut told = Vec::new();
        for report in &shown.reports {
            told.push(reported::told(db, &shelf, report, asking.language)?);
        }
        Ok::<_, WebError>((name(db, &shelf, &shown, &asking)?, shown, told))
    });
    let (name, shown, reports) = read.await.map_err(|refused| seen(site, refused))?;
    let until = shown.issue.embargo_until.filter(|until| *until > now);
    Ok(ReplyPage {
        back: page.link(&format!("/claim/{code}/issues")),
        hand_over: format!("/claim/{code}/issues/{issue}/hand-over"),
        name,
        embargo: until.map(|until| until.utc().date_naive().to_string()),
        steps: reported::steps(&shown.course, Detail::Distances, page.language),
        reports,
        replies: reported::replied(&shown.replies, page.language),
        typed,
        faults,
        page,
    })
}
