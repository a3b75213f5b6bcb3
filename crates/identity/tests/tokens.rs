//! Every way in which a token can be wrong, and the few in which it is right.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use casework::Role;
use identity::{
    Authenticator, Caller, Unauthenticated,
    tokens::{BearerCallers, Expected, IssuerKeys},
};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tonic::metadata::MetadataMap;

const NOW: i64 = 1_800_000_000;

/// An issuer with a key of each sort.
struct Issuer {
    keys: Arc<IssuerKeys>,
    ec: EncodingKey,
    ec_public: Vec<u8>,
    ed: EncodingKey,
}

impl Issuer {
    fn new() -> Issuer {
        let random = SystemRandom::new();
        let sort = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let ec = EcdsaKeyPair::generate_pkcs8(sort, &random).unwrap();
        let ec_pair = EcdsaKeyPair::from_pkcs8(sort, ec.as_ref()).unwrap();
        let ed = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        let ed_pair = Ed25519KeyPair::from_pkcs8(ed.as_ref()).unwrap();
        let ec_public = ec_pair.public_key().as_ref().to_vec();
        let (x, y) = ec_public[1..].split_at(32);
        let published = json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "kid": "ec", "use": "sig", "x": BASE64.encode(x), "y": BASE64.encode(y) },
            { "kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": BASE64.encode(ed_pair.public_key().as_ref()) },
            { "kty": "EC", "crv": "P-256", "kid": "for-encryption", "use": "enc", "x": BASE64.encode(x), "y": BASE64.encode(y) },
            { "kty": "oct", "kid": "shared", "alg": "HS256", "k": BASE64.encode("everybody knows it") },
            { "kty": "EC", "crv": "P-256", "x": BASE64.encode(x), "y": BASE64.encode(y) },
        ]});
        let keys = Arc::new(IssuerKeys::default());
        assert_eq!(keys.replace(published.to_string().as_bytes()).unwrap(), 2);
        Issuer {
            keys,
            ec: EncodingKey::from_ec_der(ec.as_ref()),
            ec_public,
            ed: EncodingKey::from_ed_der(ed.as_ref()),
        }
    }

    fn signed(&self, claims: &Value) -> String {
        signed(Algorithm::ES256, Some("ec"), claims, &self.ec)
    }

    fn callers(&self) -> BearerCallers {
        let expected = Expected {
            issuer: "https://sign-in.example".into(),
            audience: "throughline".into(),
            worker_claim: "sub".into(),
            organisation_claim: "ods".into(),
            role_claim: "role".into(),
        };
        BearerCallers::new(expected, self.keys.clone(), || {
            Timestamp::from_second(NOW).unwrap()
        })
    }

    fn lets_in(&self, token: &str) -> Result<Caller, Unauthenticated> {
        let mut metadata = MetadataMap::new();
        metadata.insert("authorization", format!("Bearer {token}").parse().unwrap());
        let admitted = self.callers().authenticate("/", &metadata);
        admitted.map(|admitted| admitted.caller)
    }
}

fn signed(algorithm: Algorithm, id: Option<&str>, claims: &Value, key: &EncodingKey) -> String {
    let mut header = Header::new(algorithm);
    header.kid = id.map(str::to_owned);
    encode(&header, claims, key).unwrap()
}

fn good() -> Value {
    json!({
        "iss": "https://sign-in.example", "aud": "throughline", "exp": NOW + 300, "nbf": NOW - 1,
        "sub": "sam.example", "ods": "RX1", "role": "link-worker",
    })
}

/// The good claims with some others in their place; null takes one away.
fn with(others: &Value) -> Value {
    let mut claims = good();
    for (name, value) in others.as_object().unwrap() {
        match value {
            Value::Null => claims.as_object_mut().unwrap().remove(name),
            value => claims
                .as_object_mut()
                .unwrap()
                .insert(name.clone(), value.clone()),
        };
    }
    claims
}

#[test]
fn who_shows_a_good_token_is_let_in_as_whom_it_names() {
    let issuer = Issuer::new();
    let several = with(&json!({ "aud": ["others", "throughline"], "exp": 1_800_000_001.5 }));
    for token in [
        issuer.signed(&good()),
        issuer.signed(&several),
        issuer.signed(&with(&json!({ "nbf": null }))),
        issuer.signed(&with(&json!({ "exp": NOW - 29, "nbf": NOW + 29 }))),
        signed(Algorithm::EdDSA, Some("ed"), &good(), &issuer.ed),
    ] {
        let caller = issuer.lets_in(&token).unwrap();
        assert_eq!(caller.organisation().as_str(), "RX1");
        assert_eq!(caller.worker().as_str(), "sam.example");
        assert_eq!(caller.role(), Role::LinkWorker);
    }
}

#[test]
fn a_token_that_says_something_else_is_refused() {
    let issuer = Issuer::new();
    for others in [
        json!({ "iss": "https://elsewhere.example" }),
        json!({ "iss": null }),
        json!({ "iss": ["https://sign-in.example"] }),
        json!({ "aud": "others" }),
        json!({ "aud": ["others"] }),
        json!({ "aud": [] }),
        json!({ "aud": null }),
        json!({ "aud": { "throughline": true } }),
        json!({ "exp": NOW - 31 }),
        json!({ "exp": null }),
        json!({ "exp": (NOW + 300).to_string() }),
        json!({ "exp": true }),
        json!({ "exp": -1 }),
        json!({ "nbf": NOW + 31 }),
        json!({ "nbf": (NOW - 1).to_string() }),
        json!({ "ods": null }),
        json!({ "ods": "../RX1" }),
        json!({ "ods": ["RX1"] }),
        json!({ "sub": "" }),
        json!({ "role": "emperor" }),
        json!({ "role": null }),
        json!({ "role": "timekeeper" }),
    ] {
        let refused = issuer.lets_in(&issuer.signed(&with(&others)));
        let refused = refused.expect_err(&others.to_string());
        assert_eq!(refused.key(), Some("authorization"));
        let said = refused.to_string();
        assert!(
            !said.contains("RX1") && !said.contains("sam.example"),
            "{said}"
        );
    }
}

#[test]
fn a_token_that_the_issuer_has_not_signed_is_refused() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let good = good();
    let whole = issuer.signed(&good);
    let parts: Vec<_> = whole.split('.').collect();
    let none = BASE64.encode(json!({ "alg": "none", "kid": "ec" }).to_string());
    let none_in_capitals = BASE64.encode(json!({ "alg": "NONE", "kid": "ec" }).to_string());
    let others_claims = BASE64.encode(with(&json!({ "ods": "RX2" })).to_string());
    // The public key, passed off as a secret that both share.
    let public_as_secret = EncodingKey::from_secret(&issuer.ec_public);
    for token in [
        other.signed(&good),
        signed(Algorithm::ES256, Some("ed"), &good, &issuer.ec),
        signed(Algorithm::EdDSA, Some("ec"), &good, &issuer.ed),
        signed(Algorithm::ES256, None, &good, &issuer.ec),
        signed(Algorithm::ES256, Some("unknown"), &good, &issuer.ec),
        signed(Algorithm::ES256, Some("for-encryption"), &good, &issuer.ec),
        signed(Algorithm::HS256, Some("ec"), &good, &public_as_secret),
        signed(
            Algorithm::HS256,
            Some("shared"),
            &good,
            &EncodingKey::from_secret(b"everybody knows it"),
        ),
        format!("{none}.{}.", parts[1]),
        format!("{none_in_capitals}.{}.{}", parts[1], parts[2]),
        format!("{}.{others_claims}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{whole}.{}", parts[2]),
        "A".repeat(9_000),
        "...".into(),
        String::new(),
    ] {
        let refused = issuer.lets_in(&token);
        assert!(refused.is_err(), "{token}");
    }
}

#[test]
fn what_is_no_bearer_token_or_sent_twice_is_refused() {
    let issuer = Issuer::new();
    let token = issuer.signed(&good());
    let callers = issuer.callers();
    assert_eq!(
        callers.authenticate("/", &MetadataMap::new()),
        Err(Unauthenticated::Missing {
            key: "authorization"
        })
    );
    for value in [
        token.clone(),
        format!("Basic {token}"),
        "Bearer".into(),
        "é".into(),
    ] {
        let mut metadata = MetadataMap::new();
        let value = tonic::metadata::MetadataValue::try_from(value.as_bytes()).unwrap();
        metadata.insert("authorization", value);
        assert!(callers.authenticate("/", &metadata).is_err());
    }
    let mut twice = MetadataMap::new();
    for _ in 0..2 {
        twice.append("authorization", format!("bearer {token}").parse().unwrap());
    }
    let refused = callers.authenticate("/", &twice);
    assert!(matches!(refused, Err(Unauthenticated::Repeated { .. })));
}

#[test]
fn keys_are_taken_in_as_a_whole_or_not_at_all() {
    let issuer = Issuer::new();
    let token = issuer.signed(&good());
    let nothing = json!({ "keys": [] }).to_string();
    for published in [&b"{"[..], b"[]", nothing.as_bytes()] {
        assert!(issuer.keys.replace(published).is_err());
        assert!(issuer.lets_in(&token).is_ok(), "the keys from before stay");
    }
    let (x, y) = issuer.ec_public[1..].split_at(32);
    let key = |id: usize| json!({ "kty": "EC", "crv": "P-256", "kid": id.to_string(), "x": BASE64.encode(x), "y": BASE64.encode(y) });
    let keys =
        |count: usize| json!({ "keys": (0..count).map(key).collect::<Vec<_>>() }).to_string();
    assert!(issuer.keys.replace(keys(33).as_bytes()).is_err());
    assert_eq!(issuer.keys.replace(keys(32).as_bytes()).unwrap(), 32);
    assert!(
        issuer.lets_in(&token).is_err(),
        "its key is not published any more"
    );
}

#[test]
fn an_id_token_answers_one_sign_in_and_says_who_and_in_which_roles() {
    let issuer = Issuer::new();
    let shown = |change: Value| {
        let mut claims = json!({
            "iss": "https://sign-in.example", "aud": "throughline", "exp": NOW + 300, "iat": NOW,
            "nonce": "n1", "sub": "sam.example", "ods": "RX1", "role": ["link-worker", "manager", "king"],
        });
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        issuer.callers().signed_in(&issuer.signed(&claims), "n1")
    };
    let signed_in = shown(json!({})).unwrap();
    assert_eq!(signed_in.who.sign_in_name().to_string(), "sam.example@rx1");
    assert_eq!(signed_in.roles, [Role::LinkWorker, Role::Manager].into());
    let one =
        shown(json!({ "role": "manager", "aud": ["throughline", "other"], "azp": "throughline" }));
    assert_eq!(one.unwrap().roles, [Role::Manager].into());
    for wrong in [
        json!({ "nonce": "n2" }),
        json!({ "nonce": null }),
        json!({ "aud": "other" }),
        json!({ "aud": ["throughline", "other"] }),
        json!({ "aud": ["throughline", "other"], "azp": "other" }),
        json!({ "exp": NOW - 60 }),
        json!({ "iss": "https://other.example" }),
        json!({ "role": "king" }),
        json!({ "role": "timekeeper" }),
        json!({ "role": null }),
        json!({ "ods": null }),
        json!({ "sub": 7 }),
    ] {
        assert!(shown(wrong.clone()).is_err(), "{wrong}");
    }
}
