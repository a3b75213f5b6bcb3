//! An OpenID Connect issuer on this machine, and what its callers ask.

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

use crate::binary::{Server, Site};

/// An issuer on this machine, with one key at a time.
#[derive(Clone)]
pub struct Issuer {
    pub address: String,
    pub key: Arc<Mutex<(String, EncodingKey, Value)>>,
}

impl Issuer {
    pub async fn start() -> Issuer {
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

    /// A token of this issuer, good for a minute, that says otherwise as it is told.
    pub fn token(&self, others: &Value) -> String {
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

pub fn new_key(id: &str) -> (String, EncodingKey, Value) {
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
pub async fn started() -> (Issuer, Site, Server) {
    let issuer = Issuer::start().await;
    let site = Site::new();
    let command = site.serve_for(&[
        ("THROUGHLINE_SIGN_IN_ISSUER", &issuer.address),
        ("THROUGHLINE_SIGN_IN_AUDIENCE", "throughline"),
    ]);
    let server = Server::start(command, &site.beside("server.log"));
    (issuer, site, server)
}

/// Asks for the directory of services.
pub async fn ask(connection: &Connection, token: Option<&str>) -> Result<(), Code> {
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
pub async fn until(connection: &Connection, token: &str, expected: Result<(), Code>) {
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
