//! `UnmergePerson`.

use api::v1::{UnmergePersonRequest, UnmergePersonResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<UnmergePersonRequest>,
) -> Result<UnmergePersonResponse, Error> {
    let call = cases.call(request)?;
    let survivor = person(&call.content.person_id)?;
    let command = api::records::unmerge(&call.content)?;
    let (done, restored) = cases
        .people
        .unmerge(survivor, &call.request, &command)
        .await?;
    Ok(UnmergePersonResponse {
        receipt: call.receipt(&done),
        restored_person_id: restored.to_string(),
        withdrawal: call.withdrawal(&done).await?,
    })
}
