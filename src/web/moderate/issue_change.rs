//! Doing something with an issue: each form of its page names one deed and gives its reason.

use actix_web::{HttpResponse, web};
use chrono::{NaiveDate, NaiveTime};

use crate::chain::registry::Address;
use crate::id::{IssueEntryId, IssueId, SubmissionId};
use crate::news::{self, Hop, Reason, Refused, grouping};
use crate::people::Moderator;
use crate::store::{Instant, Transaction};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::SignedIn;
use crate::web::page::see_other;

use super::issue;

/// What a form asks for.
enum Deed {
    /// Joins this issue to another one.
    Join(IssueId),
    Split(Vec<SubmissionId>),
    Undo(IssueEntryId),
    Embargo(Instant),
    Lift,
    Release(Option<Address>),
    Hop(Hop, Option<NaiveDate>),
    Words(SubmissionId, bool),
}

/// Does what the form says and shows the issue again, or the one that the reports went to.
///
/// # Errors
/// [`WebError::Missing`] when there is no such issue in a study that the person moderates.
pub async fn change(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let issue: IssueId = path.parse().map_err(|_| WebError::Missing)?;
    let (deed, reason) = match (read(&posted), Reason::typed(posted.get("reason"))) {
        (Err(fault), _) => return issue::again(&site, person, issue, posted, fault).await,
        (_, None) => return issue::again(&site, person, issue, posted, "reason").await,
        (Ok(deed), Some(reason)) => (deed, reason),
    };
    let now = site.clock.now();
    let done = site
        .store
        .write(move |tx| act(tx, now, &by, issue, deed, &reason))
        .await;
    let fault = match done {
        Ok(shown) => return Ok(see_other(&person.page.link(&format!("/moderate/issues/{shown}")))),
        Err(Refused::ReportsMoved) => "moved",
        Err(Refused::CannotJoin) => "join",
        Err(Refused::NoSuchRelease) => "release",
        Err(Refused::Answered) => "answered",
        Err(Refused::NothingLeft) => "split",
        Err(Refused::CannotUndo) => "undo",
        Err(Refused::EmbargoOutOfRange) => "embargo",
        Err(Refused::DayToCome) => "day",
        Err(other @ (Refused::NoSuchIssue | Refused::AnsweredEnough | Refused::Store(_))) => {
            return Err(other.into());
        }
    };
    issue::again(&site, person, issue, posted, fault).await
}

/// The deed, or the end of the key of the text that says what is wrong.
fn read(posted: &Posted) -> Result<Deed, &'static str> {
    let day = |name: &str| posted.get(name).parse::<NaiveDate>().map_err(|_| "day");
    match posted.get("do") {
        "join" => {
            // One of the suggestions, or the address of another issue.
            let chosen = Some(posted.get("other")).filter(|other| !other.is_empty());
            let typed = posted.get("address").rsplit('/').next().unwrap_or_default();
            let typed = typed.split('?').next().unwrap_or_default();
            chosen
                .unwrap_or(typed)
                .parse()
                .map(Deed::Join)
                .map_err(|_| "join")
        }
        "split" => {
            let reports: Result<_, _> = posted.all("report").map(str::parse).collect();
            reports.map(Deed::Split).map_err(|_| "split")
        }
        "undo" => posted.get("entry").parse().map(Deed::Undo).map_err(|_| "undo"),
        "embargo" => {
            let midnight = day("until")?.and_time(NaiveTime::MIN).and_utc();
            Ok(Deed::Embargo(Instant::new(midnight)))
        }
        "lift" => Ok(Deed::Lift),
        "release" => match posted.get("release") {
            "" => Ok(Deed::Release(None)),
            address => address
                .parse()
                .map(|to| Deed::Release(Some(to)))
                .map_err(|_| "release"),
        },
        "hop" => {
            let hop = Hop::from_code(posted.get("hop")).ok_or("hop")?;
            let on = if posted.get("on").is_empty() {
                None
            } else {
                Some(day("on")?)
            };
            Ok(Deed::Hop(hop, on))
        }
        "words" => {
            let report = posted.get("report").parse().map_err(|_| "moved")?;
            Ok(Deed::Words(report, posted.get("pass") == "yes"))
        }
        _ => Err("moved"),
    }
}

/// Does it; gives the issue to be shown then.
fn act(
    tx: &mut Transaction<'_>,
    now: Instant,
    by: &Moderator,
    issue: IssueId,
    deed: Deed,
    reason: &Reason,
) -> Result<IssueId, Refused> {
    match deed {
        Deed::Join(other) => {
            grouping::join(tx, now, by, issue, other, reason)?;
            return Ok(other);
        }
        Deed::Split(reports) => return grouping::split(tx, now, by, issue, &reports, reason),
        Deed::Undo(entry) => grouping::undo(tx, now, by, issue, entry, reason)?,
        Deed::Embargo(until) => news::embargo(tx, now, by, issue, until, reason)?,
        Deed::Lift => news::lift_embargo(tx, now, by, issue, reason)?,
        Deed::Release(release) => news::name_release(tx, now, by, issue, release.as_ref(), reason)?,
        Deed::Hop(hop, on) => news::record_hop(tx, now, by, issue, (hop, on), reason)?,
        Deed::Words(report, pass) => news::pass_words(tx, now, by, issue, (report, pass), reason)?,
    }
    Ok(issue)
}
