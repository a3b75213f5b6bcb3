//! Readings: recorded through `cases` before anything is shown; who opened what; what was told once.

use api::{
    internal::RecordReadingRequest,
    status::Failure,
    types,
    v1::{
        self, ListManyOpenedRequest, ListManyOpenedResponse, ListReadingsRequest,
        ListReadingsResponse, ListToldOnceRequest, ListToldOnceResponse, list_many_opened_response,
        list_readings_response, list_told_once_response,
    },
};
use casework::{
    fact::Identity,
    ids::PersonId,
    reading::{Page, begins},
    refusal::{Code, Refusal},
};
use identity::Caller;
use orgviews::{Shown, many_opened::Hour, readings::Reading, told_once::Entry};
use tonic::Request;

use crate::{Error, Views, question};

impl Views {
    /// Records that the caller opens a page about somebody. Where it cannot be recorded, nothing is shown.
    pub(crate) async fn record_reading(
        &self,
        caller: &Caller,
        person: PersonId,
        page: Page,
    ) -> Result<(), Error> {
        let request = RecordReadingRequest {
            person_id: person.to_string(),
            organisation: caller.organisation().to_string(),
            worker: caller.worker().to_string(),
            role: caller.role().to_string(),
            page: page.as_str().to_owned(),
        };
        match self.readings.clone().record_reading(request).await {
            // That took its time: what is shown must not have been withdrawn meanwhile.
            Ok(_) => Ok(self.freshness.confirm().await?),
            // Erased a moment ago: as if they had never been.
            Err(status) if status.code() == tonic::Code::NotFound => {
                Err(Refusal::of(Code::CaseUnknown, "person_id").into())
            }
            Err(status) => {
                tracing::error!(code = %status.code(), "a reading could not be recorded, and nothing was shown");
                Err(Failure::Unavailable.into())
            }
        }
    }
}

pub(crate) async fn list(
    views: &Views,
    request: Request<ListReadingsRequest>,
) -> Result<ListReadingsResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let list = format!("readings {person}");
    let page = views.page(&caller, &list, request.page_size, &request.page_token)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.readings(now, person, &page)?);
    let (found, next) = question::known(views.read(&caller, &request.not_before, read).await?)?;
    Ok(ListReadingsResponse {
        readings: found.iter().map(wire).collect(),
        next_page_token: views.page_token(&caller, &list, next),
    })
}

pub(crate) async fn list_told_once(
    views: &Views,
    request: Request<ListToldOnceRequest>,
) -> Result<ListToldOnceResponse, Error> {
    let caller = question::reader(&request)?;
    let request = request.into_inner();
    let person = question::person(&request.person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.told_once(now, person)?);
    let ledger = question::known(views.read(&caller, &request.not_before, read).await?)?;
    let entry = |entry: &Entry| list_told_once_response::Entry {
        told: Some(fact(&entry.told)),
        confirmed: entry.confirmed.as_ref().map(fact),
        do_not_ask_again: entry.do_not_ask_again,
        read_again: number(entry.reread),
    };
    Ok(ListToldOnceResponse {
        entries: ledger.entries.iter().map(entry).collect(),
        read_again: number(ledger.reread),
    })
}

/// How many people within an hour are many, where nobody says.
const MANY: i32 = 20;

pub(crate) async fn list_many_opened(
    views: &Views,
    request: Request<ListManyOpenedRequest>,
) -> Result<ListManyOpenedResponse, Error> {
    let caller = question::officer(&request)?;
    let request = request.into_inner();
    let people_at_least = match request.people_at_least {
        0 => MANY,
        some @ 2..=1_000 => some,
        _ => return Err(Refusal::of(Code::NumberOutOfRange, "people_at_least").into()),
    };
    let people_at_least = people_at_least.unsigned_abs() as usize;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.many_opened(now, people_at_least)?);
    let found = views.read(&caller, &request.not_before, read).await?;
    Ok(ListManyOpenedResponse {
        hours: found.iter().map(wire_hour).collect(),
    })
}

fn wire_hour(hour: &Hour) -> list_many_opened_response::Hour {
    let opened =
        |(person, identity): &(PersonId, Option<Identity>)| list_many_opened_response::Opened {
            person_id: person.to_string(),
            identity: identity.as_ref().map(api::fact::identity),
        };
    list_many_opened_response::Hour {
        worker: hour.worker.to_string(),
        began_at: begins(hour.first_quarter).map(types::timestamp),
        people: hour.people.iter().map(opened).collect(),
    }
}

fn wire(reading: &Reading) -> list_readings_response::Reading {
    list_readings_response::Reading {
        worker: reading.worker.to_string(),
        role: reading.role.to_string(),
        page: api::disclosure::wire_page(reading.page).into(),
        opened_at: Some(types::timestamp(reading.at)),
    }
}

fn fact(shown: &Shown) -> v1::Fact {
    api::fact::shown(&shown.disclosed, &shown.grant)
}

/// A number as the wire has it.
pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
