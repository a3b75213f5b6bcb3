//! Who reads one entry: restricted to its writer's organisation, or shown again to everybody whose basis covers it.

use api::v1::{
    LiftRestrictionRequest, RestrictFactRequest, record_note_request::Restriction,
    sharing_command_service_client::SharingCommandServiceClient,
};
use axum::extract::Path;

use crate::{
    failure::Answer,
    form::{Field, Form},
    readers,
    sent::{Sent, Stage},
    visit::{Next, Visit},
};

pub(super) fn restrict_form(person: &str, readers: Field, own: &str) -> Form {
    Form::new("Restrict the entry", "Restrict it")
        .about(person)
        .is_final()
        .lead("Only those who are ticked read it from now on, whoever wrote it, and whoever a legal duty names. Others see no trace that it exists.")
        .field(readers.with(own))
}

/// Restricts an entry to one's own organisation.
pub async fn restrict_fact(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = RestrictFactRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        restricted_to: match readers::of_sent(&sent) {
            // Nothing has been unticked yet: their own organisation, as the form offers.
            None if sent.stage == Stage::Opened => Some(Restriction {
                organisations: vec![visit.organisation().to_owned()],
                workers: Vec::new(),
            }),
            chosen => chosen,
        },
        kept_from_person: None,
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = sharing.restrict_fact(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/story"),
            "The entry is restricted.",
        )
    };
    let readers = readers::field(&visit, &person).await?;
    let own = format!("organisation {}", visit.organisation());
    let form = restrict_form(&person, readers, &own);
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn lift_form(person: &str) -> Form {
    Form::new("Lift the restriction", "Lift it")
        .about(person)
        .lead("Everybody whose basis covers the entry sees it again.")
}

/// Shows a restricted entry again.
pub async fn lift_restriction(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = LiftRestrictionRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = sharing.lift_restriction(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/story"),
            "The restriction is lifted.",
        )
    };
    visit.settle(lift_form(&person), &sent, answer, next).await
}
