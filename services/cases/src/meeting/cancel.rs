//! `CancelMeeting`.

use api::v1::{CancelMeetingRequest, CancelMeetingResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CancelMeetingRequest>,
) -> Result<CancelMeetingResponse, Error> {
    let call = cases.call(request)?;
    let open = |token: &str| call.open_edit(token);
    let (meeting, command) = api::meetings::cancel(&call.content, &open)?;
    let done = call
        .carry_out_at(&call.our_meeting(meeting), &command)
        .await?;
    Ok(CancelMeetingResponse {
        receipt: call.receipt(&done),
    })
}
