//! The real binary behind an OpenID Connect issuer: its keys are found and followed, who shows its token is let in, and nobody
//! else.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a panic is the test's verdict; tokens run out by the server's own clock"
)]

#[path = "support/binary.rs"]
mod binary;

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
    time::Duration,
};

use api::{
    Connection,
    v1::{self, ListServicesRequest},
};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair},
};
use axum::{Router, extract::State, routing::get};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tonic::{Code, Request};

/// An issuer on this machine, with one key at a time.
#[derive(Clone)]
struct Issuer {
    address: String,
    key: Arc<Mutex<(String, EncodingKey, Value)>>,
}

impl Issuer {
    async fn start() -> Issuer {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let issuer = Issuer {
            address: format!("http://{}", listener.local_addr().unwrap()),
            key: Arc::new(Mutex::new(new_key("first"))),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    fn token(&self, others: &Value) -> String {
        let mut claims = json!({
            "iss": self.address, "aud": "throughline", "exp": Timestamp::now().as_second() + 60,
            "sub": "sam.example", "organisation": "PARK-ROAD", "role": "operator",
        });
        for (name, value) in others.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let (id, key, _) = &*self.key.lock().unwrap();
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(id.clone());
        encode(&header, &claims, key).unwrap()
    }
}

async fn discovery(State(issuer): State<Issuer>) -> String {
    let keys = format!("{}/keys", issuer.address);
    json!({ "issuer": issuer.address, "jwks_uri": keys }).to_string()
}

async fn keys(State(issuer): State<Issuer>) -> String {
    json!({ "keys": [issuer.key.lock().unwrap().2] }).to_string()
}

fn new_key(id: &str) -> (String, EncodingKey, Value) {
    let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let public = Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap();
    let x = BASE64.encode(public.public_key().as_ref());
    let published = json!({ "kty": "OKP", "crv": "Ed25519", "kid": id, "use": "sig", "x": x });
    (
        id.into(),
        EncodingKey::from_ed_der(pair.as_ref()),
        published,
    )
}

/// An issuer, and a server that lets in whom it says.
async fn started() -> (Issuer, binary::Site, binary::Server) {
    let issuer = Issuer::start().await;
    let site = binary::Site::new();
    let command = site.serve_for(&[
        ("THROUGHLINE_SIGN_IN_ISSUER", &issuer.address),
        ("THROUGHLINE_SIGN_IN_AUDIENCE", "throughline"),
    ]);
    let server = binary::Server::start(command, &site.beside("server.log"));
    (issuer, site, server)
}

/// Asks for the directory of services.
async fn ask(connection: &Connection, token: Option<&str>) -> Result<(), Code> {
    let client =
        v1::directory_query_service_client::DirectoryQueryServiceClient::new(connection.clone());
    let mut request = Request::new(ListServicesRequest::default());
    if let Some(token) = token {
        let value = format!("Bearer {token}").parse().unwrap();
        request.metadata_mut().insert("authorization", value);
    }
    let answer = { client }.list_services(request).await;
    answer.map(|_| ()).map_err(|status| status.code())
}

/// Asks until it is as expected: keys are fetched a moment after they are needed.
async fn until(connection: &Connection, token: &str, expected: Result<(), Code>) {
    for _ in 0..300 {
        if ask(connection, Some(token)).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!(
        "{:?} and not {expected:?}",
        ask(connection, Some(token)).await
    );
}

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
    let (issuer, _site, server) = started().await;
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
}
