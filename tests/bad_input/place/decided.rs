//! What there is to withdraw, restrict, correct and answer in the case: decisions and notes of the practice's, and
//! organisations that ask to join.

use api::v1::{
    self, Category, DutyKind, FindPersonRequest, ListJoinRequestsRequest, Purpose,
    RaiseJoinRequestRequest, RecordDutyRequest, RestrictFactRequest, against,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{self, Offer, numbers, service},
    look,
};

/// What the practice decided and wrote, by fact id, and who asks to join.
pub struct Decided {
    pub agreement: String,
    pub objection: String,
    /// Five notes, of which the second is restricted.
    pub notes: Vec<String>,
    pub duty: String,
    /// The practice's safeguarding lead.
    pub safeguarding: Acting,
    /// A hospital that has not asked yet, and its service.
    pub hospital: (Acting, Offer),
    /// A clinic that joins at once, and its service.
    pub clinic: (Acting, Offer),
    /// The NHS number of the person.
    pub nhs_number: String,
    /// The tokens with which these two ask.
    pub tokens: [String; 2],
    /// Two requests that the practice is asked to answer.
    pub requests: Vec<v1::RequestToJoin>,
}

impl Decided {
    pub async fn by(town: &Town, practice: &Acting, person: &str, council: &Offer) -> Decided {
        let nhs_number = deeds::nhs_numbers().next().unwrap();
        let advice = Purpose::Advice;
        deeds::agree(practice, person, advice, &[Category::Money], "", "Yes.").await;
        let against = against::Against::Organisation(council.organisation.clone());
        let objection = deeds::objection(person, against, &[Category::Money], "No.");
        deeds::object(practice, objection).await;
        for number in 0..5 {
            let words = format!("Note {number} to change.");
            deeds::note(practice, person, &words, &[Category::Health]).await;
        }
        let mut outside = Vec::new();
        for code in [
            "GENERAL-HOSPITAL",
            "TOWN-CLINIC",
            "FIRST-ASKER",
            "SECOND-ASKER",
        ] {
            let offer = service("A clinic", Purpose::HealthCare, &[Category::Health]);
            let offer = town.offer(code, offer).await;
            let who = town.acting(code, "ade.obi", "practitioner");
            let token = find(&who, &nhs_number).await;
            outside.push((who, offer, token));
        }
        for (who, offer, token) in &outside[2..] {
            let raise = RaiseJoinRequestRequest {
                command_id: command_id(),
                token: token.clone(),
                service_id: offer.service.clone(),
                reason: "She was on our ward.".into(),
                categories: numbers(&[Category::Health]),
            };
            who.joining()
                .raise_join_request(who.ask(raise))
                .await
                .unwrap();
        }
        town.applied().await;
        let story = look::story(practice, person).await.unwrap();
        let told = |text: &str| -> Vec<String> {
            let facts = story.iter().rev();
            let told = facts.filter(|fact| format!("{:?}", fact.content).contains(text));
            told.map(|fact| fact.fact_id.clone()).collect()
        };
        let notes = told("to change.");
        let restrict = RestrictFactRequest {
            command_id: command_id(),
            person_id: person.to_owned(),
            fact_id: notes[1].clone(),
            ..RestrictFactRequest::default()
        };
        practice
            .sharing()
            .restrict_fact(practice.ask(restrict))
            .await
            .unwrap();
        let safeguarding = town.acting(practice.organisation(), "joy.bell", "safeguarding-lead");
        let duty = RecordDutyRequest {
            command_id: command_id(),
            person_id: person.to_owned(),
            kind: DutyKind::CourtOrder.into(),
            organisation: council.organisation.clone(),
            fact_ids: vec![notes[0].clone()],
            grounds: "An order of the family court.".into(),
            until: String::new(),
        };
        let request = safeguarding.ask(duty);
        safeguarding.sharing().record_duty(request).await.unwrap();
        town.applied().await;
        let story = look::story(practice, person).await.unwrap();
        let duty = story
            .iter()
            .find(|fact| format!("{:?}", fact.content).contains("family court"));
        let requests = practice.ask(ListJoinRequestsRequest::default());
        let requests = practice.read_joining().list_join_requests(requests).await;
        let mut outside = outside.into_iter();
        let mut next = || outside.next().unwrap();
        let (hospital, clinic) = (next(), next());
        Decided {
            agreement: told("Agreement(").remove(0),
            objection: told("Objection(").remove(0),
            notes,
            duty: duty.unwrap().fact_id.clone(),
            safeguarding,
            tokens: [hospital.2, clinic.2],
            hospital: (hospital.0, hospital.1),
            clinic: (clinic.0, clinic.1),
            nhs_number,
            requests: requests.unwrap().into_inner().requests,
        }
    }
}

async fn find(who: &Acting, nhs_number: &str) -> String {
    let request = FindPersonRequest {
        command_id: command_id(),
        nhs_number: nhs_number.to_owned(),
        birth_date: BIRTH_DATE.into(),
        ..FindPersonRequest::default()
    };
    let found = who.joining().find_person(who.ask(request)).await.unwrap();
    found.into_inner().token
}

/// When everybody here was born.
pub const BIRTH_DATE: &str = "1951-03-04";
