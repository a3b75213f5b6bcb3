//! Referrals in and out.

use api::{
    types,
    v1::{self, ListReferralsRequest, ListReferralsResponse},
};
use casework::refusal::{Code, Refusal};
use identity::Caller;
use orgviews::referrals::{Direction, Filter, Referral, State};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListReferralsRequest>,
) -> Result<ListReferralsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let filter = Filter {
        direction: direction(request.direction)?,
        state: state(request.state)?,
        urgent: urgent(request.urgency)?,
        only: question::only("referral_id", &request.referral_id, &request.person_id)?,
    };
    let page = views.page(&caller, "referrals", request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.referrals(now, &filter, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    let next_page_token = views.page_token(&caller, "referrals", next);
    let referrals = found
        .iter()
        .map(|referral| wire(views, &caller, referral))
        .collect();
    Ok(ListReferralsResponse {
        referrals,
        next_page_token,
    })
}

/// Which way, where it is said.
pub(crate) fn direction(value: i32) -> Result<Option<Direction>, Refusal> {
    match v1::Direction::try_from(value) {
        Ok(v1::Direction::Unspecified) => Ok(None),
        Ok(v1::Direction::In) => Ok(Some(Direction::In)),
        Ok(v1::Direction::Out) => Ok(Some(Direction::Out)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "direction")),
    }
}

fn state(value: i32) -> Result<Option<State>, Refusal> {
    match v1::ReferralState::try_from(value) {
        Ok(v1::ReferralState::Unspecified) => Ok(None),
        Ok(v1::ReferralState::Open) => Ok(Some(State::Open)),
        Ok(v1::ReferralState::Accepted) => Ok(Some(State::Accepted)),
        Ok(v1::ReferralState::Declined) => Ok(Some(State::Declined)),
        Ok(v1::ReferralState::Ended) => Ok(Some(State::Ended)),
        Ok(v1::ReferralState::Withdrawn) => Ok(Some(State::Withdrawn)),
        Ok(v1::ReferralState::Completed) => Ok(Some(State::Completed)),
        Ok(v1::ReferralState::InContact) => Ok(Some(State::InContact)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "state")),
    }
}

fn urgent(value: i32) -> Result<Option<bool>, Refusal> {
    match v1::ReferralUrgency::try_from(value) {
        Ok(v1::ReferralUrgency::Unspecified) => Ok(None),
        Ok(v1::ReferralUrgency::Routine) => Ok(Some(false)),
        Ok(v1::ReferralUrgency::Urgent) => Ok(Some(true)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "urgency")),
    }
}

fn wire(views: &Views, caller: &Caller, referral: &Referral) -> v1::Referral {
    let direction = match referral.direction {
        Direction::In => v1::Direction::In,
        Direction::Out => v1::Direction::Out,
    };
    let state = match referral.state {
        State::Open => v1::ReferralState::Open,
        State::Accepted => v1::ReferralState::Accepted,
        State::Declined => v1::ReferralState::Declined,
        State::Ended => v1::ReferralState::Ended,
        State::Withdrawn => v1::ReferralState::Withdrawn,
        State::Completed => v1::ReferralState::Completed,
        State::InContact => v1::ReferralState::InContact,
    };
    let token = if referral.is_to_go_on() {
        views.edit_token(caller, referral.last_event)
    } else {
        String::new()
    };
    let information_event = referral.information_event;
    let received = referral.received.as_ref();
    v1::Referral {
        source: received.map_or(0, |(source, _)| {
            api::referrals::wire_source(source).0 as i32
        }),
        received_on: received.map(|(_, on)| on.to_string()).unwrap_or_default(),
        options: facts(referral.options.as_slice()).pop(),
        joined: referral.joined.iter().map(ToString::to_string).collect(),
        information: facts(&referral.information),
        information_token: information_event
            .map(|event| views.edit_token(caller, event))
            .unwrap_or_default(),
        referral_id: referral.id.to_string(),
        person_id: referral.person.to_string(),
        identity: referral.identity.as_ref().map(api::fact::identity),
        direction: direction as i32,
        state: state as i32,
        overdue: referral.overdue,
        urgency: api::referrals::wire_urgency(referral.urgent) as i32,
        answer_by: Some(types::timestamp(referral.answer_by)),
        facts: facts(&referral.facts),
        token,
    }
}
