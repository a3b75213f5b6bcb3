//! Taking an agreement or an objection back.

use api::v1::{
    WithdrawAgreementRequest, WithdrawObjectionRequest, preview_sharing_request::Change,
    sharing_command_service_client::SharingCommandServiceClient,
};
use axum::extract::Path;

use super::{
    Looked,
    deciding::{decider, deciding},
    looked_at,
};
use crate::{
    failure::Answer,
    form::Form,
    sent::Sent,
    visit::{Next, Visit},
};

pub(super) fn withdraw_form(person: &str, what: &str) -> Form {
    let form = Form::new(format!("Take back {what}"), "See what it gives and takes")
        .about(person)
        .back_to(format!("/people/{person}/sharing"));
    deciding(form)
}

/// Takes an agreement back.
pub async fn withdraw_agreement(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let change = Change::WithdrawnAgreement(fact.clone());
    let form = withdraw_form(&person, "an agreement");
    let form = match looked_at(&visit, &person, form, &sent, change).await? {
        Looked::First(form) => return visit.show_form(form).await,
        Looked::Again(form) => form,
    };
    let request = WithdrawAgreementRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        decided_by: Some(decider(&sent)),
        words: sent.text("words"),
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection());
    let answer = sharing.withdraw_agreement(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/sharing"),
            "The agreement is taken back.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

/// Takes an objection back.
pub async fn withdraw_objection(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let change = Change::WithdrawnObjection(fact.clone());
    let form = withdraw_form(&person, "an objection");
    let form = match looked_at(&visit, &person, form, &sent, change).await? {
        Looked::First(form) => return visit.show_form(form).await,
        Looked::Again(form) => form,
    };
    let request = WithdrawObjectionRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        decided_by: Some(decider(&sent)),
        words: sent.text("words"),
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection());
    let answer = sharing.withdraw_objection(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/sharing"),
            "The objection is taken back.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}
