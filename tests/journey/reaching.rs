//! How somebody is reached and what to mind on a visit: who is shown it, and what is left of it in their files.

use api::v1::record_note_request::Restriction;
use throughline_tests::town::{
    Town, bytes,
    deeds::{self, people, refer, referral},
    look,
};

use crate::cast::{CHARITY, COUNCIL, Cast, PRACTICE};

const NUMBER: &str = "07700 900 123";
const NEWER: &str = "07700 900 456";
const SAFETY: &str = "Text only, never post.";
const REASON: &str = "It bit the postman.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_to_meet_the_person_is_shown_how_to_reach_them_safely() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    for who in [&cast.practice, &cast.charity] {
        let none = people::contact_points(who, &person).await;
        assert!(none.contact_points.is_empty());
    }
    people::reached(&cast.practice, people::phone(&person, NUMBER, SAFETY)).await;
    refer(
        &cast.practice,
        referral(&person, &cast.social_care, "A rail by the bath."),
    )
    .await;
    town.applied().await;
    for who in [&cast.practice, &cast.charity, &cast.council] {
        let shown = people::contact_points(who, &person).await;
        let text = format!("{:?}", shown.contact_points);
        assert!(text.contains(NUMBER) && text.contains(SAFETY), "{text}");
        let brief = look::brief(who, &person).await.unwrap();
        assert_eq!(brief.contact_points.len(), 1);
    }
    deeds::accept(&cast.council, &person, "").await;

    // A newer version: the older one leaves the files of those who did not record it.
    town.days_pass(1);
    let mut revision = people::phone(&person, NEWER, SAFETY);
    let shown = people::contact_points(&cast.charity, &person).await;
    revision.token = shown.contact_points[0].token.clone();
    people::reached(&cast.charity, revision).await;
    town.applied().await;
    let both = [NUMBER, NEWER];
    let held = |who: &str| bytes::in_files_of(&town.data(), who, &both);
    assert_eq!(held(PRACTICE), both.into());
    assert_eq!(held(CHARITY), [NEWER].into());
    assert_eq!(held(COUNCIL), [NEWER].into());

    let withdrawal = people::unreached(&cast.practice, &person).await;
    assert!(withdrawal.complete, "{withdrawal:?}");
    town.applied().await;
    assert_eq!(held(CHARITY), [NEWER].into(), "it recorded that itself");
    assert!(held(COUNCIL).is_empty());
    for who in [&cast.practice, &cast.charity, &cast.council] {
        let shown = people::contact_points(who, &person).await;
        assert!(shown.contact_points.is_empty(), "{shown:?}");
        let story = look::story(who, &person).await.unwrap();
        assert!(format!("{story:?}").contains("ContactPointEnded"));
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_contact_point_with_an_audience_of_its_own_reaches_nobody_else() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let before = look::all(&cast.charity, &person).await;
    let mut request = people::phone(&person, NUMBER, SAFETY);
    request.restricted_to = Some(Restriction {
        organisations: vec![PRACTICE.into()],
        workers: Vec::new(),
    });
    people::reached(&cast.practice, request).await;
    town.applied().await;
    let text = |seen: std::collections::BTreeMap<_, Result<String, tonic::Status>>| {
        let seen = seen.into_iter();
        seen.map(|(view, text)| (view, text.unwrap()))
            .collect::<Vec<_>>()
    };
    let after = look::all(&cast.charity, &person).await;
    assert_eq!(text(after), text(before));
    assert!(bytes::in_files_of(&town.data(), CHARITY, &[NUMBER]).is_empty());
    assert!(bytes::outside_organisations(&town.data(), &[NUMBER]).is_empty());
    let shown = people::contact_points(&cast.charity, &person).await;
    assert!(shown.contact_points.is_empty());
    let shown = people::contact_points(&cast.practice, &person).await;
    assert_eq!(shown.contact_points.len(), 1);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_involved_is_warned_and_nobody_but_named_readers_learns_why() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    people::warn(&cast.practice, &person, REASON).await;
    refer(
        &cast.practice,
        referral(&person, &cast.social_care, "A rail by the bath."),
    )
    .await;
    town.applied().await;
    let colleague = town.acting(PRACTICE, "ann.other", "practitioner");
    for (who, why) in [
        (&cast.practice, true),
        (&colleague, false),
        (&cast.charity, false),
    ] {
        let shown = people::visit_warnings(who, &person).await.warnings;
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].reason.is_some(), why);
        let story = look::story(who, &person).await.unwrap();
        assert_eq!(format!("{story:?}").contains(REASON), why);
        assert_eq!(
            look::brief(who, &person)
                .await
                .unwrap()
                .visit_warnings
                .len(),
            1
        );
    }
    // Whoever is only asked does not visit yet.
    let shown = people::visit_warnings(&cast.council, &person).await;
    assert!(shown.warnings.is_empty());
    assert!(bytes::in_files_of(&town.data(), CHARITY, &[REASON]).is_empty());

    town.days_pass(1);
    people::lift(&cast.charity, &person).await;
    town.applied().await;
    for who in [&cast.practice, &cast.charity] {
        let shown = people::visit_warnings(who, &person).await;
        assert!(shown.warnings.is_empty(), "{shown:?}");
    }
    town.close().await;
}
