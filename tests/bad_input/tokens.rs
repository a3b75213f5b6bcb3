//! Tokens of what has changed since, of others, of another sort, and damaged ones; things that are not there.

use api::v1::{
    AcceptReferralRequest, ConfirmAboutMeRequest, ExplainFactRequest, GetAboutMeRequest,
    ListCaseloadRequest, ListReferralsRequest, ListServicesRequest, ListStoryRequest,
    RaiseReferralRequest, RecordAboutMeRequest, WatchChangesRequest,
};
use throughline::demo::acting::command_id;
use throughline_tests::town::{
    deeds::{acceptance, note, refer, referral, referral_in},
    look, until,
};
use tonic::Code;

use crate::{
    call::Call,
    place::Place,
    refused::{Refused, refuses},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_since_it_was_read_is_not_overwritten() {
    let place = Place::new().await;
    let who = &place.practice;
    Call::RecordAboutMe(revision(&place, &place.passage.1))
        .send(who)
        .await
        .unwrap();
    let confirmation = Call::ConfirmAboutMe(place.confirmation());
    let again = Call::RecordAboutMe(revision(&place, &place.passage.1));
    let before = place.everything().await;
    for (call, field) in [(again, "passages[0].token"), (confirmation, "tokens[0]")] {
        let refused = refuses(who, call, "stale", field).await;
        assert_eq!(refused.code, Code::Aborted);
    }
    assert_eq!(place.everything().await, before);
    // With the new token it goes on.
    let token = look::passages(who, &place.person)
        .await
        .unwrap()
        .remove(0)
        .token;
    Call::RecordAboutMe(revision(&place, &token))
        .send(who)
        .await
        .unwrap();
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_referral_that_has_become_overdue_is_read_again_before_it_is_answered() {
    let place = Place::new().await;
    place.town.days_pass(3);
    let (who, person) = (&place.council, &place.person);
    until("the referral is recorded as overdue", async || {
        let asked = referral_in(who, person).await;
        (asked.facts.len() == 2).then_some(())
    })
    .await;
    // Other things fall due in these days, too: what is refused is compared with what is there after them.
    place.town.nothing_due().await;
    let read_before = Call::AcceptReferral(acceptance(&place.referral, "We come."));
    place
        .refuses_all([(who, read_before, "stale", "token")])
        .await;
    let asked = referral_in(who, person).await;
    Call::AcceptReferral(acceptance(&asked, "We come."))
        .send(who)
        .await
        .unwrap();
    place
        .refuses_all([(
            who,
            Call::AcceptReferral(acceptance(&asked, "Again.")),
            "referral_answered",
            "",
        )])
        .await;
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_good_for_its_organisation_and_its_use_only() {
    let place = Place::new().await;
    let (practice, charity) = (&place.practice, &place.charity);
    let receipt = note(
        practice,
        &place.person,
        "A note.",
        &[api::v1::Category::Health],
    )
    .await;
    let theirs = place.passage.1.clone();
    let page = next_page(&place).await;
    let damaged = damage(&receipt);
    let story = |page_token: &str, not_before: &str| {
        Call::ListStory(ListStoryRequest {
            person_id: place.person.clone(),
            page_token: page_token.into(),
            not_before: not_before.into(),
            ..ListStoryRequest::default()
        })
    };
    let caseload = |page_token: &str, not_before: &str| {
        Call::ListCaseload(ListCaseloadRequest {
            page_token: page_token.into(),
            not_before: not_before.into(),
            ..ListCaseloadRequest::default()
        })
    };
    let referrals = Call::ListReferrals(ListReferralsRequest {
        page_token: page.clone(),
        ..ListReferralsRequest::default()
    });
    let services = Call::ListServices(ListServicesRequest {
        page_token: page.clone(),
        ..ListServicesRequest::default()
    });
    let watch = |cursor: &str| {
        Call::WatchChanges(WatchChangesRequest {
            cursor: cursor.into(),
        })
    };
    let about_me = Call::GetAboutMe(GetAboutMeRequest {
        person_id: place.person.clone(),
        not_before: damaged.clone(),
    });
    let edit = theirs.split_once('.').unwrap().0;
    let accept = Call::AcceptReferral(AcceptReferralRequest {
        token: edit.into(),
        ..acceptance(&place.referral, "")
    });
    let confirm = Call::ConfirmAboutMe(ConfirmAboutMeRequest {
        tokens: vec![theirs.clone()],
        ..place.confirmation()
    });
    let rows = [
        (
            charity,
            Call::RecordAboutMe(revision(&place, &theirs)),
            "passages[0].token",
        ),
        (charity, confirm, "tokens[0]"),
        (&place.council, accept, "token"),
        (charity, story(&page, ""), "page_token"),
        (charity, story("", &receipt), "not_before"),
        (practice, story(&receipt, ""), "page_token"),
        (practice, story("", &page), "not_before"),
        (practice, story("", &damaged), "not_before"),
        (practice, story("", &receipt[1..]), "not_before"),
        (practice, story("", "nonsense"), "not_before"),
        (practice, caseload(&page, ""), "page_token"),
        (practice, caseload("", edit), "not_before"),
        (practice, referrals, "page_token"),
        (practice, services, "page_token"),
        (practice, about_me, "not_before"),
        (practice, watch(&receipt), "cursor"),
        (practice, watch("nonsense"), "cursor"),
        (
            practice,
            Call::RecordAboutMe(revision(&place, &receipt)),
            "passages[0].token",
        ),
        (
            practice,
            Call::RecordAboutMe(revision(&place, edit)),
            "passages[0].token",
        ),
    ];
    place
        .refuses_all(rows.map(|(who, call, field)| (who, call, "token_invalid", field)))
        .await;
    // And each is good for what it is for.
    for call in [
        story(&page, ""),
        story("", &receipt),
        caseload("", &receipt),
    ] {
        call.send(practice).await.unwrap();
    }
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_is_said_not_to_be() {
    let place = Place::new().await;
    let (practice, council) = (&place.practice, &place.council);
    let none = "00000000-0000-8000-8000-000000000000";
    let no_fact = format!("{none}.0");
    let (edit, _) = place.passage.1.split_once('.').unwrap();
    let other_place = format!("{edit}.7");
    let unknown_service = |organisation: &str, service: &str| {
        Call::RaiseReferral(RaiseReferralRequest {
            organisation: organisation.into(),
            service_id: service.into(),
            ..place.referral_out()
        })
    };
    let own = unknown_service(practice.organisation(), &place.general_practice.service);
    let theirs = unknown_service(council.organisation(), &place.leisure.service);
    let nobodys = unknown_service("NOBODY-HERE", none);
    let ticked = Call::RaiseReferral(RaiseReferralRequest {
        ticked: vec![place.passage.0.clone(), no_fact.clone()],
        ..place.referral_out()
    });
    let mut twice = referral(&place.person, &place.social_care, "Again.");
    twice.command_id = command_id();
    let explain = Call::ExplainFact(ExplainFactRequest {
        person_id: place.person.clone(),
        fact_id: no_fact,
    });
    let no_referral = Call::AcceptReferral(AcceptReferralRequest {
        referral_id: none.into(),
        ..acceptance(&place.referral, "")
    });
    let mut case = place.case();
    case.service_id = place.leisure.service.clone();
    place
        .refuses_all([
            (practice, own, "service_own", "service_id"),
            (practice, theirs, "service_unknown", "service_id"),
            (practice, nobodys, "service_unknown", "service_id"),
            (
                practice,
                Call::OpenCase(case),
                "service_unknown",
                "service_id",
            ),
            (practice, ticked, "passage_unknown", "ticked[1]"),
            (
                practice,
                Call::RecordAboutMe(revision(&place, &other_place)),
                "passage_unknown",
                "passages[0].token",
            ),
            (
                practice,
                Call::RaiseReferral(twice),
                "referral_open",
                "service_id",
            ),
            (practice, explain, "fact_unknown", "fact_id"),
            (council, no_referral, "referral_unknown", "referral_id"),
        ])
        .await;
    let unregistered =
        place
            .town
            .acting("NOBODY-HERE", "administrator", "organisation-administrator");
    let refused = refuses(
        &unregistered,
        Call::RegisterService(place.service()),
        "organisation_unknown",
        "",
    )
    .await;
    assert!(matches!(
        refused,
        Refused {
            code: Code::NotFound,
            ..
        }
    ));
    refer(practice, place.referral_out()).await;
    place.town.close().await;
}

fn revision(place: &Place, token: &str) -> RecordAboutMeRequest {
    let mut request = place.about_me();
    request.passages[0].token = token.into();
    request
}

/// The token of the second page of the practice's story.
async fn next_page(place: &Place) -> String {
    let request = place.practice.ask(ListStoryRequest {
        person_id: place.person.clone(),
        page_size: 1,
        ..ListStoryRequest::default()
    });
    let listed = place.practice.story().list_story(request).await.unwrap();
    listed.into_inner().next_page_token
}

/// The token with one of its letters exchanged.
fn damage(token: &str) -> String {
    let (first, rest) = token.split_at(1);
    format!("{}{rest}", if first == "A" { "B" } else { "A" })
}
