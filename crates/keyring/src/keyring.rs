//! What a keyring does, whatever stores it. No storage here.

use std::path::PathBuf;

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    entry::Entry,
    name::KeyName,
    seal::DataKey,
    secrets::{Lookup, Secrets},
};

/// Who is known, and the keys to what is recorded about them.
///
/// A key is live, erased or unknown. What needs an unknown key must halt: the key may be in a newer backup.
/// What needs an erased one is redacted, for good.
#[async_trait]
pub trait Keyring: Send + Sync + 'static {
    /// The live key of this name, or a new random one, durable before it is returned. Callers at the same
    /// time are given the same key.
    ///
    /// # Errors
    /// [`Error::Erased`] once the key was destroyed; otherwise what the storage reports.
    async fn obtain(&self, name: KeyName) -> Result<DataKey>;

    /// What is known of the key of this name; makes none.
    ///
    /// # Errors
    /// What the storage reports.
    async fn find(&self, name: KeyName) -> Result<KeyState>;

    /// Destroys a key for good: when this returns, its wrapped bytes are gone from the storage too. Destroying
    /// one that was never made keeps it from being made. With a person's key go the lookups under
    /// which the person was known.
    ///
    /// # Errors
    /// What the storage reports; destroying again finishes what was begun.
    async fn destroy(&self, name: KeyName) -> Result<()>;

    /// The person known under this lookup, or `proposed`, who is known under it from then on and has a key.
    /// One step: of callers at the same time, one finds it new and all are given the same id.
    ///
    /// A person who is known already (without an NHS number yet, or at another address) is given one more lookup by
    /// proposing their id.
    ///
    /// # Errors
    /// [`Error::ProposedTaken`] when `proposed` is known under another NHS number, [`Error::Erased`] when its
    /// key was destroyed; otherwise what the storage reports.
    async fn register(&self, lookup: Lookup, proposed: Uuid) -> Result<Registered>;

    /// The person known under this lookup, where somebody is. Nobody is made known by it.
    ///
    /// # Errors
    /// What the storage reports.
    async fn known(&self, lookup: Lookup) -> Result<Option<Uuid>>;

    /// Wraps every key that an older master key wraps under the newest one, and says how many there were.
    /// When it has returned, the older master keys are needed by backups alone. It can be repeated.
    ///
    /// # Errors
    /// What the storage reports; what was rewrapped until then stays so.
    async fn rewrap(&self) -> Result<usize>;

    /// Everything that it holds, for a copy of it in another storage: keys as they are wrapped.
    ///
    /// # Errors
    /// What the storage reports.
    async fn entries(&self) -> Result<Vec<Entry>>;

    /// The secrets that never rotate.
    fn secrets(&self) -> &Secrets;
}

/// What is known of a key.
#[derive(Clone, Debug)]
pub enum KeyState {
    /// Here it is.
    Live(DataKey),
    /// It was destroyed, for good.
    Erased,
    /// There is no trace of it. It may never have been made, or be in a newer backup.
    Unknown,
}

/// The answer to [`Keyring::register`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The person known under the lookup.
    pub id: Uuid,
    /// Whether this call made them known.
    pub new: bool,
}

/// The result of a keyring's call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a keyring cannot do what it was asked to. [`Error::can_retry`] says whether trying again helps.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key was destroyed.
    #[error("{name} was destroyed, and stays so")]
    Erased {
        /// Which key.
        name: KeyName,
    },
    /// The proposed id belongs to somebody who is known under another NHS number.
    #[error(
        "the proposed person id is known under another number; a command id was used for two people"
    )]
    ProposedTaken,
    /// A master key that wraps existing keys was not given.
    #[error(
        "master key version {version} wraps existing keys and was not given; add its line back (given: {given:?})"
    )]
    MasterKeyMissing {
        /// The version that is missing.
        version: u32,
        /// The versions that were given.
        given: Vec<u32>,
    },
    /// A master key has the version of the one that wrapped the keys, and other bytes.
    #[error(
        "master key version {version} is not the one that wrapped these keys; give the one that did, and number new keys upwards"
    )]
    MasterKeyWrong {
        /// The version in question.
        version: u32,
    },
    /// There are no keys, and there is a log that needs them.
    #[error("{} is missing or empty, while the log is not empty: restore keys.db from the backup taken after the log's", path.display())]
    KeysMissing {
        /// Where the keys should be.
        path: PathBuf,
    },
    /// The bucket holds no keys, and there is a log that needs them.
    #[error(
        "the bucket {bucket} holds no keys, while the log is not empty: restore it from the backup taken after the log's"
    )]
    BucketEmpty {
        /// Its name.
        bucket: String,
    },
    /// The servers that keep the keys could not be reached, or refused.
    #[error("the key storage cannot be used: {reason}")]
    Servers {
        /// What happened; no key and no name of one.
        reason: String,
        /// Whether the same call may succeed later.
        retry: bool,
    },
    /// Another process has the keys open.
    #[error("{} is in use by another process; stop it first", path.display())]
    InUse {
        /// The file in question.
        path: PathBuf,
    },
    /// The file is not a keyring that this version reads.
    #[error("{} {problem}", path.display())]
    Unreadable {
        /// The file in question.
        path: PathBuf,
        /// What is wrong with it, and the remedy.
        problem: &'static str,
    },
    /// A stored key does not open under the master key that wrapped it.
    #[error("a stored key is damaged ({name}); restore keys.db from its newest backup")]
    Damaged {
        /// Which key, in words.
        name: String,
    },
    /// An earlier failure of the disk left in doubt what is durable.
    #[error(
        "the keys' disk failed earlier and what was written is in doubt; check the disk and restart"
    )]
    Failed,
    /// The files around the database could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file in question.
        path: PathBuf,
        /// What the system reported.
        source: std::io::Error,
    },
    /// The database reported an error.
    #[error("the key storage reported: {0}")]
    Storage(#[from] rusqlite::Error),
    /// The work was cut short because the process is stopping.
    #[error("the process is stopping")]
    Stopping,
}

impl Error {
    /// Whether the same call can succeed later without anybody's help: the storage was busy or full, or the
    /// process is being replaced.
    pub fn can_retry(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull};
        match self {
            Self::Storage(source) => {
                matches!(
                    source.sqlite_error_code(),
                    Some(DatabaseBusy | DatabaseLocked | DiskFull)
                )
            }
            Self::Servers { retry, .. } => *retry,
            Self::InUse { .. } | Self::Stopping => true,
            _ => false,
        }
    }
}
