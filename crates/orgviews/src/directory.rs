//! The directory: the services of all organisations, from the system file.

use casework::{
    ids::ServiceId,
    service::{Service, ServiceTerms},
    words::Words,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::{Error, Page, Paged, SystemReader, error::sqlite, fact_row::Bytes};

/// A service with its organisation's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The organisation's name; its code, where it is not known yet.
    pub organisation_name: Words,
    /// The service.
    pub service: Service,
}

impl SystemReader {
    /// A page of the services, by organisation and name.
    ///
    /// # Errors
    /// [`Error::CursorUnknown`] for a place that is no service's; any [`Error`] of SQLite, and [`Error::Row`].
    pub fn services(&self, page: &Page) -> Result<Paged<Listed>, Error> {
        self.read(|rows| services(rows, page))
    }
}

fn services(rows: &Connection, page: &Page) -> Result<Paged<Listed>, Error> {
    let failed = sqlite("listing services");
    let (organisation, name) = match page.after {
        None => (String::new(), String::new()),
        Some(service) => place(rows, service)?.ok_or(Error::CursorUnknown)?,
    };
    let select = "SELECT coalesce(organisations.name, organisation), services.name, description, terms, service
                  FROM services LEFT JOIN organisations ON code = organisation
                  WHERE (organisation, services.name, service) > (?1, ?2, ?3)
                  ORDER BY organisation, services.name, service LIMIT ?4";
    let mut select = rows.prepare_cached(select).map_err(&failed)?;
    let limit = i64::try_from(page.size).unwrap_or(i64::MAX - 1) + 1;
    let after = Bytes(page.after.unwrap_or_default());
    let mut found = select
        .query((organisation, name, after, limit))
        .map_err(&failed)?;
    let mut listed = Vec::new();
    while let Some(row) = found.next().map_err(&failed)? {
        listed.push(read(row)?);
    }
    let more = listed.len() > page.size;
    listed.truncate(page.size);
    let next = listed
        .last()
        .map(|last| last.service.terms.service)
        .filter(|_| more);
    Ok((listed, next.map(|ServiceId(id)| id.into_bytes())))
}

/// Where a service stands in the list.
fn place(rows: &Connection, service: [u8; 16]) -> Result<Option<(String, String)>, Error> {
    let select = "SELECT organisation, name FROM services WHERE service = ?1";
    let found = rows.query_row(select, [Bytes(service)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    found
        .optional()
        .map_err(sqlite("finding a place among the services"))
}

fn read(row: &Row<'_>) -> Result<Listed, Error> {
    let columns = || -> rusqlite::Result<(String, String, Option<String>, String, Bytes)> {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ))
    };
    let (organisation_name, name, description, terms, Bytes(service)) =
        columns().map_err(sqlite("reading a service"))?;
    let key = uuid::Uuid::from_bytes(service).to_string();
    let terms: ServiceTerms =
        serde_json::from_str(&terms).map_err(|error| Error::json("services", &key, &error))?;
    let unreadable = |what: &str| Error::Row {
        table: "services",
        key: key.clone(),
        reason: what.to_owned(),
    };
    let name = Words::name("name", &name).map_err(|_| unreadable("its name"))?;
    let organisation_name = Words::name("name", &organisation_name)
        .map_err(|_| unreadable("its organisation's name"))?;
    let description = description
        .map(|text| Words::prose("description", &text))
        .transpose();
    let description = description.map_err(|_| unreadable("its description"))?;
    Ok(Listed {
        organisation_name,
        service: Service {
            name,
            description,
            terms,
        },
    })
}
