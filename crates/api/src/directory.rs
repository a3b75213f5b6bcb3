//! The directory: organisations and services.

use casework::{
    calendar::OpeningDays,
    ids::OrganisationId,
    organisation::register::RegisterOrganisation,
    refusal::{Code, Refusal},
    service::{Service, register::RegisterService},
    words::Words,
};
use jiff::civil::Weekday;

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
pub fn register_service(request: &v1::RegisterServiceRequest) -> Result<RegisterService, Refusal> {
    Ok(RegisterService {
        name: Words::name("name", &request.name)?,
        description: Words::optional("description", &request.description)?,
        purpose: types::purpose("purpose", request.purpose)?,
        needs: types::categories("needs", &request.needs)?,
        reveals: types::categories("reveals", &request.reveals)?,
        opening_days: opening_days(&request.opening_days)?,
        answer_within_days: u8::try_from(request.answer_within_days)
            .map_err(|_| Refusal::of(Code::NumberOutOfRange, "answer_within_days"))?,
    })
}

/// A service in the directory.
pub fn service(service: &Service, organisation_name: &Words) -> v1::Service {
    let Service {
        name,
        description,
        terms,
    } = service;
    v1::Service {
        organisation: terms.organisation.to_string(),
        organisation_name: organisation_name.to_string(),
        service_id: terms.service.to_string(),
        name: name.to_string(),
        description: fact::text(description),
        purpose: types::wire_purpose(terms.purpose) as i32,
        needs: types::wire_categories(terms.needs),
        opening_days: terms
            .opening_days
            .iter()
            .map(|day| i32::from(day.to_monday_one_offset()))
            .collect(),
        answer_within_days: i32::from(terms.answer_within_days),
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
