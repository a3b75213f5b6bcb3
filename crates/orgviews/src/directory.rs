//! The directory: the organisations, the services that they offer and their workers, from the system file.

use casework::{
    capacity::Capacity,
    ids::{OrganisationId, ServiceId, WorkerId},
    service::{Purpose, Service},
    words::Words,
    worker::Worker,
};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::de::DeserializeOwned;

use crate::{Cursor, Error, Page, Paged, SystemReader, error::sqlite, fact_row::Bytes};

/// A service with its organisation's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The organisation's name; its code, where it is not known yet.
    pub organisation_name: Words,
    /// The service.
    pub service: Service,
}

/// Which services are wanted: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that stand somewhere in what is said of the service.
    pub text: String,
    /// Words that stand in its area.
    pub area: String,
    /// Its purpose.
    pub purpose: Option<Purpose>,
    /// Whether it takes people on; how long the wait is, is not looked at.
    pub capacity: Option<Capacity>,
    /// Its organisation.
    pub organisation: Option<OrganisationId>,
}

impl SystemReader {
    /// A page of the services that are offered, by organisation and name.
    ///
    /// # Errors
    /// [`Error::CursorUnknown`] for a place that is no service's; any [`Error`] of SQLite, and [`Error::Row`].
    pub fn services(&self, filter: &Filter, page: &Page) -> Result<Paged<Listed>, Error> {
        self.read(|rows| services(rows, filter, page))
    }

    /// A page of an organisation's workers who have not left, by id.
    ///
    /// # Errors
    /// As [`SystemReader::services`].
    pub fn workers(
        &self,
        organisation: &OrganisationId,
        page: &Page,
    ) -> Result<Paged<Worker>, Error> {
        self.read(|rows| workers(rows, organisation, page))
    }

    /// The name of an organisation's worker, also of one who has left; none of one who was never registered.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn worker_name(
        &self,
        organisation: &OrganisationId,
        worker: &WorkerId,
    ) -> Result<Option<Words>, Error> {
        let select = "SELECT body FROM workers WHERE organisation = ?1 AND worker = ?2";
        self.read(|rows| {
            let found = rows.query_row(select, (organisation.as_str(), worker.as_str()), |row| {
                Ok(body::<Worker>("workers", row))
            });
            let found = found.optional().map_err(sqlite(READING))?.transpose()?;
            Ok(found.map(|worker| worker.name))
        })
    }

    /// A page of the organisations, by code.
    ///
    /// # Errors
    /// As [`SystemReader::services`].
    pub fn organisations(&self, page: &Page) -> Result<Paged<(OrganisationId, Words)>, Error> {
        self.read(|rows| organisations(rows, page))
    }
}

impl Filter {
    fn fits(&self, listed: &Listed) -> bool {
        let service = &listed.service;
        let area = service.area.as_ref().map_or("", Words::as_str);
        let said = [&service.description, &service.for_whom]
            .map(|words| words.as_ref().map_or("", Words::as_str));
        let said = [
            service.name.as_str(),
            said[0],
            said[1],
            area,
            listed.organisation_name.as_str(),
        ];
        let same = |capacity: Capacity| {
            std::mem::discriminant(&capacity) == std::mem::discriminant(&service.capacity)
        };
        has(&said.join("\n"), &self.text)
            && has(area, &self.area)
            && self
                .purpose
                .is_none_or(|purpose| purpose == service.terms.purpose)
            && self.capacity.is_none_or(same)
    }
}

/// Whether every one of the words stands in the text, in upper or lower case.
fn has(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words
        .split_whitespace()
        .all(|word| text.contains(&word.to_lowercase()))
}

fn services(rows: &Connection, filter: &Filter, page: &Page) -> Result<Paged<Listed>, Error> {
    let (organisation, name) = match page.after {
        None => (String::new(), String::new()),
        Some(service) => {
            let select = "SELECT organisation, name FROM services WHERE service = ?1";
            place(rows, select, [Bytes(service)], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
        }
    };
    let select = "SELECT body, coalesce(organisations.name, organisation)
                  FROM services LEFT JOIN organisations ON code = organisation
                  WHERE (organisation, services.name, service) > (?1, ?2, ?3) AND offered
                    AND (?4 IS NULL OR organisation = ?4)
                  ORDER BY organisation, services.name, service";
    let after = Bytes(page.after.unwrap_or_default());
    let of = filter.organisation.as_ref().map(OrganisationId::as_str);
    let listed = |row: &Row<'_>| {
        let service: Service = body("services", row)?;
        let organisation_name = row.get::<_, String>(1).map_err(sqlite(READING))?;
        let organisation_name = words("services", &organisation_name)?;
        let listed = Listed {
            organisation_name,
            service,
        };
        let ServiceId(place) = listed.service.terms.service;
        Ok(filter.fits(&listed).then_some((listed, place.into_bytes())))
    };
    paged(rows, select, (organisation, name, after, of), page, listed)
}

fn workers(
    rows: &Connection,
    organisation: &OrganisationId,
    page: &Page,
) -> Result<Paged<Worker>, Error> {
    let organisation = organisation.as_str();
    let after: String = match page.after {
        None => String::new(),
        Some(after) => {
            let select = "SELECT worker FROM workers WHERE rowid = ?1 AND organisation = ?2";
            place(rows, select, (row_of(after), organisation), |row| {
                row.get(0)
            })?
        }
    };
    let select = "SELECT body, rowid FROM workers WHERE organisation = ?1 AND worker > ?2 AND here
                  ORDER BY worker";
    let listed = |row: &Row<'_>| Ok(Some((body("workers", row)?, place_of(row)?)));
    paged(rows, select, (organisation, after), page, listed)
}

fn organisations(rows: &Connection, page: &Page) -> Result<Paged<(OrganisationId, Words)>, Error> {
    let after: String = match page.after {
        None => String::new(),
        Some(after) => {
            let select = "SELECT code FROM organisations WHERE rowid = ?1";
            place(rows, select, [row_of(after)], |row| row.get(0))?
        }
    };
    let select = "SELECT code, rowid, name FROM organisations WHERE code > ?1 ORDER BY code";
    let listed = |row: &Row<'_>| {
        let text = |column| row.get::<_, String>(column).map_err(sqlite(READING));
        let code = text(0)?;
        let unreadable = |_| unreadable("organisations", &code, "its code");
        let organisation = code.parse().map_err(unreadable)?;
        let name = words("organisations", &text(2)?)?;
        Ok(Some(((organisation, name), place_of(row)?)))
    };
    paged(rows, select, [after], page, listed)
}

const READING: &str = "reading the directory";

/// A page of what `read` makes of the rows; what it makes nothing of is passed over.
fn paged<T>(
    rows: &Connection,
    select: &str,
    values: impl Params,
    page: &Page,
    read: impl Fn(&Row<'_>) -> Result<Option<(T, Cursor)>, Error>,
) -> Result<Paged<T>, Error> {
    let failed = sqlite(READING);
    let mut select = rows.prepare_cached(select).map_err(&failed)?;
    let mut found = select.query(values).map_err(&failed)?;
    let (mut listed, mut last) = (Vec::new(), None);
    while let Some(row) = found.next().map_err(&failed)? {
        if let Some((one, place)) = read(row)? {
            if listed.len() == page.size {
                return Ok((listed, last));
            }
            listed.push(one);
            last = Some(place);
        }
    }
    Ok((listed, None))
}

/// Where the row stands in its list from which the page goes on.
fn place<T>(
    rows: &Connection,
    select: &str,
    values: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<T, Error> {
    let found = rows.query_row(select, values, read).optional();
    found
        .map_err(sqlite("finding a place in the directory"))?
        .ok_or(Error::CursorUnknown)
}

/// The place of a row that has no id of 16 bytes: its number.
fn place_of(row: &Row<'_>) -> Result<Cursor, Error> {
    let number: i64 = row.get(1).map_err(sqlite(READING))?;
    Ok(i128::from(number).to_be_bytes())
}

// A place that was never given is no row's.
fn row_of(place: Cursor) -> i64 {
    i64::try_from(i128::from_be_bytes(place)).unwrap_or(0)
}

fn body<T: DeserializeOwned>(table: &'static str, row: &Row<'_>) -> Result<T, Error> {
    let body: String = row.get(0).map_err(sqlite(READING))?;
    serde_json::from_str(&body).map_err(|error| Error::json(table, String::new(), &error))
}

fn words(table: &'static str, text: &str) -> Result<Words, Error> {
    Words::name("name", text).map_err(|_| unreadable(table, text, "its name"))
}

fn unreadable(table: &'static str, key: &str, what: &str) -> Error {
    Error::Row {
        table,
        key: key.to_owned(),
        reason: what.to_owned(),
    }
}
