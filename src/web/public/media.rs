//! Pictures, sounds and films that labels show.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::questionnaire::files;
use crate::web::app::Site;
use crate::web::error::WebError;
use crate::web::stored;

/// Sends what has this hash.
///
/// # Errors
/// [`WebError::Missing`].
pub async fn file(
    site: web::Data<Site>,
    request: HttpRequest,
    hash: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let hash = hash.into_inner();
    let found = site.store.read(move |db| files::medium(db, &hash)).await?;
    let medium = found.ok_or(WebError::Missing)?;
    Ok(stored::medium(&site, &request, &medium))
}
