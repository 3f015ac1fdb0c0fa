//! What a claim code opens: how the claim stands, the string to place, and what can be done with it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::Role;
use crate::chain::claims::{self, Claim, ClaimCode, Refused, Standing};
use crate::chain::links::next_roles;
use crate::questionnaire::versions;
use crate::responses::takes_answers;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::page::{Page, see_other, show, show_as};

use super::enter;

#[derive(Template)]
#[template(path = "claim/own.html")]
struct OwnPage {
    page: Page,
    code: String,
    claim: Claim,
    /// Address of the release's page.
    release: String,
    /// The string to be placed.
    given: String,
    /// The pseudonym of the claimant.
    node: String,
    history: Vec<Event>,
    /// Where invitations are handed on, and in which study; nowhere until the claim is confirmed.
    studies: Vec<(String, String)>,
    place: String,
    fault: bool,
}

/// Something that was stated or decided.
struct Event {
    /// End of the text key.
    standing: &'static str,
    on: String,
    words: String,
}

impl OwnPage {
    fn text(&self, key: &str) -> String {
        let key = format!("claim-{key}-{}", self.claim.standing.as_str());
        self.page.language.text(&key).into_owned()
    }

    /// Class of the badge.
    fn badge(&self) -> &'static str {
        match self.claim.standing {
            Standing::Begun => "draft",
            Standing::Stated => "waiting",
            Standing::Confirmed => "accept",
            Standing::Refused | Standing::Withdrawn => "reject",
        }
    }

    fn address(&self, part: &str) -> String {
        self.page.link(&format!("/claim/{}{part}", self.code))
    }
}

/// Shows a claim to whoever has its code.
///
/// # Errors
/// [`Refused::NoSuchClaim`].
pub async fn own(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let code = enter::code(&site, &path)?;
    show(&page_of(&site, page, code).await?)
}

/// Takes where the string stands.
///
/// # Errors
/// [`Refused::NoSuchClaim`]; [`Refused::Changed`] if it is confirmed already.
pub async fn state(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let code = enter::code(&site, &path)?;
    let (key, now, place) = (
        site.claims.clone(),
        site.clock.now(),
        posted.get("place").to_owned(),
    );
    let by = code.clone();
    let stated = site
        .store
        .write(move |tx| claims::state(tx, now, &key, &by, &place))
        .await;
    match stated {
        Ok(()) => Ok(see_other(&page.link(&format!("/claim/{code}")))),
        Err(Refused::NoPlace) => {
            let mut shown = page_of(&site, page, code).await?;
            posted.get("place").clone_into(&mut shown.place);
            shown.fault = true;
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(Refused::NoSuchClaim) => Err(enter::unknown(&site)),
        Err(refused) => Err(refused.into()),
    }
}

/// Takes whether the organisation wants to be named.
///
/// # Errors
/// [`Refused::NoSuchClaim`].
pub async fn name(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let code = enter::code(&site, &path)?;
    let (key, is_named, by) = (site.claims.clone(), posted.has("named"), code.clone());
    let named = site
        .store
        .write(move |tx| claims::show_name(tx, &key, &by, is_named))
        .await;
    match named {
        Ok(()) => Ok(see_other(&page.link(&format!("/claim/{code}")))),
        Err(Refused::NoSuchClaim) => Err(enter::unknown(&site)),
        Err(refused) => Err(refused.into()),
    }
}

async fn page_of(site: &Site, page: Page, code: ClaimCode) -> Result<OwnPage, WebError> {
    let claim = enter::find(site, &code).await?;
    let (shelf, now, language) = (site.shelf.clone(), site.clock.now(), page.language);
    let (id, hands_on) = (
        claim.id,
        claim.standing == Standing::Confirmed && !next_roles(claim.role).is_empty(),
    );
    let read = site.store.read(move |db| {
        let history = claims::history(db, id)?;
        let mut studies = Vec::new();
        for header in versions::open_studies(db)? {
            let described = shelf.described(db, &header)?;
            let settings = &described.settings;
            if hands_on && takes_answers(&header, settings, now) {
                let title = settings.title_in(language.tag());
                studies.push((header.key, title.to_owned()));
            }
        }
        Ok::<_, StoreError>((history, studies))
    });
    let (history, studies) = read.await?;
    let place = history.iter().rfind(|step| step.standing == Standing::Stated);
    let place = place.map_or_else(String::new, |step| step.words.clone());
    let event = |step: claims::Step| Event {
        standing: step.standing.as_str(),
        on: step.taken_at.utc().date_naive().to_string(),
        words: step.words,
    };
    Ok(OwnPage {
        release: page.link(&format!("/models/{}", claim.release)),
        given: site.claims.given(claim.id).to_string(),
        node: claim.node(&site.links).to_string(),
        history: history.into_iter().map(event).collect(),
        studies: studies
            .into_iter()
            .map(|(study, title)| (page.link(&format!("/claim/{code}/links/{study}")), title))
            .collect(),
        place,
        fault: false,
        code: code.to_string(),
        claim,
        page,
    })
}
