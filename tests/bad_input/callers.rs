//! Calls that do not say who is calling, or not in the form that is expected.

use api::v1::ListCaseloadRequest;
use identity::{ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};
use tonic::{Code, Request, Status, metadata::MetadataValue};
use tonic_types::StatusExt;

use crate::{place::Place, refused::refused};

const KEYS: [&str; 3] = [ORGANISATION_KEY, WORKER_KEY, ROLE_KEY];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_say_who_they_are_is_refused_and_told_what_is_missing() {
    let place = Place::new().await;
    let before = place.everything().await;
    for key in KEYS {
        for (case, spoil) in spoilt(key) {
            let mut request = place.practice.ask(place.note());
            spoil(&mut request);
            named(
                &place
                    .practice
                    .notes()
                    .record_note(request)
                    .await
                    .unwrap_err(),
                key,
                case,
            );
            let mut request = place.practice.ask(ListCaseloadRequest::default());
            let Some((_, spoil)) = spoilt(key).into_iter().find(|(other, _)| *other == case) else {
                panic!("{case} was there")
            };
            spoil(&mut request);
            named(
                &place
                    .practice
                    .people()
                    .list_caseload(request)
                    .await
                    .unwrap_err(),
                key,
                case,
            );
        }
    }
    assert_eq!(place.everything().await, before);
    place.town.close().await;
}

type Spoil<T> = Box<dyn Fn(&mut Request<T>) + Send>;

/// Ways to spoil the metadata under a key, each with its name.
fn spoilt<T>(key: &'static str) -> Vec<(&'static str, Spoil<T>)> {
    let set = move |value: &'static [u8]| -> Spoil<T> {
        Box::new(move |request| {
            request
                .metadata_mut()
                .insert(key, MetadataValue::try_from(value).unwrap());
        })
    };
    vec![
        (
            "missing",
            Box::new(move |request| drop(request.metadata_mut().remove(key))),
        ),
        (
            "twice",
            Box::new(move |request| {
                request
                    .metadata_mut()
                    .append(key, MetadataValue::from_static("ANOTHER"));
            }),
        ),
        ("empty", set(b"")),
        ("another form", set(b"../no such thing")),
        ("not ASCII", set("Müller".as_bytes())),
    ]
}

#[track_caller]
fn named(status: &Status, key: &str, case: &str) {
    let refused = refused(status);
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::Unauthenticated, "unauthenticated"),
        "{key} {case}"
    );
    let details = status.get_error_details();
    assert_eq!(
        details
            .error_info()
            .unwrap()
            .metadata
            .get("key")
            .map(String::as_str),
        Some(key),
        "{case}"
    );
    assert!(
        !status.message().contains("no such thing"),
        "what was sent is repeated: {status:?}"
    );
}
