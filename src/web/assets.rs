//! Style sheet and script, compiled in and named by their content, so that they never go stale.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;

use super::error::WebError;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// What is served under one address.
struct Asset {
    address: String,
    body: web::Bytes,
}

/// By file name.
static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let (stem, ending) = name.rsplit_once('.')?;
            let hash = file.metadata.sha256_hash();
            let mark = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
            let body = match std::str::from_utf8(&file.data) {
                Ok(css) if ending == "css" => web::Bytes::from(compact(css)),
                Ok(script) if ending == "js" => web::Bytes::from(without_remarks(script)),
                _ => web::Bytes::from(file.data.into_owned()),
            };
            let address = format!("/assets/{stem}.{mark:08x}.{ending}");
            Some((name.to_string(), Asset { address, body }))
        })
        .collect()
});

/// The address of a file, which changes with its content; empty when there is no such file.
pub fn address(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", |asset| asset.address.as_str())
}

/// Serves a file under its address.
///
/// # Errors
/// [`WebError::Missing`] when no file has this address now.
pub async fn file(path: web::Path<String>) -> Result<HttpResponse, WebError> {
    let asked = format!("/assets/{path}");
    let asset = ASSETS
        .values()
        .find(|asset| asset.address == asked)
        .ok_or(WebError::Missing)?;
    let media_type = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(("cache-control", "public, max-age=31536000, immutable"))
        .body(asset.body.clone()))
}

/// A script without lines that are remarks, and without indentation. No string of ours goes over lines.
fn without_remarks(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let kept = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// A style sheet without its comments and the blanks that only people need. No string of ours
/// holds a comment, two blanks, or a sign that loses its blanks here.
fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let mut out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for (loose, tight) in [
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        ("} ", "}"),
        ("; ", ";"),
        (";}", "}"),
        (", ", ","),
        (": ", ":"),
    ] {
        out = out.replace(loose, tight);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{compact, without_remarks};

    #[test]
    fn a_style_sheet_keeps_its_meaning_without_blanks() {
        let css = "/* why */\na, b :hover {\n  color: red;\n  margin: 0 1px; }\n@media (width: 1px) { i { top: 0 } }";
        assert_eq!(
            compact(css),
            "a,b :hover{color:red;margin:0 1px}@media (width:1px){i{top:0}}"
        );
    }

    #[test]
    fn a_script_keeps_its_lines() {
        assert_eq!(
            without_remarks("// why\n\n  a // b\n    'c//d'\n"),
            "a // b\n'c//d'\n"
        );
    }
}
