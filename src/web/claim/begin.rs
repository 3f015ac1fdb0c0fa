//! Making a claim on a release.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::chain::Role;
use crate::chain::claims::{self, LONGEST_ORGANISATION, Refused, Wanted};
use crate::chain::registry::{Address, dossier};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::release;
use crate::web::throttle::Limited;

/// Who has something to show, in the order in which the chain runs.
const ROLES: [Role; 3] = [Role::Publisher, Role::Deployer, Role::Provider];

#[derive(Template)]
#[template(path = "claim/begin.html")]
struct BeginPage {
    page: Page,
    name: String,
    /// Address of the release's page, and of this one.
    release: String,
    address: String,
    organisation: String,
    /// Letter, and whether it is chosen.
    roles: Vec<(&'static str, bool)>,
    is_named: bool,
    /// Key of what is wrong with the organisation, and with the role.
    faults: (Option<&'static str>, Option<&'static str>),
}

/// Says what a claim is for, and asks for what it needs.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn form(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let release = release::address(path.into_inner())?;
    show(&page_of(&site, page, release, &Posted::default()).await?)
}

/// Makes a claim and goes to its page.
///
/// # Errors
/// [`WebError::Missing`]; [`WebError::TooMany`].
pub async fn begin(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let release = release::address(path.into_inner())?;
    let mut shown = page_of(&site, page, release.clone(), &posted).await?;
    let role = Role::from_code(posted.get("role")).filter(|role| ROLES.contains(role));
    let organisation = posted.get("organisation").to_owned();
    if organisation.is_empty() {
        shown.faults.0 = Some("claim-fault-organisation");
    }
    let Some(role) = role.filter(|_| !organisation.is_empty()) else {
        shown.faults.1 = role.is_none().then_some("claim-fault-role");
        return show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    let now = site.clock.now();
    site.throttle.take(Limited::Claim, "", now)?;
    let (key, is_named) = (site.claims.clone(), posted.has("named"));
    let wanted = Wanted {
        release,
        role,
        organisation,
        is_named,
    };
    let begun = site
        .store
        .write(move |tx| claims::begin(tx, now, &key, &wanted))
        .await;
    match begun {
        Ok(code) => Ok(see_other(&shown.page.link(&format!("/claim/{code}")))),
        Err(Refused::NoOrganisation) => {
            shown.faults.0 = Some("claim-fault-organisation");
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn page_of(site: &Site, page: Page, release: Address, posted: &Posted) -> Result<BeginPage, WebError> {
    let asked = release.clone();
    let dossier = site.store.read(move |db| dossier::of_release(db, &asked)).await?;
    let dossier = dossier.ok_or(WebError::Missing)?;
    Ok(BeginPage {
        name: dossier.name().to_owned(),
        release: page.link(&format!("/models/{release}")),
        address: page.link(&format!("/models/{release}/claim")),
        organisation: posted.get("organisation").to_owned(),
        roles: ROLES
            .map(|role| (role.as_str(), posted.get("role") == role.as_str()))
            .to_vec(),
        is_named: posted.has("named"),
        faults: (None, None),
        page,
    })
}
