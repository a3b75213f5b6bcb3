//! Tokens that are none, one after another: none lets anybody in, and an honest caller beside them is served. What let
//! somebody in ends what they are answered.

use std::time::Duration;

use api::{Connection, v1};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tonic::{Code, Request};

use crate::{
    Target,
    issuer::{Issuer, ask, new_key, started, until},
};

/// How often each is shown.
const TIMES: usize = 40;

/// Every token that is no good, and why not.
fn wicked(issuer: &Issuer) -> Vec<(&'static str, String)> {
    let now = Timestamp::now().as_second();
    let claims = |change: &dyn Fn(&mut Value)| {
        let mut claims = json!({
            "iss": issuer.address, "aud": "throughline", "exp": now + 60,
            "sub": "sam.example", "organisation": "PARK-ROAD", "role": "operator",
        });
        change(&mut claims);
        claims
    };
    let fine = claims(&|_| {});
    let ours = |claims: &Value| issuer.token(claims);
    let by = |header: Header, key: &EncodingKey| encode(&header, &fine, key).unwrap();
    let header = |algorithm, id: &str| Header {
        kid: Some(id.to_owned()),
        ..Header::new(algorithm)
    };
    let (_, other, _) = new_key("first");
    // The public key, which everybody knows, as a secret that is shared.
    let public = issuer.key.lock().unwrap().2["x"]
        .as_str()
        .unwrap()
        .to_owned();
    let shared = EncodingKey::from_secret(&BASE64.decode(public).unwrap());
    let none = [json!({ "alg": "none", "kid": "first" }), fine.clone()];
    let none = none.map(|part| BASE64.encode(part.to_string())).join(".");
    let good = ours(&json!({}));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    vec![
        ("none", format!("{none}.")),
        ("none, signed", format!("{none}.{signature}")),
        (
            "a shared secret",
            by(header(Algorithm::HS256, "first"), &shared),
        ),
        (
            "another's key under this id",
            by(header(Algorithm::EdDSA, "first"), &other),
        ),
        (
            "an id that is not known",
            by(header(Algorithm::EdDSA, "nobody's"), &other),
        ),
        ("no id", by(Header::new(Algorithm::EdDSA), &other)),
        (
            "expiry as text",
            ours(&json!({ "exp": (now + 60).to_string() })),
        ),
        ("expired", ours(&json!({ "exp": now - 3_600 }))),
        ("not yet", ours(&json!({ "nbf": now + 3_600 }))),
        ("no audience", ours(&json!({ "aud": null }))),
        (
            "others' audiences",
            ours(&json!({ "aud": ["others", "more"] })),
        ),
        (
            "another issuer",
            ours(&json!({ "iss": "https://elsewhere.example" })),
        ),
        (
            "an endless role",
            ours(&json!({ "role": "x".repeat(100_000) })),
        ),
        (
            "an organisation that is none",
            ours(&json!({ "organisation": "../../etc" })),
        ),
        ("cut short", signed.to_owned()),
        ("dots", ".".repeat(8_000)),
        ("long", "a".repeat(60_000)),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_token_but_the_issuers_lets_anybody_in() {
    let (issuer, site, server) = started().await;
    let connection = server.connection().await;
    let honest = issuer.token(&json!({}));
    until(&connection, &honest, Ok(())).await;
    // Heads that are too long end the connection on which they come, and no other.
    let beside = server.connection().await;
    let target = Target::of(server, site);
    for (what, token) in wicked(&issuer) {
        for _ in 0..TIMES {
            let answered = ask(&connection, Some(&token)).await;
            assert!(answered.is_err(), "{what} lets somebody in");
            assert_ne!(answered, Err(Code::Internal), "{what}");
        }
        assert_eq!(ask(&beside, Some(&honest)).await, Ok(()), "beside {what}");
    }
    target.stands_unasked();
}

/// Follows the changes with this token, until the answer ends: with what.
async fn watches(connection: &Connection, token: String) -> Code {
    let client =
        v1::changes_query_service_client::ChangesQueryServiceClient::new(connection.clone());
    let mut request = Request::new(v1::WatchChangesRequest::default());
    let value = format!("Bearer {token}").parse().unwrap();
    request.metadata_mut().insert("authorization", value);
    let answer = { client }.watch_changes(request).await;
    let mut changes = answer.expect("the watch begins").into_inner();
    loop {
        match changes.message().await {
            Ok(Some(_)) => {}
            Ok(None) => return Code::Ok,
            Err(status) => return status.code(),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_goes_on_ends_with_what_let_its_caller_in() {
    let (issuer, site, server) = started().await;
    let connection = server.connection().await;
    until(&connection, &issuer.token(&json!({})), Ok(())).await;
    // Clocks may be half a minute apart.
    let good_for = |seconds: i64| {
        let exp = Timestamp::now().as_second() + seconds - 30;
        issuer.token(&json!({ "role": "practitioner", "exp": exp }))
    };
    let longer = watches(&connection, good_for(600));
    let shorter = watches(&connection, good_for(4));
    tokio::pin!(longer);
    let ended = tokio::select! {
        ended = shorter => ended,
        _ = &mut longer => panic!("whoever may go on is cut off"),
        () = tokio::time::sleep(Duration::from_secs(60)) => panic!("it goes on without end"),
    };
    assert_eq!(ended, Code::Unauthenticated);
    let goes_on = tokio::time::timeout(Duration::from_millis(500), longer).await;
    assert!(goes_on.is_err(), "whoever may go on does");
    Target::of(server, site).stands_unasked();
}
