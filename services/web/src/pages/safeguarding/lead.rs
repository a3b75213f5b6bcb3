//! Who reads an organisation's concerns.

use api::v1::{
    NameSafeguardingLeadRequest, SafeguardingLead,
    safeguarding_command_service_client::SafeguardingCommandServiceClient,
};

use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::Sent,
    visit::{Next, Visit},
};

pub(super) fn lead_form(workers: Vec<Choice>) -> Form {
    let nobody = vec![Choice::new("", "Nobody: they are one more")];
    let instead = nobody.into_iter().chain(workers.clone()).collect();
    Form::new("Name a safeguarding lead", "Name them")
        .back_to("/organisation")
        .lead("Safeguarding leads read the concerns that your organisation raises, and whoever raises one is told whom of them to ring.")
        .field(Field::pick("lead.worker", "Who is it?", workers))
        .field(Field::text("lead.telephone", "Where are they rung?", 20))
        .field(Field::pick("instead_of", "Whose place do they take?", instead))
}

/// Names a safeguarding lead of one's own organisation.
pub async fn name_safeguarding_lead(visit: Visit, sent: Sent) -> Answer {
    let directory = &visit.site.directory;
    let workers = directory
        .workers(&visit.connection(), visit.organisation(), visit.now)
        .await?;
    let worker = sent.text("lead.worker");
    let mut named = workers.iter().filter(|one| one.worker == worker);
    let request = NameSafeguardingLeadRequest {
        command_id: sent.command_id(),
        lead: Some(SafeguardingLead {
            name: named.next().map(|one| one.name.clone()).unwrap_or_default(),
            worker,
            telephone: sent.text("lead.telephone"),
        }),
        instead_of: sent.text("instead_of"),
    };
    let choices = workers
        .into_iter()
        .map(|worker| Choice::new(worker.worker, worker.name));
    let form = lead_form(choices.collect());
    let mut concerns = SafeguardingCommandServiceClient::new(visit.connection());
    let send = async move { concerns.name_safeguarding_lead(request).await };
    let next = |_: &_| {
        Next::to(
            "/organisation",
            "They read your organisation’s concerns from now on.",
        )
    };
    visit.settle_unrehearsed(form, &sent, send, next).await
}
