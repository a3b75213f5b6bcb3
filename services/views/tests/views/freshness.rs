//! Nothing is served by a view that cannot confirm how far the log is; receipts are waited for.

use std::time::Duration;

use api::v1::{
    GetAboutMeRequest, GetBriefRequest, ListCaseloadRequest, ListCaseloadResponse,
    ListReferralsRequest, ListServicesRequest, ListSharingDecisionsRequest, ListStoryRequest,
    WatchChangesRequest, about_me_query_service_client::AboutMeQueryServiceClient,
    cases_query_service_client::CasesQueryServiceClient,
    changes_query_service_client::ChangesQueryServiceClient,
    directory_query_service_client::DirectoryQueryServiceClient,
    referrals_query_service_client::ReferralsQueryServiceClient,
    sharing_query_service_client::SharingQueryServiceClient,
    story_query_service_client::StoryQueryServiceClient,
};
use casework::{
    event::By,
    testing::{gp, housing, link_worker, maureen},
};
use orgviews::{SystemBatch, SystemWriter};
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::town::{Mood, Told, Town, from, why};

/// The lease, as the design has it.
const LEASE: Duration = Duration::from_secs(2);

/// A town in which the practice has a case.
fn with_case() -> (Town, Told) {
    let (mut town, mut told) = (Town::new(), Told::new(1));
    town.tell(&mut told, &gp(), &maureen());
    (town, told)
}

async fn caseload(town: &Town, by: &By, not_before: &str) -> Result<ListCaseloadResponse, Status> {
    let request = ListCaseloadRequest {
        not_before: not_before.to_owned(),
        ..ListCaseloadRequest::default()
    };
    let mut cases = CasesQueryServiceClient::new(town.connection());
    Ok(cases.list_caseload(from(by, request)).await?.into_inner())
}

/// Every question about people, and what came of it.
async fn every_question(town: &Town, told: &Told) -> Vec<Result<(), Status>> {
    let person_id = told.person.to_string();
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let mut about_me = AboutMeQueryServiceClient::new(town.connection());
    let mut referrals = ReferralsQueryServiceClient::new(town.connection());
    let mut sharing = SharingQueryServiceClient::new(town.connection());
    let mut stories = StoryQueryServiceClient::new(town.connection());
    let mut changes = ChangesQueryServiceClient::new(town.connection());
    let brief = GetBriefRequest {
        person_id: person_id.clone(),
        ..GetBriefRequest::default()
    };
    let passages = GetAboutMeRequest {
        person_id: person_id.clone(),
        ..GetAboutMeRequest::default()
    };
    let decisions = ListSharingDecisionsRequest {
        person_id: person_id.clone(),
        ..ListSharingDecisionsRequest::default()
    };
    let story = ListStoryRequest {
        person_id,
        ..ListStoryRequest::default()
    };
    let watch = WatchChangesRequest::default();
    vec![
        caseload(town, &gp(), "").await.map(drop),
        cases.get_brief(from(&gp(), brief)).await.map(drop),
        about_me.get_about_me(from(&gp(), passages)).await.map(drop),
        referrals
            .list_referrals(from(&gp(), ListReferralsRequest::default()))
            .await
            .map(drop),
        sharing
            .list_sharing_decisions(from(&gp(), decisions))
            .await
            .map(drop),
        stories.list_story(from(&gp(), story)).await.map(drop),
        changes.watch_changes(from(&gp(), watch)).await.map(drop),
    ]
}

fn refused_as<T: std::fmt::Debug>(answer: Result<T, Status>, code: &str) {
    let status = answer.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
    assert_eq!(why(&status), (code.to_owned(), true));
}

#[tokio::test(start_paused = true)]
async fn without_the_projectors_word_nothing_is_answered() {
    for mood in [Mood::Refuses, Mood::Silent] {
        let (town, told) = with_case();
        town.say(|says| says.mood = mood);
        for answer in every_question(&town, &told).await {
            refused_as(answer, "view_unconfirmed");
        }
        let receipt = town.receipt(&gp(), 1);
        refused_as(caseload(&town, &gp(), &receipt).await, "view_unconfirmed");
        // As soon as it answers again, so do we.
        town.say(|says| says.mood = Mood::Answers);
        for answer in every_question(&town, &told).await {
            answer.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_projectors_last_word_is_good_for_the_lease_and_no_longer() {
    let (town, told) = with_case();
    caseload(&town, &gp(), "").await.unwrap();
    town.say(|says| says.mood = Mood::Refuses);
    tokio::time::advance(LEASE - Duration::from_millis(50)).await;
    caseload(&town, &gp(), "").await.unwrap();
    tokio::time::advance(Duration::from_millis(51)).await;
    for answer in every_question(&town, &told).await {
        refused_as(answer, "view_unconfirmed");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_ran_out_while_the_file_was_read_lets_nothing_out() {
    for answers_again in [false, true] {
        let (town, _) = with_case();
        let (is_there, go_on) = town.gate();
        let mut cases = CasesQueryServiceClient::new(town.connection());
        let request = from(&gp(), ListCaseloadRequest::default());
        let asked = tokio::spawn(async move { cases.list_caseload(request).await });
        is_there.await.unwrap();
        town.say(|says| {
            says.mood = if answers_again {
                Mood::Answers
            } else {
                Mood::Refuses
            }
        });
        tokio::time::advance(LEASE + Duration::from_millis(1)).await;
        go_on.send(()).unwrap();
        let answer = asked.await.unwrap();
        if answers_again {
            assert_eq!(answer.unwrap().into_inner().entries.len(), 1);
        } else {
            refused_as(answer, "view_unconfirmed");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_word_that_is_a_second_old_is_asked_for_again_once_for_all() {
    let (town, _) = with_case();
    caseload(&town, &gp(), "").await.unwrap();
    caseload(&town, &gp(), "").await.unwrap();
    assert_eq!(*town.asked.borrow(), [(0, 0)]);
    tokio::time::advance(Duration::from_millis(1_100)).await;
    let mut asking = JoinSet::new();
    for _ in 0..8 {
        let mut cases = CasesQueryServiceClient::new(town.connection());
        let request = from(&gp(), ListCaseloadRequest::default());
        asking.spawn(async move { cases.list_caseload(request).await });
    }
    for answer in asking.join_all().await {
        assert_eq!(answer.unwrap().into_inner().entries.len(), 1);
    }
    assert_eq!(town.asked.borrow().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_receipt_is_waited_for_and_then_served() {
    let (mut town, _) = with_case();
    let mut newcomer = Told::new(2);
    town.say(|says| {
        says.applied = 1;
        says.pending = vec![gp().organisation.to_string()];
    });
    let receipt = town.receipt(&gp(), 2);
    let mut asked = town.asked.clone();
    let (by, connection) = (gp(), town.connection());
    let waiting = tokio::spawn(async move {
        let request = ListCaseloadRequest {
            not_before: receipt,
            ..ListCaseloadRequest::default()
        };
        let mut cases = CasesQueryServiceClient::new(connection);
        cases.list_caseload(from(&by, request)).await
    });
    asked.wait_for(|asked| !asked.is_empty()).await.unwrap();
    assert_eq!(*town.asked.borrow(), [(2, 2_000)]);
    tokio::time::advance(Duration::from_millis(1_500)).await;
    assert!(!waiting.is_finished());
    let position = town.tell(&mut newcomer, &gp(), &maureen());
    assert_eq!(position, 2);
    town.say(|says| says.applied = 2);
    let answer = waiting.await.unwrap().unwrap().into_inner();
    assert_eq!(
        answer.entries.len(),
        2,
        "it includes what the receipt is for"
    );
}

#[tokio::test(start_paused = true)]
async fn a_receipt_whose_change_does_not_come_is_answered_as_behind() {
    let (town, _) = with_case();
    let receipt = town.receipt(&gp(), 9);
    town.say(|says| says.applied = 8);
    let ours = gp().organisation.to_string();
    let others = link_worker().organisation.to_string();
    for pending in [vec![ours.clone()], vec![others.clone(), ours], vec![]] {
        town.say(|says| says.pending = pending);
        refused_as(caseload(&town, &gp(), &receipt).await, "view_behind");
    }
    // Without a receipt it is served as it stands: how far it is, is known.
    caseload(&town, &gp(), "").await.unwrap();
    // Nor is it held up by another organisation's file.
    town.say(|says| says.pending = vec![others]);
    let answer = caseload(&town, &gp(), &receipt).await.unwrap();
    assert_eq!(answer.entries.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_organisation_without_a_file_is_not_told_that_it_is_up_to_date() {
    let (town, _) = with_case();
    let officer = By {
        organisation: housing().terms.organisation,
        ..gp()
    };
    town.say(|says| {
        says.applied = 8;
        says.pending = vec![gp().organisation.to_string()];
    });
    let receipt = town.receipt(&officer, 9);
    refused_as(caseload(&town, &officer, &receipt).await, "view_behind");
    town.say(|says| says.applied = 9);
    let answer = caseload(&town, &officer, &receipt).await.unwrap();
    assert_eq!(answer.entries.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_directory_waits_for_the_system_file_alone() {
    let (town, _) = with_case();
    let mut system = SystemWriter::open(town.folder.path()).unwrap();
    let batch = SystemBatch {
        position: 5,
        services: vec![housing()],
        ..SystemBatch::default()
    };
    system.apply(&batch).unwrap();
    let services = async |not_before: u64| {
        let mut directory = DirectoryQueryServiceClient::new(town.connection());
        let request = ListServicesRequest {
            not_before: town.receipt(&gp(), not_before),
            ..ListServicesRequest::default()
        };
        directory.list_services(from(&gp(), request)).await
    };
    // What the file includes is served, whatever the projector says.
    town.say(|says| says.mood = Mood::Refuses);
    let listed = services(5).await.unwrap().into_inner();
    assert_eq!(listed.services.len(), 1);
    refused_as(services(6).await, "view_unconfirmed");
    town.say(|says| says.mood = Mood::Answers);
    refused_as(services(6).await, "view_behind");
    let batch = SystemBatch {
        position: 6,
        ..SystemBatch::default()
    };
    system.apply(&batch).unwrap();
    services(6).await.unwrap();
}
