//! A manager gives the lead of a case to another worker.

use api::v1::{
    ReassignLeadRequest, handovers_command_service_client::HandoversCommandServiceClient,
};
use axum::extract::Path;

use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::Sent,
    visit::{Next, Visit},
};

pub(super) fn lead_form(workers: Vec<Choice>) -> Form {
    Form::new("Give the lead to a colleague", "Reassign the lead")
        .back_to("/overdue")
        .lead("For managers: where whoever leads the case cannot hand it over.")
        .field(Field::pick("worker", "Who leads from now on?", workers))
}

/// Reassigns the lead. A manager is shown no person: the case is named by the address alone.
pub async fn reassign_lead(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let form = lead_form(
        workers
            .into_iter()
            .map(|worker| Choice::new(worker.worker, worker.name))
            .collect(),
    );
    let request = ReassignLeadRequest {
        command_id: sent.command_id(),
        person_id: person,
        worker: sent.text("worker"),
    };
    let mut handovers = HandoversCommandServiceClient::new(visit.connection());
    let send = async move { handovers.reassign_lead(request).await };
    let next = |_: &_| Next::to("/overdue", "The lead is reassigned.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}
