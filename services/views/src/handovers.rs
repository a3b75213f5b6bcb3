//! Handovers in, out and within.

use api::{
    types,
    v1::{self, ListHandoversRequest, ListHandoversResponse},
};
use casework::refusal::{Code, Refusal};
use identity::Caller;
use orgviews::handovers::{Direction, Filter, Handover, State};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListHandoversRequest>,
) -> Result<ListHandoversResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let filter = Filter {
        direction: direction(request.direction)?,
        state: state(request.state)?,
        only: question::only("handover_id", &request.handover_id, &request.person_id)?,
    };
    let page = views.page(&caller, "handovers", request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.handovers(now, &filter, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    let handovers = found.iter().map(|handover| wire(views, &caller, handover));
    Ok(ListHandoversResponse {
        handovers: handovers.collect(),
        next_page_token: views.page_token(&caller, "handovers", next),
    })
}

fn direction(value: i32) -> Result<Option<Direction>, Refusal> {
    use v1::HandoverDirection as Wire;
    match Wire::try_from(value) {
        Ok(Wire::Unspecified) => Ok(None),
        Ok(Wire::In) => Ok(Some(Direction::In)),
        Ok(Wire::Out) => Ok(Some(Direction::Out)),
        Ok(Wire::Within) => Ok(Some(Direction::Within)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "direction")),
    }
}

fn state(value: i32) -> Result<Option<State>, Refusal> {
    use v1::HandoverState as Wire;
    match Wire::try_from(value) {
        Ok(Wire::Unspecified) => Ok(None),
        Ok(Wire::Open) => Ok(Some(State::Open)),
        Ok(Wire::Accepted) => Ok(Some(State::Accepted)),
        Ok(Wire::Declined) => Ok(Some(State::Declined)),
        Ok(Wire::Cancelled) => Ok(Some(State::Cancelled)),
        Ok(Wire::Taken) => Ok(Some(State::Taken)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "state")),
    }
}

fn wire(views: &Views, caller: &Caller, handover: &Handover) -> v1::Handover {
    let direction = match handover.direction {
        Direction::In => v1::HandoverDirection::In,
        Direction::Out => v1::HandoverDirection::Out,
        Direction::Within => v1::HandoverDirection::Within,
    };
    let state = match handover.state {
        State::Open => v1::HandoverState::Open,
        State::Accepted => v1::HandoverState::Accepted,
        State::Declined => v1::HandoverState::Declined,
        State::Cancelled => v1::HandoverState::Cancelled,
        State::Taken => v1::HandoverState::Taken,
    };
    let token = if handover.state == State::Open {
        views.edit_token(caller, handover.last_event)
    } else {
        String::new()
    };
    v1::Handover {
        handover_id: handover.id.to_string(),
        person_id: handover.person.to_string(),
        identity: handover.identity.as_ref().map(api::fact::identity),
        direction: direction as i32,
        state: state as i32,
        overdue: handover.overdue,
        answer_by: handover.answer_by.map(types::timestamp),
        facts: facts(&handover.facts),
        token,
    }
}
