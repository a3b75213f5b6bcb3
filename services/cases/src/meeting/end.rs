//! `EndMeeting`.

use api::v1::{EndMeetingRequest, EndMeetingResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<EndMeetingRequest>,
) -> Result<EndMeetingResponse, Error> {
    let call = cases.call(request)?;
    let open = |token: &str| call.open_edit(token);
    let (meeting, command) = api::meetings::end(&call.content, &open)?;
    let done = call
        .carry_out_at(&call.our_meeting(meeting), &command)
        .await?;
    Ok(EndMeetingResponse {
        receipt: call.receipt(&done),
    })
}
