//! The locality's custodian: who takes an organisation's cases where it cannot answer, and taking one.

use api::v1::{
    ListServicesRequest, NameCustodianRequest, TakeCustodyRequest,
    directory_query_service_client::DirectoryQueryServiceClient,
    handovers_command_service_client::HandoversCommandServiceClient,
};
use axum::extract::Path;

use crate::{
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    sent::Sent,
    visit::{Next, Visit},
};

pub(super) fn custodian_form(organisations: Vec<Choice>, own: &str) -> Form {
    Form::new("Name a custodian", "Name it")
        .back_to("/organisation")
        .lead("The custodian takes the cases of an organisation that cannot answer: it has closed, or nobody there can be reached. An administrator names it for their own organisation, an operator for any.")
        .field(Field::pick("organisation", "For which organisation?", organisations.clone()).with(own))
        .field(Field::pick("custodian", "Who is its custodian?", organisations))
}

/// Names an organisation's custodian.
pub async fn name_custodian(visit: Visit, sent: Sent) -> Answer {
    let names = visit.names([]).await?;
    let all = names.organisations().into_iter();
    let choices = all.map(|(code, name)| Choice::new(code, name)).collect();
    let form = custodian_form(choices, visit.organisation());
    let request = NameCustodianRequest {
        command_id: sent.command_id(),
        organisation: sent.text("organisation"),
        custodian: sent.text("custodian"),
    };
    let mut handovers = HandoversCommandServiceClient::new(visit.connection());
    let send = async move { handovers.name_custodian(request).await };
    let next = |_: &_| Next::to("/organisation", "The custodian is named.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}

pub(super) fn take_form(
    person: &str,
    services: Vec<Choice>,
    workers: Vec<Choice>,
    own: &str,
) -> Form {
    let first = services.first().map(|one| one.value.clone());
    Form::new("Take the case of an organisation that cannot answer", "Take the case")
        .back_to(format!("/people/{person}"))
        .is_final()
        .lead("For the locality’s custodian, named for the organisation that holds the case. That organisation goes on taking part, and everybody is told.")
        .field(Field::choice("service_id", "Through which of your services?", services).with(first.unwrap_or_default()))
        .field(Field::pick("lead_worker", "Who leads from now on?", workers).with(own))
        .field(Field::words("reason", "Why can the organisation not answer?", 3))
}

async fn services(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let request = ListServicesRequest {
        organisation: visit.organisation().to_owned(),
        ..Default::default()
    };
    let found = directory
        .list_services(request)
        .await?
        .into_inner()
        .services;
    let choice = |service: api::v1::Service| Choice::new(service.service_id, service.name);
    Ok(found.into_iter().map(choice).collect())
}

/// Takes a case.
pub async fn take_custody(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let workers = workers
        .into_iter()
        .map(|worker| Choice::new(worker.worker, worker.name));
    let own = visit.somebody.speaker.worker.clone();
    let form = take_form(&person, services(&visit).await?, workers.collect(), &own);
    let request = TakeCustodyRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        service_id: sent.text("service_id"),
        lead_worker: sent.text("lead_worker"),
        reason: sent.text("reason"),
    };
    let mut handovers = HandoversCommandServiceClient::new(visit.connection_for(&sent));
    let answer = handovers.take_custody(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}"),
            "Your organisation holds the case.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}
