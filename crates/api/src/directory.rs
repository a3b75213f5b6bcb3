//! The directory: organisations, services and workers.

use casework::{
    Role,
    calendar::OpeningDays,
    capacity::{Capacity, update::UpdateCapacity},
    ids::OrganisationId,
    organisation::{register::RegisterOrganisation, update::UpdateOrganisation},
    refusal::{Code, Refusal},
    service::{
        Details, Service, register::RegisterService, retire::RetireService, update::UpdateService,
    },
    words::{Postcode, Words},
    worker::{Worker, register::RegisterWorker, retire::RetireWorker},
};
use jiff::civil::Weekday;
use uuid::Uuid;

use crate::{fact, types, v1};

/// The command, and the organisation that it registers.
pub fn register_organisation(
    request: &v1::RegisterOrganisationRequest,
) -> Result<(OrganisationId, RegisterOrganisation), Refusal> {
    let name = Words::name("name", &request.name)?;
    Ok((
        types::id("code", &request.code)?,
        RegisterOrganisation { name },
    ))
}

/// The command.
pub fn update_organisation(
    request: &v1::UpdateOrganisationRequest,
) -> Result<UpdateOrganisation, Refusal> {
    let name = Words::name("name", &request.name)?;
    Ok(UpdateOrganisation { name })
}

/// What a request says of a service: two requests have the same fields.
macro_rules! details {
    ($request:expr) => {
        Details {
            name: Words::name("name", &$request.name)?,
            description: Words::optional("description", &$request.description)?,
            for_whom: Words::optional("for_whom", &$request.for_whom)?,
            area: Words::optional("area", &$request.area)?,
            purpose: types::purpose("purpose", $request.purpose)?,
            needs: types::categories("needs", &$request.needs)?,
            reveals: types::categories("reveals", &$request.reveals)?,
            opening_days: opening_days(&$request.opening_days)?,
            answer_within_days: types::small("answer_within_days", $request.answer_within_days)?,
        }
    };
}

/// The command.
pub fn register_service(request: &v1::RegisterServiceRequest) -> Result<RegisterService, Refusal> {
    Ok(RegisterService {
        details: details!(request),
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn update_service(
    request: &v1::UpdateServiceRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<UpdateService, Refusal> {
    Ok(UpdateService {
        service: types::id("service_id", &request.service_id)?,
        seen: types::seen(&request.token, open)?,
        details: details!(request),
    })
}

/// The command. `open` gives the event that an edit token names.
pub fn retire_service(
    request: &v1::RetireServiceRequest,
    open: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<RetireService, Refusal> {
    Ok(RetireService {
        service: types::id("service_id", &request.service_id)?,
        seen: types::seen(&request.token, open)?,
    })
}

/// The command.
pub fn update_capacity(request: &v1::UpdateCapacityRequest) -> Result<UpdateCapacity, Refusal> {
    let weeks = || types::small("waiting_weeks", request.waiting_weeks);
    let capacity = match v1::Capacity::try_from(request.capacity) {
        Ok(v1::Capacity::Open) => Capacity::Open,
        Ok(v1::Capacity::Waiting) => Capacity::Waiting { weeks: weeks()? },
        Ok(v1::Capacity::Full) => Capacity::Full,
        Ok(v1::Capacity::Unspecified) | Err(_) => {
            return Err(Refusal::of(Code::ChoiceMissing, "capacity"));
        }
    };
    Ok(UpdateCapacity {
        service: types::id("service_id", &request.service_id)?,
        capacity,
    })
}

/// The command.
pub fn register_worker(request: &v1::RegisterWorkerRequest) -> Result<RegisterWorker, Refusal> {
    // Nobody is named for what looks after the system itself.
    let named = |role: &Role| !matches!(role, Role::Operator | Role::Timekeeper);
    let role = |(place, text): (usize, &String)| {
        let role = text.parse().ok().filter(named);
        role.ok_or_else(|| Refusal::of(Code::ChoiceMissing, format!("roles[{place}]")))
    };
    Ok(RegisterWorker {
        worker: types::worker("worker", &request.worker)?,
        name: Words::name("name", &request.name)?,
        roles: request
            .roles
            .iter()
            .enumerate()
            .map(role)
            .collect::<Result<_, _>>()?,
        postcode: Postcode::optional("postcode", &request.postcode)?,
    })
}

/// The command.
pub fn retire_worker(request: &v1::RetireWorkerRequest) -> Result<RetireWorker, Refusal> {
    let worker = types::worker("worker", &request.worker)?;
    Ok(RetireWorker { worker })
}

/// A service in the directory, with the token for those who may change it.
pub fn service(service: &Service, organisation_name: &Words, token: String) -> v1::Service {
    let terms = &service.terms;
    let (capacity, weeks) = match service.capacity {
        Capacity::Open => (v1::Capacity::Open, 0),
        Capacity::Waiting { weeks } => (v1::Capacity::Waiting, weeks),
        Capacity::Full => (v1::Capacity::Full, 0),
    };
    v1::Service {
        organisation: terms.organisation.to_string(),
        organisation_name: organisation_name.to_string(),
        service_id: terms.service.to_string(),
        name: service.name.to_string(),
        description: fact::text(&service.description),
        for_whom: fact::text(&service.for_whom),
        area: fact::text(&service.area),
        purpose: types::wire_purpose(terms.purpose) as i32,
        needs: types::wire_categories(terms.needs),
        opening_days: terms
            .opening_days
            .iter()
            .map(|day| i32::from(day.to_monday_one_offset()))
            .collect(),
        answer_within_days: i32::from(terms.answer_within_days),
        capacity: capacity as i32,
        waiting_weeks: i32::from(weeks),
        reveals: match token.is_empty() {
            true => Vec::new(),
            false => types::wire_categories(terms.reveals),
        },
        token,
    }
}

/// A worker in the directory.
pub fn worker(worker: &Worker) -> v1::RegisteredWorker {
    v1::RegisteredWorker {
        worker: worker.id.to_string(),
        name: worker.name.to_string(),
        roles: worker.roles.iter().map(ToString::to_string).collect(),
    }
}

/// An organisation in the directory.
pub fn organisation(id: &OrganisationId, name: &Words) -> v1::Organisation {
    v1::Organisation {
        organisation: id.to_string(),
        name: name.to_string(),
    }
}

// The wire numbers the days from Monday, 1, to Sunday, 7, as ISO 8601 does.
fn opening_days(days: &[i32]) -> Result<OpeningDays, Refusal> {
    let day = |(place, value): (usize, &i32)| {
        let day = i8::try_from(*value)
            .ok()
            .and_then(|value| Weekday::from_monday_one_offset(value).ok());
        day.ok_or_else(|| Refusal::of(Code::ChoiceMissing, format!("opening_days[{place}]")))
    };
    let days: Vec<Weekday> = days.iter().enumerate().map(day).collect::<Result<_, _>>()?;
    OpeningDays::of(days).ok_or(Refusal::of(Code::OpeningDaysMissing, "opening_days"))
}
