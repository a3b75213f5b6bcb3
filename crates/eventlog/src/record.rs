//! One record: the clear header, the sealed bytes and the hash over both. How records are grouped is
//! in [`crate::commit`]; sealing and opening happen elsewhere.

use std::fmt;

use bytes::Bytes;
use uuid::Uuid;

use crate::codec;
use crate::merkle::Hash;
use crate::stream::{StreamName, Version};

/// The place of a commit in the log. Strictly increasing, not always without gaps; 0 is before everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl Position {
    /// Before the first commit.
    pub const START: Position = Position(0);
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is in the clear about an event. It names and describes nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The event.
    pub event_id: Uuid,
    /// The event's type, such as `handover-offered`.
    pub kind: String,
    /// The version of the type's schema.
    pub schema: u16,
    /// When it was recorded, in Unix milliseconds. Never goes back within a stream.
    pub recorded_at_ms: i64,
    /// The organisation that recorded it.
    pub organisation: String,
    /// The command that led to it.
    pub command_id: Uuid,
    /// What the command was part of.
    pub correlation_id: Uuid,
    /// What brought the command about: an event or a command.
    pub causation_id: Uuid,
}

impl Header {
    /// This header and the stream it goes to, as one deterministic encoding: the associated data under
    /// which the record is sealed. Moved to another stream or given another header, it does not open.
    pub fn associated_data(&self, stream: &StreamName) -> Vec<u8> {
        codec::associated_data(self, stream)
    }
}

/// A record that has no version yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// The clear part.
    pub header: Header,
    /// The sealed part, opaque here.
    pub sealed: Bytes,
}

/// A record as it stands in the log. Its hash was checked when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The stream that it belongs to.
    pub stream: StreamName,
    /// Its version: how many events the stream holds up to and including this one.
    pub version: Version,
    /// The clear part.
    pub header: Header,
    /// The sealed part, opaque here.
    pub sealed: Bytes,
    /// SHA-256 (FIPS 180-4) over the deterministic encoding of stream, version, header and sealed bytes.
    pub hash: Hash,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn header() -> Header {
        Header {
            event_id: Uuid::from_u128(1),
            kind: "noted".into(),
            schema: 1,
            recorded_at_ms: 1_700_000_000_000,
            organisation: "E82001".into(),
            command_id: Uuid::from_u128(2),
            correlation_id: Uuid::from_u128(3),
            causation_id: Uuid::from_u128(4),
        }
    }

    #[test]
    fn associated_data_depends_on_every_field_and_the_stream() {
        let stream = StreamName::new("person-1").unwrap();
        let original = header().associated_data(&stream);
        assert_eq!(original, header().associated_data(&stream));
        let changes: [fn(&mut Header); 8] = [
            |header| header.event_id = Uuid::from_u128(9),
            |header| header.kind.push('x'),
            |header| header.schema = 2,
            |header| header.recorded_at_ms += 1,
            |header| header.organisation.push('x'),
            |header| header.command_id = Uuid::from_u128(9),
            |header| header.correlation_id = Uuid::from_u128(9),
            |header| header.causation_id = Uuid::from_u128(9),
        ];
        for (field, change) in changes.into_iter().enumerate() {
            let mut changed = header();
            change(&mut changed);
            assert_ne!(original, changed.associated_data(&stream), "field {field}");
        }
        assert_ne!(
            original,
            header().associated_data(&StreamName::new("person-2").unwrap())
        );
    }
}
