//! Taking a decision; then on to the next submission.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::id::SubmissionId;
use crate::moderation::{self, Cursor, Decision, Refused, Verdict};
use crate::news;
use crate::people::Moderator;
use crate::store::{Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::SignedIn;
use crate::web::page::see_other;

use super::case::{self, Typed};
use super::filter::{self, Asked};

/// Reports taken in with a decision: its own, and what a command may have left.
const AT_ONCE: i64 = 20;

/// The submission that was decided a moment ago, in the address of what follows.
#[derive(Debug, Deserialize)]
pub struct JustDecided {
    pub decided: Option<String>,
}

/// Records the verdict and goes on to the next submission that waits under the same filter.
///
/// # Errors
/// [`WebError::Missing`] when there is no such submission in a study that the person moderates.
pub async fn decide(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
    asked: web::Query<Asked>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let submission: SubmissionId = path.parse().map_err(|_| WebError::Missing)?;
    let round_seen: i32 = posted.get("round").parse().map_err(|_| WebError::Unreadable)?;
    let filter = asked.filter();
    let typed = Typed {
        verdict: posted.get("verdict").to_owned(),
        reason: posted.get("reason").to_owned(),
        note: posted.get("note").to_owned(),
    };
    let decision = match Decision::read(&typed.verdict, &typed.reason, &typed.note) {
        Ok(decision) => decision,
        Err(faults) => {
            return case::again(&site, person.page, by, submission, filter, typed, Err(faults)).await;
        }
    };

    let now = site.clock.now();
    let (proof, kept) = (by.clone(), filter.clone());
    let decided = site
        .store
        .write(move |tx| {
            moderation::decide(tx, now, &proof, submission, round_seen, &decision)?;
            news::take_in(tx, now, AT_ONCE)?;
            let Some(case) = moderation::case(tx, &proof, submission)? else {
                return Ok(None);
            };
            let after = Cursor::at(case.submitted_at, submission);
            let mut next = moderation::waiting(tx, &proof, &kept, Some(after), 1)?;
            if next.is_empty() {
                // What was left undecided on the way here.
                next = moderation::waiting(tx, &proof, &kept, None, 1)?;
            }
            Ok::<_, Refused>(next.pop().map(|item| item.submission))
        })
        .await;
    let conflict = match decided {
        Ok(next) => {
            let query = filter::query(&filter, &format!("decided={submission}"));
            let path = next.map_or_else(String::new, |next| format!("/{next}"));
            return Ok(see_other(&person.page.link(&format!("/moderate{path}{query}"))));
        }
        Err(Refused::AlreadyDecided) => "decided",
        Err(Refused::Withdrawn) => "withdrawn",
        Err(Refused::Superseded) => "superseded",
        Err(Refused::NobodyToCorrect) => "imported",
        Err(
            other @ (Refused::NoSuchSubmission
            | Refused::NoSuchName
            | Refused::NoSuchRelease
            | Refused::ReasonMissing
            | Refused::Store(_)),
        ) => return Err(other.into()),
    };
    case::again(&site, person.page, by, submission, filter, typed, Ok(conflict)).await
}

/// The verdict that stands on a submission, to be told on the next page.
pub(super) fn verdict_on(
    db: &mut Snapshot<'_>,
    by: &Moderator,
    submission: Option<SubmissionId>,
) -> Result<Option<(SubmissionId, Verdict)>, StoreError> {
    let Some(submission) = submission else {
        return Ok(None);
    };
    let case = moderation::case(db, by, submission)?;
    Ok(case.and_then(|case| case.verdict.map(|verdict| (submission, verdict))))
}
