//! Actions.

use casework::{
    action::{
        Told,
        accept::AcceptAction,
        agree::{AgreeAction, Who},
        cancel::CancelAction,
        complete::CompleteAction,
        decline::DeclineAction,
        reassign::ReassignAction,
        request::RequestAction,
    },
    calendar::LastDay,
    ids::{ActionId, EventId, FactId, OrganisationId, ServiceId},
    refusal::{Code, Refusal},
    service::Service,
    words::Words,
};
use uuid::Uuid;

use crate::{
    fact::text,
    types::{self, timestamp, wire_decline_reason},
    v1::{self, action_fact, agree_action_request::Who as WireWho},
};

/// Gives the event that an edit token names.
type Open<'a> = &'a dyn Fn(&str) -> Option<Uuid>;

/// The command.
pub fn agree(request: &v1::AgreeActionRequest) -> Result<AgreeAction, Refusal> {
    Ok(AgreeAction {
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
        who: who(request.who.as_ref())?,
    })
}

fn who(wire: Option<&WireWho>) -> Result<Who, Refusal> {
    match wire {
        None => Err(Refusal::of(Code::ChoiceMissing, "who")),
        Some(WireWho::Person(person)) => Ok(Who::Person {
            helper: Words::optional("person.helper", &person.helper)?,
            hoped_by: match person.hoped_by.as_str() {
                "" => None,
                date => Some(types::date("person.hoped_by", date)?),
            },
        }),
        Some(WireWho::Organisation(owner)) => Ok(Who::Organisation {
            organisation: types::id("organisation.organisation", &owner.organisation)?,
            worker: types::worker("organisation.worker", &owner.worker)?,
            due: day("organisation.due", &owner.due)?,
            without_agreement: without_agreement(
                "organisation.without_agreement",
                owner.person_agreed,
                &owner.without_agreement,
            )?,
        }),
    }
}

/// The organisation and the service that are asked.
pub fn asked(request: &v1::RequestActionRequest) -> Result<(OrganisationId, ServiceId), Refusal> {
    Ok((
        types::id("organisation", &request.organisation)?,
        types::id("service_id", &request.service_id)?,
    ))
}

/// The command.
pub fn request(
    request: &v1::RequestActionRequest,
    service: Service,
) -> Result<RequestAction, Refusal> {
    let ticked = |(place, id): (usize, &String)| types::id(&format!("ticked[{place}]"), id);
    Ok(RequestAction {
        service,
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
        due: day("due", &request.due)?,
        without_agreement: without_agreement(
            "without_agreement",
            request.person_agreed,
            &request.without_agreement,
        )?,
        ticked: request
            .ticked
            .iter()
            .enumerate()
            .map(ticked)
            .collect::<Result<Vec<FactId>, _>>()?,
    })
}

/// The command.
pub fn accept(request: &v1::AcceptActionRequest, open: Open<'_>) -> Result<AcceptAction, Refusal> {
    Ok(AcceptAction {
        action: action(&request.action_id)?,
        seen: seen(&request.token, open)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command.
pub fn decline(
    request: &v1::DeclineActionRequest,
    open: Open<'_>,
) -> Result<DeclineAction, Refusal> {
    Ok(DeclineAction {
        action: action(&request.action_id)?,
        seen: seen(&request.token, open)?,
        reason: types::decline_reason("reason", request.reason)?,
        words: Words::prose("words", &request.words)?,
        instead: Words::optional("instead", &request.instead)?,
    })
}

/// The command.
pub fn complete(
    request: &v1::CompleteActionRequest,
    open: Open<'_>,
) -> Result<CompleteAction, Refusal> {
    Ok(CompleteAction {
        action: action(&request.action_id)?,
        seen: seen(&request.token, open)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The command.
pub fn reassign(
    request: &v1::ReassignActionRequest,
    open: Open<'_>,
) -> Result<ReassignAction, Refusal> {
    Ok(ReassignAction {
        action: action(&request.action_id)?,
        seen: seen(&request.token, open)?,
        worker: types::worker("worker", &request.worker)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command.
pub fn cancel(request: &v1::CancelActionRequest, open: Open<'_>) -> Result<CancelAction, Refusal> {
    Ok(CancelAction {
        action: action(&request.action_id)?,
        seen: seen(&request.token, open)?,
        words: Words::prose("words", &request.words)?,
    })
}

fn action(id: &str) -> Result<ActionId, Refusal> {
    types::id("action_id", id)
}

fn day(field: &'static str, text: &str) -> Result<LastDay, Refusal> {
    types::last_day(field, text)?.ok_or(Refusal::of(Code::DateInvalid, field))
}

// Agreement is never taken for granted: either it was given, or somebody says why it was not asked for.
fn without_agreement(field: &str, agreed: bool, text: &str) -> Result<Option<Words>, Refusal> {
    if agreed {
        return Ok(None);
    }
    Words::prose(field, text).map(Some)
}

fn seen(token: &str, open: Open<'_>) -> Result<EventId, Refusal> {
    open(token)
        .map(EventId)
        .ok_or(Refusal::of(Code::TokenInvalid, "token"))
}

/// What a fact about an action says.
pub(crate) fn wire_fact(action: ActionId, told: &Told) -> v1::ActionFact {
    v1::ActionFact {
        action_id: action.to_string(),
        told: Some(wire_told(told)),
    }
}

fn wire_told(told: &Told) -> action_fact::Told {
    use action_fact::Told as Wire;
    match told {
        Told::Agreed {
            words,
            organisation,
            worker,
            due,
            without_agreement,
        } => Wire::Agreed(action_fact::Agreed {
            words: words.to_string(),
            organisation: organisation.to_string(),
            worker: worker.to_string(),
            due: due.to_string(),
            without_agreement: text(without_agreement),
        }),
        Told::OwnStep {
            words,
            helper,
            hoped_by,
        } => Wire::OwnStep(action_fact::OwnStep {
            words: words.to_string(),
            helper: text(helper),
            hoped_by: hoped_by.map(|date| date.to_string()).unwrap_or_default(),
        }),
        Told::Requested {
            from,
            to,
            service,
            service_name,
            words,
            due,
            without_agreement,
            answer_by,
        } => Wire::Requested(action_fact::Requested {
            from: from.to_string(),
            to: to.to_string(),
            service_id: service.to_string(),
            service_name: service_name.to_string(),
            words: words.to_string(),
            due: due.to_string(),
            without_agreement: text(without_agreement),
            answer_by: Some(timestamp(*answer_by)),
        }),
        Told::Unanswered {
            answer_by,
            escalated,
        } => Wire::Unanswered(action_fact::Unanswered {
            answer_by: Some(timestamp(*answer_by)),
            escalated: *escalated,
        }),
        Told::Accepted { worker, words } => Wire::Accepted(action_fact::Accepted {
            worker: worker.to_string(),
            words: text(words),
        }),
        Told::Declined {
            reason,
            words,
            instead,
        } => Wire::Declined(action_fact::Declined {
            reason: wire_decline_reason(*reason) as i32,
            words: words.to_string(),
            instead: text(instead),
        }),
        Told::Reassigned { worker, words } => Wire::Reassigned(action_fact::Reassigned {
            worker: worker.to_string(),
            words: text(words),
        }),
        Told::Overdue { due } => Wire::Overdue(action_fact::Overdue {
            due: due.to_string(),
        }),
        Told::Completed { words } => Wire::Completed(action_fact::Completed {
            words: words.to_string(),
        }),
        Told::Cancelled { words } => Wire::Cancelled(action_fact::Cancelled {
            words: words.to_string(),
        }),
    }
}
