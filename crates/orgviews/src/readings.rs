//! What the organisation's workers opened, and what has come since somebody looked last. No words live here.

use std::{cmp::Reverse, ops::ControlFlow};

use casework::{
    fact::About,
    ids::{PersonId, WorkerId},
    reading::{Page, quarter},
};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{Error, Shown, error::sqlite, fact_row::Bytes, page::at_ms, reader::Look};

/// How many facts are told as new.
pub const NEW: usize = 5;
/// How many of the latest facts are looked at for that.
const LOOKED_AT: usize = 200;

/// One reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Who read.
    pub worker: WorkerId,
    /// What.
    pub page: Page,
    /// The quarter of an hour.
    pub quarter: i64,
    /// When.
    pub at: Timestamp,
}

/// What is new for a worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// When they looked before; none where they look for the first time.
    pub looked_at: Option<Timestamp>,
    /// What others have recorded since then, the most important first: at most [`NEW`].
    pub new: Vec<Shown>,
}

/// Takes a reading in. The same one again is the same row.
pub(crate) fn put(rows: &Connection, person: PersonId, reading: &Reading) -> Result<(), Error> {
    let insert =
        "INSERT INTO readings (person, worker, page, quarter, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
                  ON CONFLICT DO UPDATE SET at_ms = min(at_ms, excluded.at_ms)";
    let values = params![
        Bytes::from(person),
        reading.worker.as_str(),
        reading.page.as_str(),
        reading.quarter,
        at_ms(reading.at),
    ];
    let done = rows
        .prepare_cached(insert)
        .and_then(|mut insert| insert.execute(values));
    done.map(drop).map_err(sqlite("taking in a reading"))
}

/// What has come about the person since the caller looked last, this visit left out.
pub(crate) fn since(look: &Look<'_>, person: PersonId) -> Result<Since, Error> {
    let failed = sqlite("looking for a reading");
    let select =
        "SELECT max(at_ms) FROM readings WHERE person = ?1 AND worker = ?2 AND quarter < ?3";
    let worker = look.caller.worker();
    let before: Option<i64> = look
        .rows
        .prepare_cached(select)
        .and_then(|mut select| {
            let values = params![Bytes::from(person), worker.as_str(), quarter(look.now)];
            select.query_row(values, |row| row.get(0))
        })
        .map_err(failed)?;
    let looked_at = before.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let Some(looked_at) = looked_at else {
        return Ok(Since::default());
    };
    let (mut new, mut seen) = (Vec::new(), 0);
    look.each(
        "person = ?2 AND recorded_at_ms > ?3",
        "place DESC",
        &[&Bytes::from(person), &at_ms(looked_at)],
        |shown| {
            seen += 1;
            let own = shown.disclosed.by.organisation == *look.caller.organisation()
                && shown.disclosed.by.worker == *worker;
            // A brief is opened beside the person: a concern stands in its own list alone.
            let aside = matches!(shown.disclosed.fact.about, About::Concern { .. });
            if !own && !aside {
                new.push(shown);
            }
            Ok(if seen == LOOKED_AT {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        },
    )?;
    new.sort_by_key(|shown| {
        let at = Reverse(shown.disclosed.at);
        (importance(shown.disclosed.fact.about.kind()), at)
    });
    new.truncate(NEW);
    Ok(Since {
        looked_at: Some(looked_at),
        new,
    })
}

/// The lower, the sooner it is told: what the person does not want, then who they are, then what was asked and decided,
/// then their own words, then notes and the rest.
fn importance(kind: &str) -> u8 {
    match kind {
        "objection" => 0,
        "identity" => 1,
        "referral" | "handover" | "action" | "decision" | "review" => 2,
        "agreement" => 3,
        "passage" => 4,
        "note" => 5,
        _ => 6,
    }
}
