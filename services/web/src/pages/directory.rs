//! The directory: services across organisations, and one's own organisation with its services and workers.

mod accounts;
mod let_in;
mod organisation;
mod samples;
mod service;
mod worker;

use api::v1::{
    Capacity, ListServicesRequest, ListServicesResponse, Purpose, Service,
    directory_query_service_client::DirectoryQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

pub(in crate::pages) use let_in::told as told_of_account;
pub use samples::samples;

use super::{form, referrals::service_entry};
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    listing::Listing,
    page::Page,
    sent::Sent,
    site::Site,
    visit::Visit,
};

const SHOWN: i32 = 50;

/// The paths of the directory.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/services", get(services))
        .route("/services/{id}/capacity", form(service::update_capacity))
        .route("/services/{id}/edit", form(service::update_service))
        .route("/services/{id}/retire", form(service::retire_service))
        .route("/organisation", get(organisation::organisation))
        .route(
            "/organisation/name",
            form(organisation::update_organisation),
        )
        .route(
            "/organisation/services/new",
            form(service::register_service),
        )
        .route("/organisation/workers/new", form(worker::register_worker))
        .route(
            "/organisation/workers/{worker}/retire",
            form(worker::retire_worker),
        )
        .route(
            "/organisation/workers/{worker}/invite",
            form(accounts::invite),
        )
        .route(
            "/organisation/workers/{worker}/close",
            form(accounts::close),
        )
        .route("/organisation/let-in", get(let_in::let_in))
        .route("/organisations", get(organisation::organisations))
        .route(
            "/organisations/new",
            form(organisation::register_organisation),
        )
}

async fn asked(
    visit: &Visit,
    request: ListServicesRequest,
) -> Result<ListServicesResponse, Failure> {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let request = ListServicesRequest {
        page_size: SHOWN,
        not_before: visit.not_before(),
        ..request
    };
    Ok(directory.list_services(request).await?.into_inner())
}

/// A service of one's own organisation.
async fn own(visit: &Visit, Path(id): Path<String>) -> Result<Service, Failure> {
    let request = ListServicesRequest {
        organisation: visit.organisation().to_owned(),
        page_size: 200,
        ..Default::default()
    };
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let found = directory.list_services(request).await?.into_inner();
    let mut found = found.services.into_iter();
    found
        .find(|service| service.service_id == id)
        .ok_or(Failure::NoSuchPage)
}

fn search_form(sent: &Sent) -> Form {
    let any = |choices: Vec<Choice>| {
        let mut all = vec![Choice::new("", "Any")];
        all.extend(choices);
        all
    };
    Form::new("Look for a service", "Look")
        .field(Field::text("text", "Words", 20).hint("What it is called or does, for whom, where"))
        .field(Field::pick(
            "purpose",
            "For what?",
            any(Choice::of::<Purpose>()),
        ))
        .field(Field::pick(
            "capacity",
            "Does it take people on?",
            any(Choice::of::<Capacity>()),
        ))
        .inline("/services")
        .by_address()
        .filled(sent)
}

/// What there is, for whom, and how long one waits; narrowed to what was looked for.
pub async fn services(visit: Visit, sent: Sent) -> Answer {
    let request = ListServicesRequest {
        page_token: sent.text("page"),
        text: sent.text("text"),
        purpose: sent.choice::<Purpose>("purpose"),
        capacity: sent.choice::<Capacity>("capacity"),
        ..Default::default()
    };
    let looked_for = [("text", request.text.clone())]
        .into_iter()
        .chain(["purpose", "capacity"].map(|name| (name, sent.text(name))));
    let looked_for = serde_urlencoded::to_string(looked_for.collect::<Vec<_>>());
    let looked_for = looked_for
        .map(|query| format!("{query}&"))
        .unwrap_or_default();
    let found = asked(&visit, request).await?;
    let ours = visit.organisation().to_owned();
    let entries = found.services.iter();
    let entries = entries.map(|service| entry(service, service.organisation == ours));
    let page = visit.page("Services")?.within("services");
    let mut page = list(page, entries.collect());
    page.form = Some(search_form(&sent));
    page.next = Visit::next(&found.next_page_token, &looked_for);
    visit.show(&page)
}

fn entry(service: &Service, is_ours: bool) -> Entry {
    let entry = service_entry(service);
    match is_ours {
        true => entry.to(format!("/services/{}/capacity", service.service_id)),
        false => entry,
    }
}

fn list(page: Page, entries: Vec<Entry>) -> Listing {
    Listing::new(page, "Services")
        .lead("To ask one of them for help, open a brief and choose “Refer”.")
        .action(
            "/organisation",
            "Your organisation, its services and workers",
        )
        .section(
            Section::new("By organisation", entries)
                .or("No service fits. Look for something else, or with fewer words."),
        )
}
