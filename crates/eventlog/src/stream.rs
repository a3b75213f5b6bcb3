//! A stream's name and its version. Nothing about what a stream of some kind contains.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The longest kind, in bytes.
const KIND_MAX: usize = 32;
/// The longest key (what follows the first dash), in bytes.
const KEY_MAX: usize = 64;
/// The longest name, in bytes.
pub(crate) const NAME_MAX: usize = KIND_MAX + 1 + KEY_MAX;

/// A stream's name: `[a-z]{1,32}-[A-Za-z0-9-]{1,64}`, such as `organisation-E82001`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamName(Arc<str>);

impl StreamName {
    /// Checks and takes a name.
    ///
    /// # Errors
    /// [`Error::Malformed`] where the name has another form.
    pub fn new(name: &str) -> Result<StreamName, Error> {
        let malformed = || Error::Malformed {
            name: name.chars().take(NAME_MAX).collect(),
        };
        let (kind, key) = name.split_once('-').ok_or_else(malformed)?;
        let kind_fits = (1..=KIND_MAX).contains(&kind.len())
            && kind.bytes().all(|byte| byte.is_ascii_lowercase());
        let key_fits = (1..=KEY_MAX).contains(&key.len())
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if kind_fits && key_fits {
            Ok(StreamName(name.into()))
        } else {
            Err(malformed())
        }
    }

    /// The part before the first dash: `person`, `organisation`, `readings`…
    pub fn kind(&self) -> &str {
        self.0.split_once('-').map_or("", |(kind, _)| kind)
    }

    /// The part after the first dash.
    pub fn key(&self) -> &str {
        self.0.split_once('-').map_or("", |(_, key)| key)
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamName({})", self.0)
    }
}

impl FromStr for StreamName {
    type Err = Error;

    fn from_str(name: &str) -> Result<StreamName, Error> {
        StreamName::new(name)
    }
}

/// How many events a stream holds. The first event of a stream has version 1; 0 is the empty stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u64);

impl Version {
    /// The version of a stream without events.
    pub const EMPTY: Version = Version(0);

    /// The version once `events` more are there.
    pub fn plus(self, events: usize) -> Version {
        Version(self.0.saturating_add(events as u64))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a text is no stream name. Trying again does not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not `[a-z]{1,32}-[A-Za-z0-9-]{1,64}`.
    #[error(
        "{name:?} is no stream name: expected a kind in lower case, a dash and a key of letters, digits and dashes"
    )]
    Malformed {
        /// The refused text, cut to the longest length that a name may have.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_a_kind_and_a_key() {
        let name = StreamName::new("readings-018f-aB9").unwrap();
        assert_eq!(
            (name.kind(), name.key(), name.as_str()),
            ("readings", "018f-aB9", "readings-018f-aB9")
        );
        assert!(StreamName::new(&format!("person-{}", "a".repeat(64))).is_ok());
    }

    #[test]
    fn other_forms_are_refused() {
        let long_key = format!("person-{}", "a".repeat(65));
        let long_kind = format!("{}-a", "a".repeat(33));
        let others = [
            "",
            "-",
            "person",
            "person-",
            "-a",
            "Person-a",
            "person_a-b",
            "person-a.b",
            "person-é",
            "person-a b",
        ];
        for name in others
            .into_iter()
            .chain([long_key.as_str(), long_kind.as_str()])
        {
            assert!(StreamName::new(name).is_err(), "{name:?}");
        }
    }
}
