//! The real binary behind an OpenID Connect issuer: its keys are found and followed, who shows its token is let in, and nobody
//! else.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a panic is the test's verdict; tokens run out by the server's own clock"
)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/issuer.rs"]
mod issuer;

use jiff::Timestamp;
use serde_json::json;
use tonic::Code;

use issuer::{ask, new_key, started, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_shows_the_issuers_token_is_let_in_and_its_keys_are_followed() {
    let (issuer, site, server) = started().await;
    let connection = server.connection().await;
    let refused = Err(Code::Unauthenticated);

    let first = issuer.token(&json!({}));
    until(&connection, &first, Ok(())).await;
    assert_eq!(ask(&connection, None).await, refused);
    for others in [
        json!({ "aud": "others" }),
        json!({ "exp": Timestamp::now().as_second() - 60 }),
        json!({ "iss": "https://elsewhere.example" }),
        json!({ "role": "emperor" }),
    ] {
        let token = issuer.token(&others);
        assert_eq!(ask(&connection, Some(&token)).await, refused, "{others}");
    }

    // The issuer takes another key: the new one is found, and the old one opens nothing any more.
    *issuer.key.lock().unwrap() = new_key("second");
    let second = issuer.token(&json!({}));
    until(&connection, &second, Ok(())).await;
    assert_eq!(ask(&connection, Some(&first)).await, refused);
    tokio::task::block_in_place(|| server.stop());
    let log = std::fs::read_to_string(site.beside("server.log")).unwrap();
    assert!(
        !log.contains("sam.example") && !log.contains(&second),
        "{log}"
    );
}
