//! Numbers that are out of range.

use api::v1::{
    self, ListCaseloadRequest, ListReferralsRequest, ListServicesRequest,
    ListSharingDecisionsRequest, ListShownAsOfRequest, ListStoryRequest,
};

use crate::{call::Call, choices::with, place::Place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_are_within_their_range() {
    let place = Place::new().await;
    let (practice, person_id) = (&place.practice, place.person.clone());
    let mut rows = Vec::new();
    for days in [0, 61, 256, 257, -1, i32::MIN, i32::MAX] {
        let call = Call::RegisterService(with(place.service(), |it| it.answer_within_days = days));
        rows.push((&place.administrator, call, "answer_within_days"));
    }
    for weeks in [0, 105, 256, -1, i32::MAX] {
        let call = Call::UpdateCapacity(with(place.capacity(), |it| it.waiting_weeks = weeks));
        rows.push((&place.administrator, call, "waiting_weeks"));
    }
    for page_size in [-1, 201, i32::MAX, i32::MIN] {
        let person_id = person_id.clone();
        let calls = [
            Call::ListCaseload(ListCaseloadRequest {
                page_size,
                ..ListCaseloadRequest::default()
            }),
            Call::ListReferrals(ListReferralsRequest {
                page_size,
                ..ListReferralsRequest::default()
            }),
            Call::ListServices(ListServicesRequest {
                page_size,
                ..ListServicesRequest::default()
            }),
            Call::ListStory(ListStoryRequest {
                person_id: person_id.clone(),
                page_size,
                ..ListStoryRequest::default()
            }),
            Call::ListReadings(v1::ListReadingsRequest {
                person_id: person_id.clone(),
                page_size,
                ..v1::ListReadingsRequest::default()
            }),
            Call::ListSharingDecisions(ListSharingDecisionsRequest {
                person_id: person_id.clone(),
                page_size,
                ..ListSharingDecisionsRequest::default()
            }),
            Call::ListShownAsOf(ListShownAsOfRequest {
                person_id,
                page_size,
                at: Some(prost_types::Timestamp::default()),
                ..ListShownAsOfRequest::default()
            }),
        ];
        rows.extend(calls.map(|call| (practice, call, "page_size")));
    }
    for people_at_least in [1, -1, 1_001] {
        let many = v1::ListManyOpenedRequest {
            people_at_least,
            ..v1::ListManyOpenedRequest::default()
        };
        rows.push((
            &place.officer,
            Call::ListManyOpened(many),
            "people_at_least",
        ));
    }
    place
        .refuses_all(
            rows.into_iter()
                .map(|(who, call, field)| (who, call, "number_out_of_range", field)),
        )
        .await;
    place.town.close().await;
}
