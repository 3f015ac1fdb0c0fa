//! One issue: its reports side by side, others that may be the same, what was done with it, and the
//! forms to do more.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::id::{IssueId, SubmissionId};
use crate::language::Language;
use crate::news::issues::RECORDABLE;
use crate::news::reports::question;
use crate::news::{self, Change, Entry, LONGEST_REASON, Report, Suggestion, Vocabulary, Whole};
use crate::people::Moderator;
use crate::questionnaire::shelf::Shelf;
use crate::questionnaire::versions;
use crate::store::{Instant, Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::SignedIn;
use crate::web::handing_over::Format;
use crate::web::moderate::issue_file::offered;
use crate::web::moment::Moment;
use crate::web::page::{Page, show, show_as};
use crate::web::reported::{self, Detail, Replied, Step, Told};

use super::case::who;

/// Letters of a suggestion's words that are shown.
const EXCERPT: usize = 300;

#[derive(Template)]
#[template(path = "moderate/issue.html")]
struct IssuePage {
    page: Page,
    by: Moderator,
    now: Instant,
    found: Found,
    /// What was typed into the form that was not taken, and the end of the key of the text that says
    /// why.
    typed: Posted,
    fault: Option<&'static str>,
}

/// What the store tells of the issue.
struct Found {
    whole: Whole,
    study: String,
    name: String,
    release: Option<String>,
    cards: Vec<Card>,
    steps: Vec<Step>,
    replies: Vec<Replied>,
    suggestions: Vec<Suggestion>,
}

/// A report among the others.
struct Card {
    number: usize,
    report: Report,
    told: Told,
    share: String,
    routes: Vec<String>,
}

/// The page.
///
/// # Errors
/// [`WebError::Missing`] when there is no such issue in a study that the person moderates.
pub async fn page(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let issue = path.parse().map_err(|_| WebError::Missing)?;
    let found = found(&site, &by, issue, person.page.language).await?;
    show(&IssuePage {
        page: person.page,
        by,
        now: site.clock.now(),
        found,
        typed: Posted::default(),
        fault: None,
    })
}

/// The page again, with what was typed and what is wrong with it.
pub(super) async fn again(
    site: &Site,
    person: SignedIn,
    issue: IssueId,
    typed: Posted,
    fault: &'static str,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let found = found(site, &by, issue, person.page.language).await?;
    let again = IssuePage {
        page: person.page,
        by,
        now: site.clock.now(),
        found,
        typed,
        fault: Some(fault),
    };
    show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)
}

async fn found(site: &Site, by: &Moderator, issue: IssueId, reader: Language) -> Result<Found, WebError> {
    let (by, shelf, now) = (by.clone(), site.shelf.clone(), site.clock.now());
    let found = site.store.read(move |db| {
        let Some(whole) = news::issue(db, &by, now, issue)? else {
            return Ok::<_, StoreError>(None);
        };
        tell(db, &shelf, whole, reader).map(Some)
    });
    found.await?.ok_or(WebError::Missing)
}

fn tell(db: &mut Snapshot<'_>, shelf: &Shelf, whole: Whole, reader: Language) -> Result<Found, StoreError> {
    let words = Vocabulary::of_study(db, shelf, whole.issue.study)?;
    let words = words.as_ref();
    let mut cards = Vec::new();
    for (at, report) in whole.reports.iter().enumerate() {
        let Some(said) = whole.said.get(&report.submission) else {
            continue;
        };
        let routes = report.told.routes.iter();
        let routes = routes.map(|route| reported::option(words, question::TOLD, route, reader));
        cards.push(Card {
            number: at + 1,
            told: reported::told(db, shelf, &said.whole(), reader)?,
            share: reported::option(words, question::SHARE, report.told.share.as_str(), reader),
            routes: routes.collect(),
            report: report.clone(),
        });
    }
    let study = versions::study_of_id(db, whole.issue.study)?;
    let study = match study {
        Some(header) => {
            let described = shelf.described(db, &header)?;
            let settings = &described.settings;
            settings.title_in(reader.tag()).to_owned()
        }
        None => String::new(),
    };
    let first = whole.reports.first();
    let problem = first.and_then(|report| report.problem.as_deref());
    let kind = first.and_then(|report| report.kind.as_deref());
    Ok(Found {
        study,
        name: reported::called(words, problem, kind, reader),
        release: whole
            .issue
            .release
            .as_deref()
            .map(|code| reported::option(words, question::RELEASE, code, reader)),
        cards,
        steps: reported::steps(&whole.course, Detail::Days, reader),
        replies: reported::replied(&whole.replies, reader),
        suggestions: news::suggestions(db, &whole)?,
        whole,
    })
}

impl IssuePage {
    fn address(&self, issue: &IssueId) -> String {
        self.page.link(&format!("/moderate/issues/{issue}"))
    }

    /// Where the forms of the page lead.
    fn action(&self) -> String {
        self.address(&self.found.whole.issue.id)
    }

    /// The files in which anything may be handed over.
    fn formats(&self) -> Vec<Format> {
        offered(&self.found.whole, self.now)
    }

    /// Where the files are.
    fn files(&self) -> String {
        format!("/moderate/issues/{}/hand-over", self.found.whole.issue.id)
    }

    fn case(&self, submission: &SubmissionId) -> String {
        self.page.link(&format!("/moderate/{submission}"))
    }

    /// What a field of a form holds, if that form was not taken.
    fn typed(&self, form: &str, field: &str) -> &str {
        if self.typed.get("do") == form {
            self.typed.get(field)
        } else {
            ""
        }
    }

    /// The day on which the embargo ends, or would.
    fn embargo_day(&self) -> String {
        let typed = self.typed("embargo", "until");
        let until = self.found.whole.issue.embargo_until;
        let until = until.unwrap_or_else(|| self.now.plus(news::EMBARGO));
        if typed.is_empty() {
            until.utc().date_naive().to_string()
        } else {
            typed.to_owned()
        }
    }

    fn percent(suggestion: &Suggestion) -> String {
        format!("{:.0}", suggestion.likeness * 100.0)
    }

    fn excerpt(suggestion: &Suggestion) -> String {
        let mut words: String = suggestion.words.chars().take(EXCERPT).collect();
        if words.len() < suggestion.words.len() {
            words.push('…');
        }
        words
    }

    fn who(&self, entry: &Entry) -> &'static str {
        who(&self.by, entry.by)
    }

    /// What was done, in words.
    fn done(&self, entry: &Entry) -> String {
        let language = self.page.language;
        match &entry.change {
            Change::Moved { reports, undoes } => {
                let way = match (undoes, entry.issue == self.found.whole.issue.id) {
                    (None, true) => "issue-entry-came",
                    (None, false) => "issue-entry-left",
                    (Some(_), true) => "issue-entry-came-back",
                    (Some(_), false) => "issue-entry-went-back",
                };
                language.count(way, reports.len()).into_owned()
            }
            Change::Embargoed { until } => {
                let until = until.utc().date_naive().to_string();
                language
                    .filled("issue-entry-embargoed", "day", &until)
                    .into_owned()
            }
            Change::EmbargoLifted => language.text("issue-entry-lifted").into_owned(),
            Change::Release { to, .. } => {
                let to = to.as_deref().unwrap_or("–");
                language.filled("issue-entry-release", "release", to).into_owned()
            }
            Change::Hop { hop, on } => {
                let name = language.text(&format!("hop-{}", hop.as_str()));
                match on {
                    Some(day) => format!("{name}: {day}"),
                    None => language.filled("issue-entry-no-hop", "hop", &name).into_owned(),
                }
            }
            Change::Words { report, pass } => {
                let own = |card: &&Card| card.report.submission == *report;
                let number = self.found.cards.iter().find(own).map_or(0, |card| card.number);
                let key = if *pass {
                    "issue-entry-words"
                } else {
                    "issue-entry-no-words"
                };
                language.count(key, number).into_owned()
            }
        }
    }

    /// Where reports went to or came from.
    fn elsewhere(&self, entry: &Entry) -> Option<IssueId> {
        let own = self.found.whole.issue.id;
        entry
            .other
            .map(|other| if other == own { entry.issue } else { other })
    }

    /// Whether the entry can be taken back from this page: reports came by it and are still here.
    fn can_undo(&self, entry: &Entry) -> bool {
        let own = &self.found.whole;
        let Change::Moved {
            reports,
            undoes: None,
        } = &entry.change
        else {
            return false;
        };
        let is_here = |id: &SubmissionId| own.reports.iter().any(|report| report.submission == *id);
        entry.issue == own.issue.id && reports.iter().any(is_here)
    }
}
