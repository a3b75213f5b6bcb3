//! What waits for somebody's word about who sees what: requests to join, and agreements that end soon.

use api::v1::{
    AcceptJoinRequestRequest, Category, Direction, FindPersonRequest, JoinRequestState,
    ListEndingAgreementsRequest, ListJoinRequestsRequest, Purpose, RaiseJoinRequestRequest,
    RequestToJoin, list_ending_agreements_response::EndingAgreement,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{self, nhs_numbers, numbers},
    look, until,
};

use crate::cast::{COUNCIL, Cast};

const WHY: &str = "She has asked us for a rail by the bath.";

async fn requests(who: &Acting) -> Vec<RequestToJoin> {
    let request = ListJoinRequestsRequest::default();
    let listed = who
        .read_joining()
        .list_join_requests(who.ask(request))
        .await;
    listed.unwrap().into_inner().requests
}

async fn ending(who: &Acting) -> Vec<EndingAgreement> {
    let request = ListEndingAgreementsRequest::default();
    let listed = who
        .read_sharing()
        .list_ending_agreements(who.ask(request))
        .await;
    listed.unwrap().into_inner().agreements
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_sides_follow_a_request_to_join_and_nobody_else_does() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let council = &cast.council;
    let find = council.ask(FindPersonRequest {
        command_id: command_id(),
        nhs_number: nhs_numbers().next().unwrap(),
        birth_date: "1951-03-04".into(),
        ..FindPersonRequest::default()
    });
    let found = council.joining().find_person(find).await.unwrap();
    let token = found.into_inner().token;
    let raise = council.ask(RaiseJoinRequestRequest {
        command_id: command_id(),
        token,
        service_id: cast.social_care.service.clone(),
        reason: WHY.into(),
        categories: numbers(&[Category::SocialCare]),
    });
    let raised = council.joining().raise_join_request(raise).await.unwrap();
    let request_id = raised.into_inner().request_id;
    town.applied().await;
    let sides = [(council, Direction::Out), (&cast.practice, Direction::In)];
    for (who, direction) in sides {
        let requests = requests(who).await;
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].request_id, request_id);
        assert_eq!(
            (requests[0].direction(), requests[0].state()),
            (direction, JoinRequestState::Open)
        );
        assert!(format!("{:?}", requests[0].facts).contains(WHY));
        assert!(!requests[0].overdue);
        let known = requests[0].person_id == person && requests[0].identity.is_some();
        assert_eq!(
            known,
            direction == Direction::In,
            "whoever asks knows nobody yet"
        );
    }
    assert!(requests(&cast.charity).await.is_empty());
    let accept = cast.practice.ask(AcceptJoinRequestRequest {
        command_id: command_id(),
        person_id: person.clone(),
        request_id,
        token: requests(&cast.practice).await.remove(0).token,
        words: String::new(),
    });
    cast.practice
        .joining()
        .accept_join_request(accept)
        .await
        .unwrap();
    town.applied().await;
    for (who, _) in sides {
        let requests = requests(who).await;
        assert_eq!(requests[0].state(), JoinRequestState::Accepted);
        assert_eq!(requests[0].person_id, person);
    }
    assert!(
        look::brief(council, &person).await.is_ok(),
        "{COUNCIL} takes part"
    );
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_is_listed_from_fourteen_days_before_its_end_until_then() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    // It ends with the last day of June, in London.
    let health = [Category::Health];
    deeds::agree(
        &cast.practice,
        &person,
        Purpose::CommunitySupport,
        &health,
        "2026-06-30",
        "For June.",
    )
    .await;
    town.applied().await;
    let listed = async || {
        town.applied().await;
        ending(&cast.practice).await.len()
    };
    assert_eq!(listed().await, 0, "it is the first of June");
    town.days_pass(16);
    let soon = until("the timekeeper warns of it", async || {
        let soon = ending(&cast.practice).await;
        (soon.len() == 1).then_some(soon)
    })
    .await;
    assert_eq!(soon[0].person_id, person);
    assert_eq!(soon[0].identity.as_ref().unwrap().name, "Ivy Penn");
    assert_eq!(soon[0].ends_at.unwrap().seconds, 1_782_860_400);
    assert!(format!("{:?}", soon[0].agreement).contains("For June."));
    town.days_pass(14);
    assert_eq!(listed().await, 0, "it has ended");
    town.close().await;
}
