//! Deputies and absences: every worker of an organisation who has a deputy or is away, from the system file.

use casework::{
    absence::Absence,
    ids::{OrganisationId, WorkerId},
};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction};

use crate::{Error, SystemReader, error::sqlite};

/// A worker who has a deputy or is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The worker.
    pub worker: WorkerId,
    /// Who acts for them while they are away.
    pub deputy: Option<WorkerId>,
    /// Their absence: it may be over.
    pub absence: Option<Absence>,
}

impl Cover {
    /// Their absence, where they are away at this moment.
    pub fn away(&self, now: Timestamp) -> Option<&Absence> {
        self.absence.as_ref().filter(|absence| absence.holds(now))
    }

    /// Who acts for them at this moment, where they are away.
    pub fn acting(&self, now: Timestamp) -> Option<&WorkerId> {
        self.away(now).and(self.deputy.as_ref())
    }
}

impl SystemReader {
    /// The workers of an organisation who have a deputy or are away, by id.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn cover(&self, organisation: &OrganisationId) -> Result<Vec<Cover>, Error> {
        self.read(|rows| read(rows, organisation))
    }
}

/// Writes an organisation's deputies and absences anew.
pub(crate) fn put(
    rows: &Transaction<'_>,
    organisation: &OrganisationId,
    cover: &[Cover],
) -> Result<(), Error> {
    let failed = sqlite("writing who covers whom");
    let mut delete = rows
        .prepare_cached("DELETE FROM cover WHERE organisation = ?1")
        .map_err(&failed)?;
    delete.execute([organisation.as_str()]).map_err(&failed)?;
    for Cover {
        worker,
        deputy,
        absence,
    } in cover
    {
        let absence = absence
            .map(|absence| serde_json::to_string(&absence))
            .transpose();
        let absence = absence.map_err(|error| Error::json("cover", worker.to_string(), &error))?;
        let insert =
            "INSERT INTO cover (organisation, worker, deputy, absence) VALUES (?1, ?2, ?3, ?4)";
        let mut insert = rows.prepare_cached(insert).map_err(&failed)?;
        let deputy = deputy.as_ref().map(WorkerId::as_str);
        insert
            .execute((organisation.as_str(), worker.as_str(), deputy, absence))
            .map_err(&failed)?;
    }
    Ok(())
}

fn read(rows: &Connection, organisation: &OrganisationId) -> Result<Vec<Cover>, Error> {
    let failed = sqlite("reading who covers whom");
    let select =
        "SELECT worker, deputy, absence FROM cover WHERE organisation = ?1 ORDER BY worker";
    let mut select = rows.prepare_cached(select).map_err(&failed)?;
    let found = select
        .query_map([organisation.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .map_err(&failed)?;
    let mut cover = Vec::new();
    for row in found {
        let (worker, deputy, absence): (String, Option<String>, Option<String>) =
            row.map_err(&failed)?;
        let named = |text: &str| {
            text.parse().map_err(|_| Error::Row {
                table: "cover",
                key: worker.clone(),
                reason: "a worker".to_owned(),
            })
        };
        let absence = absence.map(|text| serde_json::from_str(&text)).transpose();
        cover.push(Cover {
            worker: named(&worker)?,
            deputy: deputy.as_deref().map(named).transpose()?,
            absence: absence.map_err(|error| Error::json("cover", &worker, &error))?,
        });
    }
    Ok(cover)
}
