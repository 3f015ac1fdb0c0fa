//! The receipt: enter a code, see what became of the answers.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::Audience;
use crate::chain::links::next_roles;
use crate::news::{self, heard};
use crate::questionnaire::evaluation::{Context, sealed};
use crate::responses::{Code, CodeHash, Receipt, Refused, Status};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::handing_over::Format;
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::reported::{self, Detail, Replied, Step};

use super::copy::{self, Copied};
use super::draft;
use super::tongues::Tongues;
use super::upload::Files;

#[derive(Template)]
#[template(path = "participate/enter_code.html")]
struct EnterCodePage {
    page: Page,
    typed: String,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "participate/receipt.html")]
struct ReceiptPage {
    page: Page,
    study: String,
    questionnaire: String,
    code: String,
    /// Class of the badge and end of the text keys.
    status: &'static str,
    status_on: String,
    submitted_on: Option<String>,
    revision: i32,
    reason: Option<String>,
    note: Option<String>,
    /// Where a draft goes on.
    go_on: Option<String>,
    withdrawn: bool,
    /// Where links are handed on, for whoever has someone to hand them to.
    hand_on: Option<String>,
    /// What became of a report.
    heard: Option<Heard>,
    ticks: Vec<String>,
    copy: Vec<Copied>,
    /// The language of the copy.
    spoken: Tongues,
}

/// What became of a report, as told.
struct Heard {
    steps: Vec<Step>,
    replies: Vec<Replied>,
    /// Since when the publisher can see it.
    seen_since: Option<String>,
}

impl ReceiptPage {
    /// Where the files are by which a report is handed over.
    fn files(&self) -> String {
        format!("/answer/{}/hand-over", self.code)
    }

    fn badge(&self) -> String {
        format!("receipt-status-{}", self.status)
    }

    fn withdraw_address(&self) -> String {
        format!("/answer/{}/withdraw", self.code)
    }

    fn heading(&self) -> String {
        let key = format!("receipt-title-{}", self.status);
        self.page.language.text(&key).into_owned()
    }

    /// What the status means and what happens next.
    fn meaning(&self) -> String {
        let key = format!("receipt-text-{}", self.status);
        self.page
            .language
            .filled(&key, "on", &self.status_on)
            .into_owned()
    }
}

/// Asks for a code.
///
/// # Errors
/// When the page cannot be written.
pub async fn enter(page: Page) -> Result<HttpResponse, WebError> {
    show(&EnterCodePage {
        page,
        typed: String::new(),
        fault: None,
    })
}

/// Takes a code and goes to its receipt.
///
/// # Errors
/// [`WebError::TooMany`].
pub async fn find(site: web::Data<Site>, page: Page, posted: Posted) -> Result<HttpResponse, WebError> {
    let typed = posted.get("code").chars().take(64).collect::<String>();
    let refused = |page: Page, key: &str| {
        let fault = Some(page.language.text(key).into_owned());
        show_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            &EnterCodePage {
                typed: typed.clone(),
                fault,
                page,
            },
        )
    };
    let Ok(code) = typed.parse::<Code>() else {
        return refused(
            page,
            if typed.is_empty() {
                "code-empty"
            } else {
                "code-mistyped"
            },
        );
    };
    match read(&site, site.codes.hash(&code)).await {
        Ok(_) => Ok(see_other(&page.link(&format!("/answer/{code}/receipt")))),
        Err(WebError::Responses(Refused::NoSuchCode)) => refused(page, "code-unknown"),
        Err(error) => Err(error),
    }
}

/// Shows what stands under a code.
///
/// # Errors
/// [`Refused::NoSuchCode`].
pub async fn show_receipt(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (code, hash) = draft::code(&site, &path)?;
    let receipt = read(&site, hash.clone()).await?;
    let heard = match (receipt.version.audience, &receipt.status) {
        (Audience::Report, Status::Accepted { .. }) => {
            let now = site.clock.now();
            site.store.read(move |db| heard(db, now, &hash)).await?
        }
        (Audience::Report | Audience::Role(_) | Audience::Any, _) => None,
    };
    show(&of(page, &site, &receipt, heard.as_ref(), &code))
}

/// What stands under a code.
///
/// # Errors
/// [`Refused::NoSuchCode`].
pub async fn read(site: &Site, hash: CodeHash) -> Result<Receipt, WebError> {
    let (shelf, now) = (site.shelf.clone(), site.clock.now());
    let found = site
        .store
        .read(move |db| crate::responses::receipt(db, now, &shelf, &hash))
        .await?;
    found.ok_or_else(|| draft::unknown(site))
}

fn of(page: Page, site: &Site, receipt: &Receipt, heard: Option<&news::Heard>, code: &Code) -> ReceiptPage {
    // Whoever asks for another language by the address gets it; the answers stay in their own.
    let page = if page.is_language_chosen() {
        page
    } else {
        draft::frame(page, &receipt.language)
    };
    let speaks = page.language.tag();
    let settings = &receipt.described.settings;
    let fallback = settings.fallback_language();
    let definition = receipt.version.plan.definition();
    let asked = if definition.speaks(speaks) {
        speaks
    } else {
        &receipt.language
    };
    let (status, on, reason, note, go_on) = told(&receipt.status);
    let ticked = settings
        .consent
        .ticks
        .iter()
        .filter(|tick| receipt.consent.ticks.contains(&tick.key));
    ReceiptPage {
        study: settings.title.get(speaks, fallback).to_owned(),
        questionnaire: receipt
            .described
            .title_of(&receipt.version.key, speaks)
            .unwrap_or_default()
            .to_owned(),
        code: code.to_string(),
        status,
        status_on: on.unwrap_or_default(),
        submitted_on: receipt.submitted_on.map(|day| day.to_string()),
        revision: receipt.revision,
        reason: reason.map(|reason| {
            let key = format!("reason-{reason}");
            if page.language.has(&key) {
                page.language.text(&key).into_owned()
            } else {
                reason
            }
        }),
        note,
        go_on: go_on.map(|index| draft::address(code, index)),
        withdrawn: status == "withdrawn",
        hand_on: hands_on(receipt).then(|| page.link(&format!("/answer/{code}/links"))),
        heard: heard.map(|heard| Heard {
            steps: reported::steps(&heard.course, Detail::Days, page.language),
            replies: reported::replied(&heard.replies, page.language),
            seen_since: heard.course.shown_since.map(|day| day.to_string()),
        }),
        ticks: ticked
            .map(|tick| tick.text.get(speaks, fallback).to_owned())
            .collect(),
        copy: copied(site, receipt, asked, code),
        spoken: Tongues {
            site: page.language,
            asked: asked.to_owned(),
        },
        page,
    }
}

/// Whether something was submitted by somebody who has someone to hand links to.
fn hands_on(receipt: &Receipt) -> bool {
    let has_next = match receipt.version.audience {
        Audience::Role(role) => !next_roles(role).is_empty(),
        Audience::Any | Audience::Report => false,
    };
    has_next && receipt.revision > 0 && !matches!(receipt.status, Status::Withdrawn { .. })
}

/// Name of the status, its day, reason, note, and the page on which to go on.
type Told = (
    &'static str,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<usize>,
);

fn told(status: &Status) -> Told {
    match status {
        Status::Draft { page, saved_on } => ("draft", Some(saved_on.to_string()), None, None, Some(*page)),
        Status::Waiting => ("waiting", None, None, None, None),
        Status::Accepted { on } => ("accept", Some(on.to_string()), None, None, None),
        Status::Rejected { on, reason, note } => (
            "reject",
            Some(on.to_string()),
            Some(reason.clone()),
            note.clone(),
            None,
        ),
        Status::Returned {
            on,
            reason,
            note,
            page,
        } => (
            "return",
            Some(on.to_string()),
            Some(reason.clone()),
            note.clone(),
            Some(*page),
        ),
        Status::Withdrawn { on } => ("withdrawn", Some(on.to_string()), None, None, None),
    }
}

fn copied(site: &Site, receipt: &Receipt, language: &str, code: &Code) -> Vec<Copied> {
    let Some(answers) = &receipt.answers else {
        return Vec::new();
    };
    let now = site.clock.now().utc();
    let context = Context {
        language: language.to_owned(),
        seed: 0,
        begun_at: now,
        now,
        zone: receipt.described.settings.zone(),
        registry: receipt.registry.clone(),
    };
    let files = Files {
        code: code.to_string(),
        limit: site.settings.upload_limit,
        stored: receipt.files.clone(),
    };
    let mut pages = copy::of(&sealed(&receipt.version.plan, answers, &context), &files);
    pages.retain(|page| !page.answers.is_empty());
    pages
}
