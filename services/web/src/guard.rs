//! Stands before every page: what the browser may do with it, and that a form comes from a page of ours.

use axum::extract::FromRef;
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Key, PrivateCookieJar};
use http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};

use crate::{
    failure::Failure,
    sent::{FORM_BYTES_MAX, TOKEN},
    session::Session,
    site::Site,
};

/// What browsers are told about every page: to run and load nothing that is not ours, to keep nothing, to be framed by
/// nobody, and to name no page to other sites.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; manifest-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Lets a request through where it may come, and tells the browser what it may do with the answer.
pub async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = match checked(&site, request).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The request, where it only asks, or comes from a form of this session on a page of this site.
async fn checked(site: &Site, request: Request) -> Result<Request, Response> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, FORM_BYTES_MAX)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let token = fields.iter().find(|(name, _)| name == TOKEN);
    let jar = PrivateCookieJar::from_headers(&parts.headers, Key::from_ref(site));
    let ours = Session::of(&jar)
        .zip(token)
        .is_some_and(|(session, (_, token))| session.made(token));
    if !comes_from_here(&parts) || !ours {
        return Err(Failure::NotOurForm.into_response());
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// Whether the browser says that a page of this very site sent it.
fn comes_from_here(parts: &Parts) -> bool {
    let text = |name| parts.headers.get(name)?.to_str().ok();
    let host = text(header::HOST).or(parts.uri.authority().map(|authority| authority.as_str()));
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    let fetch_site = text(HeaderName::from_static("sec-fetch-site"));
    origin.is_some_and(|(_, origin)| Some(origin) == host)
        && fetch_site.is_none_or(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sent(headers: &[(&str, &str)]) -> bool {
        let mut request = http::Request::post("/people");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        comes_from_here(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn only_a_page_of_this_site_may_send_a_form() {
        let host = ("host", "throughline.example");
        assert!(sent(&[host, ("origin", "https://throughline.example")]));
        for origin in [
            "https://evil.example",
            "null",
            "https://throughline.example.evil.example",
        ] {
            assert!(!sent(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!sent(&[host]), "a browser says where a form comes from");
        let here = ("origin", "https://throughline.example");
        assert!(!sent(&[host, here, ("sec-fetch-site", "cross-site")]));
        assert!(sent(&[host, here, ("sec-fetch-site", "same-origin")]));
    }
}
