//! Tokens of an issuer and assertions of the pages: whoever is let in is whom the key that signed says, and nobody else.

use std::sync::{Arc, LazyLock};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use casework::Role;
use identity::{
    Authenticator, NoCallers, PagesSecret,
    assertions::{AssertedCallers, Assertion},
    tokens::{BearerCallers, Expected, IssuerKeys},
};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tonic::metadata::MetadataMap;

const NOW: i64 = 1_800_000_000;
const CALL: &str = "/throughline.v1.StoryCommandService/RecordNote";
const SEED: [u8; 32] = [7; 32];
/// The envelope of a private key (RFC 8410), before its 32 bytes.
const ENVELOPE: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

static CALLERS: LazyLock<AssertedCallers> = LazyLock::new(|| {
    let now = || Timestamp::from_second(NOW).unwrap();
    let public = Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap();
    let public = BASE64.encode(public.public_key().as_ref());
    let published =
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": public }] });
    let keys = Arc::new(IssuerKeys::default());
    keys.replace(published.to_string().as_bytes()).unwrap();
    let expected = Expected {
        issuer: "https://issuer.example".to_owned(),
        audience: "throughline".to_owned(),
        worker_claim: "sub".to_owned(),
        organisation_claim: "organisation".to_owned(),
        role_claim: "role".to_owned(),
    };
    let issuer = BearerCallers::new(expected, keys, now);
    AssertedCallers::new(vec![secret().minter().public_key()], Arc::new(issuer), now)
});

pub(super) fn try_out(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(value) = text.parse() else { return };
    let mut metadata = MetadataMap::new();
    metadata.insert("authorization", value);
    if let Ok(admitted) = CALLERS.authenticate(CALL, &metadata) {
        let caller = admitted.caller;
        let said = (
            caller.organisation().as_str(),
            caller.worker().as_str(),
            caller.role(),
        );
        assert_eq!(said, ("E82999", "dr.patel", Role::Practitioner));
    }
    // Nobody is let in where nobody can be.
    assert!(NoCallers.authenticate(CALL, &metadata).is_err());
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let claims = json!({
        "iss": "https://issuer.example", "aud": "throughline", "exp": NOW + 60, "nbf": NOW,
        "sub": "dr.patel", "organisation": "E82999", "role": "practitioner",
    });
    let with = |claim: &str, value: Value| {
        let mut claims = claims.clone();
        claims[claim] = value;
        claims
    };
    let says = [
        claims.clone(),
        with("exp", json!("2100-01-01")),
        with("exp", json!(NOW - 3_600)),
        with("aud", json!(["throughline", "others"])),
        with("aud", Value::Null),
        with("role", json!("timekeeper")),
    ];
    let key = EncodingKey::from_ed_der(&[&ENVELOPE[..], &SEED].concat());
    let header = Header {
        kid: Some("ed".to_owned()),
        ..Header::new(Algorithm::EdDSA)
    };
    let of_issuer = says
        .iter()
        .map(|says| format!("Bearer {}", encode(&header, says, &key).unwrap()));
    let assertion = Assertion {
        organisation: "E82999",
        worker: "dr.patel",
        role: "practitioner",
    };
    let now = Timestamp::from_second(NOW).unwrap();
    let minted = [CALL, "/another"].map(|call| secret().minter().mint(&assertion, call, now));
    let none = format!(
        "Bearer {}.{}.",
        BASE64.encode(r#"{"alg":"none"}"#),
        BASE64.encode(claims.to_string())
    );
    let all = of_issuer.chain(minted).chain([none]);
    all.map(String::into_bytes).collect()
}

fn secret() -> PagesSecret {
    PagesSecret::new(vec![9; PagesSecret::BYTES_MIN]).unwrap()
}
