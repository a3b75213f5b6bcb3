//! Who a person is and who takes part, as each organisation may see it.

use api::v1::{
    CorrectIdentityRequest, GetIdentityRequest, GetIdentityResponse, ListPeopleInvolvedRequest,
    Standing, list_people_involved_response::Part,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{identity, nhs_numbers, refer, referral},
    look,
};

use crate::cast::{CHARITY, COUNCIL, Cast, PRACTICE};

async fn involved(who: &Acting, person: &str) -> Vec<Part> {
    let request = who.ask(ListPeopleInvolvedRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.read_details().list_people_involved(request).await;
    listed.unwrap().into_inner().parts
}

async fn known(who: &Acting, person: &str) -> GetIdentityResponse {
    let request = who.ask(GetIdentityRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let known = who.read_details().get_identity(request).await;
    known.unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_organisation_sees_those_who_take_part_as_far_as_it_may() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let walking = referral(&person, &cast.social_care, "A rail by the bath.");
    refer(&cast.practice, walking).await;
    town.applied().await;
    let who = |parts: &[Part]| -> Vec<(String, bool, Standing)> {
        let part = |part: &Part| (part.organisation.clone(), part.lead, part.standing());
        parts.iter().map(part).collect()
    };
    let practice = (PRACTICE.to_owned(), true, Standing::Involved);
    let charity = (CHARITY.to_owned(), false, Standing::Involved);
    let council = (COUNCIL.to_owned(), false, Standing::Invited);
    let seen = involved(&cast.practice, &person).await;
    assert_eq!(seen[0].worker, "dr.patel");
    assert_eq!(
        who(&seen),
        [practice.clone(), charity.clone(), council.clone()]
    );
    // Whoever was asked knows who asked, and that they are; nobody is told of a referral between others.
    assert!(!who(&involved(&cast.charity, &person).await).contains(&council));
    assert!(who(&involved(&cast.charity, &person).await).contains(&charity));
    assert_eq!(who(&involved(&cast.council, &person).await), [council]);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_corrected_name_is_everywhere_at_once() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    town.days_pass(1);
    let corrected = cast.charity.ask(CorrectIdentityRequest {
        command_id: command_id(),
        person_id: person.clone(),
        token: known(&cast.charity, &person).await.token,
        identity: Some(identity("Ivy Wren", &nhs_numbers().next().unwrap())),
    });
    let corrected = cast.charity.details().correct_identity(corrected).await;
    corrected.unwrap();
    town.applied().await;
    for who in [&cast.practice, &cast.charity] {
        let brief = look::brief(who, &person).await.unwrap();
        let name = brief.person.unwrap().identity.unwrap().name;
        assert_eq!(name, "Ivy Wren");
        assert!(format!("{:?}", known(who, &person).await.fact).contains("Ivy Wren"));
    }
    town.close().await;
}
