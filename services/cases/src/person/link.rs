//! `LinkPerson`: recorded on both people, under one link. Both are asked first, so that one is not linked alone.

use std::collections::BTreeSet;

use api::v1::{LinkPersonRequest, LinkPersonResponse};
use casework::{
    command::{self, Context},
    history::History,
    ids::{LinkId, Mint, OrganisationId},
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
    let part = |history: &History| -> BTreeSet<OrganisationId> {
        let involved = history.involvements();
        involved.map(|i| i.terms.organisation.clone()).collect()
    };
    let both = {
        let ours = part(&cases.people.read(&one).await?.state);
        &ours & &part(&cases.people.read(&other).await?.state)
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
