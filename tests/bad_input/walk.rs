//! Every rpc of the contract, by the wrong people: signed out, in every role that may not, and of an organisation that has no
//! part. One that is new has to be put into these tables, or the walk fails.

use std::collections::BTreeSet;

use casework::{Right, Role};
use http::Request;
use throughline::demo::acting::Acting;
use throughline_tests::town::raw;
use tonic::{Code, Status, body::Body};
use tower::ServiceExt;

use crate::{call::Call, place::Place, refused::refuses};

/// What is everybody's who has signed in: the directory, which tells nothing about anybody.
const EVERYBODYS: [&str; 3] = ["ListServices", "ListWorkers", "ListOrganisations"];
/// What everybody does whatever their role: saying who stands in for them, and seeing who of their organisation is away.
const FOR_THEMSELVES: [&str; 4] = ["SetDeputy", "RecordAbsence", "EndAbsence", "ListAbsences"];
/// What somebody does or asks for their own organisation alone, or without knowing anything of a case: no part in one is
/// needed.
pub const OWN_ALONE: [&str; 25] = [
    "RegisterOrganisation",
    "RegisterService",
    "UpdateOrganisation",
    "RegisterWorker",
    "NameSafeguardingLead",
    "NameCustodian",
    "SetDeputy",
    "RecordAbsence",
    "EndAbsence",
    "ScheduleMeeting",
    "ListCaseload",
    "ListReferrals",
    "ListConcerns",
    "ListMyWork",
    "ListOverdue",
    "ListJoinRequests",
    "ListEndingAgreements",
    "ListActions",
    "ListHandovers",
    "ListReviews",
    "ListMeetings",
    "GetCover",
    "ListAbsences",
    "ListManyOpened",
    "WatchChanges",
];
/// What is there to find a case or to ask for a part in one: what it tells is tested by itself.
const TO_REACH: [&str; 3] = ["FindPerson", "RaiseJoinRequest", "JoinCase"];

/// What a volunteer does, too, for whom they are named.
const AS_VOLUNTEERS: [&str; 5] = [
    "RecordNote",
    "RecordAboutMe",
    "ConfirmAboutMe",
    "CompleteAction",
    "RaiseConcern",
];

/// Whether an rpc asks for something, and changes nothing.
fn asks(rpc: &str) -> bool {
    ["List", "Get", "Explain", "Preview", "Compare", "Watch"]
        .iter()
        .any(|verb| rpc.starts_with(verb))
}

/// By which right an rpc is carried out or answered; none, where it is everybody's.
fn right(rpc: &str) -> Option<Right> {
    Some(match rpc {
        _ if EVERYBODYS.contains(&rpc) || FOR_THEMSELVES.contains(&rpc) => return None,
        "RegisterOrganisation" => Right::RegisterOrganisations,
        "RegisterService"
        | "UpdateOrganisation"
        | "UpdateService"
        | "RetireService"
        | "RegisterWorker"
        | "RetireWorker"
        | "NameSafeguardingLead" => Right::Administer,
        "UpdateCapacity" => Right::SayCapacity,
        "NameCustodian" => Right::NameCustodian,
        "TakeCustody" => Right::TakeCustody,
        "ReassignLead" => Right::GiveLead,
        "RecordDuty" | "EndDuty" => Right::RecordDuty,
        // What a command would change is asked as the command is.
        "PreviewSharing" | "GetSharingMatrix" => Right::ActForOrganisation,
        "UnmarkWrongPerson" => Right::PutBack,
        "ListAllReadings" | "ListManyOpened" => Right::ReadReadings,
        "ListOverdue" => Right::ReadNumbers,
        _ if asks(rpc) || AS_VOLUNTEERS.contains(&rpc) => Right::WorkWithPeople,
        _ => Right::ActForOrganisation,
    })
}

/// A sample of every rpc, with somebody for whom it is meant.
pub fn samples(place: &Place) -> Vec<(&Acting, Call)> {
    let mut all = place.commands();
    all.extend(place.commands_about_nobody());
    all.extend(place.alternatives());
    let queries = place.queries_about(&place.person).into_iter();
    let queries = queries
        .chain(place.queries_about_all())
        .chain(place.directory_queries())
        .chain([place.overdue(), place.absences()]);
    all.extend(queries.map(|call| (&place.practice, call)));
    all.push((&place.officer, place.all_readings(&place.person)));
    all.push((&place.officer, place.many_opened()));
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_rpc_has_a_sample_and_is_refused_to_whoever_has_not_signed_in() {
    let place = Place::new().await;
    let sampled: BTreeSet<&str> = samples(&place).iter().map(|(_, call)| call.rpc()).collect();
    let paths = raw::paths();
    assert!(paths.len() > 100);
    for path in paths {
        let rpc = path.rsplit('/').next().unwrap();
        assert!(sampled.contains(rpc), "{rpc} has no sample");
        let request = Request::post(&path).header("content-type", "application/grpc");
        let request = request.body(Body::empty()).unwrap();
        let answer = place
            .town
            .connection()
            .clone()
            .oneshot(request)
            .await
            .unwrap();
        let status = Status::from_header_map(answer.headers()).unwrap();
        assert_eq!(status.code(), Code::Unauthenticated, "{path}");
    }
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_rpc_is_refused_in_every_role_that_has_no_right_to_it() {
    let place = Place::new().await;
    let before = place.everything().await;
    let mut refused = 0;
    let mut seen = BTreeSet::new();
    for (who, call) in samples(&place) {
        let rpc = call.rpc();
        let Some(right) = right(rpc) else { continue };
        if !seen.insert(rpc) {
            continue;
        }
        for role in Role::ALL.iter().filter(|role| !role.may(right)) {
            let colleague = place.colleague(who, role.as_str());
            let status = refuses(&colleague, call.clone(), "role_not_allowed", "").await;
            assert_eq!(status.code, Code::PermissionDenied, "{rpc} as {role}");
            refused += 1;
        }
    }
    assert!(refused > 400, "{refused}");
    assert_eq!(place.everything().await, before);
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_rpc_tells_an_organisation_without_a_part_nothing() {
    let place = Place::new().await;
    let mut seen = BTreeSet::new();
    for (who, call) in samples(&place) {
        let rpc = call.rpc();
        if EVERYBODYS.contains(&rpc) || TO_REACH.contains(&rpc) || !seen.insert(rpc) {
            continue;
        }
        // In the sender's own role, so that it is the organisation that is wrong.
        let stranger = place.colleague(&place.stranger, who.role());
        let answer = call.send(&stranger).await;
        match answer {
            Ok(answer) => {
                assert!(OWN_ALONE.contains(&rpc), "{rpc} was carried out: {answer}");
                assert!(!answer.contains(&place.person), "{rpc}: {answer}");
            }
            Err(status) => {
                assert!(
                    !status.message().contains(&place.person),
                    "{rpc}: {status:?}"
                );
            }
        }
    }
    assert!(seen.len() > 100);
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_rpc_tells_a_volunteer_who_is_not_named_nothing() {
    let place = Place::new().await;
    let before = place.everything().await;
    let mut seen = BTreeSet::new();
    for (who, call) in samples(&place) {
        let rpc = call.rpc();
        let is_of_people = matches!(right(rpc), Some(Right::WorkWithPeople | Right::ReadNumbers));
        if !is_of_people || rpc == "RaiseConcern" || !seen.insert(rpc) {
            continue;
        }
        let volunteer = place.colleague(who, "volunteer");
        match call.send(&volunteer).await {
            Ok(answer) => {
                // Of a meeting of their own organisation they learn when it is.
                let own = OWN_ALONE.contains(&rpc) || rpc == "GetMeeting";
                assert!(own, "{rpc} was carried out: {answer}");
                assert!(!answer.contains(&place.person), "{rpc}: {answer}");
            }
            Err(status) => {
                let refused = crate::refused::refused(&status).reason;
                assert!(refused.ends_with("_unknown"), "{rpc}: {status:?}");
            }
        }
    }
    assert!(seen.len() > 35, "{}", seen.len());
    assert_eq!(place.everything().await, before);
    place.town.close().await;
}
