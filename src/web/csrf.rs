//! No other site may change anything here on behalf of a visitor.
//!
//! Every request that is not a read must come from our own pages: `Sec-Fetch-Site` says so in
//! current browsers, `Origin` in older ones. A request with neither header was not made by a
//! browser and carries nobody's cookies by itself, so it passes, as in Go's cross-origin protection. Session cookies are
//! `SameSite=Lax` besides.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::ORIGIN;
use actix_web::middleware::Next;
use actix_web::{Error, web};

use super::app::Site;
use super::error::WebError;

/// Refuses state changes that another site sent, with [`WebError::Forged`].
///
/// # Errors
/// None of its own.
pub async fn same_origin_only(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if !reads && !is_ours(&request) {
        return Ok(request.error_response(WebError::Forged));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn is_ours(request: &ServiceRequest) -> bool {
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    if let Some(site) = header("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = header(ORIGIN.as_str()) else {
        return true;
    };
    let public = request
        .app_data::<web::Data<Site>>()
        .map(|site| site.settings.public_url.as_str());
    let here =
        header("host").is_some_and(|host| origin.split_once("://").is_some_and(|(_, named)| named == host));
    here || public == Some(origin)
}
