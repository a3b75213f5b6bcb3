//! A volunteer is shown what they are named for, and nothing else, by every question of the contract.

use api::v1::{Category, RecordNoteRequest};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{self, numbers, volunteers},
    look::{self, View},
};
use tonic::Code;

use crate::cast::{CHARITY, Cast, notes};

const SHOWN: [Category; 3] = [Category::Identity, Category::Contact, Category::AboutMe];

/// Nothing of the person by any view; lists are empty.
async fn is_told_nothing(volunteer: &Acting, person: &str) {
    for (view, seen) in look::all(volunteer, person).await {
        match (view, seen) {
            (
                View::Caseload
                | View::ReferralsIn
                | View::ReferralsOut
                | View::Reviews
                | View::Handovers,
                seen,
            ) => assert_eq!(seen.unwrap(), "[]", "{view:?}"),
            (_, seen) => assert_eq!(seen.unwrap_err().code(), Code::NotFound, "{view:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_volunteer_is_shown_what_they_are_named_for_until_they_are_released() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let volunteer = town.acting(CHARITY, "kim.ray", "volunteer");
    let (person, other) = (cast.shares(&town, 0).await, cast.shares(&town, 1).await);
    deeds::note(
        &cast.charity,
        &person,
        "She likes tea.",
        &[Category::AboutMe],
    )
    .await;
    deeds::note(
        &cast.charity,
        &person,
        "Her rent is late.",
        &[Category::Money],
    )
    .await;
    town.applied().await;
    is_told_nothing(&volunteer, &person).await;

    let request = volunteers::assignment(&person, "kim.ray", &SHOWN);
    let assignment = volunteers::assign(&cast.charity, request).await;
    town.applied().await;
    let story = look::story(&volunteer, &person).await.unwrap();
    assert_eq!(notes(&story), ["She likes tea."]);
    let brief = look::brief(&volunteer, &person).await.unwrap();
    assert!(brief.person.is_some());
    let caseload = look::all(&volunteer, &person).await[&View::Caseload].clone();
    let caseload = caseload.unwrap();
    assert!(
        caseload.contains(&person) && !caseload.contains(&other),
        "{caseload}"
    );
    let of_other = look::story(&volunteer, &other).await;
    assert_eq!(of_other.unwrap_err().code(), Code::NotFound);
    let listed = volunteers::listed(&volunteer, &person).await;
    assert!(listed[0].holds && listed[0].assignment_id == assignment);
    assert!(volunteers::listed(&cast.practice, &person).await.is_empty());

    // Named for less, they are shown less when the answer comes.
    let fewer = volunteers::assignment(&person, "kim.ray", &[Category::Identity]);
    let request = cast.charity.ask(fewer);
    let named = cast.charity.volunteers().assign_volunteer(request).await;
    assert!(named.unwrap().into_inner().narrowed.unwrap().complete);
    let story = look::story(&volunteer, &person).await.unwrap();
    assert!(notes(&story).is_empty());
    let request = volunteers::assignment(&person, "kim.ray", &SHOWN);
    let assignment = volunteers::assign(&cast.charity, request).await;
    town.applied().await;

    // They write what they saw, and read that back; they answer for nobody.
    let note = |words: &str| RecordNoteRequest {
        command_id: command_id(),
        person_id: person.clone(),
        words: words.into(),
        categories: numbers(&[Category::Health]),
        restricted_to: None,
    };
    let written = volunteer.ask(note("She coughed all the way."));
    volunteer.notes().record_note(written).await.unwrap();
    let leaving = volunteer.ask(api::v1::LeaveCaseRequest {
        command_id: command_id(),
        person_id: person.clone(),
        words: "No.".into(),
    });
    let refused = volunteer.joining().leave_case(leaving).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    town.applied().await;
    let story = look::story(&volunteer, &person).await.unwrap();
    assert_eq!(notes(&story).len(), 2);

    let withdrawal = volunteers::release(&cast.charity, &person, &assignment).await;
    assert!(withdrawal.complete, "{withdrawal:?}");
    is_told_nothing(&volunteer, &person).await;
    let refused = volunteer
        .notes()
        .record_note(volunteer.ask(note("Late.")))
        .await;
    assert_eq!(refused.unwrap_err().code(), Code::NotFound);
    let listed = volunteers::listed(&cast.charity, &person).await;
    assert!(!listed[0].holds && listed[0].facts.len() == 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_day_ends_it_without_anybody_doing_anything() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let volunteer = town.acting(CHARITY, "kim.ray", "volunteer");
    let person = cast.shares(&town, 0).await;
    let today = volunteers::assignment(&person, "kim.ray", &SHOWN);
    let today = api::v1::AssignVolunteerRequest {
        until: "2026-06-01".into(),
        ..today
    };
    volunteers::assign(&cast.charity, today).await;
    town.applied().await;
    assert!(look::brief(&volunteer, &person).await.is_ok());
    town.days_pass(1);
    is_told_nothing(&volunteer, &person).await;
}
