//! A one-time address: its owner sets a password, and so signs in for the first time.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::people::keys::{self, Offer};
use crate::people::{Email, Refused, Token, accounts, sessions};
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::guard::session_cookie;
use crate::web::page::{Page, see_other, show, show_as};
use crate::web::throttle::Limited;

use super::new_password::{self, NewPasswordFault};

#[derive(Template)]
#[template(path = "account/key.html")]
struct KeyPage {
    page: Page,
    address: String,
    offer: Offer,
    email: String,
    email_fault: Option<&'static str>,
    fault: Option<NewPasswordFault>,
}

impl KeyPage {
    /// The field whose content is at fault.
    fn fault_at(&self) -> &'static str {
        self.fault.map_or("", |fault| fault.field)
    }
}

#[derive(Template)]
#[template(path = "account/key_gone.html")]
struct KeyGonePage {
    page: Page,
}

/// The form.
///
/// # Errors
/// [`WebError::TooMany`] when too many addresses are guessed.
pub async fn form(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let Some((_, offer)) = open(&site, &path).await? else {
        return show_as(StatusCode::NOT_FOUND, &KeyGonePage { page });
    };
    show(&KeyPage {
        address: format!("/account/key/{path}"),
        email: String::new(),
        email_fault: None,
        fault: None,
        page,
        offer,
    })
}

/// Uses the address up: sets the password and signs in.
///
/// # Errors
/// [`WebError::TooMany`] when too many addresses are guessed.
pub async fn redeem(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let Some((token, offer)) = open(&site, &path).await? else {
        return show_as(StatusCode::NOT_FOUND, &KeyGonePage { page });
    };
    let typed = posted.get("email").to_owned();
    let own = if offer.asks_for_email {
        Email::parse(&typed)
    } else {
        Email::parse(&offer.account.email)
    };
    let email_fault = own.is_none().then_some("unreadable");
    let password = own.as_ref().map(|email| new_password::read(&posted, email));
    let (email, password) = match (own, password) {
        (Some(email), Some(Ok(password))) => (email, password),
        (_, password) => {
            let again = KeyPage {
                address: format!("/account/key/{path}"),
                email: typed,
                email_fault,
                fault: password.and_then(Result::err),
                page,
                offer,
            };
            return show_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };

    let hash = site.hasher.hash(password).await?;
    let now = site.clock.now();
    let (account, language) = (offer.account.id, page.language.tag());
    let redeemed = site
        .store
        .write(move |tx| {
            accounts::choose_language(tx, account, language)?;
            sessions::sign_in_with_key(tx, now, &token, Some(&email), &hash)
        })
        .await;
    match redeemed {
        Ok(token) => {
            let mut answer = see_other("/account?done=welcome");
            answer
                .add_cookie(&session_cookie(&site, &token))
                .map_err(|_| WebError::Unreadable)?;
            Ok(answer)
        }
        Err(Refused::KeyUnusable) => show_as(StatusCode::NOT_FOUND, &KeyGonePage { page }),
        Err(Refused::AddressTaken) => {
            let again = KeyPage {
                address: format!("/account/key/{path}"),
                email: typed,
                email_fault: Some("taken"),
                fault: None,
                page,
                offer,
            };
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(other) => Err(other.into()),
    }
}

/// What the address opens; guesses are counted.
async fn open(site: &Site, text: &str) -> Result<Option<(Token, Offer)>, WebError> {
    let now = site.clock.now();
    let Some(token) = Token::received(text) else {
        site.throttle.take(Limited::UnknownKey, "", now)?;
        return Ok(None);
    };
    let asked = token.clone();
    let offer = site.store.read(move |db| keys::offer(db, now, &asked)).await?;
    if offer.is_none() {
        site.throttle.take(Limited::UnknownKey, "", now)?;
    }
    Ok(offer.map(|offer| (token, offer)))
}
