//! By what people are known: an NHS number, or name, date of birth and address where nobody knows the number yet.

use api::v1::{
    self, CorrectIdentityRequest, FindPersonRequest, GetIdentityRequest, OpenCaseRequest,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{identity, nhs_numbers, people},
    look,
};
use tonic::Status;

use crate::{cast::Cast, hidden_stays_hidden::reason};

const ADDRESS: &str = "3 Mill Lane, Northgate, HX1 1AA";

/// Opens a case at an address; gives the person's id.
async fn open(cast: &Cast, number: &str, address: &str) -> Result<String, Status> {
    opened(&cast.practice, cast, number, address).await
}

async fn opened(who: &Acting, cast: &Cast, number: &str, address: &str) -> Result<String, Status> {
    let offer = if who.organisation() == cast.practice.organisation() {
        &cast.general_practice
    } else {
        &cast.social_care
    };
    let request = who.ask(OpenCaseRequest {
        command_id: command_id(),
        service_id: offer.service.clone(),
        identity: Some(identity("Maureen Okafor", number)),
        address: address.into(),
        ..OpenCaseRequest::default()
    });
    let opened = who.cases().open_case(request).await;
    opened.map(|response| response.into_inner().person_id)
}

/// Whether somebody finds her by name and address.
async fn finds(who: &Acting, name: &str, address: &str) -> bool {
    let request = who.ask(FindPersonRequest {
        command_id: command_id(),
        birth_date: "1951-03-04".into(),
        name: name.into(),
        address: address.into(),
        ..FindPersonRequest::default()
    });
    let found = who.joining().find_person(request).await.unwrap();
    !found.into_inner().token.is_empty()
}

/// Says who she is, with this number.
async fn correct(who: &Acting, person: &str, number: &str) -> Result<(), Status> {
    let request = who.ask(GetIdentityRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let known = who.read_details().get_identity(request).await.unwrap();
    let request = who.ask(CorrectIdentityRequest {
        command_id: command_id(),
        person_id: person.into(),
        token: known.into_inner().token,
        identity: Some(identity("Maureen Okafor", number)),
    });
    who.details().correct_identity(request).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provisional_record_is_found_by_name_and_address_and_is_given_a_number_once() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = open(&cast, "", ADDRESS).await.unwrap();
    town.applied().await;
    let brief = look::brief(&cast.practice, &person).await.unwrap();
    let shown = |brief: &v1::GetBriefResponse| {
        let entry = brief.person.as_ref().unwrap();
        entry.identity.as_ref().unwrap().nhs_number.clone()
    };
    assert_eq!(
        (shown(&brief).as_str(), brief.contact_points.len()),
        ("", 1)
    );
    // Another organisation finds her, and opens no second record beside the first.
    assert!(finds(&cast.council, "MAUREEN A. OKAFOR", "mill lane hx11aa").await);
    for (name, address) in [("Maureen Wren", ADDRESS), ("Maureen Okafor", "HX1 1AB")] {
        assert!(!finds(&cast.council, name, address).await);
    }
    let mut numbers = nhs_numbers();
    let number = numbers.next().unwrap();
    for number in ["", &number] {
        let refused = opened(&cast.council, &cast, number, ADDRESS).await;
        assert_eq!(reason(&refused.unwrap_err()), "case_exists");
    }
    correct(&cast.practice, &person, &number).await.unwrap();
    town.applied().await;
    let brief = look::brief(&cast.practice, &person).await.unwrap();
    assert_eq!(shown(&brief), number);
    let refused = opened(&cast.council, &cast, &number, "").await.unwrap_err();
    assert_eq!(reason(&refused), "case_exists");
    let other = numbers.next().unwrap();
    let refused = correct(&cast.practice, &person, &other).await.unwrap_err();
    assert_eq!(reason(&refused), "number_settled");
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_another_record_has_is_not_given_twice() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let number = nhs_numbers().next().unwrap();
    let known = open(&cast, &number, "").await.unwrap();
    let provisional = open(&cast, "", "").await.unwrap();
    assert_ne!(known, provisional);
    town.applied().await;
    let refused = correct(&cast.practice, &provisional, &number).await;
    assert_eq!(reason(&refused.unwrap_err()), "number_taken");
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn she_is_found_where_she_lives_now_and_not_where_that_is_kept_to_a_few() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = open(&cast, "", ADDRESS).await.unwrap();
    town.applied().await;
    let known = people::contact_points(&cast.practice, &person).await;
    let mut moved = people::address(&person, "Flat 2, 9 High Street, HX2 2BB");
    moved.token = known.contact_points[0].token.clone();
    people::reached(&cast.practice, moved).await;
    assert!(finds(&cast.council, "Maureen Okafor", "HX2 2BB").await);
    assert!(!finds(&cast.council, "Maureen Okafor", "HX1 1AA").await);
    let mut refuge = people::address(&person, "The Gables, HX3 3CC");
    refuge.restricted_to = Some(v1::record_note_request::Restriction::default());
    people::reached(&cast.practice, refuge).await;
    assert!(!finds(&cast.council, "Maureen Okafor", "HX3 3CC").await);
    town.close().await;
}
