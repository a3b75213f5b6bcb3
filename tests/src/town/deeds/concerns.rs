//! Safeguarding concerns: raised, and read by whoever reads them.

use api::v1::{
    self, ConcernSubject, ListConcernsRequest, NameSafeguardingLeadRequest, RaiseConcernRequest,
    RaiseConcernResponse, SafeguardingLead, concern_subject,
};
use throughline::demo::acting::{Acting, command_id};

use super::Town;

/// A command that names a safeguarding lead.
pub fn lead(worker: &str) -> NameSafeguardingLeadRequest {
    NameSafeguardingLeadRequest {
        command_id: command_id(),
        lead: Some(SafeguardingLead {
            worker: worker.into(),
            name: "Grace Ajayi".into(),
            telephone: "01632 960 001".into(),
        }),
        instead_of: String::new(),
    }
}

/// Names a safeguarding lead of an organisation, who acts from here on.
pub async fn named(town: &Town, code: &str, worker: &str) -> Acting {
    let administrator = town.acting(code, "administrator", "organisation-administrator");
    let request = administrator.ask(lead(worker));
    let named = administrator
        .safeguarding()
        .name_safeguarding_lead(request)
        .await;
    named.unwrap();
    town.acting(code, worker, "safeguarding-lead")
}

/// A concern about the person, without immediate danger.
pub fn about(person: &str, words: &str) -> RaiseConcernRequest {
    let subject = concern_subject::Subject::Person(concern_subject::Person {});
    RaiseConcernRequest {
        command_id: command_id(),
        person_id: person.into(),
        words: words.into(),
        subject: Some(ConcernSubject {
            subject: Some(subject),
        }),
        ..RaiseConcernRequest::default()
    }
}

/// Raises a concern.
pub async fn raise(who: &Acting, request: RaiseConcernRequest) -> RaiseConcernResponse {
    let raised = who.safeguarding().raise_concern(who.ask(request)).await;
    raised.unwrap().into_inner()
}

/// Every concern that somebody reads, the latest first.
pub async fn all(who: &Acting) -> Vec<v1::Concern> {
    let request = who.ask(ListConcernsRequest::default());
    let listed = who.concerns().list_concerns(request).await;
    listed.unwrap().into_inner().concerns
}
