//! Who of any organisation has read about a person: for privacy officers, and only of organisations whose part their own can
//! tell. Nothing is said of the others, not even that there are some.

use std::collections::{BTreeMap, BTreeSet};

use api::{
    disclosure as wire,
    v1::{ListAllReadingsRequest, ListAllReadingsResponse, list_all_readings_response::Reading},
};
use casework::{
    Right,
    contact_point::Sort,
    disclosure::{knows_of, shown_to},
    event::{By, Event},
    fact::Content,
    history::History,
    ids::OrganisationId,
    organisation::Organisation,
    people::Told,
    reading::{ReadingEvent, Subject, signals},
    refusal::{Code, Refusal},
    words::Postcode,
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
    let subject = subject(history, &by, now);
    let mut readers = Readers::default();
    let mut readings = Vec::new();
    for event in events.into_iter().skip(after).take(size) {
        readings.push(reading(cases, event, &subject, &mut readers).await?);
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

/// Whom it is about, as far as that is shown to whoever asks.
fn subject(history: &History, by: &By, now: Timestamp) -> Subject {
    let mut subject = Subject::default();
    let shown = history.facts().iter();
    for recorded in shown.filter(|recorded| shown_to(history, by, recorded, now)) {
        match &recorded.fact.content {
            Content::Identity(identity) => subject.name = identity.name.to_string(),
            Content::People(Told::ContactPoint(point)) if point.sort == Sort::Address => {
                subject
                    .postcodes
                    .extend(Postcode::within(point.value.as_str()));
            }
            _ => {}
        }
    }
    subject
}

/// The readers' organisations, as the directory has them.
type Readers = BTreeMap<OrganisationId, Organisation>;

async fn reading(
    cases: &Cases,
    event: &Event<ReadingEvent>,
    subject: &Subject,
    readers: &mut Readers,
) -> Result<Reading, Error> {
    let reader = &event.by;
    if !readers.contains_key(&reader.organisation) {
        let organisation = cases.directory.read(&reader.organisation).await?;
        readers.insert(reader.organisation.clone(), organisation.state.clone());
    }
    let there = &readers[&reader.organisation];
    let own = there.workers.get(&reader.worker);
    let name = own.map_or("", |worker| worker.name.as_str());
    let lives_at = there.homes.get(&reader.worker);
    let colleagues = there.workers.iter().filter(|(id, _)| **id != reader.worker);
    let colleagues = colleagues.map(|(_, worker)| worker.name.as_str());
    let signals = signals(subject, (name, lives_at), colleagues);
    Ok(wire::wire_reading(event, &signals))
}
