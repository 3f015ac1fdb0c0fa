//! What is alleged of a release, beside what its publisher answers.

use actix_web::{HttpResponse, web};
use askama::Template;

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
/// Issues on the page that has nothing else.
const MOST: i64 = 10;

#[derive(Template)]
#[template(path = "public/issues.html")]
struct IssuesPage {
    page: Page,
    release: String,
    name: String,
    issues: Vec<Alleged>,
    /// Whether there may be older ones.
    cut: bool,
    contacts: Vec<Markup>,
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

/// What is reported of a release, the newest first.
pub fn of_release(
    db: &mut Snapshot<'_>,
    shelf: &Shelf,
    release: &Address,
    now: Instant,
    most: i64,
    reader: Language,
) -> Result<Vec<Alleged>, StoreError> {
    let mut alleged = Vec::new();
    for issue in news::of_release(db, release, now, most)? {
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

/// Shows what is reported.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn issues(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let address = release::address(path.into_inner())?;
    let (within, asking, now) = (site.clone(), page.clone(), site.clock.now());
    let found = site.store.read(move |db| {
        let Some(dossier) = dossier::of_release(db, &address)? else {
            return Ok(None);
        };
        let alleged = of_release(db, &within.shelf, &address, now, MOST, asking.language)?;
        let contacts = correction::contacts(&within, &asking, db)?;
        Ok::<_, StoreError>(Some((dossier, alleged, contacts)))
    });
    let (dossier, issues, contacts) = found.await?.ok_or(WebError::Missing)?;
    show(&IssuesPage {
        release: page.link(&format!("/models/{}", dossier.address)),
        name: dossier.name().to_owned(),
        cut: i64::try_from(issues.len()).is_ok_and(|n| n >= MOST),
        issues,
        contacts,
        page,
    })
}
