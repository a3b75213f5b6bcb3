//! The same command again, and another command under the same id.

use api::v1::{RegisterOrganisationRequest, RegisterServiceRequest};
use throughline::demo::acting::Acting;
use throughline_tests::town::look;
use tonic::Code;

use crate::{call::Call, place::Place, refused::refuses};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_again_records_nothing_and_answers_the_same() {
    let place = Place::new().await;
    let commands = place
        .commands_about_nobody()
        .into_iter()
        .chain(place.commands());
    for (who, call) in commands {
        again(&place, who, call).await;
    }
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_answer_again_records_nothing_and_answers_the_same() {
    for answer in 0..4 {
        let place = Place::new().await;
        let (who, call) = place.alternatives()[answer].clone();
        again(&place, who, call).await;
        place.town.close().await;
    }
}

async fn again(place: &Place, who: &Acting, call: Call) {
    let rpc = call.rpc();
    let first = call.clone().send(who).await.unwrap();
    let before = place.everything().await;
    let second = call.send(who).await.unwrap();
    assert_eq!(place.everything().await, before, "{rpc}");
    // The same receipt, and what the command brought into being has the id that it had.
    assert_eq!(first, second, "{rpc}");
}

/// A receipt is for the same position in the log: a query that waits for it is answered where the first one's would be.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_receipt_of_a_repeat_is_as_good_as_the_first() {
    let place = Place::new().await;
    let note = place.note();
    for _ in 0..2 {
        let request = place.practice.ask(note.clone());
        let noted = place
            .practice
            .notes()
            .record_note(request)
            .await
            .unwrap()
            .into_inner();
        let token = noted.receipt.unwrap().token;
        let story = look::story_including(&place.practice, &place.person, &token)
            .await
            .unwrap();
        let words = |fact: &&api::v1::Fact| format!("{fact:?}").contains(&note.words);
        assert_eq!(story.iter().filter(words).count(), 1);
    }
    place.town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_command_under_the_same_id_is_refused() {
    let place = Place::new().await;
    let (note, service, organisation) = (place.note(), place.service(), place.organisation());
    for (who, call) in [
        (&place.practice, Call::RecordNote(note.clone())),
        (&place.administrator, Call::RegisterService(service.clone())),
        (
            &place.operator,
            Call::RegisterOrganisation(organisation.clone()),
        ),
    ] {
        call.send(who).await.unwrap();
    }
    let mut other_words = note.clone();
    other_words.words = "Something else.".into();
    let mut other_categories = note.clone();
    other_categories
        .categories
        .push(api::v1::Category::SocialCare.into());
    let mut other_rpc = place.about_me();
    other_rpc.command_id = note.command_id.clone();
    let other_service = RegisterServiceRequest {
        name: "Another name".into(),
        ..service
    };
    let other_organisation = RegisterOrganisationRequest {
        name: "Another name".into(),
        ..organisation
    };
    let (practice, reused, field) = (&place.practice, "command_reused", "command_id");
    place
        .refuses_all([
            (practice, Call::RecordNote(other_words), reused, field),
            (practice, Call::RecordNote(other_categories), reused, field),
            (practice, Call::RecordAboutMe(other_rpc), reused, field),
            (
                &place.administrator,
                Call::RegisterService(other_service),
                reused,
                field,
            ),
            (
                &place.operator,
                Call::RegisterOrganisation(other_organisation),
                reused,
                field,
            ),
        ])
        .await;

    // An id is its sender's: a colleague who happens to take the same one sends a command of their own.
    let colleague = place.colleague(&place.practice, "practitioner");
    let head = place.town.head().await;
    Call::RecordNote(note).send(&colleague).await.unwrap();
    assert_eq!(place.town.head().await, head + 1);
    place.town.close().await;
}

/// A case under the same number is answered with no id of the person; under another birth date, that something is wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_who_has_a_case_is_not_opened_again() {
    let place = Place::new().await;
    let first = place.case();
    Call::OpenCase(first.clone())
        .send(&place.practice)
        .await
        .unwrap();
    let mut same = place.case();
    same.identity = first.identity.clone();
    let mut born_otherwise = place.case();
    born_otherwise.identity = first.identity;
    born_otherwise.identity.as_mut().unwrap().birth_date = "1950-01-01".into();
    let mut by_the_council = same.clone();
    by_the_council.service_id = place.social_care.service.clone();
    let before = place.everything().await;
    for (who, call, reason, code) in [
        (&place.practice, same, "case_exists", Code::AlreadyExists),
        (
            &place.council,
            by_the_council,
            "case_exists",
            Code::AlreadyExists,
        ),
        (
            &place.practice,
            born_otherwise,
            "details_differ",
            Code::FailedPrecondition,
        ),
    ] {
        let mut call = call;
        call.command_id = throughline::demo::acting::command_id();
        let status = Call::OpenCase(call).send(who).await.unwrap_err();
        let refused = crate::refused::refused(&status);
        assert_eq!((refused.reason.as_str(), refused.code), (reason, code));
    }
    assert_eq!(place.everything().await, before);
    refuses(
        &place.operator,
        Call::RegisterOrganisation(RegisterOrganisationRequest {
            code: place.practice.organisation().into(),
            ..place.organisation()
        }),
        "organisation_exists",
        "code",
    )
    .await;
    place.town.close().await;
}
