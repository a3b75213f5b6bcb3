//! About Me, with what is needed to revise or confirm it.

use api::{
    fact,
    v1::{GetAboutMeRequest, GetAboutMeResponse, get_about_me_response::CurrentPassage},
};
use orgviews::about_me::Passage;
use tonic::Request;

use crate::{Error, Views, question};

pub(crate) async fn get(
    views: &Views,
    request: Request<GetAboutMeRequest>,
) -> Result<GetAboutMeResponse, Error> {
    let caller = question::reader(&request)?;
    let GetAboutMeRequest {
        person_id,
        not_before,
    } = request.into_inner();
    let person = question::person(&person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.passages(now, person)?);
    let passages = question::known(views.read(&caller, &not_before, read).await?)?;
    let wire = |shown: &orgviews::Shown| fact::shown(&shown.disclosed, &shown.grant);
    let current = |Passage { passage, confirmed }: &Passage| CurrentPassage {
        token: views.passage_token(&caller, passage.disclosed.id),
        fact: Some(wire(passage)),
        confirmed: confirmed.as_ref().map(wire),
    };
    Ok(GetAboutMeResponse {
        passages: passages.iter().map(current).collect(),
    })
}
