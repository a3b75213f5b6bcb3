//! Requests to join, in and out.

use api::{
    types,
    v1::{self, ListJoinRequestsRequest, ListJoinRequestsResponse},
};
use casework::refusal::{Code, Refusal};
use identity::Caller;
use orgviews::{
    joining::{Filter, JoinRequest, State},
    referrals::Direction,
};
use tonic::Request;

use crate::{Error, Views, question, referrals, story::facts};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListJoinRequestsRequest>,
) -> Result<ListJoinRequestsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let filter = Filter {
        direction: referrals::direction(request.direction)?,
        state: state(request.state)?,
        only: question::only("request_id", &request.request_id, "")?,
    };
    let page = views.page(
        &caller,
        "join requests",
        request.page_size,
        &request.page_token,
    )?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.join_requests(now, &filter, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    let next_page_token = views.page_token(&caller, "join requests", next);
    let requests = found.iter().map(|found| wire(views, &caller, found));
    Ok(ListJoinRequestsResponse {
        requests: requests.collect(),
        next_page_token,
    })
}

fn state(value: i32) -> Result<Option<State>, Refusal> {
    match v1::JoinRequestState::try_from(value) {
        Ok(v1::JoinRequestState::Unspecified) => Ok(None),
        Ok(v1::JoinRequestState::Open) => Ok(Some(State::Open)),
        Ok(v1::JoinRequestState::Accepted) => Ok(Some(State::Accepted)),
        Ok(v1::JoinRequestState::Declined) => Ok(Some(State::Declined)),
        Ok(v1::JoinRequestState::Joined) => Ok(Some(State::Joined)),
        Ok(v1::JoinRequestState::Ended) => Ok(Some(State::Ended)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "state")),
    }
}

fn wire(views: &Views, caller: &Caller, request: &JoinRequest) -> v1::RequestToJoin {
    let direction = match request.direction {
        Direction::In => v1::Direction::In,
        Direction::Out => v1::Direction::Out,
    };
    let state = match request.state {
        State::Open => v1::JoinRequestState::Open,
        State::Accepted => v1::JoinRequestState::Accepted,
        State::Declined => v1::JoinRequestState::Declined,
        State::Joined => v1::JoinRequestState::Joined,
        State::Ended => v1::JoinRequestState::Ended,
    };
    let ours_to_answer = request.direction == Direction::In && request.state == State::Open;
    let token = if ours_to_answer {
        views.edit_token(caller, request.last_event)
    } else {
        String::new()
    };
    v1::RequestToJoin {
        request_id: request.id.to_string(),
        person_id: request
            .person
            .map(|person| person.to_string())
            .unwrap_or_default(),
        identity: request.identity.as_ref().map(api::fact::identity),
        direction: direction as i32,
        state: state as i32,
        overdue: request.overdue,
        answer_by: request.answer_by.map(types::timestamp),
        facts: facts(&request.facts),
        token,
    }
}
