//! `MergePerson`.

use api::v1::{MergePersonRequest, MergePersonResponse};
use tonic::Request;

use crate::{
    Cases,
    call::{person, thing},
    error::Error,
};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<MergePersonRequest>,
) -> Result<MergePersonResponse, Error> {
    let call = cases.call(request)?;
    let survivor = person(&call.content.person_id)?;
    let command = api::records::merge(&call.content)?;
    let done = cases
        .people
        .merge(survivor, &call.request, &command)
        .await?;
    cases.make_findable(survivor).await?;
    Ok(MergePersonResponse {
        receipt: call.receipt(&done),
        merge_id: thing(&done)?,
        withdrawal: call.withdrawal(&done).await?,
    })
}
