//! `UnlinkPerson`: recorded on both people.

use api::v1::{UnlinkPersonRequest, UnlinkPersonResponse};
use casework::refusal::{Code, Refusal};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<UnlinkPersonRequest>,
) -> Result<UnlinkPersonResponse, Error> {
    let call = cases.call(request)?;
    let command = api::records::unlink(&call.content)?;
    let done = call.carry_out(&command).await?;
    let other = {
        let stream = cases.people.read(&person(&call.content.person_id)?).await?;
        let unknown = || Refusal::of(Code::LinkUnknown, "link_id");
        stream.state.link(command.link).ok_or_else(unknown)?.other
    };
    let following = call.request.following(cases.keys.secrets(), "other");
    let last = match cases.people.execute(&other, &following, &command).await {
        Ok(last) => last,
        // The caller has no part in the other case any longer, or somebody ended the link there.
        Err(casestore::Error::Refused(_)) => done,
        Err(error) => return Err(error.into()),
    };
    Ok(UnlinkPersonResponse {
        receipt: call.receipt(if last.position > done.position {
            &last
        } else {
            &done
        }),
    })
}
