//! `ResumeCase`.

use api::v1::{ResumeCaseRequest, ResumeCaseResponse};
use casework::case::resume::ResumeCase;
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ResumeCaseRequest>,
) -> Result<ResumeCaseResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let done = call.carry_out(&ResumeCase).await?;
    Ok(ResumeCaseResponse {
        receipt: call.receipt(&done),
    })
}
