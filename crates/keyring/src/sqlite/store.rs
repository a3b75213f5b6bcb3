//! Reading and writing keys and people in the open database. Blocking, one caller at a time; no cache here.

use std::{fs::File, path::Path};

use rusqlite::{
    Connection, OptionalExtension, Transaction, TransactionBehavior::Immediate, params,
};
use uuid::Uuid;

use crate::{
    keyring::{Error, KeyState, Registered, Result},
    master::MasterKeys,
    name::{KeyName, ROOT},
    seal::DataKey,
    secrets::Lookup,
    wrap::{self, WRAPPED_BYTES},
};

pub(super) struct Store {
    pub(super) connection: Connection,
    pub(super) master: MasterKeys,
    _lock: Option<File>,
}

/// What one step of rewrapping did.
pub(super) struct Rewrapped {
    pub(super) rewrapped: usize,
    /// The last row looked at, or none when there was none left.
    pub(super) last: Option<i64>,
}

impl Store {
    pub(super) fn new(connection: Connection, master: MasterKeys, lock: Option<File>) -> Self {
        Self {
            connection,
            master,
            _lock: lock,
        }
    }

    /// The root of the secrets.
    pub(super) fn root(&mut self) -> Result<DataKey> {
        match state_of(&self.connection, &self.master, ROOT)? {
            KeyState::Live(root) => Ok(root),
            _ => Err(Error::Damaged {
                name: ROOT.to_owned(),
            }),
        }
    }

    pub(super) fn add_root(
        transaction: &Transaction,
        master: &MasterKeys,
        root: &DataKey,
    ) -> Result<()> {
        add(transaction, master, ROOT, root)
    }

    pub(super) fn find(&self, name: &KeyName) -> Result<KeyState> {
        state_of(&self.connection, &self.master, &name.stored())
    }

    pub(super) fn obtain(&mut self, name: &KeyName) -> Result<DataKey> {
        if let KeyState::Live(key) = self.find(name)? {
            return Ok(key);
        }
        let transaction = self.connection.transaction_with_behavior(Immediate)?;
        let key = obtained(&transaction, &self.master, name)?;
        transaction.commit()?;
        Ok(key)
    }

    /// Writes zeros over the wrapped key, then empties the write-ahead log, which held it too.
    pub(super) fn destroy(&mut self, name: &KeyName) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(Immediate)?;
        transaction.execute(
            "INSERT INTO keys (name, erased, wrapped) VALUES (?1, 1, ?2)
             ON CONFLICT (name) DO UPDATE SET erased = 1, wrapped = excluded.wrapped",
            params![name.stored(), [0_u8; WRAPPED_BYTES]],
        )?;
        if let KeyName::Person(person) = name {
            transaction.execute("DELETE FROM people WHERE person = ?1", [person.as_bytes()])?;
        }
        transaction.commit()?;
        self.empty_write_ahead_log()
    }

    pub(super) fn known(&self, lookup: &Lookup) -> Result<Option<Uuid>> {
        known(&self.connection, lookup)
    }

    pub(super) fn register(&mut self, lookup: &Lookup, proposed: Uuid) -> Result<Registered> {
        if let Some(id) = known(&self.connection, lookup)? {
            return Ok(Registered { id, new: false });
        }
        let transaction = self.connection.transaction_with_behavior(Immediate)?;
        let added = transaction.execute(
            "INSERT INTO people (lookup, sole, person) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![lookup.as_bytes(), lookup.is_sole(), proposed.as_bytes()],
        )?;
        if added == 0 {
            return Err(Error::ProposedTaken);
        }
        obtained(&transaction, &self.master, &KeyName::Person(proposed))?;
        transaction.commit()?;
        Ok(Registered {
            id: proposed,
            new: true,
        })
    }

    /// Looks at up to `limit` live keys after the row `after`, and rewraps those under an older master key.
    pub(super) fn rewrap_some(&mut self, after: i64, limit: usize) -> Result<Rewrapped> {
        let transaction = self.connection.transaction_with_behavior(Immediate)?;
        let mut done = Rewrapped {
            rewrapped: 0,
            last: None,
        };
        for (id, name, old) in live_after(&transaction, after, limit)? {
            done.last = Some(id);
            if wrap::version_of(&old) == Some(self.master.newest()) {
                continue;
            }
            let key = wrap::unwrapped(&self.master, &name, &old)?;
            let new = wrap::wrapped(&self.master, &name, &key)?;
            transaction.execute(
                "UPDATE keys SET wrapped = ?1 WHERE id = ?2",
                params![new, id],
            )?;
            done.rewrapped += 1;
        }
        if done.rewrapped > 0 {
            mark_newest(&transaction, &self.master)?;
        }
        transaction.commit()?;
        Ok(done)
    }

    /// After every key was looked at: the older master keys wrap nothing here any more, in the write-ahead
    /// log either.
    pub(super) fn forget_older_masters(&mut self) -> Result<()> {
        self.connection.execute(
            "DELETE FROM masters WHERE version <> ?1",
            [self.master.newest()],
        )?;
        self.empty_write_ahead_log()
    }

    pub(super) fn back_up(&mut self, destination: &Path) -> Result<()> {
        let failed = |source| Error::File {
            path: destination.to_owned(),
            source,
        };
        if destination.exists() {
            return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
        }
        let text = destination
            .to_str()
            .ok_or_else(|| failed(std::io::ErrorKind::InvalidFilename.into()))?;
        self.connection.execute("VACUUM INTO ?1", [text])?;
        File::open(destination)
            .and_then(|copy| copy.sync_all())
            .map_err(failed)
    }

    fn empty_write_ahead_log(&self) -> Result<()> {
        let busy: bool =
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
            let message =
                "a reader (a copy under way?) keeps the write-ahead log from being emptied"
                    .to_owned();
            return Err(rusqlite::Error::SqliteFailure(busy, Some(message)).into());
        }
        Ok(())
    }
}

/// The live key, or a new one in this transaction.
fn obtained(transaction: &Transaction, master: &MasterKeys, name: &KeyName) -> Result<DataKey> {
    match state_of(transaction, master, &name.stored())? {
        KeyState::Live(key) => Ok(key),
        KeyState::Erased => Err(Error::Erased { name: name.clone() }),
        KeyState::Unknown => {
            let key = DataKey::generate();
            add(transaction, master, &name.stored(), &key)?;
            Ok(key)
        }
    }
}

fn state_of(connection: &Connection, master: &MasterKeys, name: &str) -> Result<KeyState> {
    let row: Option<(bool, Vec<u8>)> = connection
        .prepare_cached("SELECT erased, wrapped FROM keys WHERE name = ?1")?
        .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match row {
        None => Ok(KeyState::Unknown),
        Some((true, _)) => Ok(KeyState::Erased),
        Some((false, wrapped)) => wrap::unwrapped(master, name, &wrapped).map(KeyState::Live),
    }
}

fn add(transaction: &Transaction, master: &MasterKeys, name: &str, key: &DataKey) -> Result<()> {
    mark_newest(transaction, master)?;
    transaction
        .prepare_cached("INSERT INTO keys (name, erased, wrapped) VALUES (?1, 0, ?2)")?
        .execute(params![name, wrap::wrapped(master, name, key)?])?;
    Ok(())
}

/// Notes that the newest master key wraps something from now on.
fn mark_newest(transaction: &Transaction, master: &MasterKeys) -> Result<()> {
    let newest = master.newest();
    let known = transaction
        .prepare_cached("SELECT 1 FROM masters WHERE version = ?1")?
        .exists([newest])?;
    if !known {
        let mark = wrap::mark(master, newest)?;
        transaction.execute(
            "INSERT INTO masters (version, mark) VALUES (?1, ?2)",
            params![newest, mark],
        )?;
    }
    Ok(())
}

fn known(connection: &Connection, lookup: &Lookup) -> Result<Option<Uuid>> {
    let person: Option<[u8; 16]> = connection
        .prepare_cached("SELECT person FROM people WHERE lookup = ?1")?
        .query_row([lookup.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(person.map(Uuid::from_bytes))
}

fn live_after(
    transaction: &Transaction,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, String, Vec<u8>)>> {
    let mut statement = transaction.prepare_cached(
        "SELECT id, name, wrapped FROM keys WHERE id > ?1 AND erased = 0 ORDER BY id LIMIT ?2",
    )?;
    let rows = statement.query_map(params![after, limit as i64], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
