//! What is opened about a person is recorded before it is shown, and not shown where that fails.

use api::{
    internal::RecordReadingRequest,
    v1::{
        GetBriefRequest, GetTransferPackRequest, ListStoryRequest,
        cases_query_service_client::CasesQueryServiceClient,
        story_query_service_client::StoryQueryServiceClient,
    },
};
use casework::{
    event::By,
    testing::{gp, maureen},
};
use tonic::{Code, Status};

use crate::town::{Told, Town, befriender, from, why};

const PAGES: [&str; 3] = ["brief", "story", "transfer-pack"];

fn with_case() -> (Town, Told) {
    let (mut town, mut told) = (Town::new(), Told::new(1));
    town.tell(&mut told, &gp(), &maureen());
    (town, told)
}

/// Opens a page; what it says is of no interest here.
async fn open(town: &Town, by: &By, page: &str, person: &Told) -> Result<(), Status> {
    let person_id = person.person.to_string();
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let mut stories = StoryQueryServiceClient::new(town.connection());
    let not_before = String::new();
    match page {
        "brief" => {
            let request = GetBriefRequest {
                person_id,
                not_before,
            };
            cases.get_brief(from(by, request)).await.map(drop)
        }
        "transfer-pack" => {
            let request = GetTransferPackRequest {
                person_id,
                not_before,
            };
            cases.get_transfer_pack(from(by, request)).await.map(drop)
        }
        _ => {
            let request = ListStoryRequest {
                person_id,
                ..ListStoryRequest::default()
            };
            stories.list_story(from(by, request)).await.map(drop)
        }
    }
}

#[tokio::test]
async fn each_page_is_recorded_with_who_opened_it() {
    let (town, told) = with_case();
    for page in PAGES {
        open(&town, &gp(), page, &told).await.unwrap();
    }
    let recorded = town.kept.readings.lock().unwrap().clone();
    let expected = PAGES.map(|page| RecordReadingRequest {
        person_id: told.person.to_string(),
        organisation: gp().organisation.to_string(),
        worker: gp().worker.to_string(),
        role: gp().role.to_string(),
        page: page.to_owned(),
    });
    assert_eq!(recorded, expected);
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_shown_and_trying_again_helps() {
    let (town, told) = with_case();
    for failure in [Code::Unavailable, Code::Internal, Code::Aborted] {
        *town.kept.fails.lock().unwrap() = Some(failure);
        for page in PAGES {
            let status = open(&town, &gp(), page, &told).await.unwrap_err();
            assert_eq!(status.code(), Code::Unavailable, "{page}");
            assert_eq!(why(&status), ("unavailable".to_owned(), true), "{page}");
        }
    }
    *town.kept.fails.lock().unwrap() = None;
    open(&town, &gp(), "brief", &told).await.unwrap();
}

#[tokio::test]
async fn who_is_not_shown_the_person_leaves_no_reading_and_is_told_the_same() {
    let (town, told) = with_case();
    let nobody = Told::new(2);
    // Whether it could be recorded makes no difference to them.
    for fails in [None, Some(Code::Unavailable)] {
        *town.kept.fails.lock().unwrap() = fails;
        for page in PAGES {
            let mut refusals = Vec::new();
            for person in [&told, &nobody] {
                let status = open(&town, &befriender(), page, person).await.unwrap_err();
                refusals.push((status.code(), status.message().to_owned(), why(&status)));
            }
            assert_eq!(refusals[0], refusals[1], "{page}");
            assert_eq!(refusals[0].0, Code::NotFound, "{page}");
        }
    }
    assert!(town.kept.readings.lock().unwrap().is_empty());
}

#[tokio::test]
async fn who_is_erased_in_that_moment_is_as_if_they_had_never_been() {
    let (town, told) = with_case();
    let unknown = open(&town, &gp(), "brief", &Told::new(2))
        .await
        .unwrap_err();
    *town.kept.fails.lock().unwrap() = Some(Code::NotFound);
    let erased = open(&town, &gp(), "brief", &told).await.unwrap_err();
    assert_eq!(
        (erased.code(), erased.message(), why(&erased)),
        (unknown.code(), unknown.message(), why(&unknown))
    );
}
