//! Roles that look after organisations and systems touch nothing that is said about anybody, and only they do what
//! is theirs.

use tonic::Code;

use crate::{call::Call, place::Place, refused::refuses};

/// Roles that never work with people.
const APART: [&str; 4] = [
    "manager",
    "organisation-administrator",
    "operator",
    "timekeeper",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_work_with_people_neither_reads_nor_records_about_them() {
    let place = Place::new().await;
    let before = place.everything().await;
    for role in APART {
        let mut commands = place.commands();
        commands.extend(place.alternatives());
        commands.push((&place.practice, Call::OpenCase(place.case())));
        // A manager gives the lead to a colleague, and reads nothing for it.
        commands.retain(|(_, call)| role != "manager" || !matches!(call, Call::ReassignLead(_)));
        for (who, call) in commands {
            not_allowed(&place.colleague(who, role), call, role).await;
        }
        let queries = place
            .queries_about(&place.person)
            .into_iter()
            .chain(place.queries_about_all());
        for call in queries {
            not_allowed(&place.colleague(&place.practice, role), call, role).await;
        }
    }
    for role in ["organisation-administrator", "operator", "timekeeper"] {
        not_allowed(
            &place.colleague(&place.practice, role),
            place.overdue(),
            role,
        )
        .await;
    }
    assert_eq!(place.everything().await, before);
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_operators_and_administrators_enter_something_in_the_directory() {
    let place = Place::new().await;
    let before = place.everything().await;
    for role in [
        "practitioner",
        "privacy-officer",
        "manager",
        "organisation-administrator",
    ] {
        let who = place.colleague(&place.practice, role);
        not_allowed(&who, Call::RegisterOrganisation(place.organisation()), role).await;
    }
    for role in ["practitioner", "privacy-officer", "manager", "operator"] {
        let who = place.colleague(&place.practice, role);
        // Its capacity is for whoever answers what a service is asked.
        let ours = |call: &Call| match call {
            Call::RegisterOrganisation(_) => false,
            Call::UpdateCapacity(_) => role == "operator",
            _ => true,
        };
        let commands = place.directory_commands().into_iter();
        for (_, call) in commands.filter(|(_, call)| ours(call)) {
            not_allowed(&who, call, role).await;
        }
        let lead = Call::NameSafeguardingLead(place.safeguarding_lead());
        not_allowed(&who, lead, role).await;
    }
    for role in ["practitioner", "privacy-officer", "manager"] {
        let who = place.colleague(&place.practice, role);
        not_allowed(&who, Call::NameCustodian(place.custodian_named()), role).await;
    }
    // The directory tells nothing about anybody, and everybody may look into it.
    for role in APART {
        place
            .services()
            .send(&place.colleague(&place.practice, role))
            .await
            .unwrap();
    }
    assert_eq!(place.everything().await, before);
    place.town.close().await;
}

async fn not_allowed(who: &throughline::demo::acting::Acting, call: Call, role: &str) {
    let rpc = call.rpc();
    let refused = refuses(who, call, "role_not_allowed", "").await;
    assert_eq!(refused.code, Code::PermissionDenied, "{rpc} as {role}");
}
