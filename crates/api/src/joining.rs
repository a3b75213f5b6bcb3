//! Finding people, and joining and leaving cases.

use casework::{
    case::{join::JoinCase, leave::LeaveCase},
    fact::About,
    ids::EventId,
    join_request::{
        accept::AcceptJoinRequest, decline::DeclineJoinRequest, raise::RaiseJoinRequest,
    },
    joining::Told,
    person::{Description, find::FindPerson},
    refusal::{Code, Refusal},
    service::Service,
    words::{NhsNumber, Words},
};
use uuid::Uuid;

use crate::{
    cases,
    fact::text,
    types,
    v1::{self, joining_fact as wire},
};

/// The number that is looked for, where one is given, and the command.
pub fn find(request: &v1::FindPersonRequest) -> Result<(Option<NhsNumber>, FindPerson), Refusal> {
    let texts = [&request.name, &request.address];
    let by_number =
        !request.nhs_number.trim().is_empty() || texts.iter().all(|text| text.trim().is_empty());
    let number = by_number
        .then(|| cases::number_in("nhs_number", &request.nhs_number))
        .transpose()?;
    let birth_date = types::date("birth_date", &request.birth_date)?;
    let described = match number {
        Some(_) => None,
        None => {
            let name = Words::name("name", &request.name)?;
            let address = Words::prose("address", &request.address)?;
            let described = Description::new(&name, birth_date, &address);
            Some(described.ok_or(Refusal::of(Code::PostcodeMissing, "address"))?)
        }
    };
    let find = FindPerson {
        birth_date,
        described,
    };
    Ok((number, find))
}

/// The command.
pub fn raise(
    request: &v1::RaiseJoinRequestRequest,
    service: Service,
) -> Result<RaiseJoinRequest, Refusal> {
    Ok(RaiseJoinRequest {
        service,
        reason: Words::prose("reason", &request.reason)?,
        categories: types::categories("categories", &request.categories)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn accept(
    request: &v1::AcceptJoinRequestRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<AcceptJoinRequest, Refusal> {
    Ok(AcceptJoinRequest {
        request: types::id("request_id", &request.request_id)?,
        seen: seen(&request.token, open)?,
        words: Words::optional("words", &request.words)?,
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn decline(
    request: &v1::DeclineJoinRequestRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<DeclineJoinRequest, Refusal> {
    Ok(DeclineJoinRequest {
        request: types::id("request_id", &request.request_id)?,
        seen: seen(&request.token, open)?,
        words: Words::prose("words", &request.words)?,
    })
}

/// The command.
pub fn join(request: &v1::JoinCaseRequest, service: Service) -> Result<JoinCase, Refusal> {
    Ok(JoinCase {
        service,
        identified_by: Words::prose("identified_by", &request.identified_by)?,
    })
}

/// The command.
pub fn leave(request: &v1::LeaveCaseRequest) -> Result<LeaveCase, Refusal> {
    Ok(LeaveCase {
        words: Words::prose("words", &request.words)?,
    })
}

fn seen(token: &str, open: &dyn Fn(&str) -> Option<Uuid>) -> Result<EventId, Refusal> {
    open(token)
        .map(EventId)
        .ok_or(Refusal::of(Code::TokenInvalid, "token"))
}

/// What a fact of this theme says.
pub(crate) fn fact(about: About, told: &Told) -> v1::JoiningFact {
    use wire::Told as Wire;
    let request_id = match about {
        About::JoinRequest { request } => request.to_string(),
        _ => String::new(),
    };
    let told = match told {
        Told::Asked {
            from,
            to,
            service,
            service_name,
            reason,
            answer_by,
        } => Wire::Asked(wire::Asked {
            from: from.to_string(),
            to: to.to_string(),
            service_id: service.to_string(),
            service_name: service_name.to_string(),
            reason: reason.to_string(),
            answer_by: Some(types::timestamp(*answer_by)),
        }),
        Told::Accepted { words } => Wire::Accepted(wire::Accepted { words: text(words) }),
        Told::Declined { words } => Wire::Declined(wire::Declined {
            words: words.to_string(),
        }),
        Told::Overdue {
            answer_by,
            escalated,
        } => Wire::Overdue(wire::Overdue {
            answer_by: Some(types::timestamp(*answer_by)),
            escalated: *escalated,
        }),
        Told::Joined {
            from,
            to,
            service,
            service_name,
            worker,
            identified_by,
        } => Wire::Joined(wire::Joined {
            from: from.to_string(),
            to: to.to_string(),
            service_id: service.to_string(),
            service_name: service_name.to_string(),
            worker: worker.to_string(),
            identified_by: identified_by.to_string(),
        }),
        Told::Left {
            organisation,
            words,
        } => Wire::Left(wire::Left {
            organisation: organisation.to_string(),
            words: words.to_string(),
        }),
    };
    v1::JoiningFact {
        request_id,
        told: Some(told),
    }
}
