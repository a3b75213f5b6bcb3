//! Made-up streams, records and commits. No two records share an event id within a process.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

use crate::commit::NewCommit;
use crate::record::{Header, NewRecord};
use crate::stream::StreamName;

/// A time after which all samples are recorded, in Unix milliseconds.
pub const EPOCH_MS: i64 = 1_700_000_000_000;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// The stream of this name, which must be a valid one.
pub fn stream(name: &str) -> StreamName {
    StreamName::new(name).expect("samples are given valid names")
}

/// A record made `offset_ms` after [`EPOCH_MS`], with some bytes that differ from every other record's.
pub fn record(offset_ms: i64) -> NewRecord {
    let number = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    sized_record(offset_ms, 20 + (number % 60) as usize)
}

/// As [`record`], with this many sealed bytes.
pub fn sized_record(offset_ms: i64, sealed_bytes: usize) -> NewRecord {
    let number = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    let id = |part: u128| Uuid::from_u128(part << 64 | u128::from(number));
    let header = Header {
        event_id: id(1),
        kind: "sample-made".to_owned(),
        schema: 1,
        recorded_at_ms: EPOCH_MS + offset_ms,
        organisation: "E82001".to_owned(),
        command_id: id(2),
        correlation_id: id(3),
        causation_id: id(4),
    };
    let sealed: Vec<u8> = number
        .to_be_bytes()
        .into_iter()
        .cycle()
        .take(sealed_bytes)
        .collect();
    NewRecord {
        header,
        sealed: sealed.into(),
    }
}

/// A commit of so many records, all made `offset_ms` after [`EPOCH_MS`].
pub fn commit(records: usize, offset_ms: i64) -> NewCommit {
    NewCommit::new((0..records).map(|_| record(offset_ms)).collect())
        .expect("samples are within the limits")
}
