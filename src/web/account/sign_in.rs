//! Signing in.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::people::{Email, Permissions, Typed, accounts, sessions};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::{SignedIn, session_cookie};
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::throttle::Limited;

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    page: Page,
    email: String,
    is_refused: bool,
}

/// The form; somebody who has signed in already is sent to their work.
///
/// # Errors
/// When the page cannot be written.
pub async fn form(page: Page, signed_in: Option<SignedIn>) -> Result<HttpResponse, WebError> {
    if let Some(person) = signed_in {
        return Ok(see_other(&page.link(work_of(&person.session.permissions))));
    }
    show(&SignInPage {
        page,
        email: String::new(),
        is_refused: false,
    })
}

/// Begins a session. A wrong address, a wrong password and a closed account get the same answer
/// after the same work.
///
/// # Errors
/// [`WebError::TooMany`] after too many tries for one address.
pub async fn sign_in(site: web::Data<Site>, page: Page, posted: Posted) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    let email = Email::parse(posted.get("email"));
    let bucket = email.as_ref().map_or_else(
        || posted.get("email").to_lowercase(),
        |email| email.as_str().to_owned(),
    );
    site.throttle.take(Limited::SignIn, &bucket, now)?;

    let credentials = match email {
        None => None,
        Some(email) => {
            site.store
                .read(move |db| accounts::credentials(db, &email))
                .await?
        }
    };
    let typed = Typed::new(posted.all("password").next().unwrap_or_default());
    let Some(proven) = site.hasher.prove(credentials, typed).await? else {
        tracing::info!("a sign-in was refused");
        let again = SignInPage {
            page,
            email: posted.get("email").to_owned(),
            is_refused: true,
        };
        return show_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
    };
    let account = proven.account();
    let token = site
        .store
        .write(move |tx| sessions::sign_in(tx, now, &proven))
        .await?;
    let permissions = site.store.read(move |db| Permissions::of(db, account)).await?;
    let mut answer = see_other(&page.link(work_of(&permissions)));
    answer
        .add_cookie(&session_cookie(&site, &token))
        .map_err(|_| WebError::Unreadable)?;
    Ok(answer)
}

/// The page where somebody's work begins.
pub(super) fn work_of(permissions: &Permissions) -> &'static str {
    if permissions.moderator().is_some() {
        "/moderate"
    } else if permissions.researcher().is_some() {
        "/research"
    } else {
        "/account"
    }
}
