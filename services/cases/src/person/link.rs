//! `LinkPerson`: recorded on both people, under one link. Both are asked first, so that one is not linked alone.

use api::v1::{LinkPersonRequest, LinkPersonResponse};
use casework::{
    command::{self, Context},
    ids::{LinkId, Mint},
    person::link::may_be_told,
    refusal::Refusal,
};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

const OTHER: &str = "other_person_id";

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<LinkPersonRequest>,
) -> Result<LinkPersonResponse, Error> {
    let call = cases.call(request)?;
    let (one, other) = (
        person(&call.content.person_id)?,
        api::types::id(OTHER, &call.content.other_person_id)?,
    );
    let secrets = cases.keys.secrets();
    let link = LinkId(call.request.proposed_id(secrets, "link"));
    let following = call.request.following(secrets, "other");
    let linking = &call.request.by.organisation;
    let both = {
        let ours = may_be_told(&cases.people.read(&one).await?.state, linking);
        &ours & &may_be_told(&cases.people.read(&other).await?.state, linking)
    };
    let command = api::records::link(&call.content, link, other, both.clone())?;
    let reverse = api::records::link(&call.content, link, one, both)?;
    let of_the_other = |refusal: Refusal| Refusal::of(refusal.code, OTHER);
    if one != other {
        let context = Context {
            by: call.request.by.clone(),
            now: call.request.now,
        };
        let mut mint = Mint::new([0; 32]);
        command::decide(
            &command,
            &cases.people.read(&one).await?.state,
            &context,
            &mut mint,
        )?;
        let stream = cases.people.read(&other).await?;
        command::decide(&reverse, &stream.state, &context, &mut mint).map_err(of_the_other)?;
    }
    let done = call.carry_out(&command).await?;
    let last = cases.people.execute(&other, &following, &reverse).await?;
    Ok(LinkPersonResponse {
        receipt: call.receipt(if last.position > done.position {
            &last
        } else {
            &done
        }),
        link_id: link.to_string(),
    })
}
