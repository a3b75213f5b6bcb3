//! A copy of a keyring out of the file, and into a new one.

use std::path::Path;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior::Immediate, params};
use uuid::Uuid;

use super::{open, store::Store};
use crate::{
    entry::{Entry, Error, Held},
    keyring::Result,
    name::ROOT,
    wrap::WRAPPED_BYTES,
};

pub(super) fn entries(store: &Store) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let connection = &store.connection;
    let mut keys = connection.prepare("SELECT name, erased, wrapped FROM keys ORDER BY id")?;
    let keys = keys.query_map([], |row| {
        let erased: bool = row.get(1)?;
        let wrapped: Vec<u8> = row.get(2)?;
        Ok(Held::Key {
            name: row.get(0)?,
            wrapped: (!erased).then_some(wrapped),
        })
    })?;
    let mut people = connection.prepare("SELECT lookup, sole, person FROM people ORDER BY id")?;
    let people = people.query_map([], |row| {
        Ok(Held::Person {
            lookup: row.get(0)?,
            sole: row.get(1)?,
            person: Uuid::from_bytes(row.get(2)?),
        })
    })?;
    let mut masters = connection.prepare("SELECT version, mark FROM masters ORDER BY version")?;
    let masters = masters.query_map([], |row| {
        Ok(Held::Master {
            version: row.get(0)?,
            mark: row.get(1)?,
        })
    })?;
    for held in keys.chain(people).chain(masters) {
        entries.push(Entry(held?));
    }
    Ok(entries)
}

/// Writes what another keyring holds to the file; where it was begun before, what is new since then. What was destroyed
/// here stays so.
pub(super) fn restore(path: &Path, entries: &[Entry]) -> Result<(), Error> {
    let (mut connection, lock) = open::for_copy(path)?;
    let storage = crate::keyring::Error::from;
    let transaction = connection
        .transaction_with_behavior(Immediate)
        .map_err(storage)?;
    for Entry(held) in entries {
        take(&transaction, held)?;
    }
    transaction.commit().map_err(storage)?;
    drop(lock);
    Ok(())
}

fn take(transaction: &Transaction, held: &Held) -> Result<(), Error> {
    let storage = crate::keyring::Error::from;
    match held {
        Held::Key { name, wrapped } => {
            if name == ROOT && root_is_another(transaction, wrapped.as_deref())? {
                return Err(Error::OthersKeys);
            }
            let (erased, bytes) = match wrapped {
                Some(wrapped) => (false, wrapped.clone()),
                None => (true, vec![0; WRAPPED_BYTES]),
            };
            transaction
                .prepare_cached(
                    "INSERT INTO keys (name, erased, wrapped) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET erased = excluded.erased, wrapped = excluded.wrapped
                     WHERE erased = 0",
                )
                .and_then(|mut statement| statement.execute(params![name, erased, bytes]))
                .map_err(storage)?;
        }
        Held::Person {
            lookup,
            sole,
            person,
        } => {
            transaction
                .prepare_cached(
                    "INSERT INTO people (lookup, sole, person) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                )
                .and_then(|mut statement| {
                    statement.execute(params![lookup, sole, person.as_bytes()])
                })
                .map_err(storage)?;
        }
        Held::Master { version, mark } => {
            transaction
                .prepare_cached(
                    "INSERT INTO masters (version, mark) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                )
                .and_then(|mut statement| statement.execute(params![version, mark]))
                .map_err(storage)?;
        }
    }
    Ok(())
}

fn root_is_another(transaction: &Transaction, root: Option<&[u8]>) -> Result<bool> {
    let there: Option<Vec<u8>> = transaction
        .prepare_cached("SELECT wrapped FROM keys WHERE name = ?1")?
        .query_row([ROOT], |row| row.get(0))
        .optional()?;
    Ok(there.is_some_and(|there| Some(there.as_slice()) != root))
}
