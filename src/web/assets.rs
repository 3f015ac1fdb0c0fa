//! Style sheet and script, compiled in and named by their content, so that they never go stale.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;

use super::error::WebError;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// File name to address.
static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let (stem, ending) = name.rsplit_once('.')?;
            let hash = file.metadata.sha256_hash();
            let mark = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
            Some((name.to_string(), format!("/assets/{stem}.{mark:08x}.{ending}")))
        })
        .collect()
});

/// The address of a file, which changes with its content; empty when there is no such file.
pub fn address(name: &str) -> &'static str {
    ADDRESSES.get(name).map_or("", String::as_str)
}

/// Serves a file under its address.
///
/// # Errors
/// [`WebError::Missing`] when no file has this address now.
pub async fn file(path: web::Path<String>) -> Result<HttpResponse, WebError> {
    let asked = format!("/assets/{path}");
    let name = ADDRESSES
        .iter()
        .find(|(_, address)| **address == asked)
        .map(|(name, _)| name);
    let file = name.and_then(|name| Files::get(name)).ok_or(WebError::Missing)?;
    let media_type = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(("cache-control", "public, max-age=31536000, immutable"))
        .body(file.data.into_owned()))
}
