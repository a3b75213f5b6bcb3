//! What a keyring holds, for a copy of it in another storage: keys as they are wrapped, so that no key is opened on the
//! way and the same master keys are needed there.

use uuid::Uuid;

/// One thing that a keyring holds. What is in it is the keyrings' own affair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry(pub(crate) Held);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Held {
    /// A key, or the root of the secrets, by its stored name; without bytes where it was destroyed.
    Key {
        name: String,
        wrapped: Option<Vec<u8>>,
    },
    /// Somebody who is known under a lookup; of the sort of which they have one alone, or of another.
    Person {
        lookup: [u8; 32],
        sole: bool,
        person: Uuid,
    },
    /// A master key that wraps something, and what recognises it.
    Master { version: u32, mark: Vec<u8> },
}

/// A copy of a keyring cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The other storage holds the keys of another system.
    #[error("there are keys of another system already; choose another place")]
    OthersKeys,
    /// The storage reports something.
    #[error(transparent)]
    Storage(#[from] crate::keyring::Error),
}
