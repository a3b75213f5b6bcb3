//! What the person decided about sharing.

use api::{
    types,
    v1::{
        ListEndingAgreementsRequest, ListEndingAgreementsResponse, ListSharingDecisionsRequest,
        ListSharingDecisionsResponse, list_ending_agreements_response::EndingAgreement,
    },
};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn list_decisions(
    views: &Views,
    request: Request<ListSharingDecisionsRequest>,
) -> Result<ListSharingDecisionsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let list = format!("sharing decisions {person}");
    let page = views.page(&caller, &list, request.page_size, &request.page_token)?;
    let read =
        move |reader: &orgviews::Reader, now| Ok(reader.sharing_decisions(now, person, &page)?);
    let (found, next) = question::known(views.read(&caller, &request.not_before, read).await?)?;
    Ok(ListSharingDecisionsResponse {
        decisions: facts(&found),
        next_page_token: views.page_token(&caller, &list, next),
    })
}

pub(crate) async fn list_ending(
    views: &Views,
    request: Request<ListEndingAgreementsRequest>,
) -> Result<ListEndingAgreementsResponse, Error> {
    const LIST: &str = "ending agreements";
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let page = views.page(&caller, LIST, request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.ending_agreements(now, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    let ending = |one: &orgviews::sharing::Ending| EndingAgreement {
        person_id: one.person.to_string(),
        identity: one.identity.as_ref().map(api::fact::identity),
        agreement: Some(api::fact::shown(
            &one.agreement.disclosed,
            &one.agreement.grant,
        )),
        ends_at: Some(types::timestamp(one.ends_at)),
    };
    Ok(ListEndingAgreementsResponse {
        agreements: found.iter().map(ending).collect(),
        next_page_token: views.page_token(&caller, LIST, next),
    })
}
