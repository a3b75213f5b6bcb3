//! About Me, with what is needed to revise it.

use api::{
    fact,
    v1::{GetAboutMeRequest, GetAboutMeResponse, get_about_me_response::CurrentPassage},
};
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
    let read = move |reader: &orgviews::Reader, now| Ok(reader.about_me(now, person)?);
    let passages = question::known(views.read(&caller, &not_before, read).await?)?;
    let current = |shown: orgviews::Shown| CurrentPassage {
        token: views.passage_token(&caller, shown.disclosed.id),
        fact: Some(fact::shown(&shown.disclosed, &shown.grant)),
    };
    Ok(GetAboutMeResponse {
        passages: passages.into_iter().map(current).collect(),
    })
}
