//! A person's decisions.

use api::v1::{Decision, ListDecisionsRequest, ListDecisionsResponse};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListDecisionsRequest>,
) -> Result<ListDecisionsResponse, Error> {
    let caller = question::reader(&request)?;
    let ListDecisionsRequest {
        person_id,
        not_before,
    } = request.into_inner();
    let person = question::person(&person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.decisions(now, person)?);
    let found = question::known(views.read(&caller, &not_before, read).await?)?;
    let wire = |decision: &orgviews::decisions::Decision| Decision {
        decision_id: decision.id.to_string(),
        versions: facts(&decision.versions),
        token: views.edit_token(&caller, decision.last_event),
    };
    Ok(ListDecisionsResponse {
        decisions: found.iter().map(wire).collect(),
    })
}
