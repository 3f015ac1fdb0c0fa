//! Signing out, here or everywhere.

use actix_web::{HttpResponse, web};

use crate::people::sessions;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::guard::{SignedIn, no_session_cookie};
use crate::web::page::see_other;

/// Ends this session.
///
/// # Errors
/// [`WebError::SignInFirst`] when there is none.
pub async fn sign_out(site: web::Data<Site>, person: SignedIn) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    let session = person.session;
    site.store
        .write(move |tx| sessions::sign_out(tx, now, &session))
        .await?;
    gone(&site, &person.page.link("/sign-in"))
}

/// Ends all sessions of the person, on every device.
///
/// # Errors
/// [`WebError::SignInFirst`] when there is none.
pub async fn sign_out_everywhere(site: web::Data<Site>, person: SignedIn) -> Result<HttpResponse, WebError> {
    let now = site.clock.now();
    let session = person.session;
    site.store
        .write(move |tx| sessions::sign_out_everywhere(tx, now, &session))
        .await?;
    gone(&site, &person.page.link("/sign-in"))
}

fn gone(site: &Site, address: &str) -> Result<HttpResponse, WebError> {
    let mut answer = see_other(address);
    answer
        .add_cookie(&no_session_cookie(site))
        .map_err(|_| WebError::Unreadable)?;
    Ok(answer)
}
