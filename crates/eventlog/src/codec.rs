//! The deterministic encodings: CBOR (RFC 8949) with definite lengths and shortest integers.
//! Only bytes in and out; limits and their errors are in [`crate::commit`].

use std::convert::Infallible;

use bytes::Bytes;
use minicbor::encode::Write;
use minicbor::{Decoder, Encoder};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::merkle::Hash;
use crate::record::Header;
use crate::stream::StreamName;

/// What encoding into something that takes every byte gives.
pub(crate) type Encoded = Result<(), minicbor::encode::Error<Infallible>>;

/// Tells apart what is authenticated here from any other use of the same key.
const ASSOCIATED_DATA_LABEL: &str = "throughline record 1";

/// `[label, stream, header]`.
pub(crate) fn associated_data(header: &Header, stream: &StreamName) -> Vec<u8> {
    let mut data = Vec::with_capacity(256);
    let mut encoder = Encoder::new(&mut data);
    infallible((|| {
        encoder
            .array(3)?
            .str(ASSOCIATED_DATA_LABEL)?
            .str(stream.as_str())?;
        encode_header(&mut encoder, header)
    })());
    data
}

/// SHA-256 over `[stream, version, header, sealed]`.
pub(crate) fn record_hash(
    stream: &StreamName,
    version: u64,
    header: &Header,
    sealed: &[u8],
) -> Hash {
    let mut hashing = Hashing(Sha256::new());
    let mut encoder = Encoder::new(&mut hashing);
    infallible((|| {
        encoder.array(4)?.str(stream.as_str())?.u64(version)?;
        encode_header(&mut encoder, header)?;
        encoder.bytes(sealed)?;
        Ok(())
    })());
    hashing.0.finalize().into()
}

/// `[header, sealed, hash]`, as a commit holds it.
pub(crate) fn encode_record<W>(
    encoder: &mut Encoder<W>,
    header: &Header,
    sealed: &[u8],
    hash: &Hash,
) -> Encoded
where
    W: Write<Error = Infallible>,
{
    encoder.array(3)?;
    encode_header(encoder, header)?;
    encoder.bytes(sealed)?.bytes(hash)?;
    Ok(())
}

/// How many bytes [`encode_record`] takes.
pub(crate) fn record_length(header: &Header, sealed: &[u8]) -> usize {
    let mut counting = Counting(0);
    infallible(encode_record(
        &mut Encoder::new(&mut counting),
        header,
        sealed,
        &[0; 32],
    ));
    counting.0
}

/// What [`encode_record`] wrote; the sealed bytes share memory with `body`. The hash is not checked here.
pub(crate) fn decode_record(
    decoder: &mut Decoder<'_>,
    body: &Bytes,
) -> Result<(Header, Bytes, Hash), Malformed> {
    expect_array(decoder, 3)?;
    let header = decode_header(decoder)?;
    let sealed = body.slice_ref(decoder.bytes()?);
    let hash = decoder
        .bytes()?
        .try_into()
        .map_err(|_| Malformed("a hash is not of 32 bytes"))?;
    Ok((header, sealed, hash))
}

/// Refuses anything but an array of `length`.
pub(crate) fn expect_array(decoder: &mut Decoder<'_>, length: u64) -> Result<(), Malformed> {
    if decoder.array()? == Some(length) {
        Ok(())
    } else {
        Err(Malformed("an array has another length than expected"))
    }
}

/// Unwraps an encoding into memory, which takes every byte.
pub(crate) fn infallible(encoded: Encoded) {
    encoded.expect("memory takes every byte, and no encoding here has a condition of its own");
}

/// What is wrong with some bytes.
#[derive(Debug)]
pub(crate) struct Malformed(pub(crate) &'static str);

impl From<minicbor::decode::Error> for Malformed {
    fn from(_: minicbor::decode::Error) -> Malformed {
        Malformed("not the CBOR expected here")
    }
}

fn encode_header<W>(encoder: &mut Encoder<W>, header: &Header) -> Encoded
where
    W: Write<Error = Infallible>,
{
    encoder
        .array(8)?
        .bytes(header.event_id.as_bytes())?
        .str(&header.kind)?
        .u16(header.schema)?
        .i64(header.recorded_at_ms)?
        .str(&header.organisation)?
        .bytes(header.command_id.as_bytes())?
        .bytes(header.correlation_id.as_bytes())?
        .bytes(header.causation_id.as_bytes())?;
    Ok(())
}

fn decode_header(decoder: &mut Decoder<'_>) -> Result<Header, Malformed> {
    expect_array(decoder, 8)?;
    Ok(Header {
        event_id: decode_uuid(decoder)?,
        kind: decoder.str()?.to_owned(),
        schema: decoder.u16()?,
        recorded_at_ms: decoder.i64()?,
        organisation: decoder.str()?.to_owned(),
        command_id: decode_uuid(decoder)?,
        correlation_id: decode_uuid(decoder)?,
        causation_id: decode_uuid(decoder)?,
    })
}

fn decode_uuid(decoder: &mut Decoder<'_>) -> Result<Uuid, Malformed> {
    Uuid::from_slice(decoder.bytes()?).map_err(|_| Malformed("an id is not of 16 bytes"))
}

/// Hashes what is written.
struct Hashing(Sha256);

impl Write for Hashing {
    type Error = Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0.update(bytes);
        Ok(())
    }
}

/// Counts the bytes written.
struct Counting(usize);

impl Write for Counting {
    type Error = Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0 += bytes.len();
        Ok(())
    }
}
