//! Who has looked, of one's own organisation.

use api::v1::{
    ListReadingsRequest, ListToldOnceRequest, ReadPage,
    readings_query_service_client::ReadingsQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    gallery::{self, Gallery, State},
    labels::label,
    listing::Listing,
    sent::Sent,
    site::Site,
    told,
    visit::Visit,
    words,
};

const SHOWN: i32 = 60;

/// The paths of reading.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/readings", get(readings))
        .route("/people/{person}/told-once", get(told_once))
}

/// Who has looked.
pub async fn readings(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut readings = ReadingsQueryServiceClient::new(visit.connection());
    let request = ListReadingsRequest {
        person_id: person.clone(),
        page_size: SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
    };
    let found = readings.list_readings(request).await?.into_inner();
    let names = visit.names([visit.organisation()]).await?;
    let entries = found.readings.iter().map(|reading| {
        Entry::new(names.worker(visit.organisation(), &reading.worker)).says(format!(
            "{}, as {}, {}",
            label::<ReadPage>(reading.page),
            words::role(&reading.role),
            words::when_of(reading.opened_at.as_ref())
        ))
    });
    let lead = "Each opening of a page about somebody is recorded before it is shown. Privacy officers see everybody’s of your organisation, everybody else their own.";
    let page = visit
        .page_about(&person, "readings", "Who has looked")
        .await?;
    let mut page = Listing::new(page, "Who has looked")
        .action(
            format!("/people/{person}/told-once"),
            "What they have told once",
        )
        .lead(lead)
        .section(Section::new("Latest first", entries.collect()).or("Nobody yet."));
    page.next = Visit::next(&found.next_page_token, "");
    visit.show(&page)
}

/// What was told once, and how often it was read again instead of being asked again.
pub async fn told_once(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut readings = ReadingsQueryServiceClient::new(visit.connection());
    let request = ListToldOnceRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let found = readings.list_told_once(request).await?.into_inner();
    let facts = found.entries.iter().filter_map(|entry| entry.told.as_ref());
    let mentioned = told::mentioned(facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let visits = |number: u32| words::counted(usize::try_from(number).unwrap_or(0), "visit");
    let entries = found.entries.iter().filter_map(|entry| {
        let read = format!(
            "{} read it again instead of asking",
            visits(entry.read_again)
        );
        Some(told::entry(entry.told.as_ref()?, &person, &names).says(read))
    });
    let page = visit.page_about(&person, "readings", "Told once").await?;
    let page = Listing::new(page, "Told once")
        .lead(format!(
            "{} of your organisation read at least one of these again instead of asking.",
            visits(found.read_again)
        ))
        .section(Section::new("What they have told", entries.collect()).or("Nothing yet."));
    visit.show(&page)
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        let listing = Listing::new(
            gallery::page_about("Who has looked", state),
            "Who has looked",
        )
        .section(gallery::section("Latest first", state).or("Nobody yet."));
        gallery.page("readings", state, &listing);
    }
}
