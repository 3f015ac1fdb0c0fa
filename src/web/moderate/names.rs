//! What people typed for releases: which release it means, found once for all who typed the same.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::chain::registry::search::{self, Near};
use crate::id::StudyId;
use crate::moderation::{self, Finding, Matched, Refused, Unmatched};
use crate::people::Moderator;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::SignedIn;
use crate::web::moment::Moment;
use crate::web::page::{Page, see_other, show_as};

/// Names on one page.
const ON_A_PAGE: usize = 10;
/// Releases that are suggested for each.
const SUGGESTED: usize = 5;
/// Names that mean something, on one page.
const MATCHED: i64 = 25;
/// No list is read further than this.
const FURTHEST: usize = 10_000;

#[derive(Template)]
#[template(path = "moderate/names.html")]
struct NamesPage {
    page: Page,
    by: Moderator,
    names: Vec<Name>,
    matched: Vec<Matched>,
    refused: Option<Refusal>,
    /// Names on the pages before.
    passed: usize,
    /// Matches that were found after these.
    found: i64,
    next: Option<String>,
    /// The matches that were found before these.
    older: Option<String>,
}

/// What was sent and not taken.
struct Refusal {
    /// Why: the text is `names-<key>`.
    key: &'static str,
    posted: Posted,
}

/// Words with what they may mean.
struct Name {
    unmatched: Unmatched,
    /// What is searched for in place of the words.
    query: String,
    near: Vec<Near>,
}

impl NamesPage {
    fn who(&self, matched: &Matched) -> &'static str {
        super::case::who(&self.by, Some(matched.decided_by))
    }

    /// What was typed into the form about some words, if it was not taken.
    fn typed(&self, study: &StudyId, same: &str, field: &str) -> &str {
        let posted = self.refused.as_ref().map(|refused| &refused.posted);
        let own =
            posted.filter(|posted| posted.get("study") == study.to_string() && posted.get("same") == same);
        own.map_or("", |posted| posted.get(field))
    }

    fn release(&self, matched: &Matched) -> String {
        let address = matched.release.as_deref().unwrap_or_default();
        self.page.link(&format!("/models/{address}"))
    }
}

/// What an address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// How many names stand on the pages before.
    #[serde(default)]
    passed: usize,
    /// How many matches were found after those that are shown.
    #[serde(default)]
    found: i64,
    /// For which words something else is searched, in which study, and what.
    #[serde(default)]
    same: String,
    #[serde(default)]
    study: String,
    #[serde(default)]
    words: String,
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
    shown(&site, person.page, by, asked.into_inner(), None).await
}

/// Records what words mean, or takes that back.
///
/// # Errors
/// [`WebError::Missing`] when nobody has typed them in a study that the person moderates.
pub async fn decide(
    site: web::Data<Site>,
    person: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let release = posted.get("release").trim();
    let takes_back = posted.get("go") == "undo";
    let finding = Finding {
        study: posted.get("study").parse().map_err(|_| WebError::Missing)?,
        same: posted.get("same").to_owned(),
        round: posted.get("round").parse().map_err(|_| WebError::Unreadable)?,
        release: release.parse().ok().filter(|_| !takes_back),
        reason: posted.get("reason").to_owned(),
    };
    let asked = Asked {
        passed: posted.get("passed").parse().unwrap_or_default(),
        found: posted.get("found").parse().unwrap_or_default(),
        same: finding.same.clone(),
        study: posted.get("study").to_owned(),
        words: posted.get("words").to_owned(),
    };
    let now = site.clock.now();
    let proof = by.clone();
    let decided = if finding.release.is_none() && !takes_back {
        Err(Refused::NoSuchRelease)
    } else {
        let write =
            move |tx: &mut crate::store::Transaction<'_>| moderation::find_meaning(tx, now, &proof, &finding);
        site.store.write(write).await
    };
    let key = match decided {
        Ok(()) => {
            let back = format!("/moderate/names?passed={}&found={}", asked.passed, asked.found);
            return Ok(see_other(&person.page.link(&back)));
        }
        Err(Refused::AlreadyDecided) => "decided",
        Err(Refused::NoSuchRelease) => "no-release",
        Err(Refused::ReasonMissing) => "no-reason",
        Err(
            other @ (Refused::NoSuchName
            | Refused::NoSuchSubmission
            | Refused::Withdrawn
            | Refused::Superseded
            | Refused::NobodyToCorrect
            | Refused::Store(_)),
        ) => return Err(other.into()),
    };
    shown(&site, person.page, by, asked, Some(Refusal { key, posted })).await
}

async fn shown(
    site: &Site,
    page: Page,
    by: Moderator,
    asked: Asked,
    refused: Option<Refusal>,
) -> Result<HttpResponse, WebError> {
    let passed = asked.passed.min(FURTHEST);
    let found = asked.found.clamp(0, rows(FURTHEST));
    let proof = by.clone();
    let (mut names, matched) = site
        .store
        .read(move |db| {
            let unmatched = moderation::unmatched(db, &proof, rows(passed), rows(ON_A_PAGE + 1))?;
            let study: Option<StudyId> = asked.study.parse().ok();
            let mut names = Vec::new();
            for unmatched in unmatched {
                let is_meant = Some(unmatched.study) == study && unmatched.same == asked.same;
                let is_searched = is_meant && !asked.words.is_empty();
                let query = if is_searched {
                    &asked.words
                } else {
                    &unmatched.words
                };
                names.push(Name {
                    near: search::near(db, query, SUGGESTED)?,
                    query: query.clone(),
                    unmatched,
                });
            }
            Ok::<_, StoreError>((names, moderation::matched(db, &proof, found, MATCHED)?))
        })
        .await?;
    let has_more = names.len() > ON_A_PAGE;
    names.truncate(ON_A_PAGE);
    let further = passed + ON_A_PAGE;
    let next = has_more.then(|| page.link(&format!("/moderate/names?passed={further}")));
    let is_full = rows(matched.len()) == MATCHED;
    let older = is_full.then(|| page.link(&format!("/moderate/names?found={}", found + MATCHED)));
    let status = match refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shown = NamesPage {
        page,
        by,
        names,
        matched,
        refused,
        passed,
        found,
        next,
        older,
    };
    show_as(status, &shown)
}

fn rows(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
