//! What is answered: by the caller's own file and the clock, on the wire.

use api::v1::{
    self, GetAboutMeRequest, GetBriefRequest, ListCaseloadRequest, ListReferralsRequest,
    ListSharingDecisionsRequest, ListStoryRequest,
    about_me_query_service_client::AboutMeQueryServiceClient,
    cases_query_service_client::CasesQueryServiceClient,
    referrals_query_service_client::ReferralsQueryServiceClient,
    sharing_query_service_client::SharingQueryServiceClient,
    story_query_service_client::StoryQueryServiceClient,
};
use casework::{
    Category,
    agreement::Audience,
    calendar::{self, LastDay},
    event::By,
    objection::Against,
    testing::{
        about_me, accept, agreement, gp, link_worker, maureen, note, objection, passage, referral,
    },
};
use jiff::ToSpan;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::town::{Told, Town, befriender, from, why};

fn with_referral() -> (Town, Told) {
    let (mut town, mut told) = (Town::new(), Told::new(1));
    town.tell(&mut told, &gp(), &maureen());
    town.tell(&mut told, &gp(), &about_me(vec![passage("my dog", &[])]));
    town.tell(&mut told, &gp(), &note("bp", &[Category::Health]));
    town.tell(&mut told, &gp(), &referral());
    (town, told)
}

async fn story(town: &Town, by: &By, person_id: &str) -> Result<Vec<v1::Fact>, Status> {
    let request = ListStoryRequest {
        person_id: person_id.to_owned(),
        ..ListStoryRequest::default()
    };
    let mut stories = StoryQueryServiceClient::new(town.connection());
    let answer = stories.list_story(from(by, request)).await?;
    Ok(answer.into_inner().facts)
}

async fn brief(town: &Town, by: &By, person_id: &str) -> Result<v1::GetBriefResponse, Status> {
    let request = GetBriefRequest {
        person_id: person_id.to_owned(),
        ..GetBriefRequest::default()
    };
    let mut cases = CasesQueryServiceClient::new(town.connection());
    Ok(cases.get_brief(from(by, request)).await?.into_inner())
}

async fn referrals(town: &Town, by: &By) -> Vec<v1::Referral> {
    let mut referrals = ReferralsQueryServiceClient::new(town.connection());
    let request = from(by, ListReferralsRequest::default());
    let answer = referrals.list_referrals(request).await.unwrap();
    answer.into_inner().referrals
}

/// Every question about one person, and the refusal of each.
async fn refusals(town: &Town, by: &By, person_id: String) -> Vec<(Code, String, bool)> {
    let mut passages = AboutMeQueryServiceClient::new(town.connection());
    let mut sharing = SharingQueryServiceClient::new(town.connection());
    let about_me = GetAboutMeRequest {
        person_id: person_id.clone(),
        ..GetAboutMeRequest::default()
    };
    let decisions = ListSharingDecisionsRequest {
        person_id: person_id.clone(),
        ..ListSharingDecisionsRequest::default()
    };
    let answers = [
        brief(town, by, &person_id).await.err(),
        story(town, by, &person_id).await.err(),
        passages.get_about_me(from(by, about_me)).await.err(),
        sharing
            .list_sharing_decisions(from(by, decisions))
            .await
            .err(),
    ];
    let refusal = |status: Status| {
        assert!(!status.message().contains("Maureen"));
        let (reason, retry) = why(&status);
        (status.code(), reason, retry)
    };
    answers.into_iter().flatten().map(refusal).collect()
}

#[tokio::test]
async fn each_organisation_is_answered_from_its_own_file() {
    let (town, told) = with_referral();
    let person = told.person.to_string();
    let ours = story(&town, &gp(), &person).await.unwrap();
    let theirs = story(&town, &link_worker(), &person).await.unwrap();
    assert_eq!(ours.len(), told.world.disclosed(&gp()).len());
    assert_eq!(theirs.len(), told.world.disclosed(&link_worker()).len());
    assert!(theirs.len() < ours.len() && !theirs.is_empty());
    let brief = brief(&town, &gp(), &person).await.unwrap();
    assert_eq!(brief.notice, "This may not be everything.");
    assert_eq!(brief.about_me.len(), 1);
    // Whom it asks to answer is given the token to answer with, and whoever asked the one to take it back with.
    let tokens = |referrals: Vec<v1::Referral>| -> Vec<bool> {
        let given = |referral: &v1::Referral| !referral.token.is_empty();
        referrals.iter().map(given).collect()
    };
    assert_eq!(tokens(referrals(&town, &link_worker()).await), [true]);
    assert_eq!(tokens(referrals(&town, &gp()).await), [true]);
}

#[tokio::test]
async fn somebody_who_is_hidden_is_answered_as_nobody() {
    let (mut town, mut told) = with_referral();
    let accept = accept(&told.world.history);
    town.tell(&mut told, &link_worker(), &accept);
    let sam = Against::Worker(link_worker().organisation, link_worker().worker);
    town.tell(&mut told, &gp(), &objection(sam, None));
    let nobody = Uuid::from_u128(77).to_string();
    let hidden = refusals(&town, &link_worker(), told.person.to_string()).await;
    assert_eq!(
        hidden,
        refusals(&town, &link_worker(), nobody.clone()).await
    );
    assert_eq!(hidden.len(), 4);
    let unknown = (Code::NotFound, "case_unknown".to_owned(), false);
    assert!(hidden.iter().all(|refusal| *refusal == unknown));
    assert_eq!(
        refusals(&town, &befriender(), told.person.to_string()).await,
        []
    );
    // Nor is an organisation without a file told anything else.
    let elsewhere = By {
        organisation: "HCC-HOUSING".parse().unwrap(),
        ..gp()
    };
    let refused = refusals(&town, &elsewhere, told.person.to_string()).await;
    assert_eq!(refused, hidden);
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let request = from(&elsewhere, ListCaseloadRequest::default());
    let caseload = cases.list_caseload(request).await.unwrap().into_inner();
    assert_eq!(caseload, v1::ListCaseloadResponse::default());
}

#[tokio::test]
async fn what_has_ended_by_the_clock_is_not_answered() {
    let (mut town, mut told) = with_referral();
    let accept = accept(&told.world.history);
    town.tell(&mut told, &link_worker(), &accept);
    let charity = Audience::Organisation(link_worker().organisation);
    let last_day = LastDay::on(calendar::date_at(told.world.now)).unwrap();
    let mut agreed = agreement(charity, &[Category::Health]);
    agreed.until = Some(last_day);
    town.tell(&mut told, &gp(), &agreed);
    let person = told.person.to_string();
    let before = story(&town, &link_worker(), &person).await.unwrap();
    town.clock.set(last_day.ends_at - 1.nanosecond());
    let still = story(&town, &link_worker(), &person).await.unwrap();
    assert_eq!(still, before);
    town.clock.set(last_day.ends_at);
    let after = story(&town, &link_worker(), &person).await.unwrap();
    assert!(after.len() < before.len());
    assert!(after.iter().all(|fact| before.contains(fact)));
}

#[tokio::test]
async fn a_person_is_named_by_an_id() {
    let (town, _) = with_referral();
    for text in ["", "Maureen", "999 018 2477"] {
        let refused = refusals(&town, &gp(), text.to_owned()).await;
        let invalid = (Code::InvalidArgument, "id_invalid".to_owned(), false);
        assert_eq!(refused, vec![invalid; 4]);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_the_operators_and_not_the_callers() {
    let (town, told) = with_referral();
    let link = town.folder.path().join("organisations/E82999/current");
    std::fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("somewhere-else", &link).unwrap();
    for refusal in refusals(&town, &gp(), told.person.to_string()).await {
        assert_eq!(refusal, (Code::Internal, "internal".to_owned(), false));
    }
    let theirs = story(&town, &link_worker(), &told.person.to_string()).await;
    assert!(theirs.is_ok(), "everyone else goes on");
}
