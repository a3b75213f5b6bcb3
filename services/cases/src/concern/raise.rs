//! `RaiseConcern`.

use api::v1::{RaiseConcernRequest, RaiseConcernResponse};
use casework::safeguarding_lead::SafeguardingLead;
use tonic::Request;

use crate::{Cases, call::thing, concern::workers, error::Error};

const DANGER: &str = "If anybody is in immediate danger, ring 999 now.";
const NOBODY_NAMED: &str = "Your organisation has named nobody as its safeguarding lead: nobody but you reads this. \
    Ring the safeguarding team of the council where the person lives today, and record that you have told them. \
    Ask your organisation's administrator to name a lead.";
const RECORD: &str =
    "When you have told somebody, record it: otherwise this is overdue at the end of the day.";

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RaiseConcernRequest>,
) -> Result<RaiseConcernResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let leads = cases
        .safeguarding_leads(&call.request.by.organisation)
        .await?;
    let command = api::safeguarding::raise(&call.content, workers(&leads))?;
    let done = call.carry_out(&command).await?;
    Ok(RaiseConcernResponse {
        receipt: call.receipt(&done),
        concern_id: thing(&done)?,
        leads: leads.iter().map(api::safeguarding::wire_lead).collect(),
        what_next: what_next(&leads),
    })
}

/// Whom to ring. A concern is taken where no lead is named, too: refusing it would help nobody.
fn what_next(leads: &[SafeguardingLead]) -> String {
    if leads.is_empty() {
        return format!("{DANGER} {NOBODY_NAMED}");
    }
    let named = leads
        .iter()
        .map(|lead| format!("{} ({})", lead.name, lead.telephone));
    let named: Vec<String> = named.collect();
    format!("{DANGER} Ring {} today. {RECORD}", named.join(" or "))
}
