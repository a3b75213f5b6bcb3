//! What the person decided about sharing.

use api::v1::{ListSharingDecisionsRequest, ListSharingDecisionsResponse};
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
