//! A commit: the records appended together, as one piece of bytes that every backend stores as it is.
//! Where the bytes are kept, and in which order, must not be known here.
//!
//! Format 1: the byte `0x01`, then CBOR `[stream, first version, [[header, sealed, hash], …]]` in the
//! deterministic encoding of RFC 8949 section 4.2. Any other encoding of the same content is corrupt.

use bytes::Bytes;
use minicbor::{Decoder, Encoder};

use crate::codec::{self, Malformed, infallible};
use crate::merkle::Hash;
use crate::record::{Header, NewRecord, Position, Record};
use crate::stream::{NAME_MAX, StreamName, Version};

/// The most records that one commit holds.
pub const RECORDS_MAX: usize = 256;
/// The most bytes that one encoded commit has.
pub const BYTES_MAX: usize = 512 * 1024;

/// The first byte of every encoded commit.
const FORMAT: u8 = 1;
/// The most that stands around the records: format, three array heads, the longest name, a version.
const ENVELOPE_MAX: usize = 1 + 1 + 2 + NAME_MAX + 9 + 3;

/// Records to append together. Within the limits, whatever stream and version they go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCommit {
    records: Vec<NewRecord>,
    bytes: usize,
}

impl NewCommit {
    /// Takes 1 to [`RECORDS_MAX`] records that encode to at most [`BYTES_MAX`] bytes in any stream.
    ///
    /// # Errors
    /// [`Error`], where they are none or too many or too large.
    pub fn new(records: Vec<NewRecord>) -> Result<NewCommit, Error> {
        if records.is_empty() {
            return Err(Error::Empty);
        }
        if records.len() > RECORDS_MAX {
            return Err(Error::TooManyRecords {
                records: records.len(),
            });
        }
        let lengths = records
            .iter()
            .map(|record| codec::record_length(&record.header, &record.sealed));
        let bytes = ENVELOPE_MAX + lengths.sum::<usize>();
        if bytes > BYTES_MAX {
            return Err(Error::TooLarge { bytes });
        }
        Ok(NewCommit { records, bytes })
    }

    /// The records, in order; at least one.
    pub fn records(&self) -> &[NewRecord] {
        &self.records
    }

    /// The most bytes that it encodes to, whatever the stream; for bounding queues and batches.
    pub fn size_bytes(&self) -> usize {
        self.bytes
    }

    /// The bytes to store, given the stream and the version that the first record gets.
    pub fn encode(&self, stream: &StreamName, first_version: Version) -> Bytes {
        self.encode_with_hashes(stream, first_version).0
    }

    /// As [`NewCommit::encode`], with the hash of each record: the leaves for the Merkle tree.
    pub fn encode_with_hashes(
        &self,
        stream: &StreamName,
        first_version: Version,
    ) -> (Bytes, Vec<Hash>) {
        let hash = |(index, record): (usize, &NewRecord)| {
            codec::record_hash(
                stream,
                first_version.plus(index).0,
                &record.header,
                &record.sealed,
            )
        };
        let hashes: Vec<Hash> = self.records.iter().enumerate().map(hash).collect();
        let records = self
            .records
            .iter()
            .zip(&hashes)
            .map(|(record, hash)| (&record.header, &record.sealed, hash));
        let body = encode(stream, first_version, records, self.bytes).into();
        (body, hashes)
    }
}

/// A commit as it stands in the log, every hash checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its place in the log.
    pub position: Position,
    /// The stream that it belongs to.
    pub stream: StreamName,
    /// The version of its first record.
    pub first_version: Version,
    /// Its records, in order; at least one.
    pub records: Vec<Record>,
}

impl Commit {
    /// Reads a commit that was found at `position` under the name `stream`, and checks that it is whole:
    /// the encoding, the stream that it was written for and the hash of every record. The records' sealed
    /// bytes share memory with `body`. Any input is answered, none panics.
    ///
    /// # Errors
    /// [`Corrupt`], naming position and stream.
    pub fn decode(position: Position, stream: &str, body: &Bytes) -> Result<Commit, Corrupt> {
        let corrupt = |reason: &str| Corrupt {
            position,
            stream: stream.to_owned(),
            reason: reason.to_owned(),
        };
        let commit = parse(position, body).map_err(|Malformed(reason)| corrupt(reason))?;
        if commit.stream.as_str() == stream {
            Ok(commit)
        } else {
            Err(corrupt("it was written for another stream"))
        }
    }

    /// The stream's version once this commit is there: the version of its last record.
    pub fn last_version(&self) -> Version {
        Version(self.first_version.0 + self.records.len() as u64 - 1)
    }

    /// When its last record was recorded, in Unix milliseconds.
    pub fn last_recorded_at_ms(&self) -> i64 {
        self.records
            .last()
            .map_or(i64::MIN, |record| record.header.recorded_at_ms)
    }
}

/// Stored bytes that are not what was written. Trying again does not help; restore from a copy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the commit at position {position} of stream {stream} is corrupt: {reason}")]
pub struct Corrupt {
    /// Where the commit was found.
    pub position: Position,
    /// The stream under which it was found; as stored, so possibly no valid name.
    pub stream: String,
    /// What is wrong with it; no content.
    pub reason: String,
}

/// Why records do not make a commit. Trying again with the same ones does not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There are none.
    #[error("a commit needs at least one record")]
    Empty,
    /// More than [`RECORDS_MAX`].
    #[error("{records} records are more than the {RECORDS_MAX} of one commit")]
    TooManyRecords {
        /// How many there are.
        records: usize,
    },
    /// More than [`BYTES_MAX`].
    #[error("{bytes} bytes are more than the {BYTES_MAX} of one commit")]
    TooLarge {
        /// How many bytes they may encode to.
        bytes: usize,
    },
}

fn encode<'a>(
    stream: &StreamName,
    first_version: Version,
    records: impl ExactSizeIterator<Item = (&'a Header, &'a Bytes, &'a Hash)>,
    capacity_bytes: usize,
) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(capacity_bytes);
    bytes.push(FORMAT);
    let mut encoder = Encoder::new(&mut bytes);
    infallible((|| {
        encoder
            .array(3)?
            .str(stream.as_str())?
            .u64(first_version.0)?
            .array(records.len() as u64)?;
        for (header, sealed, hash) in records {
            codec::encode_record(&mut encoder, header, sealed, hash)?;
        }
        Ok(())
    })());
    bytes
}

fn parse(position: Position, body: &Bytes) -> Result<Commit, Malformed> {
    if body.len() > BYTES_MAX {
        return Err(Malformed("it is larger than any commit"));
    }
    let Some((&FORMAT, content)) = body.split_first() else {
        return Err(Malformed("its format is not known"));
    };
    let mut decoder = Decoder::new(content);
    codec::expect_array(&mut decoder, 3)?;
    let stream = StreamName::new(decoder.str()?).map_err(|_| Malformed("it names no stream"))?;
    let first_version = Version(decoder.u64()?);
    if first_version == Version::EMPTY || first_version.0 > u64::MAX - RECORDS_MAX as u64 {
        return Err(Malformed("its first version is none that a stream has"));
    }
    let count = match decoder.array()? {
        Some(count @ 1..=256) => count as usize,
        _ => return Err(Malformed("it holds no records, or too many")),
    };
    let records = (0..count)
        .map(|index| parse_record(&mut decoder, body, &stream, first_version.plus(index)))
        .collect::<Result<Vec<Record>, Malformed>>()?;
    // The hashes cover what was said, not how: only the encoding that we write is taken.
    let parts = records
        .iter()
        .map(|record| (&record.header, &record.sealed, &record.hash));
    if encode(&stream, first_version, parts, body.len()) != *body {
        return Err(Malformed("its encoding is not the one that was written"));
    }
    Ok(Commit {
        position,
        stream,
        first_version,
        records,
    })
}

fn parse_record(
    decoder: &mut Decoder<'_>,
    body: &Bytes,
    stream: &StreamName,
    version: Version,
) -> Result<Record, Malformed> {
    let (header, sealed, hash) = codec::decode_record(decoder, body)?;
    if codec::record_hash(stream, version.0, &header, &sealed) != hash {
        return Err(Malformed("a record does not match its hash"));
    }
    Ok(Record {
        stream: stream.clone(),
        version,
        header,
        sealed,
        hash,
    })
}

#[cfg(test)]
mod tests;
