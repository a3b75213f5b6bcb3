//! `OrderAgenda`.

use api::v1::{OrderAgendaRequest, OrderAgendaResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<OrderAgendaRequest>,
) -> Result<OrderAgendaResponse, Error> {
    let call = cases.call(request)?;
    let open = |token: &str| call.open_edit(token);
    let (meeting, command) = api::meetings::order_agenda(&call.content, &open)?;
    let done = call
        .carry_out_at(&call.our_meeting(meeting), &command)
        .await?;
    Ok(OrderAgendaResponse {
        receipt: call.receipt(&done),
    })
}
