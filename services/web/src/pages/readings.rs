//! Who has looked: of one's own organisation, and for privacy officers of every one that takes part.

mod many;

use api::v1::{
    ListAllReadingsRequest, ListReadingsRequest, ListToldOnceRequest, ReadPage, ReadingSignal,
    disclosure_query_service_client::DisclosureQueryServiceClient,
    list_all_readings_response::Reading, readings_query_service_client::ReadingsQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};
use identity::Right;

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    gallery::{self, Gallery, State},
    labels::label,
    listing::Listing,
    names::Names,
    page::Page,
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
        .route("/readings/many", get(many::many_opened))
}

/// Who has looked: of one's own organisation; for a privacy officer, of all whose part theirs can tell.
pub async fn readings(visit: Visit, path: Path<String>, sent: Sent) -> Answer {
    if visit.somebody.speaker.may(Right::ReadReadings) {
        all(visit, path, sent).await
    } else {
        own(visit, path, sent).await
    }
}

/// Who of any organisation has looked.
async fn all(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut disclosure = DisclosureQueryServiceClient::new(visit.connection());
    let request = ListAllReadingsRequest {
        person_id: person.clone(),
        page_size: SHOWN,
        page_token: sent.text("page"),
    };
    let found = disclosure.list_all_readings(request).await?.into_inner();
    let readers = found.readings.iter();
    let of = readers.filter_map(|reading| Some(reading.worker.as_ref()?.organisation.as_str()));
    let names = visit.names(of).await?;
    let entries = found
        .readings
        .iter()
        .map(|reading| by_anybody(reading, &names));
    let page = visit
        .page_about(&person, "readings", "Who has looked")
        .await?;
    let page = listing(page, entries.collect())
        .lead("You see the readings of every organisation that yours can tell to take part. A name that is the same, or nearly, is a reason to ask and no finding.")
        .lead(&found.notice);
    let mut page = page
        .action(
            format!("/people/{person}/told-once"),
            "What they have told once",
        )
        .action("/readings/many", "Many people within an hour");
    page.next = Visit::next(&found.next_page_token, "");
    visit.show(&page)
}

/// A reading by somebody of any organisation.
fn by_anybody(reading: &Reading, names: &Names) -> Entry {
    let worker = reading.worker.as_ref();
    let role = worker.map_or("", |worker| worker.role.as_str());
    let entry = Entry::new(names.who(worker)).says(format!(
        "{}, as {}, {}",
        label::<ReadPage>(reading.page),
        words::role(role),
        words::when_of(reading.opened_at.as_ref())
    ));
    let signals = reading.signals.iter();
    signals.fold(entry, |entry, signal| {
        entry.tag(label::<ReadingSignal>(*signal), "yellow")
    })
}

fn listing(page: Page, entries: Vec<Entry>) -> Listing {
    Listing::new(page, "Who has looked")
        .section(Section::new("Latest first", entries).or("Nobody yet."))
}

/// Who of one's own organisation has looked.
async fn own(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
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
    let lead = "Each opening of a page about somebody is recorded before it is shown. Privacy officers see everybody’s, everybody else their own.";
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
    many::samples(gallery);
    let names = Names::default()
        .with_organisation("LEA-VALLEY-FRIENDS", "Lea Valley Friends")
        .with_worker("LEA-VALLEY-FRIENDS", "sam.okafor", "Sam Okafor");
    let reading = Reading {
        worker: Some(api::v1::Worker {
            organisation: "LEA-VALLEY-FRIENDS".to_owned(),
            worker: "sam.okafor".to_owned(),
            role: "link-worker".to_owned(),
        }),
        page: ReadPage::Brief.into(),
        opened_at: None,
        signals: vec![ReadingSignal::SameSurname.into()],
    };
    for state in State::ALL {
        let entries = (0..gallery::count(state)).map(|_| by_anybody(&reading, &names));
        let all = listing(
            gallery::page_about("Who has looked", state),
            entries.collect(),
        )
        .lead("You see the readings of every organisation that yours can tell to take part.");
        gallery.page("readings-of-all", state, &all);
        let listing = Listing::new(
            gallery::page_about("Who has looked", state),
            "Who has looked",
        )
        .section(gallery::section("Latest first", state).or("Nobody yet."));
        gallery.page("readings", state, &listing);
    }
}
