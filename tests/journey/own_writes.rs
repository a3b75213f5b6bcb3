//! A receipt's token makes a query include the command, at once and in every view.

use std::time::Duration;

use api::v1::{
    Category, Direction, GetAboutMeRequest, GetBriefRequest, Heading, ListCaseloadRequest,
    ListReferralsRequest, ListServicesRequest, ListSharingDecisionsRequest, OpenCaseRequest,
    Purpose,
};
use throughline::demo::acting::command_id;
use throughline_tests::town::{
    Town,
    deeds::{agree, identity, nhs_numbers, note, passage, referral, service, write},
    look,
};

use crate::cast::{Cast, notes};

/// Enough to meet a view that is behind, were it not waited for.
const TIMES: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_is_in_the_story_that_includes_its_receipt() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    for time in 0..TIMES {
        // Facts of one millisecond have no order in a story.
        town.clock.advance(Duration::from_millis(1));
        let words = format!("note {time}");
        let token = note(&cast.practice, &person, &words, &[Category::Health]).await;
        let story = look::story_including(&cast.practice, &person, &token)
            .await
            .unwrap();
        assert_eq!(notes(&story)[0], words);
    }
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_view_includes_the_receipt_that_it_is_given() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let practice = &cast.practice;
    let request = OpenCaseRequest {
        command_id: command_id(),
        service_id: cast.general_practice.service.clone(),
        identity: Some(identity("Ivy Penn", &nhs_numbers().next().unwrap())),
        ..OpenCaseRequest::default()
    };
    let opened = practice
        .cases()
        .open_case(practice.ask(request))
        .await
        .unwrap()
        .into_inner();
    let (person, not_before) = (opened.person_id, opened.receipt.unwrap().token);
    let request = ListCaseloadRequest {
        not_before,
        ..ListCaseloadRequest::default()
    };
    let listed = practice
        .people()
        .list_caseload(practice.ask(request))
        .await
        .unwrap();
    assert_eq!(listed.into_inner().entries[0].person_id, person);

    let not_before = write(
        practice,
        &person,
        vec![passage(Heading::People, "Joe.", &[])],
    )
    .await;
    let request = GetAboutMeRequest {
        person_id: person.clone(),
        not_before: not_before.clone(),
    };
    let read = practice
        .read_about_me()
        .get_about_me(practice.ask(request))
        .await
        .unwrap();
    assert_eq!(read.into_inner().passages.len(), 1);
    let not_before = note(practice, &person, "A note.", &[Category::Health]).await;
    let request = GetBriefRequest {
        person_id: person.clone(),
        not_before,
    };
    let brief = practice
        .people()
        .get_brief(practice.ask(request))
        .await
        .unwrap();
    assert_eq!(notes(&brief.into_inner().latest), ["A note."]);

    let (housing, support) = ([Category::Housing], Purpose::CommunitySupport);
    let agreed = agree(practice, &person, support, &housing, "", "").await;
    let request = ListSharingDecisionsRequest {
        person_id: person.clone(),
        not_before: agreed.receipt.unwrap().token,
        ..ListSharingDecisionsRequest::default()
    };
    let listed = practice
        .read_sharing()
        .list_sharing_decisions(practice.ask(request))
        .await;
    assert_eq!(listed.unwrap().into_inner().decisions.len(), 1);

    let request = referral(&person, &cast.link_workers, "Company.");
    let raised = practice
        .referrals()
        .raise_referral(practice.ask(request))
        .await
        .unwrap();
    let request = ListReferralsRequest {
        direction: Direction::Out.into(),
        not_before: raised.into_inner().receipt.unwrap().token,
        ..ListReferralsRequest::default()
    };
    let listed = practice
        .read_referrals()
        .list_referrals(practice.ask(request))
        .await
        .unwrap();
    assert_eq!(listed.into_inner().referrals.len(), 1);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_directory_includes_a_service_with_its_receipt() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let administrator = town.acting(
        cast.practice.organisation(),
        "administrator",
        "organisation-administrator",
    );
    for time in 0..5 {
        let name = format!("Clinic {time}");
        let request = service(&name, Purpose::HealthCare, &[Category::Health]);
        let request = administrator.ask(request);
        let registered = administrator.directory().register_service(request).await;
        let registered = registered.unwrap().into_inner();
        let request = ListServicesRequest {
            page_size: 200,
            not_before: registered.receipt.unwrap().token,
            ..ListServicesRequest::default()
        };
        let listed = administrator
            .services()
            .list_services(administrator.ask(request))
            .await;
        let listed = listed.unwrap().into_inner().services;
        let ours = listed
            .iter()
            .find(|service| service.service_id == registered.service_id);
        assert_eq!(ours.unwrap().name, name);
    }
    town.close().await;
}
