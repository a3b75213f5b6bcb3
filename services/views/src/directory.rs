//! The directory: open to every caller, since it tells nothing about any person.

use api::{
    types,
    v1::{
        self, ListOrganisationsRequest, ListOrganisationsResponse, ListServicesRequest,
        ListServicesResponse, ListWorkersRequest, ListWorkersResponse,
    },
};
use casework::{
    capacity::Capacity,
    ids::OrganisationId,
    refusal::{Code, Refusal},
    words::Words,
};
use orgviews::directory::{Filter, Listed};
use tonic::Request;

use crate::{Error, Views, question};

pub(crate) async fn list_services(
    views: &Views,
    request: Request<ListServicesRequest>,
) -> Result<ListServicesResponse, Error> {
    let caller = question::anybody(&request)?;
    let request = request.into_inner();
    let filter = filter(&request)?;
    let page = views.page(&caller, "services", request.page_size, &request.page_token)?;
    let read = move |system: &orgviews::SystemReader| Ok(system.services(&filter, &page)?);
    let (listed, next) = views
        .read_system(&caller, &request.not_before, read)
        .await?;
    // Only its own organisation's administrators can change a service; whoever is shown the token there may not.
    let wire = |listed: &Listed| {
        let service = &listed.service;
        let ours = service.terms.organisation == *caller.organisation();
        let token = ours.then(|| views.edit_token(&caller, service.last_event));
        api::directory::service(
            service,
            &listed.organisation_name,
            token.unwrap_or_default(),
        )
    };
    Ok(ListServicesResponse {
        services: listed.iter().map(wire).collect(),
        next_page_token: views.page_token(&caller, "services", next),
    })
}

pub(crate) async fn list_workers(
    views: &Views,
    request: Request<ListWorkersRequest>,
) -> Result<ListWorkersResponse, Error> {
    let caller = question::anybody(&request)?;
    let request = request.into_inner();
    let organisation = organisation(&request.organisation)?;
    let organisation = organisation.unwrap_or_else(|| caller.organisation().clone());
    let page = views.page(&caller, "workers", request.page_size, &request.page_token)?;
    let read = move |system: &orgviews::SystemReader| Ok(system.workers(&organisation, &page)?);
    let (listed, next) = views
        .read_system(&caller, &request.not_before, read)
        .await?;
    Ok(ListWorkersResponse {
        workers: listed.iter().map(api::directory::worker).collect(),
        next_page_token: views.page_token(&caller, "workers", next),
    })
}

pub(crate) async fn list_organisations(
    views: &Views,
    request: Request<ListOrganisationsRequest>,
) -> Result<ListOrganisationsResponse, Error> {
    let caller = question::anybody(&request)?;
    let request = request.into_inner();
    let page = views.page(
        &caller,
        "organisations",
        request.page_size,
        &request.page_token,
    )?;
    let read = move |system: &orgviews::SystemReader| Ok(system.organisations(&page)?);
    let (listed, next) = views
        .read_system(&caller, &request.not_before, read)
        .await?;
    let wire = |(id, name): &(OrganisationId, Words)| api::directory::organisation(id, name);
    Ok(ListOrganisationsResponse {
        organisations: listed.iter().map(wire).collect(),
        next_page_token: views.page_token(&caller, "organisations", next),
    })
}

fn filter(request: &ListServicesRequest) -> Result<Filter, Refusal> {
    let text = |field, text: &str| {
        let words = Words::optional(field, text)?;
        Ok::<_, Refusal>(words.map(|words| words.to_string()).unwrap_or_default())
    };
    let purpose = match v1::Purpose::try_from(request.purpose) {
        Ok(v1::Purpose::Unspecified) => None,
        _ => Some(types::purpose("purpose", request.purpose)?),
    };
    let capacity = match v1::Capacity::try_from(request.capacity) {
        Ok(v1::Capacity::Unspecified) => None,
        Ok(v1::Capacity::Open) => Some(Capacity::Open),
        Ok(v1::Capacity::Waiting) => Some(Capacity::Waiting { weeks: 1 }),
        Ok(v1::Capacity::Full) => Some(Capacity::Full),
        Err(_) => return Err(Refusal::of(Code::ChoiceMissing, "capacity")),
    };
    Ok(Filter {
        text: text("text", &request.text)?,
        area: text("area", &request.area)?,
        purpose,
        capacity,
        organisation: organisation(&request.organisation)?,
    })
}

fn organisation(code: &str) -> Result<Option<OrganisationId>, Refusal> {
    if code.is_empty() {
        return Ok(None);
    }
    types::id("organisation", code).map(Some)
}
