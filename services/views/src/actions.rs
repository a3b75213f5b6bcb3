//! Actions across cases.

use api::{
    types,
    v1::{self, ListActionsRequest, ListActionsResponse},
};
use casework::refusal::{Code, Refusal};
use identity::Caller;
use orgviews::actions::{Action, Filter, State};
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListActionsRequest>,
) -> Result<ListActionsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let filter = filter(&caller, &request)?;
    // A place in what somebody filtered in one way means nothing where it is filtered in another.
    let list = if filter.own_steps {
        "own steps"
    } else {
        "actions"
    };
    let page = views.page(&caller, list, request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.actions(now, &filter, &page)?);
    let (found, next) = views.read(&caller, &request.not_before, read).await?;
    let next_page_token = views.page_token(&caller, list, next);
    let actions = found
        .iter()
        .map(|action| wire(views, &caller, action))
        .collect();
    Ok(ListActionsResponse {
        actions,
        next_page_token,
    })
}

fn filter(caller: &Caller, request: &ListActionsRequest) -> Result<Filter, Refusal> {
    fn given<T>(
        text: &str,
        read: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Result<Option<T>, Refusal> {
        (!text.is_empty()).then(|| read(text)).transpose()
    }
    let worker = given(&request.worker, |text| types::worker("worker", text))?;
    let organisation = given(&request.organisation, |text| {
        types::id("organisation", text)
    })?;
    // A worker is named within an organisation.
    let ours = || worker.is_some().then(|| caller.organisation().clone());
    Ok(Filter {
        action: question::only("action_id", &request.action_id, "")?.thing,
        person: given(&request.person_id, question::person)?,
        organisation: organisation.or_else(ours),
        worker,
        state: state(request.state)?,
        due_by: given(&request.due_by, |text| types::date("due_by", text))?,
        own_steps: request.own_steps,
    })
}

fn state(value: i32) -> Result<Option<State>, Refusal> {
    match v1::ActionState::try_from(value) {
        Ok(v1::ActionState::Unspecified) => Ok(None),
        Ok(v1::ActionState::Requested) => Ok(Some(State::Requested)),
        Ok(v1::ActionState::Open) => Ok(Some(State::Open)),
        Ok(v1::ActionState::Declined) => Ok(Some(State::Declined)),
        Ok(v1::ActionState::Done) => Ok(Some(State::Done)),
        Ok(v1::ActionState::Cancelled) => Ok(Some(State::Cancelled)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "state")),
    }
}

fn wire(views: &Views, caller: &Caller, action: &Action) -> v1::Action {
    let state = match action.state {
        State::Requested => v1::ActionState::Requested,
        State::Open => v1::ActionState::Open,
        State::Declined => v1::ActionState::Declined,
        State::Done => v1::ActionState::Done,
        State::Cancelled => v1::ActionState::Cancelled,
    };
    fn text(thing: Option<impl ToString>) -> String {
        thing.map(|thing| thing.to_string()).unwrap_or_default()
    }
    v1::Action {
        action_id: action.id.to_string(),
        person_id: action.person.to_string(),
        identity: action.identity.as_ref().map(api::fact::identity),
        organisation: text(action.organisation.as_ref()),
        worker: text(action.worker.as_ref()),
        due: text(action.due),
        state: state as i32,
        overdue: action.overdue,
        facts: facts(&action.facts),
        token: views.edit_token(caller, action.last_event),
    }
}
