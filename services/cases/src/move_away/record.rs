//! `RecordMoveAway`: answered when every file that it touches has been rewritten, or after a bound.

use api::v1::{RecordMoveAwayRequest, RecordMoveAwayResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordMoveAwayRequest>,
) -> Result<RecordMoveAwayResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::life::move_away(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordMoveAwayResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
