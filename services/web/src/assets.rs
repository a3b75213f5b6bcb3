//! Style sheet, script, icon and manifest: compiled by `cargo xtask assets`, embedded, served under names that hold a
//! digest of what they hold, so that browsers keep them for good.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use rust_embed::{Embed, EmbeddedFile};

use crate::failure::Failure;

/// How many letters of the digest stand in a name.
const DIGEST_LETTERS: usize = 12;

#[derive(Embed)]
#[folder = "generated/"]
struct Generated;

struct Served {
    file: EmbeddedFile,
    sort: &'static str,
}

/// By the name under which each is served.
static SERVED: LazyLock<BTreeMap<String, Served>> = LazyLock::new(|| {
    let served = Generated::iter().filter_map(|name| {
        let file = Generated::get(&name)?;
        let sort = match name.rsplit('.').next()? {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "webmanifest" => "application/manifest+json",
            _ => return None,
        };
        Some((hashed(&name, &file), Served { file, sort }))
    });
    served.collect()
});

fn hashed(name: &str, file: &EmbeddedFile) -> String {
    let digest = file.metadata.sha256_hash();
    let letters: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let letters = &letters[..DIGEST_LETTERS];
    match name.split_once('.') {
        Some((stem, end)) => format!("{stem}-{letters}.{end}"),
        None => format!("{name}-{letters}"),
    }
}

/// Where the file of this name is served.
pub fn path(name: &str) -> String {
    static PATHS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let paths = Generated::iter().filter_map(|name| {
            let file = Generated::get(&name)?;
            let path = format!("/assets/{}", hashed(&name, &file));
            Some((name.into_owned(), path))
        });
        paths.collect()
    });
    PATHS.get(name).cloned().unwrap_or_default()
}

/// Serves one.
pub async fn serve(Path(name): Path<String>) -> Result<Response, Failure> {
    let served = SERVED.get(&name).ok_or(Failure::NoSuchPage)?;
    let mut response = served.file.data.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(served.sort));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_pages_name_is_there_under_a_name_of_its_own() {
        for name in ["pages.css", "pages.js", "icon.svg", "site.webmanifest"] {
            let path = path(name);
            let served = path.strip_prefix("/assets/").unwrap_or_default();
            assert!(SERVED.contains_key(served), "{name}: {path}");
        }
    }

    #[test]
    fn nothing_comes_from_another_host() {
        for served in SERVED.values() {
            let text = String::from_utf8_lossy(&served.file.data);
            let text = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://"), "an asset names another host");
        }
    }
}
