//! What a browser sends: a session is the one that was sealed, or none; a form's token was made for it, or not.

use axum::response::IntoResponse;
use axum_extra::extract::cookie::Key;
use http::{HeaderMap, header};
use identity::PagesSecret;
use web::session::{Before, Jar, Session};

const ID: &str = "the session that was sealed";

pub(super) fn try_out(bytes: &[u8]) {
    let Ok(sent) = http::HeaderValue::from_bytes(bytes) else {
        return;
    };
    for is_secure in [false, true] {
        let jar = jar(&sent, is_secure);
        let session = jar.session();
        if let Some(session) = &session {
            assert_eq!(session.id, ID, "it was sealed here");
        }
        jar.after();
        let session = session
            .map_or_else(|| Session::of_nobody(Before::default()), Ok)
            .unwrap();
        let token = String::from_utf8_lossy(bytes);
        assert!(!session.made(&token), "no form carried that");
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut session = Session::of_nobody(Before::default()).unwrap();
    session.id = ID.to_owned();
    let sealed = [false, true].map(|is_secure| {
        let empty = http::HeaderValue::from_static("");
        let answer = (jar(&empty, is_secure).with_session(&session), "").into_response();
        let set = answer.headers()[header::SET_COOKIE].as_bytes();
        set.split(|byte| *byte == b';').next().unwrap().to_vec()
    });
    let others = [
        "throughline-session=",
        "throughline-session=AAAA; throughline-after=AAAA",
        "=;=;;",
    ];
    let others = others.map(|text| text.as_bytes().to_vec());
    sealed.into_iter().chain(others).collect()
}

fn jar(sent: &http::HeaderValue, is_secure: bool) -> Jar {
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, sent.clone());
    let secret = PagesSecret::new(vec![9; PagesSecret::BYTES_MIN]).unwrap();
    Jar::opened_by(Key::from(&*secret.cookies()), &headers, is_secure)
}
