//! The account of whoever has signed in: permissions, language, password, sessions.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::language::Language;
use crate::people::sessions::Listed;
use crate::people::{Email, Permission, Scope, Session, Typed, accounts, sessions};
use crate::questionnaire::versions;
use crate::store::{Instant, Snapshot, StoreError};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::{SignedIn, session_cookie};
use crate::web::moment::Moment;
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::throttle::Limited;

use super::new_password::{self, NewPasswordFault};

#[derive(Template)]
#[template(path = "account/own.html")]
struct OwnPage {
    page: Page,
    email: String,
    /// Those on offer.
    languages: Vec<Language>,
    permissions: Vec<Held>,
    sessions: Vec<Listed>,
    /// What has just been done; the text is `account-done-<key>`.
    done: Option<&'static str>,
    is_current_wrong: bool,
    fault: Option<NewPasswordFault>,
}

impl OwnPage {
    /// The field whose content is at fault.
    fn fault_at(&self) -> &'static str {
        self.fault.map_or("", |fault| fault.field)
    }
}

/// A permission and the studies that it is restricted to.
struct Held {
    permission: Permission,
    /// Keys; none means the whole site.
    studies: Option<Vec<String>>,
}

/// What the address may carry.
#[derive(Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// The page.
///
/// # Errors
/// [`WebError::SignInFirst`] without a session.
pub async fn page(
    site: web::Data<Site>,
    person: SignedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let done = asked.done.as_deref().and_then(|asked| {
        ["welcome", "password", "language"]
            .into_iter()
            .find(|known| *known == asked)
    });
    let page = own(&site, person, done).await?;
    show(&page)
}

/// Remembers the language.
///
/// # Errors
/// [`WebError::Unreadable`] for a language that the site does not speak.
pub async fn choose_language(
    site: web::Data<Site>,
    person: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let language = Language::from_tag(posted.get("language")).ok_or(WebError::Unreadable)?;
    let account = person.session.account;
    site.store
        .write(move |tx| accounts::choose_language(tx, account, language.tag()))
        .await?;
    // Without the language of this visit, so that the one just chosen is seen.
    Ok(see_other("/account?done=language"))
}

/// Replaces the password, which ends all other sessions.
///
/// # Errors
/// [`WebError::TooMany`] after too many tries.
pub async fn change_password(
    site: web::Data<Site>,
    person: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    site.throttle.take(Limited::SignIn, &person.session.email, now)?;
    let email = Email::parse(&person.session.email).ok_or(WebError::Forbidden)?;
    let new = match new_password::read(&posted, &email) {
        Ok(password) => password,
        Err(fault) => {
            let mut page = own(&site, person, None).await?;
            page.fault = Some(fault);
            return show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let current = Typed::new(posted.all("current").next().unwrap_or_default());
    let credentials = site
        .store
        .read(move |db| accounts::credentials(db, &email))
        .await?;
    let Some(proven) = site.hasher.prove(credentials, current).await? else {
        let mut page = own(&site, person, None).await?;
        page.is_current_wrong = true;
        return show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let hash = site.hasher.hash(new).await?;
    let token = site
        .store
        .write(move |tx| sessions::change_password(tx, now, &proven, &hash))
        .await?;
    let mut answer = see_other("/account?done=password");
    answer
        .add_cookie(&session_cookie(&site, &token))
        .map_err(|_| WebError::Unreadable)?;
    Ok(answer)
}

async fn own(site: &Site, person: SignedIn, done: Option<&'static str>) -> Result<OwnPage, WebError> {
    let now = site.clock.now();
    let session = person.session.clone();
    let (sessions, permissions) = site.store.read(move |db| told(db, now, &session)).await?;
    Ok(OwnPage {
        page: person.page,
        email: person.session.email,
        languages: Language::all().collect(),
        permissions,
        sessions,
        done,
        is_current_wrong: false,
        fault: None,
    })
}

fn told(
    db: &mut Snapshot<'_>,
    now: Instant,
    session: &Session,
) -> Result<(Vec<Listed>, Vec<Held>), StoreError> {
    let mut held = Vec::new();
    for permission in Permission::ALL {
        let studies = match session.permissions.scope_of(permission) {
            Scope::Site => None,
            Scope::Studies(studies) if studies.is_empty() => continue,
            Scope::Studies(studies) => {
                let mut keys = Vec::new();
                for study in studies {
                    keys.extend(versions::study_of_id(db, *study)?.map(|header| header.key));
                }
                Some(keys)
            }
        };
        held.push(Held { permission, studies });
    }
    Ok((sessions::sessions(db, now, session)?, held))
}
