//! Signs of life for whoever watches over the process.

use actix_web::{HttpResponse, web};

use crate::store::StoreError;
use crate::web::app::Site;
use crate::web::error::WebError;

/// The process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// The database answers too.
///
/// # Errors
/// [`WebError::Store`] when it does not.
pub async fn ready(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    site.store.read(|_| Ok::<_, StoreError>(())).await?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready\n"))
}
