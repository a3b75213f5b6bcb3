//! What came from outside, in a letter or from the person: written down by whoever takes part, and followed as any other.

use api::v1::{
    self, Category, Direction, ListMyWorkRequest, ReceiveReferralRequest, ReferralSource,
    ReferralState, fact::Content, referral_fact::Told,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town, bytes,
    deeds::{self, acceptance, refer, referral, referrals, referrals::one, refusal},
    look,
};
use tonic_types::StatusExt;

use crate::cast::{CHARITY, COUNCIL, Cast, PRACTICE};

const WORD: &str = "choirlonging";
const WRITER: &str = "Dr Shah at the infirmary";

/// A letter to the practice, of a Friday before.
fn letter(cast: &Cast, person: &str) -> ReceiveReferralRequest {
    ReceiveReferralRequest {
        source: ReferralSource::Letter.into(),
        from: WRITER.into(),
        ..referrals::received(person, &cast.general_practice, "2026-05-29", WORD)
    }
}

async fn receive(who: &Acting, request: ReceiveReferralRequest) -> String {
    let received = who.referrals().receive_referral(who.ask(request)).await;
    received.unwrap().into_inner().referral_id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_answered_and_gone_on_with_and_nobody_comes_or_goes_by_it() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let who = &cast.practice;
    town.days_pass(1);
    let id = receive(who, letter(&cast, &person)).await;
    town.days_pass(1);
    town.applied().await;
    let asked = one(who, Direction::In, &id).await;
    assert_eq!(
        (asked.state(), asked.source(), asked.received_on.as_str()),
        (ReferralState::Open, ReferralSource::Letter, "2026-05-29")
    );
    let Told::Received(received) = told(&asked, 0) else {
        panic!("{asked:?}")
    };
    assert_eq!(
        (received.from.as_str(), received.reason.as_str()),
        (WRITER, WORD)
    );
    assert_eq!(received.answer_by, asked.answer_by);
    assert_eq!(work(who).await, std::slice::from_ref(&id));
    assert!(
        look::referrals(who, Direction::Out)
            .await
            .unwrap()
            .is_empty()
    );
    let people = people(who, &person).await;

    let accepting = who.ask(acceptance(&asked, ""));
    who.referrals().accept_referral(accepting).await.unwrap();
    town.days_pass(1);
    town.applied().await;
    assert!(work(who).await.is_empty());
    let accepted = one(who, Direction::In, &id).await;
    assert_eq!(accepted.state(), ReferralState::Accepted);
    let contact = referrals::first_contact(&accepted, "2026-06-03", "She came.");
    let contact = who.ask(contact);
    who.referrals().record_first_contact(contact).await.unwrap();
    town.days_pass(1);
    town.applied().await;
    let met = one(who, Direction::In, &id).await;
    assert_eq!(met.state(), ReferralState::InContact);
    let complete = who.ask(referrals::completion(&met, "She sings.", "It is far."));
    who.referrals().complete_referral(complete).await.unwrap();
    town.applied().await;
    let completed = one(who, Direction::In, &id).await;
    assert_eq!(completed.state(), ReferralState::Completed);
    assert!(completed.token.is_empty());
    // The practice leads as before.
    assert_eq!(self::people(who, &person).await, people);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_are_answered_one_by_one_and_one_that_is_late_is_overdue() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let who = &cast.practice;
    let first = receive(who, letter(&cast, &person)).await;
    town.days_pass(1);
    let own = referrals::received(&person, &cast.general_practice, "2026-06-02", "To sing.");
    let second = receive(who, own).await;
    town.applied().await;
    for id in [&first, &second] {
        assert!(one(who, Direction::In, id).await.joined.is_empty());
    }
    assert_eq!(work(who).await, [first.clone(), second.clone()]);
    let seen = one(who, Direction::In, &second).await;
    assert_eq!(seen.source(), ReferralSource::SelfReferral);
    let declining = who.ask(refusal(&seen, "There is no room.", "The library."));
    who.referrals().decline_referral(declining).await.unwrap();
    town.applied().await;
    let declined = one(who, Direction::In, &second).await;
    assert_eq!(declined.state(), ReferralState::Declined);
    assert_eq!(work(who).await, std::slice::from_ref(&first));
    town.days_pass(30);
    town.applied().await;
    assert!(one(who, Direction::In, &first).await.overdue);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_who_take_part_see_it_as_far_as_they_may_and_nobody_else_has_a_trace_of_it() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    deeds::involve(
        &town,
        &cast.practice,
        &cast.council,
        &cast.social_care,
        &person,
    )
    .await;
    town.days_pass(1);
    // About her care at home: the council's purpose needs that, the charity's has to be agreed.
    let id = receive(&cast.practice, letter(&cast, &person)).await;
    // About her mind: neither is to know that anything came.
    let hidden = ReceiveReferralRequest {
        reason: "sorrowdeep".into(),
        categories: vec![Category::MentalHealth.into()],
        ..letter(&cast, &person)
    };
    let hidden = receive(&cast.practice, hidden).await;
    town.days_pass(1);
    town.applied().await;
    let everybody = [PRACTICE, COUNCIL, CHARITY];
    let standing = || {
        everybody.map(|organisation| {
            let words = ["sorrowdeep", WORD, WRITER];
            let found = bytes::in_files_of(&town.data(), organisation, &words);
            words.map(|word| found.contains(word))
        })
    };
    let [all, one, none] = [[true; 3], [false, true, true], [false; 3]];
    assert_eq!(standing(), [all, one, none]);
    // It stands in the story, and in nobody's list but the practice's.
    let council = look::all(&cast.council, &person).await;
    let names = |view| council[&view].as_ref().unwrap().contains(WORD);
    assert!(names(look::View::Story));
    assert!(!names(look::View::ReferralsIn) && !names(look::View::ReferralsOut));
    for (view, seen) in look::all(&cast.charity, &person).await {
        let seen = seen.unwrap();
        assert!(
            !seen.contains(WORD) && !seen.contains(&id),
            "{view:?}: {seen}"
        );
    }
    for who in [&cast.charity, &cast.council] {
        for (view, seen) in look::all(who, &person).await {
            assert!(!seen.unwrap().contains(&hidden), "{view:?}");
        }
        assert!(work(who).await.is_empty());
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_knows_of_somebody_by_an_invitation_alone_writes_nothing_down() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.applied().await;
    for (who, service) in [
        (&cast.charity, &cast.link_workers),
        (&cast.stranger, &cast.leisure),
    ] {
        let request = referrals::received(&person, service, "2026-05-29", "To sing.");
        let refused = who.referrals().receive_referral(who.ask(request)).await;
        let details = refused.unwrap_err().get_error_details();
        assert_eq!(details.error_info().unwrap().reason, "case_unknown");
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_inside_can_be_asked_about_it_and_it_is_not_taken_back() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let who = &cast.practice;
    let id = receive(who, letter(&cast, &person)).await;
    town.applied().await;
    let seen = one(who, Direction::In, &id).await;
    let question = referrals::question(&seen, "How far can she walk?", &[Category::SocialCare]);
    let asked = who.referrals().request_information(who.ask(question)).await;
    let back = referrals::withdrawal(&seen, "Never mind.");
    let back = who.referrals().withdraw_referral(who.ask(back)).await;
    for refused in [asked.unwrap_err(), back.unwrap_err()] {
        let details = refused.get_error_details();
        assert_eq!(details.error_info().unwrap().reason, "referral_received");
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_is_not_invited_by_what_it_wrote_down() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let who = &cast.charity;
    let own = referrals::received(&person, &cast.link_workers, "2026-06-01", "To sing.");
    let id = receive(who, own).await;
    let leave = v1::LeaveCaseRequest {
        command_id: command_id(),
        person_id: person.clone(),
        words: "She moved on.".into(),
    };
    who.joining().leave_case(who.ask(leave)).await.unwrap();
    town.applied().await;
    let request = who.ask(v1::ListCaseloadRequest::default());
    let listed = who.people().list_caseload(request).await.unwrap();
    let listed = listed.into_inner().entries;
    assert_eq!(listed[0].standing(), v1::Standing::Unspecified);
    // It can still be answered for the record: not by helping without a part in the case.
    let seen = one(who, Direction::In, &id).await;
    assert_eq!(seen.identity, None);
    let accepting = who.ask(acceptance(&seen, ""));
    let refused = who.referrals().accept_referral(accepting).await;
    let details = refused.unwrap_err().get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "case_unknown");
    let declining = who.ask(refusal(&seen, "We have left.", ""));
    who.referrals().decline_referral(declining).await.unwrap();
    town.close().await;
}

/// What the fact in this place says.
fn told(seen: &v1::Referral, place: usize) -> Told {
    match &seen.facts[place].content {
        Some(Content::Referral(fact)) => fact.told.clone().unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The things that wait for somebody.
async fn work(who: &Acting) -> Vec<String> {
    let request = who.ask(ListMyWorkRequest::default());
    let work = who.work().list_my_work(request).await.unwrap();
    let entries = work.into_inner().entries.into_iter();
    entries.map(|entry| entry.thing_id).collect()
}

/// Who takes part, as the brief says.
async fn people(who: &Acting, person: &str) -> Vec<v1::Fact> {
    look::brief(who, person).await.unwrap().people
}
