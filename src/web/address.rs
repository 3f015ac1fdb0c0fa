//! Addresses that no page of ours can have. They are refused here, before a handler sees them.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use super::error::WebError;

/// Refuses addresses with a NUL, which `PostgreSQL` does not take as text, with
/// [`WebError::Missing`].
///
/// # Errors
/// None of its own.
pub async fn without_nul(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let holds_nul = |part: &str| part.contains("%00");
    let address = request.uri();
    if holds_nul(address.path()) || address.query().is_some_and(holds_nul) {
        return Ok(request.error_response(WebError::Missing));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}
