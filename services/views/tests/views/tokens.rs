//! Tokens and callers: whatever is foreign, mangled or unverified is refused, and says which field is at fault.

use api::v1::{
    GetBriefRequest, ListCaseloadRequest, ListReferralsRequest, ListServicesRequest,
    ListStoryRequest, WatchChangesRequest, cases_query_service_client::CasesQueryServiceClient,
    changes_query_service_client::ChangesQueryServiceClient,
    directory_query_service_client::DirectoryQueryServiceClient,
    referrals_query_service_client::ReferralsQueryServiceClient,
    story_query_service_client::StoryQueryServiceClient,
};
use casework::{
    Category, Role,
    event::By,
    ids::OrganisationId,
    testing::{charity, gp, housing, link_worker, maureen, note, practice},
};
use keyring::TokenKind;
use orgviews::{SystemBatch, SystemWriter};
use tonic::{Code, Request, Status};
use uuid::Uuid;

use crate::town::{LOG, Told, Town, fields, from, why};

/// A town in which the practice has some people, one with a story of several pages.
fn with_people() -> (Town, Told) {
    let mut town = Town::new();
    let mut told = Told::new(1);
    town.tell(&mut told, &gp(), &maureen());
    for number in 0..5 {
        let words = format!("note {number}");
        town.tell(&mut told, &gp(), &note(&words, &[Category::Health]));
    }
    for number in 2..5 {
        town.tell(&mut Told::new(number), &gp(), &maureen());
    }
    let mut system = SystemWriter::open(town.folder.path()).unwrap();
    let batch = SystemBatch {
        position: 1,
        services: vec![practice(), charity(), housing()],
        ..SystemBatch::default()
    };
    system.apply(&batch).unwrap();
    town.say(|says| says.applied = 1_000);
    (town, told)
}

/// Tokens that are no good for the practice: of the right kind but foreign, of another kind, and mangled.
fn bad(town: &Town, kind: TokenKind, good: &str) -> Vec<String> {
    let practice = gp().organisation;
    let other: OrganisationId = "LVF-FRIENDS".parse().unwrap();
    let mut bad = vec![
        town.token(kind, LOG, &other, 1),
        town.token(kind, Uuid::from_u128(0x107), &practice, 1),
    ];
    let kinds = [
        TokenKind::Receipt,
        TokenKind::Page,
        TokenKind::Edit,
        TokenKind::Watch,
    ];
    let others = kinds.into_iter().filter(|other| *other != kind);
    bad.extend(others.map(|other| town.token(other, LOG, &practice, 1)));
    for place in [0, good.len() / 2, good.len() - 1] {
        let other = if &good[place..=place] == "A" {
            "Q"
        } else {
            "A"
        };
        bad.push(format!("{}{other}{}", &good[..place], &good[place + 1..]));
    }
    bad.push(good[..good.len() - 1].to_owned());
    bad.push(format!("{good}A"));
    bad.push(" ".to_owned());
    bad.push("é".repeat(good.len() / 2));
    bad
}

/// Refused for good, on account of this field.
fn refused<T: std::fmt::Debug>(answer: Result<T, Status>, field: &str) {
    let status = answer.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(why(&status), ("token_invalid".to_owned(), false));
    assert_eq!(fields(&status), [field]);
}

#[tokio::test]
async fn receipts_of_others_are_refused() {
    let (town, told) = with_people();
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let mut directory = DirectoryQueryServiceClient::new(town.connection());
    let good = town.receipt(&gp(), 1);
    let mut brief = async |not_before: String| {
        let person_id = told.person.to_string();
        let request = GetBriefRequest {
            person_id,
            not_before,
        };
        cases.get_brief(from(&gp(), request)).await
    };
    let mut services = async |not_before: String| {
        let request = ListServicesRequest {
            not_before,
            ..ListServicesRequest::default()
        };
        directory.list_services(from(&gp(), request)).await
    };
    brief(good.clone()).await.unwrap();
    services(good.clone()).await.unwrap();
    let asked = town.asked.borrow().len();
    for token in bad(&town, TokenKind::Receipt, &good) {
        refused(brief(token.clone()).await, "not_before");
        refused(services(token).await, "not_before");
    }
    assert_eq!(town.asked.borrow().len(), asked, "nothing was waited for");
}

#[tokio::test]
async fn page_tokens_of_others_are_refused() {
    let (town, told) = with_people();
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let mut stories = StoryQueryServiceClient::new(town.connection());
    let mut directory = DirectoryQueryServiceClient::new(town.connection());
    let mut caseload = async |page_token: String| {
        let request = ListCaseloadRequest {
            page_size: 2,
            page_token,
            ..ListCaseloadRequest::default()
        };
        cases.list_caseload(from(&gp(), request)).await
    };
    let mut story = async |page_token: String| {
        let request = ListStoryRequest {
            person_id: told.person.to_string(),
            page_size: 2,
            page_token,
            ..ListStoryRequest::default()
        };
        stories.list_story(from(&gp(), request)).await
    };
    let mut services = async |page_token: String| {
        let request = ListServicesRequest {
            page_size: 2,
            page_token,
            ..ListServicesRequest::default()
        };
        directory.list_services(from(&gp(), request)).await
    };
    let empty = String::new;
    let first = caseload(empty()).await.unwrap().into_inner();
    let good = first.next_page_token;
    let second = caseload(good.clone()).await.unwrap().into_inner();
    assert_eq!((first.entries.len(), second.entries.len()), (2, 2));
    assert_eq!(second.next_page_token, "");
    for token in bad(&town, TokenKind::Page, &good) {
        refused(caseload(token).await, "page_token");
    }
    let good = story(empty()).await.unwrap().into_inner().next_page_token;
    story(good.clone()).await.unwrap();
    for token in bad(&town, TokenKind::Page, &good) {
        refused(story(token).await, "page_token");
    }
    let good = services(empty()).await.unwrap().into_inner();
    let rest = services(good.next_page_token.clone()).await.unwrap();
    assert_eq!(rest.into_inner().services.len(), 1);
    for token in bad(&town, TokenKind::Page, &good.next_page_token) {
        refused(services(token).await, "page_token");
    }
}

#[tokio::test]
async fn a_page_token_is_good_for_its_own_organisation_and_log_alone() {
    let (town, _) = with_people();
    let ours = || DirectoryQueryServiceClient::new(town.connection());
    let other_log = || DirectoryQueryServiceClient::new(town.connection_of_another_log());
    let (practice, charity) = (gp(), link_worker());
    let request = |by: &By, page_token: String| {
        let request = ListServicesRequest {
            page_size: 2,
            page_token,
            ..ListServicesRequest::default()
        };
        from(by, request)
    };
    let given = [
        (ours(), &practice),
        (ours(), &charity),
        (other_log(), &practice),
    ];
    for (place, (mut directory, by)) in given.into_iter().enumerate() {
        let first = directory.list_services(request(by, String::new())).await;
        let token = first.unwrap().into_inner().next_page_token;
        assert!(!token.is_empty());
        let own = directory.list_services(request(by, token.clone())).await;
        assert_eq!(own.unwrap().into_inner().services.len(), 1);
        let answer = ours().list_services(request(&practice, token)).await;
        if place > 0 {
            refused(answer, "page_token");
        }
    }
}

#[tokio::test]
async fn a_page_token_is_good_for_its_own_list_alone() {
    let (town, told) = with_people();
    let mut stories = StoryQueryServiceClient::new(town.connection());
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let mut story = async |person_id: String, page_token: String| {
        let request = ListStoryRequest {
            person_id,
            page_size: 2,
            page_token,
            ..ListStoryRequest::default()
        };
        stories.list_story(from(&gp(), request)).await
    };
    let person = told.person.to_string();
    let token = story(person.clone(), String::new()).await.unwrap();
    let token = token.into_inner().next_page_token;
    story(person, token.clone()).await.unwrap();
    let other = Told::new(2).person.to_string();
    refused(story(other, token.clone()).await, "page_token");
    let request = ListCaseloadRequest {
        page_token: token.clone(),
        ..ListCaseloadRequest::default()
    };
    refused(
        cases.list_caseload(from(&gp(), request)).await,
        "page_token",
    );
    let mut referrals = ReferralsQueryServiceClient::new(town.connection());
    let request = ListReferralsRequest {
        page_token: token,
        ..ListReferralsRequest::default()
    };
    let answer = referrals.list_referrals(from(&gp(), request)).await;
    refused(answer, "page_token");
}

#[tokio::test]
async fn cursors_of_others_are_refused() {
    let (town, _) = with_people();
    let mut changes = ChangesQueryServiceClient::new(town.connection());
    let mut watch = async |cursor: String| {
        let request = WatchChangesRequest { cursor };
        changes.watch_changes(from(&gp(), request)).await
    };
    let good = town.token(TokenKind::Watch, LOG, &gp().organisation, 1);
    watch(good.clone()).await.unwrap();
    for token in bad(&town, TokenKind::Watch, &good) {
        refused(watch(token).await.map(drop), "cursor");
    }
}

#[tokio::test]
async fn a_page_has_a_size_that_may_be() {
    let (town, _) = with_people();
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let mut page = async |page_size| {
        let request = ListCaseloadRequest {
            page_size,
            ..ListCaseloadRequest::default()
        };
        cases.list_caseload(from(&gp(), request)).await
    };
    for size in [0, 1, 200] {
        page(size).await.unwrap();
    }
    for size in [-1, 201, i32::MIN, i32::MAX] {
        let status = page(size).await.unwrap_err();
        assert_eq!(why(&status), ("number_out_of_range".to_owned(), false));
        assert_eq!(fields(&status), ["page_size"]);
    }
}

#[tokio::test]
async fn whoever_is_not_verified_is_refused() {
    let (town, _) = with_people();
    let request = || Request::new(ListCaseloadRequest::default());
    let mut before = CasesQueryServiceClient::new(town.connection());
    let mut around = CasesQueryServiceClient::new(api::connection::in_process(town.routes()));
    for cases in [&mut before, &mut around] {
        let status = cases.list_caseload(request()).await.unwrap_err();
        assert_eq!(status.code(), Code::Unauthenticated);
        assert_eq!(why(&status).0, "unauthenticated");
    }
    // Naming oneself is worth nothing where nobody has looked.
    let named = from(&gp(), ListCaseloadRequest::default());
    let status = around.list_caseload(named).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    let mut directory =
        DirectoryQueryServiceClient::new(api::connection::in_process(town.routes()));
    let status = directory
        .list_services(Request::new(ListServicesRequest::default()))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    let mut changes = ChangesQueryServiceClient::new(town.connection());
    let status = changes
        .watch_changes(Request::new(WatchChangesRequest::default()))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
}

#[tokio::test]
async fn roles_that_look_after_systems_read_nothing_about_people() {
    let (town, _) = with_people();
    let mut cases = CasesQueryServiceClient::new(town.connection());
    let mut changes = ChangesQueryServiceClient::new(town.connection());
    let mut directory = DirectoryQueryServiceClient::new(town.connection());
    for role in Role::ALL.iter().copied() {
        let by = By { role, ..gp() };
        let answers = [
            cases
                .list_caseload(from(&by, ListCaseloadRequest::default()))
                .await
                .map(drop),
            changes
                .watch_changes(from(&by, WatchChangesRequest::default()))
                .await
                .map(drop),
        ];
        let reads_nothing = [
            Role::Manager,
            Role::OrganisationAdministrator,
            Role::Operator,
            Role::Timekeeper,
        ];
        for answer in answers {
            let refusal = answer.err().map(|status| (status.code(), why(&status).0));
            let expected = reads_nothing
                .contains(&role)
                .then(|| (Code::PermissionDenied, "role_not_allowed".to_owned()));
            assert_eq!(refusal, expected, "{role}");
        }
        let services = ListServicesRequest::default();
        directory.list_services(from(&by, services)).await.unwrap();
    }
}
