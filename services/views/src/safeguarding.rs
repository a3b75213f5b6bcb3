//! Safeguarding concerns, for whoever raised them and for the leads.

use api::{
    types,
    v1::{self, ListConcernsRequest, ListConcernsResponse},
};
use casework::refusal::{Code, Refusal};
use identity::Caller;
use orgviews::safeguarding::{Concern, State};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListConcernsRequest>,
) -> Result<ListConcernsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let state = state(request.state)?;
    let only = question::only("concern_id", &request.concern_id, &request.person_id)?;
    let page = views.page(&caller, "concerns", request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.concerns(now, state, only, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    let next_page_token = views.page_token(&caller, "concerns", next);
    let concerns = found
        .iter()
        .map(|concern| wire(views, &caller, concern))
        .collect();
    Ok(ListConcernsResponse {
        concerns,
        next_page_token,
    })
}

fn state(value: i32) -> Result<Option<State>, Refusal> {
    match v1::ConcernState::try_from(value) {
        Ok(v1::ConcernState::Unspecified) => Ok(None),
        Ok(v1::ConcernState::Open) => Ok(Some(State::Open)),
        Ok(v1::ConcernState::Closed) => Ok(Some(State::Closed)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "state")),
    }
}

fn wire(views: &Views, caller: &Caller, concern: &Concern) -> v1::Concern {
    let (state, token) = match concern.state {
        State::Open => (
            v1::ConcernState::Open,
            views.edit_token(caller, concern.last_event),
        ),
        State::Closed => (v1::ConcernState::Closed, String::new()),
    };
    v1::Concern {
        concern_id: concern.id.to_string(),
        person_id: concern.person.to_string(),
        state: state as i32,
        told: concern.told,
        overdue: concern.overdue,
        tell_by: Some(types::timestamp(concern.tell_by)),
        facts: facts(&concern.facts),
        token,
    }
}
