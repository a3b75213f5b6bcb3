//! Two clients at once: one of them is first, the other is told so.

use api::v1::{self, Direction, ReferralState, fact::Content};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    deeds::{acceptance, identity, nhs_numbers, open_case, refer, referral, referral_in},
    look,
};

use crate::{
    call::Call,
    place::{COUNCIL, Place},
    refused::refused,
};

/// Enough for either to be first.
const ROUNDS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_accept_at_once_one_does() {
    let place = Place::new().await;
    let other = place.town.another_connection().await;
    let jo = &place.council;
    let ash = Acting::new(&other, COUNCIL, "ash.cole", "care-coordinator");
    let numbers: Vec<String> = nhs_numbers().skip(10).take(ROUNDS).collect();
    for number in numbers {
        let person = open_case(
            &place.practice,
            &place.general_practice,
            identity("Ada Wren", &number),
        )
        .await;
        refer(
            &place.practice,
            referral(&person, &place.social_care, "A rail."),
        )
        .await;
        place.town.applied().await;
        let asked = referral_in(jo, &person).await;
        let first = Call::AcceptReferral(acceptance(&asked, "Jo comes."));
        let second = Call::AcceptReferral(acceptance(&asked, "Ash comes."));
        let head = place.town.head().await;
        let (first, second) = tokio::join!(first.send(jo), second.send(&ash));
        let (accepted, status) = match (first, second) {
            (Ok(_), Err(status)) => ("Jo comes.", status),
            (Err(status), Ok(_)) => ("Ash comes.", status),
            both => panic!("not one of the two: {both:?}"),
        };
        assert_eq!(refused(&status).reason, "referral_answered");
        assert_eq!(place.town.head().await, head + 1);
        place.town.applied().await;
        for who in [jo, &ash, &place.practice] {
            let story = look::story(who, &person).await.unwrap();
            assert_eq!(answers(&story), [accepted], "{}", who.organisation());
        }
        let listed = look::referrals(jo, Direction::In).await.unwrap();
        let listed = listed
            .iter()
            .find(|referral| referral.person_id == person)
            .unwrap();
        assert_eq!(listed.state(), ReferralState::Accepted);
    }
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_command_sent_twice_at_once_is_carried_out_once() {
    let place = Place::new().await;
    let other = place.town.another_connection().await;
    let elsewhere = Acting::new(
        &other,
        place.practice.organisation(),
        "dr.patel",
        "practitioner",
    );
    for _ in 0..ROUNDS {
        let head = place.town.head().await;
        let request = Call::RecordNote(place.note());
        let (one, two) = tokio::join!(
            request.clone().send(&place.practice),
            request.send(&elsewhere)
        );
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        assert_eq!(place.town.head().await, head + 1);
    }
    place.town.close().await;
}

fn answers(story: &[v1::Fact]) -> Vec<&str> {
    let answer = |fact: &'_ v1::Fact| matches!(fact.content, Some(Content::ReferralAccepted(_)));
    let accepted = story.iter().filter(|fact| answer(fact));
    let words = accepted.map(|fact| match &fact.content {
        Some(Content::ReferralAccepted(accepted)) => accepted.words.as_str(),
        _ => "",
    });
    words.collect()
}
