//! The plan, with what is needed to revise it, and what has changed in it.

use api::{
    fact, types,
    v1::{
        ComparePlanRequest, ComparePlanResponse, GetPlanRequest, GetPlanResponse,
        compare_plan_response::Change, get_plan_response::CurrentPassage,
    },
};
use orgviews::{Shown, plans::Passage};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn get(
    views: &Views,
    request: Request<GetPlanRequest>,
) -> Result<GetPlanResponse, Error> {
    let caller = question::reader(&request)?;
    let GetPlanRequest {
        person_id,
        not_before,
    } = request.into_inner();
    let person = question::person(&person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.plan(now, person)?);
    let plan = question::known(views.read(&caller, &not_before, read).await?)?;
    let current = |passage: &Passage| CurrentPassage {
        fact: passage.written.as_ref().map(wire),
        ended: passage.ended.as_ref().map(wire),
        token: views.passage_token(&caller, passage.newest),
    };
    let last = plan.last_event;
    Ok(GetPlanResponse {
        passages: plan.passages.iter().map(current).collect(),
        ended: plan.ended.iter().map(current).collect(),
        agreed: plan.agreed.as_ref().map(wire),
        review: plan.review.as_ref().map(wire),
        token: last.map_or_else(String::new, |event| views.edit_token(&caller, event)),
    })
}

pub(crate) async fn compare(
    views: &Views,
    request: Request<ComparePlanRequest>,
) -> Result<ComparePlanResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let from = types::moment("from", request.from)?;
    let until = types::moment("until", request.until)?;
    let read =
        move |reader: &orgviews::Reader, now| Ok(reader.compare_plan(now, person, from, until)?);
    let compared = question::known(views.read(&caller, &request.not_before, read).await?)?;
    let changes = |pairs: &[(Option<Shown>, Shown)]| {
        let change = |(before, after): &(Option<Shown>, Shown)| Change {
            before: before.as_ref().map(wire),
            after: Some(wire(after)),
        };
        pairs.iter().map(change).collect()
    };
    Ok(ComparePlanResponse {
        added: facts(&compared.added),
        changed: changes(&compared.changed),
        ended: changes(&compared.ended),
    })
}

fn wire(shown: &Shown) -> api::v1::Fact {
    fact::shown(&shown.disclosed, &shown.grant)
}
