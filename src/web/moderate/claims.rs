//! Claims: who says that a release is theirs, where the given string is said to stand, and what was decided.
//! The server looks nowhere; a moderator does.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::claims::{self, Claim, Open, Refused, Standing, Step, Verdict};
use crate::id::ClaimId;
use crate::people::Moderator;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::SignedIn;
use crate::web::moment::Moment;
use crate::web::page::{Page, see_other, show, show_as};

/// Claims of each kind on the page.
const ON_THE_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "moderate/claims.html")]
struct ClaimsPage {
    page: Page,
    waiting: Vec<Claim>,
    decided: Vec<Claim>,
}

#[derive(Template)]
#[template(path = "moderate/claim.html")]
struct ClaimPage {
    page: Page,
    by: Moderator,
    open: Open,
    history: Vec<Step>,
    /// The string that was given.
    given: String,
    node: String,
    /// What was typed.
    reason: String,
    /// Key of what is wrong.
    fault: Option<&'static str>,
}

impl ClaimPage {
    /// Where the claimant says that the string stands.
    fn place(&self) -> Option<&str> {
        let stated = self
            .history
            .iter()
            .rfind(|step| step.standing == Standing::Stated);
        stated.map(|step| step.words.as_str())
    }

    /// Who took a step: the text is `moderate-by-<key>`.
    fn who(&self, step: &Step) -> &'static str {
        if step.taken_by.is_none() {
            "claimant"
        } else {
            super::case::who(&self.by, step.taken_by)
        }
    }
}

/// Shows what waits and what was decided.
///
/// # Errors
/// [`WebError::Forbidden`] for somebody who does not moderate every study.
pub async fn list(site: web::Data<Site>, person: SignedIn) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let read = site.store.read(move |db| {
        let waiting = claims::waiting(db, &by, ON_THE_PAGE)?;
        Ok::<_, Refused>((waiting, claims::decided(db, &by, ON_THE_PAGE)?))
    });
    let (waiting, decided) = read.await?;
    show(&ClaimsPage {
        page: person.page,
        waiting,
        decided,
    })
}

/// Shows one claim.
///
/// # Errors
/// As [`list`]; [`Refused::NoSuchClaim`].
pub async fn claim(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let id = path.parse().map_err(|_| WebError::Missing)?;
    show(&page_of(&site, person, id).await?)
}

/// Takes a decision.
///
/// # Errors
/// As [`claim`].
pub async fn decide(
    site: web::Data<Site>,
    person: SignedIn,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let by = person.moderator()?;
    let id: ClaimId = path.parse().map_err(|_| WebError::Missing)?;
    let verdict = Verdict::from_code(posted.get("verdict")).ok_or(WebError::Unreadable)?;
    let round: i32 = posted.get("round").parse().map_err(|_| WebError::Unreadable)?;
    let (now, reason) = (site.clock.now(), posted.get("reason").to_owned());
    let decided = site
        .store
        .write(move |tx| claims::decide(tx, now, &by, id, round, verdict, &reason))
        .await;
    let (status, fault) = match decided {
        Ok(()) => {
            let address = person.page.link("/moderate/claims");
            return Ok(see_other(&address));
        }
        Err(Refused::NoReason) => (StatusCode::UNPROCESSABLE_ENTITY, "claims-fault-reason"),
        Err(Refused::Changed) => (StatusCode::CONFLICT, "claims-fault-changed"),
        Err(refused) => return Err(refused.into()),
    };
    let mut shown = page_of(&site, person, id).await?;
    shown.fault = Some(fault);
    posted.get("reason").clone_into(&mut shown.reason);
    show_as(status, &shown)
}

async fn page_of(site: &Site, person: SignedIn, id: ClaimId) -> Result<ClaimPage, WebError> {
    let by = person.moderator()?;
    let proof = by.clone();
    let read = site.store.read(move |db| {
        let open = claims::claim(db, &proof, id)?;
        Ok::<_, Refused>((open, claims::history(db, id)?))
    });
    let (open, history) = read.await?;
    Ok(ClaimPage {
        page: person.page,
        by,
        given: site.claims.given(id).to_string(),
        node: open.claim.node(&site.links).to_string(),
        open,
        history,
        reason: String::new(),
        fault: None,
    })
}
