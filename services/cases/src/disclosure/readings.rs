//! Who of any organisation has read about a person: for privacy officers, and only of organisations whose part their own can
//! tell. Nothing is said of the others, not even that there are some.

use std::collections::{BTreeMap, BTreeSet};

use api::{
    disclosure as wire,
    v1::{ListAllReadingsRequest, ListAllReadingsResponse, list_all_readings_response::Reading},
};
use casework::{
    Right,
    disclosure::{knows_of, shown_to},
    event::{By, Event},
    fact::Content,
    history::History,
    ids::{OrganisationId, WorkerId},
    reading::{ReadingEvent, signals},
    refusal::{Code, Refusal},
};
use jiff::Timestamp;
use tonic::Request;

use super::{page_after, page_size, page_token, sees_anything, with};
use crate::{Cases, call::person, error::Error};

pub(crate) async fn list(
    cases: &Cases,
    request: Request<ListAllReadingsRequest>,
) -> Result<ListAllReadingsResponse, Error> {
    let by = with(&request, Right::ReadReadings)?;
    let request = request.into_inner();
    let person = person(&request.person_id)?;
    let size = page_size(request.page_size)?;
    let after = page_after(cases, &by, &request.page_token)?;
    let stream = cases.people.read(&person).await?;
    let (history, now) = (&stream.state, cases.clock.now());
    if !sees_anything(history, &by, now) {
        return Err(Refusal::of(Code::CaseUnknown, "person_id").into());
    }
    let events = cases.readings.events(&person).await?;
    let known = known(history, &by, &events, now);
    let mut seen = BTreeSet::new();
    let mut events: Vec<&Event<ReadingEvent>> = events
        .iter()
        .filter(|event| known.contains(&event.by.organisation))
        // Two records of one reading are one.
        .filter(|event| {
            let ReadingEvent::PageRead { page, quarter } = event.what;
            seen.insert((&event.by, page, quarter))
        })
        .collect();
    events.reverse();
    let more = events.len() > after.saturating_add(size);
    let name = name(history, &by, now);
    let mut names = Names::default();
    let mut readings = Vec::new();
    for event in events.into_iter().skip(after).take(size) {
        readings.push(reading(cases, event, &name, &mut names).await?);
    }
    Ok(ListAllReadingsResponse {
        readings,
        next_page_token: if more {
            page_token(cases, &by, after + size)
        } else {
            String::new()
        },
        notice: wire::NOT_EVERYBODY.to_owned(),
    })
}

/// The organisations among the readers that theirs can tell to have to do with the person, and their own.
fn known(
    history: &History,
    by: &By,
    events: &[Event<ReadingEvent>],
    now: Timestamp,
) -> BTreeSet<OrganisationId> {
    let readers: BTreeSet<_> = events.iter().map(|event| &event.by.organisation).collect();
    let readers = readers.into_iter();
    let known =
        readers.filter(|reader| **reader == by.organisation || knows_of(history, by, reader, now));
    known.cloned().collect()
}

/// The person's name, as far as it is shown to whoever asks; empty otherwise.
fn name(history: &History, by: &By, now: Timestamp) -> String {
    let shown = history.facts().iter().rev();
    let mut shown = shown.filter(|recorded| shown_to(history, by, recorded, now));
    let name = shown.find_map(|recorded| match &recorded.fact.content {
        Content::Identity(identity) => Some(identity.name.as_str().to_owned()),
        _ => None,
    });
    name.unwrap_or_default()
}

/// What workers are called, by organisation: the directory is everybody's.
type Names = BTreeMap<OrganisationId, BTreeMap<WorkerId, String>>;

async fn reading(
    cases: &Cases,
    event: &Event<ReadingEvent>,
    person: &str,
    names: &mut Names,
) -> Result<Reading, Error> {
    let reader = &event.by;
    if !names.contains_key(&reader.organisation) {
        let organisation = cases.directory.read(&reader.organisation).await?;
        let workers = organisation.state.workers.iter();
        let workers = workers.map(|(id, worker)| (id.clone(), worker.name.as_str().to_owned()));
        names.insert(reader.organisation.clone(), workers.collect());
    }
    let there = &names[&reader.organisation];
    let own = there.get(&reader.worker).map_or("", String::as_str);
    let colleagues = there.iter().filter(|(id, _)| **id != reader.worker);
    let signals = signals(person, own, colleagues.map(|(_, name)| name.as_str()));
    Ok(wire::wire_reading(event, &signals))
}
