//! Handovers: offered, read and answered; custodians, deputies and absences.

use api::v1::{
    self, AcceptHandoverRequest, Category, ListHandoversRequest, NameCustodianRequest,
    OfferHandoverRequest,
};
use throughline::demo::acting::{Acting, command_id};

use super::{Offer, numbers};

/// An offer to a service, with the person's agreement.
pub fn to_service(person: &str, to: &Offer, summary: &str) -> OfferHandoverRequest {
    OfferHandoverRequest {
        command_id: command_id(),
        person_id: person.into(),
        organisation: to.organisation.clone(),
        service_id: to.service.clone(),
        summary: summary.into(),
        categories: numbers(&[Category::SocialCare]),
        person_agreed: true,
        ..OfferHandoverRequest::default()
    }
}

/// An offer to a colleague, with the person's agreement.
pub fn to_colleague(person: &str, worker: &str, summary: &str) -> OfferHandoverRequest {
    OfferHandoverRequest {
        command_id: command_id(),
        person_id: person.into(),
        worker: worker.into(),
        summary: summary.into(),
        categories: numbers(&[Category::SocialCare]),
        person_agreed: true,
        ..OfferHandoverRequest::default()
    }
}

/// Offers the case.
pub async fn offer(who: &Acting, request: OfferHandoverRequest) -> String {
    let offered = who.handovers().offer_handover(who.ask(request)).await;
    offered.unwrap().into_inner().handover_id
}

/// Every handover that somebody sees.
pub async fn all(who: &Acting) -> Vec<v1::Handover> {
    let request = who.ask(ListHandoversRequest::default());
    let listed = who.read_handovers().list_handovers(request).await;
    listed.unwrap().into_inner().handovers
}

/// The command that accepts a handover as it was seen.
pub fn acceptance(handover: &v1::Handover) -> AcceptHandoverRequest {
    AcceptHandoverRequest {
        command_id: command_id(),
        person_id: handover.person_id.clone(),
        handover_id: handover.handover_id.clone(),
        token: handover.token.clone(),
        words: String::new(),
    }
}

/// Names the custodian of an organisation.
pub async fn name_custodian(operator: &Acting, organisation: &str, custodian: &str) {
    let request = operator.ask(NameCustodianRequest {
        command_id: command_id(),
        organisation: organisation.into(),
        custodian: custodian.into(),
    });
    let named = operator.handovers().name_custodian(request).await;
    named.unwrap();
}
