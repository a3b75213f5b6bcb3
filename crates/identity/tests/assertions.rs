//! What the pages say of who asks is believed for one call, for a minute, and of the pages alone.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use casework::Role;
use identity::{
    Authenticator, Caller, NoCallers, PagesSecret, Unauthenticated,
    assertions::{AssertedCallers, Assertion, Minter, PublicKey},
};
use jiff::{SignedDuration, Timestamp};
use tonic::metadata::MetadataMap;

const CALL: &str = "/throughline.v1.StoryQueryService/GetBrief";

fn now() -> Timestamp {
    "2026-12-01T09:00:00Z".parse().unwrap()
}

fn minter(byte: u8) -> Minter {
    PagesSecret::new(vec![byte; 64]).unwrap().minter()
}

fn asked(
    shown: &str,
    call: &str,
    keys: Vec<PublicKey>,
    at: Timestamp,
) -> Result<Caller, Unauthenticated> {
    let mut metadata = MetadataMap::new();
    metadata.insert("authorization", shown.parse().unwrap());
    let callers = AssertedCallers::new(keys, Arc::new(NoCallers), move || at);
    callers
        .authenticate(call, &metadata)
        .map(|admitted| admitted.caller)
}

fn says(role: &str) -> Assertion<'_> {
    Assertion {
        organisation: "RX1",
        worker: "sam.lee",
        role,
    }
}

#[test]
fn the_pages_are_believed_for_one_call_and_a_minute() {
    let minter = minter(1);
    let shown = minter.mint(&says("link-worker"), CALL, now());
    let keys = || vec![self::minter(2).public_key(), minter.public_key()];
    let caller = asked(&shown, CALL, keys(), now()).unwrap();
    assert_eq!(
        (caller.organisation().as_str(), caller.worker().as_str()),
        ("RX1", "sam.lee")
    );
    assert_eq!(caller.role(), Role::LinkWorker);

    let later = |seconds| now() + SignedDuration::from_secs(seconds);
    asked(&shown, CALL, keys(), later(60)).unwrap();
    let refused = [
        asked(
            &shown,
            "/throughline.v1.StoryQueryService/GetStory",
            keys(),
            now(),
        ),
        asked(&shown, CALL, keys(), later(91)),
        asked(&shown, CALL, keys(), later(-31)),
        asked(&shown, CALL, vec![self::minter(2).public_key()], now()),
        asked(&shown, CALL, Vec::new(), now()),
    ];
    for (place, refused) in refused.into_iter().enumerate() {
        assert!(
            matches!(refused, Err(Unauthenticated::Invalid { .. })),
            "{place}: {refused:?}"
        );
    }
}

#[test]
fn nobody_is_the_system_itself_or_of_no_role() {
    let minter = minter(1);
    for role in ["timekeeper", "", "king"] {
        let shown = minter.mint(&says(role), CALL, now());
        asked(&shown, CALL, vec![minter.public_key()], now()).unwrap_err();
    }
}

#[test]
fn what_was_changed_or_signed_otherwise_is_refused() {
    let minter = minter(1);
    let shown = minter.mint(&says("link-worker"), CALL, now());
    let keys = vec![minter.public_key()];
    let [header, claims, signature]: [&str; 3] = shown
        .strip_prefix("Bearer ")
        .unwrap()
        .split('.')
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    let text = |part: &str| String::from_utf8(BASE64.decode(part).unwrap()).unwrap();
    let manager = BASE64.encode(text(claims).replace("link-worker", "manager"));
    let none = BASE64.encode(text(header).replace("EdDSA", "none"));
    // The public key as a shared secret: the confusion that a fixed algorithm rules out.
    let confused = BASE64.encode(text(header).replace("EdDSA", "HS256"));
    let key = jsonwebtoken::EncodingKey::from_secret(minter.public_key().to_string().as_bytes());
    let message = format!("{confused}.{claims}");
    let by_public_key =
        jsonwebtoken::crypto::sign(message.as_bytes(), &key, jsonwebtoken::Algorithm::HS256)
            .unwrap();
    for token in [
        format!("{header}.{manager}.{signature}"),
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{message}.{by_public_key}"),
        format!("{header}.{claims}."),
        format!("{header}.{claims}"),
    ] {
        let refused = asked(&format!("Bearer {token}"), CALL, keys.clone(), now());
        assert!(refused.is_err(), "{token}");
    }
}

#[test]
fn everybody_else_is_asked_as_before() {
    let key = minter(1).public_key();
    let callers = AssertedCallers::new(vec![key], Arc::new(NoCallers), now);
    let refused = callers.authenticate(CALL, &MetadataMap::new()).unwrap_err();
    assert_eq!(refused, Unauthenticated::NotConfigured);
    let other = asked("Bearer x.y.z", CALL, vec![key], now()).unwrap_err();
    assert_eq!(other, Unauthenticated::NotConfigured);
}

#[test]
fn a_public_key_is_copied_as_text() {
    let key = minter(1).public_key();
    assert_eq!(key.to_string().parse::<PublicKey>().unwrap(), key);
    for wrong in ["", "AAAA", "no base64 at all!"] {
        wrong.parse::<PublicKey>().unwrap_err();
    }
}
