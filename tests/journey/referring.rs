//! How a referral is raised and declined: urgently, with a phone call; and with another service to ask instead.

use api::v1::{
    self, DeclineReferralRequest, Direction, ListMyWorkRequest, ListReferralsRequest,
    OfferedOption, RaiseReferralRequest, ReferralState, ReferralUrgency, fact::Content,
    referral_fact::Told,
};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{refer, referral, referral_in, referrals::one, refusal},
    look,
};
use tonic_types::StatusExt;

use crate::cast::Cast;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_urgent_says_who_took_the_call_and_waits_first() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let (first, second) = (cast.opens(0).await, cast.opens(1).await);
    refer(
        &cast.practice,
        referral(&first, &cast.link_workers, "Company."),
    )
    .await;
    town.days_pass(1);
    let urgent = RaiseReferralRequest {
        urgency: ReferralUrgency::Urgent.into(),
        call_taken_by: "Sam, at the desk".into(),
        ..referral(&second, &cast.link_workers, "She is alone tonight.")
    };
    let id = refer(&cast.practice, urgent).await;
    town.applied().await;

    // It was raised later and is due later, and yet it comes first.
    let request = cast.charity.ask(ListMyWorkRequest::default());
    let work = cast.charity.work().list_my_work(request).await.unwrap();
    let work: Vec<_> = work
        .into_inner()
        .entries
        .into_iter()
        .map(|entry| (entry.person_id, entry.urgent))
        .collect();
    assert_eq!(work, [(second.clone(), true), (first.clone(), false)]);
    for who in [&cast.practice, &cast.charity] {
        let found = urgency(who, ReferralUrgency::Urgent).await;
        assert_eq!(found.len(), 1);
        assert_eq!(
            (&found[0].referral_id, found[0].urgency()),
            (&id, ReferralUrgency::Urgent)
        );
        let Some(Content::ReferralRaised(raised)) = &found[0].facts[0].content else {
            panic!("{found:?}")
        };
        assert_eq!(raised.call_taken_by, "Sam, at the desk");
        let routine = urgency(who, ReferralUrgency::Routine).await;
        assert_eq!(routine.len(), 1);
        assert_eq!(routine[0].person_id, first);
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn urgent_needs_the_call_and_routine_has_none() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    for (urgency, call_taken_by, code) in [
        (ReferralUrgency::Urgent, "", "text_missing"),
        (ReferralUrgency::Routine, "Sam", "not_urgent"),
        (ReferralUrgency::Unspecified, "Sam", "not_urgent"),
    ] {
        let request = RaiseReferralRequest {
            urgency: urgency.into(),
            call_taken_by: call_taken_by.into(),
            ..referral(&person, &cast.link_workers, "Company.")
        };
        let refused = cast
            .practice
            .referrals()
            .raise_referral(cast.practice.ask(request))
            .await;
        let details = refused.unwrap_err().get_error_details();
        assert_eq!(details.error_info().unwrap().reason, code);
        let named = &details.bad_request().unwrap().field_violations[0].field;
        assert_eq!(named, "call_taken_by");
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decline_names_the_service_to_ask_instead() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let id = refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "To walk with others."),
    )
    .await;
    town.applied().await;
    let asked = referral_in(&cast.charity, &person).await;
    let decline = DeclineReferralRequest {
        instead_organisation: cast.leisure.organisation.clone(),
        instead_service_id: cast.leisure.service.clone(),
        ..refusal(&asked, "We sing, and do not walk.", "Say that we sent you.")
    };
    let declined = cast
        .charity
        .referrals()
        .decline_referral(cast.charity.ask(decline))
        .await;
    declined.unwrap();
    town.applied().await;
    let seen = one(&cast.practice, Direction::Out, &id).await;
    assert_eq!(seen.state(), ReferralState::Declined);
    let Some(Content::Referral(fact)) = &seen.facts.last().unwrap().content else {
        panic!("{seen:?}")
    };
    let Some(Told::Instead(instead)) = &fact.told else {
        panic!("{fact:?}")
    };
    assert_eq!(
        (
            &instead.organisation,
            &instead.service_id,
            instead.service_name.as_str()
        ),
        (
            &cast.leisure.organisation,
            &cast.leisure.service,
            "Walking group"
        )
    );
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_else_was_offered_stays_with_those_who_offered_it() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let walking = OfferedOption {
        organisation: cast.leisure.organisation.clone(),
        service_id: cast.leisure.service.clone(),
        words: String::new(),
    };
    let choir = OfferedOption {
        words: "A choir at church".into(),
        ..OfferedOption::default()
    };
    let request = RaiseReferralRequest {
        offered: vec![walking, choir],
        choice: "She knows the way.".into(),
        ..referral(&person, &cast.link_workers, "Company.")
    };
    let id = refer(&cast.practice, request).await;
    town.applied().await;
    let seen = one(&cast.practice, Direction::Out, &id).await;
    let Some(Content::Referral(fact)) = seen.options.as_ref().and_then(|it| it.content.as_ref())
    else {
        panic!("{seen:?}")
    };
    let Some(Told::Offered(offered)) = &fact.told else {
        panic!("{fact:?}")
    };
    let names: Vec<_> = offered
        .options
        .iter()
        .map(|one| one.words.as_str())
        .collect();
    assert_eq!(names, ["Walking group", "A choir at church"]);
    assert_eq!(offered.choice, "She knows the way.");
    // The service that is asked learns neither what else there was, nor that there was anything.
    for (view, seen) in look::all(&cast.charity, &person).await {
        let seen = seen.unwrap();
        for word in ["Walking group", "choir at church", "knows the way"] {
            assert!(!seen.contains(word), "{view:?}: {seen}");
        }
    }
    let seen = one(&cast.charity, Direction::In, &id).await;
    assert!(seen.options.is_none());
    town.close().await;
}

async fn urgency(who: &Acting, urgency: ReferralUrgency) -> Vec<v1::Referral> {
    let request = ListReferralsRequest {
        urgency: urgency.into(),
        ..ListReferralsRequest::default()
    };
    let listed = who.read_referrals().list_referrals(who.ask(request)).await;
    listed.unwrap().into_inner().referrals
}
