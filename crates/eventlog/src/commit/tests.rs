//! Tests of the commit format: what goes in comes out, and nothing else does.
#![allow(clippy::unwrap_used)]

use uuid::Uuid;

use super::*;

fn record(number: u128, sealed: Vec<u8>) -> NewRecord {
    let header = Header {
        event_id: Uuid::from_u128(number),
        kind: "noted".into(),
        schema: 3,
        recorded_at_ms: -1 + number as i64,
        organisation: "E82001".into(),
        command_id: Uuid::from_u128(number + 1),
        correlation_id: Uuid::from_u128(number + 2),
        causation_id: Uuid::from_u128(number + 3),
    };
    NewRecord {
        header,
        sealed: sealed.into(),
    }
}

fn stream() -> StreamName {
    StreamName::new("person-6f1c").unwrap()
}

fn sample() -> NewCommit {
    NewCommit::new(
        (0..3)
            .map(|number| record(number, vec![number as u8; 40]))
            .collect(),
    )
    .unwrap()
}

#[test]
fn what_goes_in_comes_out() {
    let (body, hashes) = sample().encode_with_hashes(&stream(), Version(7));
    let commit = Commit::decode(Position(12), "person-6f1c", &body).unwrap();
    assert_eq!(
        (commit.position, commit.first_version, commit.last_version()),
        (Position(12), Version(7), Version(9))
    );
    assert_eq!(commit.last_recorded_at_ms(), 1);
    for (index, (record, new)) in commit.records.iter().zip(sample().records()).enumerate() {
        assert_eq!((&record.header, &record.sealed), (&new.header, &new.sealed));
        assert_eq!(
            (record.version, record.hash),
            (Version(7 + index as u64), hashes[index])
        );
        assert_eq!(record.stream, stream());
    }
}

#[test]
fn every_flipped_bit_is_caught_and_named() {
    let body = sample().encode(&stream(), Version(7));
    for index in 0..body.len() {
        for bit in 0..8 {
            let mut flipped = body.to_vec();
            flipped[index] ^= 1 << bit;
            let corrupt = Commit::decode(Position(12), "person-6f1c", &flipped.into()).unwrap_err();
            assert_eq!(
                (corrupt.position, corrupt.stream.as_str()),
                (Position(12), "person-6f1c")
            );
        }
    }
}

#[test]
fn every_truncation_and_any_addition_is_caught() {
    let body = sample().encode(&stream(), Version(1));
    for length in 0..body.len() {
        assert!(
            Commit::decode(Position(1), "person-6f1c", &body.slice(..length)).is_err(),
            "{length}"
        );
    }
    let mut longer = body.to_vec();
    longer.push(0);
    assert!(Commit::decode(Position(1), "person-6f1c", &longer.into()).is_err());
}

#[test]
fn another_streams_commit_is_refused() {
    let body = sample().encode(&stream(), Version(1));
    let corrupt = Commit::decode(Position(1), "person-other", &body).unwrap_err();
    assert!(corrupt.to_string().contains("another stream"));
}

#[test]
fn arbitrary_input_never_panics() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let body = sample().encode(&stream(), Version(1));
    for _ in 0..20_000 {
        let noise: Vec<u8> = if next() % 2 == 0 {
            (0..next() % 64)
                .map(|index| if index == 0 { FORMAT } else { next() as u8 })
                .collect()
        } else {
            let mut mutated = body.to_vec();
            for _ in 0..1 + next() % 6 {
                let index = next() % mutated.len();
                mutated[index] = next() as u8;
            }
            mutated
        };
        if let Ok(commit) = Commit::decode(Position(1), "person-6f1c", &noise.clone().into()) {
            assert_eq!((noise.as_slice(), commit.records.len()), (body.as_ref(), 3));
        }
    }
}

#[test]
fn limits_are_typed_errors() {
    assert_eq!(NewCommit::new(vec![]), Err(Error::Empty));
    let many =
        |count: u128| NewCommit::new((0..count).map(|number| record(number, vec![])).collect());
    assert!(many(256).is_ok());
    assert_eq!(many(257), Err(Error::TooManyRecords { records: 257 }));
    assert!(matches!(
        NewCommit::new(vec![record(0, vec![0; BYTES_MAX])]),
        Err(Error::TooLarge { .. })
    ));
}

#[test]
fn the_largest_commit_fits_in_any_stream() {
    let overhead =
        ENVELOPE_MAX + codec::record_length(&record(0, vec![]).header, &[0; 70_000]) - 70_000;
    let largest = NewCommit::new(vec![record(0, vec![7; BYTES_MAX - overhead])]).unwrap();
    assert!(NewCommit::new(vec![record(0, vec![7; BYTES_MAX - overhead + 1])]).is_err());
    let longest = StreamName::new(&format!("{}-{}", "k".repeat(32), "a".repeat(64))).unwrap();
    let body = largest.encode(&longest, Version(u64::MAX - 256));
    assert!(
        body.len() <= BYTES_MAX && body.len() > BYTES_MAX - 8,
        "{}",
        body.len()
    );
    assert!(Commit::decode(Position(1), longest.as_str(), &body).is_ok());
}
