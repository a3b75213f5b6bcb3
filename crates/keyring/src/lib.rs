//! Who is known, and the keys that seal what is recorded about them.
//!
//! Here live the [`Keyring`] trait and its backends: a SQLite file, and (feature `jetstream`) a replicated bucket of NATS; data keys and how they seal, the secrets that
//! never rotate, and the tokens made from them. What is sealed, and when a key may be destroyed, is decided
//! elsewhere: this crate knows no event, no fact and no rule.

mod bytes;
mod entry;
#[cfg(feature = "jetstream")]
pub mod jetstream;
mod keyring;
mod master;
mod name;
mod seal;
mod secrets;
mod sqlite;
mod token;
mod wrap;

pub use entry::{Entry, Error as CopyError};
#[cfg(feature = "jetstream")]
pub use jetstream::{JetStreamKeyring, Options};
pub use keyring::{Error, KeyState, Keyring, Registered, Result};
pub use master::{Error as MasterKeyError, MasterKeys};
pub use name::KeyName;
pub use seal::{CannotOpen, DataKey};
pub use secrets::{KnownBy, Lookup, Secrets};
pub use sqlite::{CACHED_KEYS, SqliteKeyring};
pub use token::{TOKEN_LENGTH, TokenError, TokenKey, TokenKind};
