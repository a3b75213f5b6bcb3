//! What a data key is for. Only names: whether a key exists, and its bytes, are the keyring's.

use std::fmt;

use uuid::Uuid;

/// The stored name of the root of the secrets; no [`KeyName`] is stored under it.
pub(crate) const ROOT: &str = "root";

/// Names one data key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyName {
    /// Seals the word-free part of what is recorded about a person: custody, audiences, categories, receipts.
    Person(Uuid),
    /// Seals the words that one organisation recorded about a person, so that one controller's words can be
    /// erased and everybody else's kept.
    Words {
        /// The person whom the words are about.
        person: Uuid,
        /// The organisation that recorded them, by its code.
        organisation: String,
    },
    /// Seals an organisation's own records: its directory entries and meetings.
    Organisation(String),
}

impl KeyName {
    /// The stable text under which the key is stored and to which its wrapping is bound. No two names share
    /// one: a UUID has a fixed length, so an organisation's code cannot run into it.
    pub(crate) fn stored(&self) -> String {
        match self {
            Self::Person(person) => format!("person/{person}"),
            Self::Words {
                person,
                organisation,
            } => format!("words/{person}/{organisation}"),
            Self::Organisation(organisation) => format!("organisation/{organisation}"),
        }
    }
}

/// Says what kind of key it is and names nobody, so that it can stand in a log line.
impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person(_) => "a person's key",
            Self::Words { .. } => "the key of one organisation's words about a person",
            Self::Organisation(_) => "an organisation's key",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_names_differ_and_display_names_nobody() {
        let person = Uuid::from_u128(7);
        let names = [
            KeyName::Person(person),
            KeyName::Words {
                person,
                organisation: "A".into(),
            },
            KeyName::Words {
                person,
                organisation: "B".into(),
            },
            KeyName::Organisation("A".into()),
            KeyName::Organisation(format!("words/{person}/A")),
        ];
        let stored: std::collections::BTreeSet<_> = names.iter().map(KeyName::stored).collect();
        assert_eq!(stored.len(), names.len());
        for name in &names {
            assert!(!name.to_string().contains(&person.to_string()));
        }
    }
}
