//! What is alleged of a release, beside what its publisher answers.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::correction;
use crate::chain::registry::{Address, dossier};
use crate::dataset::propagation;
use crate::language::Language;
use crate::news::reports::{question, tells_of_a_problem};
use crate::news::{self, Vocabulary};
use crate::questionnaire::shelf::Shelf;
use crate::store::{Instant, Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::markdown::Markup;
use crate::web::page::{Page, show};
use crate::web::release;
use crate::web::reported::{self, Detail, Replied, Step, Told};

/// Issues on the page of the release.
pub const FEW: i64 = 5;
/// Issues on a page that has nothing else.
const MOST: i64 = 10;
/// Bytes of words on it: what is longer goes on on the next one, so that every page stays light.
const MOST_WORDS: usize = 16 * 1024;

#[derive(Template)]
#[template(path = "public/issues.html")]
struct IssuesPage {
    page: Page,
    release: String,
    name: String,
    issues: Vec<Alleged>,
    /// Address of the page with older ones.
    next: Option<String>,
    is_further: bool,
    /// Address of the page with the newest.
    first: String,
    contacts: Vec<Markup>,
}

/// Where the list goes on.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// So many were seen. What is no number is no wish.
    after: Option<String>,
}

/// An issue, as everybody may see it.
pub struct Alleged {
    /// What it is, in words that say whose word that is.
    pub name: String,
    /// What is told of its reports, some of them.
    pub reports: Vec<Told>,
    pub steps: Vec<Step>,
    /// The one that stands first.
    pub replies: Vec<Replied>,
}

impl Alleged {
    /// Bytes of what reporters and publisher wrote.
    fn length(&self) -> usize {
        let reports = self.reports.iter().flat_map(|told| &told.words);
        let reports = reports.map(|(_, _, words)| words.len());
        let replies = self.replies.iter().map(|reply| reply.words.len());
        reports.chain(replies).sum()
    }
}

/// What is reported of a release, the newest first, after the first few.
pub fn of_release(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    release: &Address,
    now: Instant,
    (skipped, most): (u32, i64),
    reader: Language,
) -> Result<Vec<Alleged>, StoreError> {
    let mut alleged = Vec::new();
    for issue in news::of_release(db, release, now, skipped, most)? {
        let words = Vocabulary::of_study(db, shelf, issue.study)?;
        let first = issue.reports.first();
        let problem = first.and_then(|report| report.problem());
        let kind = first.and_then(|report| report.kind());
        let mut reports = Vec::new();
        for report in &issue.reports {
            reports.push(reported::told(db, shelf, report, reader)?);
        }
        let name = reported::called(words.as_ref(), problem, kind, reader);
        alleged.push(Alleged {
            name: if tells_of_a_problem(kind) {
                reader.filled("reported-problem", "problem", &name).into_owned()
            } else {
                name
            },
            reports,
            steps: reported::steps(&issue.course, Detail::Made, reader),
            replies: reported::replied(&issue.replies, reader),
        });
    }
    Ok(alleged)
}

/// How often a problem is reported.
pub struct Figure {
    pub problem: String,
    /// To the nearest 5.
    pub reports: u64,
}

/// How often which problem of a release is reported, where that may be told: the most frequent first.
pub fn figures(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    release: &Address,
    now: Instant,
    reader: Language,
) -> Result<Vec<Figure>, StoreError> {
    let mut figures = Vec::new();
    for (study, problems) in propagation::of_release(db, &release.to_string(), now)? {
        let words = Vocabulary::of_study(db, shelf, study)?;
        figures.extend(problems.into_iter().map(|figure| Figure {
            problem: match &figure.problem {
                Some(problem) => reported::option(words.as_ref(), question::PROBLEM, problem, reader),
                None => reader.text("reported-other-problems").into_owned(),
            },
            reports: figure.reports,
        }));
    }
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.reports));
    Ok(figures)
}

/// How many of them fit on one page: at least one.
fn fitting(issues: &[Alleged]) -> usize {
    let mut length = 0;
    let fit = issues.iter().take_while(|issue| {
        length += issue.length();
        length <= MOST_WORDS
    });
    fit.count().max(1)
}

/// Shows what is reported.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn issues(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let address = release::address(path.into_inner())?;
    let (within, asking, now) = (site.clone(), page.clone(), site.clock.now());
    let skipped = asked.after.as_deref().and_then(|number| number.parse().ok());
    let skipped: u32 = skipped.unwrap_or(0);
    let found = site.store.read(move |db| {
        let Some(dossier) = dossier::of_release(db, &address)? else {
            return Ok(None);
        };
        let asked = (skipped, MOST);
        let alleged = of_release(db, &within.shelf, &address, now, asked, asking.language)?;
        let contacts = correction::contacts(&within, &asking, db)?;
        Ok::<_, StoreError>(Some((dossier, alleged, contacts)))
    });
    let (dossier, mut issues, contacts) = found.await?.ok_or(WebError::Missing)?;
    let fitting = fitting(&issues);
    let is_all = issues.len() <= fitting && i64::try_from(issues.len()).is_ok_and(|n| n < MOST);
    issues.truncate(fitting);
    let seen = u32::try_from(issues.len()).map_or(u32::MAX, |shown| skipped.saturating_add(shown));
    let first = format!("/models/{}/issues", dossier.address);
    show(&IssuesPage {
        release: page.link(&format!("/models/{}", dossier.address)),
        name: dossier.name().to_owned(),
        next: (!is_all).then(|| page.link(&format!("{first}?after={seen}"))),
        is_further: skipped > 0,
        first: page.link(&first),
        issues,
        contacts,
        page,
    })
}
