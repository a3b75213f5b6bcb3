//! The directory of services across organisations.

use api::v1::{ListServicesRequest, directory_query_service_client::DirectoryQueryServiceClient};
use axum::{Router, routing::get};

use super::referrals::service_entry;
use crate::{
    entry::Section,
    failure::Answer,
    gallery::{self, Gallery, State},
    listing::Listing,
    sent::Sent,
    site::Site,
    visit::Visit,
};

const SHOWN: i32 = 100;

/// The paths of the directory.
pub fn routes() -> Router<Site> {
    Router::new().route("/services", get(services))
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
    let entries = found.services.iter().map(service_entry).collect();
    let mut page = Listing::new(visit.page("Services")?.within("services"), "Services")
        .lead("To ask one of them for help, open a brief and choose “Refer”.")
        .section(Section::new("By organisation", entries).or("No service is registered yet."));
    page.next = Visit::next(&found.next_page_token, "");
    visit.show(&page)
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        let listing = Listing::new(gallery::page("Services").within("services"), "Services")
            .section(
                gallery::section("By organisation", state).or("No service is registered yet."),
            );
        gallery.page("services", state, &listing);
    }
}
