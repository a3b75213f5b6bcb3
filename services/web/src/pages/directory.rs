//! The directory of services across organisations, and whether one's own take people on.

use api::v1::{
    Capacity, ListServicesRequest, UpdateCapacityRequest,
    directory_command_service_client::DirectoryCommandServiceClient,
    directory_query_service_client::DirectoryQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

use super::{form, referrals::service_entry};
use crate::{
    entry::Section,
    failure::Answer,
    form::{Choice, Field, Form},
    gallery::{self, Gallery, State},
    listing::Listing,
    sent::Sent,
    site::Site,
    visit::{Next, Visit},
};

const SHOWN: i32 = 100;

/// The paths of the directory.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/services", get(services))
        .route("/services/{id}/capacity", form(update_capacity))
}

/// What there is, for whom, and how long one waits.
pub async fn services(visit: Visit, sent: Sent) -> Answer {
    let mut directory = DirectoryQueryServiceClient::new(visit.connection());
    let request = ListServicesRequest {
        page_size: SHOWN,
        page_token: sent.text("page"),
        ..Default::default()
    };
    let found = directory.list_services(request).await?.into_inner();
    let entries = found.services.iter().map(|service| {
        let entry = service_entry(service);
        if service.organisation == visit.organisation() {
            entry.to(format!("/services/{}/capacity", service.service_id))
        } else {
            entry
        }
    });
    let entries = entries.collect();
    let mut page = Listing::new(visit.page("Services")?.within("services"), "Services")
        .lead("To ask one of them for help, open a brief and choose “Refer”.")
        .section(Section::new("By organisation", entries).or("No service is registered yet."));
    page.next = Visit::next(&found.next_page_token, "");
    visit.show(&page)
}

fn capacity_form() -> Form {
    Form::new("Does the service take people on?", "Say so")
        .back_to("/services")
        .lead("It binds nobody: a service that is full can be asked, and decline.")
        .field(Field::choice("capacity", "Now", Choice::of::<Capacity>()))
        .field(Field::text(
            "waiting_weeks",
            "If there is a wait: about how many weeks?",
            3,
        ))
}

/// Says whether a service takes people on.
pub async fn update_capacity(visit: Visit, Path(id): Path<String>, sent: Sent) -> Answer {
    let request = UpdateCapacityRequest {
        command_id: sent.command_id(),
        service_id: id,
        capacity: sent.choice::<Capacity>("capacity"),
        waiting_weeks: sent.text("waiting_weeks").parse().unwrap_or_default(),
    };
    let mut directory = DirectoryCommandServiceClient::new(visit.connection());
    let send = async move { directory.update_capacity(request).await };
    let next = |_: &_| Next::to("/services", "Whoever refers sees it now.");
    visit
        .settle_unrehearsed(capacity_form(), &sent, send, next)
        .await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("update-capacity", capacity_form);
    for state in State::ALL {
        let listing = Listing::new(gallery::page("Services").within("services"), "Services")
            .section(
                gallery::section("By organisation", state).or("No service is registered yet."),
            );
        gallery.page("services", state, &listing);
    }
}
