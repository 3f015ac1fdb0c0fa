//! Files by which a reporter hands the own report over.

use actix_web::{HttpResponse, web};

use crate::news::heard;
use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::handing_over::{self, Format, Seen};
use crate::web::reported::Detail;

use super::draft;

/// The file, with all that the reporter said and nothing of what others did.
///
/// # Errors
/// [`WebError::Missing`] if there is no such file, or no accepted report under the code.
pub async fn file(
    site: web::Data<Site>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (code, name) = path.into_inner();
    let (_, hash) = draft::code(&site, &code)?;
    let format = Format::of_file(&name).ok_or(WebError::Missing)?;
    let (shelf, now) = (site.shelf.clone(), site.clock.now());
    let found = site.store.read(move |db| {
        let Some(heard) = heard(db, now, &hash)? else {
            return Ok(None);
        };
        let seen = Seen {
            issue: &heard.issue,
            reports: std::slice::from_ref(&heard.own),
            course: &heard.course,
            detail: Detail::Days,
            replies: &heard.replies,
        };
        handing_over::matter(db, &shelf, &seen, format).map(Some)
    });
    let matter = found
        .await
        .map_err(|fault: StoreError| fault)?
        .ok_or(WebError::Missing)?;
    handing_over::file(format, &matter)
}
