//! The release that a path names, for the pages of every audience.

use crate::chain::registry::Address;

use super::error::WebError;

/// Its address, from the model's key and its own.
///
/// # Errors
/// [`WebError::Missing`] if nothing can have it.
pub fn address((model, release): (String, String)) -> Result<Address, WebError> {
    format!("{model}/{release}")
        .parse()
        .map_err(|_| WebError::Missing)
}
