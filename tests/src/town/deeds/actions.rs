//! Actions: agreed, requested and read.

use api::v1::{
    self, AgreeActionRequest, Category, ListActionsRequest, RequestActionRequest,
    agree_action_request::{OrganisationOwner, Who},
};
use throughline::demo::acting::{Acting, command_id};

use super::{Offer, numbers};

/// Something that a worker of the organisation itself does, with the person's agreement.
pub fn own(person: &str, who: &Acting, words: &str) -> AgreeActionRequest {
    AgreeActionRequest {
        command_id: command_id(),
        person_id: person.into(),
        words: words.into(),
        categories: numbers(&[Category::SocialCare]),
        who: Some(Who::Organisation(OrganisationOwner {
            organisation: who.organisation().into(),
            worker: who.worker().into(),
            due: "2026-12-31".into(),
            person_agreed: true,
            without_agreement: String::new(),
        })),
    }
}

/// Something that a service of another organisation is asked to do, with the person's agreement.
pub fn asked(person: &str, of: &Offer, words: &str) -> RequestActionRequest {
    RequestActionRequest {
        command_id: command_id(),
        person_id: person.into(),
        organisation: of.organisation.clone(),
        service_id: of.service.clone(),
        words: words.into(),
        categories: numbers(&[Category::SocialCare]),
        due: "2026-12-31".into(),
        person_agreed: true,
        ..RequestActionRequest::default()
    }
}

/// Agrees it.
pub async fn agree(who: &Acting, request: AgreeActionRequest) -> String {
    let agreed = who.actions().agree_action(who.ask(request)).await;
    agreed.unwrap().into_inner().action_id
}

/// Asks for it.
pub async fn request(who: &Acting, request: RequestActionRequest) -> String {
    let asked = who.actions().request_action(who.ask(request)).await;
    asked.unwrap().into_inner().action_id
}

/// Every action of organisations that somebody sees.
pub async fn all(who: &Acting) -> Vec<v1::Action> {
    let request = who.ask(ListActionsRequest::default());
    let listed = who.read_actions().list_actions(request).await;
    listed.unwrap().into_inner().actions
}
