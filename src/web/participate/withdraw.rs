//! Taking answers back: one question, one button, no reason.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::responses::Status;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::page::{Page, show};

use super::{draft, receipt};

#[derive(Template)]
#[template(path = "participate/withdraw.html")]
struct WithdrawPage {
    page: Page,
    code: String,
    /// Nothing was submitted yet.
    is_draft: bool,
    /// It is done.
    done: bool,
}

impl WithdrawPage {
    fn title(&self) -> String {
        let key = if self.done {
            "withdraw-done-title"
        } else {
            "withdraw-title"
        };
        self.page.language.text(key).into_owned()
    }
}

/// Asks once more.
///
/// # Errors
/// [`Refused::NoSuchCode`](crate::responses::Refused::NoSuchCode).
pub async fn ask(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (code, hash) = draft::code(&site, &path)?;
    let receipt = receipt::read(&site, hash).await?;
    show(&WithdrawPage {
        page: if page.is_language_chosen() {
            page
        } else {
            draft::frame(page, &receipt.language)
        },
        code: code.to_string(),
        is_draft: matches!(receipt.status, Status::Draft { .. }),
        done: matches!(receipt.status, Status::Withdrawn { .. }),
    })
}

/// Deletes the answers.
///
/// # Errors
/// [`Refused::NoSuchCode`](crate::responses::Refused::NoSuchCode).
pub async fn withdraw(
    site: web::Data<Site>,
    page: Page,
    path: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (code, hash) = draft::code(&site, &path)?;
    let now = site.clock.now();
    site.store
        .write(move |tx| crate::responses::withdraw(tx, now, &hash))
        .await?;
    show(&WithdrawPage {
        page,
        code: code.to_string(),
        is_draft: false,
        done: true,
    })
}
