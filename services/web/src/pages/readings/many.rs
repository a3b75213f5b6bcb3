//! In which hours somebody of one's own organisation opened pages about many people: for privacy officers.

use api::v1::{
    ListManyOpenedRequest, list_many_opened_response::Hour,
    readings_query_service_client::ReadingsQueryServiceClient,
};
use jiff::ToSpan;

use crate::{
    entry::{Entry, Section},
    failure::Answer,
    gallery::{self, Gallery, State},
    listing::Listing,
    names::Names,
    page::Page,
    visit::Visit,
    words,
};

/// The hours, and about whom something was opened in each.
pub async fn many_opened(visit: Visit) -> Answer {
    let mut readings = ReadingsQueryServiceClient::new(visit.connection());
    let request = ListManyOpenedRequest {
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = readings.list_many_opened(request).await?.into_inner();
    let ours = visit.organisation().to_owned();
    let names = visit.names([ours.as_str()]).await?;
    let page = visit.page("Many people within an hour")?.within("people");
    visit.show(&listing(page, &found.hours, &ours, &names))
}

fn listing(page: Page, hours: &[Hour], ours: &str, names: &Names) -> Listing {
    let listing = Listing::new(page, "Many people within an hour")
        .lead("Who of your organisation opened pages about 20 people or more within an hour, in the last seven days. Those who prepare a meeting do so, too: ask before you judge.");
    if hours.is_empty() {
        let nobody = "Nobody did.";
        return listing.section(Section::new("The last seven days", Vec::new()).or(nobody));
    }
    hours.iter().fold(listing, |listing, hour| {
        listing.section(section(hour, ours, names))
    })
}

fn section(hour: &Hour, ours: &str, names: &Names) -> Section {
    let began = words::moment(hour.began_at.as_ref());
    let when = began.map_or(String::new(), |began| {
        let ended = began.saturating_add(1.hour()).unwrap_or(began);
        format!("{} to {}", words::when(began), words::time(ended))
    });
    let who = names.worker(ours, &hour.worker);
    let entries = hour.people.iter().map(|opened| {
        let identity = opened.identity.as_ref();
        let name = identity.map_or("Somebody whose name you are not shown", |one| &one.name);
        Entry::new(name).to(format!("/people/{}/readings", opened.person_id))
    });
    let heading = format!("{who}: {} people, {when}", hour.people.len());
    Section::new(heading, entries.collect())
}

/// Samples of this page.
pub fn samples(gallery: &mut Gallery) {
    let names = Names::default().with_worker("LEA-VALLEY-FRIENDS", "sam.lee", "Sam Lee");
    for state in State::ALL {
        let opened = |_| api::v1::list_many_opened_response::Opened {
            person_id: "person".to_owned(),
            identity: None,
        };
        let hour = Hour {
            worker: "sam.lee".to_owned(),
            began_at: Some(words::wire(jiff::Timestamp::UNIX_EPOCH)),
            people: (0..gallery::count(state)).map(opened).collect(),
        };
        let hours: Vec<_> = (gallery::count(state) > 0)
            .then_some(hour)
            .into_iter()
            .collect();
        let page = gallery::page("Many people within an hour");
        gallery.page(
            "many-opened",
            state,
            &listing(page, &hours, "LEA-VALLEY-FRIENDS", &names),
        );
    }
}
