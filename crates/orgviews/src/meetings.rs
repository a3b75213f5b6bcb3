//! Meetings of Multi-Specialty Teams, from the system file: when and where, and which places are taken. They name
//! nobody: what an item is about stands in the organisations' files.

use casework::{
    ids::OrganisationId,
    meeting::{Meeting, State},
    review::MeetingOf,
};
use identity::Caller;
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::{
    Error, Page, Paged, SystemReader,
    error::sqlite,
    fact_row::Bytes,
    page::{at_ms, place},
};

impl SystemReader {
    /// A page of the meetings that the caller's organisation organises or is of the team of, the one that starts last
    /// first; only those in this state, where one is given.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn meetings(
        &self,
        caller: &Caller,
        state: Option<State>,
        page: &Page,
    ) -> Result<Paged<Meeting>, Error> {
        self.read(|rows| list(rows, caller.organisation(), state, page))
    }

    /// A meeting; none where there is no such one, or the caller's organisation has no part in it.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn meeting(&self, caller: &Caller, id: &MeetingOf) -> Result<Option<Meeting>, Error> {
        let found = self.read(|rows| one(rows, id))?;
        Ok(found.filter(|meeting| takes_part(meeting, caller.organisation())))
    }
}

fn takes_part(meeting: &Meeting, organisation: &OrganisationId) -> bool {
    let in_team = |plan: &casework::meeting::Plan| plan.team.contains(organisation);
    meeting.id.organiser == *organisation || meeting.plan.as_ref().is_some_and(in_team)
}

fn list(
    rows: &Connection,
    organisation: &OrganisationId,
    state: Option<State>,
    page: &Page,
) -> Result<Paged<Meeting>, Error> {
    let failed = sqlite("listing meetings");
    let select = "SELECT body, place FROM teams JOIN meetings USING (organiser, meeting)
                  WHERE organisation = ?1 AND place < ?2 ORDER BY place DESC";
    let mut select = rows.prepare_cached(select).map_err(&failed)?;
    let mut found = select
        .query((organisation.as_str(), page.below()))
        .map_err(&failed)?;
    let (mut listed, mut last) = (Vec::new(), None);
    while let Some(row) = found.next().map_err(&failed)? {
        let meeting = read(&row.get::<_, String>(0).map_err(&failed)?)?;
        if state.is_some_and(|state| state != meeting.state) {
            continue;
        }
        if listed.len() == page.size {
            return Ok((listed, last));
        }
        listed.push(meeting);
        last = Some(row.get(1).map_err(&failed)?);
    }
    Ok((listed, None))
}

fn one(rows: &Connection, id: &MeetingOf) -> Result<Option<Meeting>, Error> {
    let select = "SELECT body FROM meetings WHERE organiser = ?1 AND meeting = ?2";
    let key = (id.organiser.as_str(), Bytes::from(id.meeting.0));
    let found = rows.prepare_cached(select);
    let found = found.and_then(|mut select| {
        let body = select.query_row(key, |row| row.get::<_, String>(0));
        body.optional()
    });
    let body = found.map_err(sqlite("reading a meeting"))?;
    body.map(|body| read(&body)).transpose()
}

fn read(body: &str) -> Result<Meeting, Error> {
    serde_json::from_str(body).map_err(|error| Error::json("meetings", String::new(), &error))
}

/// Writes a meeting as it stands.
pub(crate) fn put(rows: &Transaction<'_>, meeting: &Meeting) -> Result<(), Error> {
    // What was never scheduled is nobody's.
    let Some(plan) = &meeting.plan else {
        return Ok(());
    };
    let MeetingOf {
        organiser,
        meeting: id,
    } = &meeting.id;
    let body = serde_json::to_string(meeting)
        .map_err(|error| Error::json("meetings", id.to_string(), &error))?;
    let failed = sqlite("writing a meeting");
    let put = "INSERT OR REPLACE INTO meetings (organiser, meeting, body) VALUES (?1, ?2, ?3)";
    let mut put = rows.prepare_cached(put).map_err(&failed)?;
    put.execute((organiser.as_str(), Bytes::from(id.0), body))
        .map_err(&failed)?;
    // A plan is never changed, so that the places of a meeting in the lists stay.
    let put = "INSERT OR REPLACE INTO teams (organisation, place, organiser, meeting) VALUES (?1, ?2, ?3, ?4)";
    let mut put = rows.prepare_cached(put).map_err(&failed)?;
    let place = place(at_ms(plan.starts_at), id.0);
    for organisation in plan.team.iter().chain([organiser]) {
        put.execute((
            organisation.as_str(),
            place,
            organiser.as_str(),
            Bytes::from(id.0),
        ))
        .map_err(&failed)?;
    }
    Ok(())
}
