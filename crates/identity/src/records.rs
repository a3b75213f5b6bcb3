//! Where accounts, sessions and drafts are kept: small records by name, changed only by whoever saw their last state. What
//! is in one, and how it is sealed, is the vault's.

mod sqlite;

use async_trait::async_trait;

pub use sqlite::SqliteRecords;

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its bytes.
    pub value: Vec<u8>,
    /// Which state this is: it grows by every change.
    pub revision: i64,
}

/// Which state a change takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// None: the record is new.
    New,
    /// This one.
    Revision(i64),
    /// Whichever there is.
    Any,
}

/// Records cannot be read or written. Trying again may help.
#[derive(Debug, thiserror::Error)]
#[error("accounts and sessions cannot be reached: {0}; try again in a moment")]
pub struct Error(pub String);

/// Records by name: names are parts of `a`–`z`, `0`–`9` and `-`, with dots between.
#[async_trait]
pub trait Records: Send + Sync + 'static {
    /// The record of this name.
    async fn get(&self, name: &str) -> Result<Option<Record>, Error>;

    /// Keeps this. Whether it is kept: not where the record's state is another than the expected one.
    async fn put(&self, name: &str, value: Vec<u8>, expected: Expected) -> Result<bool, Error>;

    /// Takes a record away, for good.
    async fn delete(&self, name: &str) -> Result<(), Error>;

    /// The names that begin with this part, which ends with a dot.
    async fn names(&self, beginning: &str) -> Result<Vec<String>, Error>;
}
