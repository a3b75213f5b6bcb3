//! What answers everybody: health, and what the contract consists of.

use std::collections::BTreeSet;

use throughline_tests::town::Town;
use tokio_stream::StreamExt;
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client};
use tonic_reflection::pb::{v1, v1alpha};

/// The services that callers from outside are offered.
const OFFERED: [&str; 42] = [
    "grpc.health.v1.Health",
    "grpc.reflection.v1.ServerReflection",
    "throughline.v1.AboutMeCommandService",
    "throughline.v1.AboutMeQueryService",
    "throughline.v1.ActionsCommandService",
    "throughline.v1.ActionsQueryService",
    "throughline.v1.CasesCommandService",
    "throughline.v1.CasesQueryService",
    "throughline.v1.ChangesQueryService",
    "throughline.v1.CoverCommandService",
    "throughline.v1.CoverQueryService",
    "throughline.v1.DecisionsCommandService",
    "throughline.v1.DecisionsQueryService",
    "throughline.v1.DirectoryCommandService",
    "throughline.v1.DirectoryQueryService",
    "throughline.v1.DisclosureQueryService",
    "throughline.v1.HandoversCommandService",
    "throughline.v1.HandoversQueryService",
    "throughline.v1.JoiningCommandService",
    "throughline.v1.JoiningQueryService",
    "throughline.v1.PeopleCommandService",
    "throughline.v1.PeopleQueryService",
    "throughline.v1.RecordsCommandService",
    "throughline.v1.RecordsQueryService",
    "throughline.v1.PlansCommandService",
    "throughline.v1.PlansQueryService",
    "throughline.v1.MeetingsCommandService",
    "throughline.v1.MeetingsQueryService",
    "throughline.v1.ReadingsQueryService",
    "throughline.v1.ReferralsCommandService",
    "throughline.v1.ReferralsQueryService",
    "throughline.v1.ReviewsCommandService",
    "throughline.v1.ReviewsQueryService",
    "throughline.v1.SafeguardingCommandService",
    "throughline.v1.SafeguardingQueryService",
    "throughline.v1.SharingCommandService",
    "throughline.v1.SharingQueryService",
    "throughline.v1.StoryCommandService",
    "throughline.v1.StoryQueryService",
    "throughline.v1.VolunteersCommandService",
    "throughline.v1.VolunteersQueryService",
    "throughline.v1.WorkQueryService",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_says_that_it_is_well() {
    let town = Town::open().await;
    let mut health = health_client::HealthClient::new(town.connection().clone());
    let answer = health.check(HealthCheckRequest::default()).await.unwrap();
    assert_eq!(answer.into_inner().status(), ServingStatus::Serving);
    town.close().await;
}

/// Asks one generation of the reflection service which services there are, and for a file of the contract.
macro_rules! reflected {
    ($town:expr, $generation:ident) => {{
        use $generation::{
            server_reflection_client::ServerReflectionClient,
            server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
        };
        let ask = |question| $generation::ServerReflectionRequest {
            host: String::new(),
            message_request: Some(question),
        };
        let questions = [
            ask(MessageRequest::ListServices(String::new())),
            ask(MessageRequest::FileContainingSymbol(
                "throughline.v1.RecordNoteRequest".into(),
            )),
            ask(MessageRequest::FileContainingSymbol(
                "throughline.internal.v1.ProjectorService".into(),
            )),
        ];
        let mut client = ServerReflectionClient::new($town.connection().clone());
        let answers = client
            .server_reflection_info(tokio_stream::iter(questions))
            .await
            .unwrap();
        let answers: Vec<_> = answers.into_inner().take(3).collect().await;
        let mut answers = answers.into_iter();
        let mut next = || {
            answers
                .next()
                .map(|answer| answer.map(|answer| answer.message_response.unwrap()))
        };
        let Some(Ok(MessageResponse::ListServicesResponse(listed))) = next() else {
            panic!("no list of services")
        };
        let Some(Ok(MessageResponse::FileDescriptorResponse(found))) = next() else {
            panic!("the contract is not described")
        };
        assert!(!found.file_descriptor_proto.is_empty());
        // What the services of one system say to each other is nobody else's.
        let internal = next();
        assert!(matches!(
            internal,
            None | Some(Err(_)) | Some(Ok(MessageResponse::ErrorResponse(_)))
        ));
        listed
            .service
            .into_iter()
            .map(|service| service.name)
            .collect::<BTreeSet<String>>()
    }};
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_contract_describes_itself_to_old_and_new_clients() {
    let town = Town::open().await;
    let offered = |generation: &str| {
        let ours = OFFERED
            .iter()
            .map(|name| name.replace("reflection.v1.", &format!("reflection.{generation}.")));
        ours.collect::<BTreeSet<String>>()
    };
    assert_eq!(reflected!(town, v1), offered("v1"));
    assert_eq!(reflected!(town, v1alpha), offered("v1alpha"));
    town.close().await;
}
