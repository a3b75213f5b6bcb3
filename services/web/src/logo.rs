//! The deployer's own logo in the header: an SVG or PNG file that is read once, when the process starts.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};

use crate::{failure::Failure, site::Site};

/// The largest logo: it is on every page.
pub const LOGO_BYTES_MAX: usize = 100_000;

/// A logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    bytes: Vec<u8>,
    sort: &'static str,
}

/// Why a file is no logo.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is neither of the two.
    #[error("is neither an SVG nor a PNG image; give one of these")]
    Sort,
    /// It is too large.
    #[error("has {bytes} bytes; give an image of at most {LOGO_BYTES_MAX}")]
    TooLarge {
        /// How large.
        bytes: usize,
    },
}

impl Logo {
    /// The logo that a file holds.
    ///
    /// # Errors
    /// [`Error`], where it is another sort of file, or too large.
    pub fn of(bytes: Vec<u8>) -> Result<Self, Error> {
        if bytes.len() > LOGO_BYTES_MAX {
            return Err(Error::TooLarge { bytes: bytes.len() });
        }
        let sort = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            "image/png"
        } else if std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) {
            "image/svg+xml"
        } else {
            return Err(Error::Sort);
        };
        Ok(Self { bytes, sort })
    }
}

/// Serves it. As every page it may run and load nothing: script within an SVG does nothing, also where it is opened.
pub async fn serve(State(site): State<Site>) -> Result<Response, Failure> {
    let logo = site.settings.logo.as_ref().ok_or(Failure::NoSuchPage)?;
    let mut response = logo.bytes.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(logo.sort));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600"),
    );
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_told_by_what_it_holds() {
        let sort = |bytes: &[u8]| Logo::of(bytes.to_vec()).map(|logo| logo.sort);
        assert_eq!(sort(b"\x89PNG\r\n\x1a\n..."), Ok("image/png"));
        let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        assert_eq!(sort(svg), Ok("image/svg+xml"));
        assert_eq!(sort(b"<html></html>"), Err(Error::Sort));
        assert_eq!(sort(b"GIF89a"), Err(Error::Sort));
        let bytes = LOGO_BYTES_MAX + 1;
        assert_eq!(sort(&vec![b' '; bytes]), Err(Error::TooLarge { bytes }));
    }
}
