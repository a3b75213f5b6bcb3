//! Typed identifiers, and the minting of new ones from a command.
//!
//! Nothing here is random: an id that a command mints depends on that command alone, so that a retry
//! finds what the first try did.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::from_str(text).map(Self).map_err(|_| InvalidId { expected: "a UUID" })
            }
        }
    )*};
}

uuid_ids! {
    /// A person whom cases are about; names one stream of the log.
    PersonId;
    /// One case of a person; one is open at a time.
    CaseId;
    /// One event of a stream.
    EventId;
    /// A service that an organisation offers.
    ServiceId;
    /// A referral from one organisation to a service of another.
    ReferralId;
    /// A safeguarding concern.
    ConcernId;
    /// Something that the person decided, together with whoever helped them to weigh it.
    DecisionId;
    /// Something that is to be done.
    ActionId;
    /// A request to join a case.
    JoinRequestId;
    /// An offer of the custody of a case, or its taking by a custodian.
    HandoverId;
    /// A telephone, an address or an e-mail of the person.
    ContactPointId;
    /// What to mind on a visit.
    VisitWarningId;
    /// A volunteer's assignment to a case.
    AssignmentId;
    /// A review: one case, to be discussed at a meeting of a Multi-Specialty Team.
    ReviewId;
    /// A meeting of a Multi-Specialty Team.
    MeetingId;
    /// An item of a meeting's agenda.
    ItemId;
    /// That two people's cases are worked on together.
    LinkId;
    /// The merging of two records of one person.
    MergeId;
    /// A command as its sender numbered it, already bound to the sender (organisation and worker).
    CommandId;
}

/// The text is not an identifier of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not {expected}")]
pub struct InvalidId {
    /// The form that was expected, in words.
    pub expected: &'static str,
}

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident, $valid:ident, $expected:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// The identifier as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if $valid(text) { Ok(Self(text.into())) } else { Err(InvalidId { expected: $expected }) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.as_ref().to_owned()
            }
        }
    )*};
}

text_ids! {
    /// An organisation: one purpose under one controller, named by its ODS code or a local code of the same form.
    OrganisationId, valid_code, "an ODS or local code: 3 to 24 capital letters, digits and single hyphens";
    /// Somebody who acts for an organisation, as that organisation names them.
    WorkerId, valid_worker, "a worker id: 1 to 64 letters, digits, dots, hyphens and underscores";
}

fn valid_code(text: &str) -> bool {
    (3..=24).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

fn valid_worker(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// A fact: the event that recorded it, and its place among that event's facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FactId {
    /// The event that recorded the fact.
    pub event: EventId,
    /// The place among the event's facts, from 0.
    pub index: u16,
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.event, self.index)
    }
}

impl FromStr for FactId {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = InvalidId {
            expected: "a fact id: an event's UUID, a dot and a number",
        };
        let (event, index) = text.split_once('.').ok_or(invalid.clone())?;
        Ok(Self {
            event: event.parse().map_err(|_| invalid.clone())?,
            index: index.parse().map_err(|_| invalid)?,
        })
    }
}

impl TryFrom<String> for FactId {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<FactId> for String {
    fn from(id: FactId) -> String {
        id.to_string()
    }
}

/// Mints the ids that one command needs: UUIDv8 (RFC 9562) over SHA-256 of the command's seed and an index.
#[derive(Clone)]
pub struct Mint {
    seed: [u8; 32],
    next: u32,
}

impl Mint {
    /// A mint for the command with this seed: a keyed digest of organisation, worker and command id.
    pub fn new(seed: [u8; 32]) -> Self {
        Self { seed, next: 0 }
    }

    /// The next id; the same seed gives the same ids in the same order.
    pub fn mint(&mut self) -> Uuid {
        let digest = Sha256::new()
            .chain_update(self.seed)
            .chain_update(self.next.to_be_bytes())
            .finalize();
        self.next += 1;
        let mut first = [0; 16];
        first.copy_from_slice(&digest[..16]);
        Uuid::new_v8(first)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mint_repeats_itself_for_the_same_seed_only() {
        let ids = |seed| {
            let mut mint = Mint::new([seed; 32]);
            [mint.mint(), mint.mint()]
        };
        assert_eq!(ids(1), ids(1));
        assert_ne!(ids(1)[0], ids(1)[1]);
        assert_ne!(ids(1)[0], ids(2)[0]);
    }

    #[test]
    fn codes_that_could_name_another_file_are_refused() {
        for text in [
            "../E8", "e82001", "E8", "A--B", "-AB", "AB-", "A/B", "A.B", "",
        ] {
            assert!(text.parse::<OrganisationId>().is_err(), "{text}");
        }
        assert_eq!(
            "HCC-HOUSING".parse::<OrganisationId>().unwrap().as_str(),
            "HCC-HOUSING"
        );
    }

    #[test]
    fn a_fact_id_survives_its_text() {
        let id = FactId {
            event: EventId(Uuid::from_u128(7)),
            index: 3,
        };
        assert_eq!(id.to_string().parse::<FactId>().unwrap(), id);
        assert!("7.3".parse::<FactId>().is_err());
    }
}
