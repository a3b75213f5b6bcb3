//! Stands before every page: what the browser may do with it, and that a form comes from a page of ours.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};

use crate::{
    drafts,
    failure::Failure,
    sent::{FORM_BYTES_MAX, TOKEN},
    session::Jar,
    signed_in::{Standing, is_unattended, standing},
    site::Site,
};

/// What is everybody's, and asks for no session.
const FOR_ALL: [&str; 2] = ["/assets/", "/logo"];

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

/// Lets a request through where it may come, says who has signed in, and tells the browser what it may do with the answer.
pub async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = match checked(&site, request).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(issuer) = &site.settings.elsewhere {
        // Signing out is a form, and may lead there.
        let ours = "form-action 'self'";
        let policy = HEADERS[0]
            .1
            .replace(ours, &format!("{ours} {}", issuer.origin()));
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
    if site.settings.is_secure {
        let for_a_year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, for_a_year);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The request, where it only asks, or comes from a form of this session on a page of this site. Who has signed in stands
/// beside it, and what they had typed once, where they ask for it.
async fn checked(site: &Site, mut request: Request) -> Result<Request, Response> {
    if FOR_ALL
        .iter()
        .any(|path| request.uri().path().starts_with(path))
    {
        return Ok(request);
    }
    let jar = Jar::of(request.headers(), site);
    let session = jar.session();
    let is_unattended = is_unattended(request.uri().path(), request.headers());
    let standing = standing(site, session.clone(), is_unattended).await;
    let standing = standing.map_err(IntoResponse::into_response)?;
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        if let Standing::SignedIn(signed_in) = standing {
            let restored = drafts::asked_for(site, &signed_in.who, request.uri()).await?;
            if let Some(restored) = restored {
                request.extensions_mut().insert(restored);
            }
            request.extensions_mut().insert(*signed_in);
        }
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, FORM_BYTES_MAX)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let token = fields.iter().find(|(name, _)| name == TOKEN);
    let ours = session
        .zip(token)
        .is_some_and(|(session, (_, token))| session.made(token));
    if !comes_from_here(&parts) || !ours {
        return Err(Failure::NotOurForm.into_response());
    }
    match standing {
        Standing::SignedIn(signed_in) => {
            parts.extensions.insert(*signed_in);
        }
        // What somebody typed while their session ended is there when they are back.
        Standing::Ended(who) => {
            let ended = drafts::kept_at_the_end(site, &who, &parts.uri, fields, jar).await;
            return Err(ended.into_response());
        }
        Standing::Nobody => {}
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
