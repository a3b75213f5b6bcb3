//! Between the messages of the protocol and what is kept.

use bytes::Bytes;
use eventlog::Error;
use prost::Message;
use tonic::Status;
use uuid::Uuid;

use super::{
    store::{Expecting, Proposed},
    wire::{
        event_store::client::{
            AllStreamPosition, Empty, StreamIdentifier, Uuid as WireUuid, WrongExpectedVersion,
            streams::{ProposedMessage, Success, append_resp},
            uuid::{Structured, Value},
            wrong_expected_version::{CurrentStreamRevisionOption, ExpectedStreamPositionOption},
        },
        google::rpc,
    },
};

/// gRPC's code for what is there already, which a refusal in a batch carries.
const ALREADY_EXISTS: i32 = 6;
/// What an append's refusal is packed as.
const WRONG_VERSION_TYPE: &str = "type.googleapis.com/event_store.client.WrongExpectedVersion";

pub(super) fn proposed(message: ProposedMessage) -> Result<Proposed, Status> {
    let id = message.id.and_then(|id| id.value);
    let id = match id {
        Some(Value::String(text)) => Uuid::parse_str(&text).ok(),
        Some(Value::Structured(parts)) => Some(Uuid::from_u64_pair(
            parts.most_significant_bits.cast_unsigned(),
            parts.least_significant_bits.cast_unsigned(),
        )),
        None => None,
    };
    Ok(Proposed {
        id: id.ok_or_else(|| Status::invalid_argument("id"))?,
        metadata: message.metadata.into_iter().collect(),
        custom_metadata: Bytes::from(message.custom_metadata),
        data: Bytes::from(message.data),
    })
}

pub(super) fn name(identifier: Option<StreamIdentifier>) -> Result<String, Status> {
    let name = identifier.and_then(|identifier| String::from_utf8(identifier.stream_name).ok());
    name.ok_or_else(|| Status::invalid_argument("stream_identifier"))
}

pub(super) fn identifier(stream: &str) -> StreamIdentifier {
    StreamIdentifier {
        stream_name: stream.as_bytes().to_vec(),
    }
}

pub(super) fn uuid(id: Uuid) -> WireUuid {
    let (most, least) = id.as_u64_pair();
    WireUuid {
        value: Some(Value::Structured(Structured {
            most_significant_bits: most.cast_signed(),
            least_significant_bits: least.cast_signed(),
        })),
    }
}

pub(super) fn at(position: u64) -> AllStreamPosition {
    AllStreamPosition {
        commit_position: position,
        prepare_position: position,
    }
}

pub(super) fn success(revision: u64, position: u64) -> Success {
    use super::wire::event_store::client::streams::success::{
        CurrentRevisionOption, PositionOption,
    };
    Success {
        current_revision_option: Some(CurrentRevisionOption::CurrentRevision(revision)),
        position_option: Some(PositionOption::Position(at(position))),
    }
}

pub(super) fn wrong(
    actual: Option<u64>,
    expecting: Expecting,
) -> append_resp::WrongExpectedVersion {
    use append_resp::wrong_expected_version::{CurrentRevisionOption, ExpectedRevisionOption};
    let current = match actual {
        Some(revision) => CurrentRevisionOption::CurrentRevision(revision),
        None => CurrentRevisionOption::CurrentNoStream(Empty {}),
    };
    let expected = match expecting {
        Expecting::Revision(revision) => ExpectedRevisionOption::ExpectedRevision(revision),
        Expecting::NoStream => ExpectedRevisionOption::ExpectedNoStream(Empty {}),
        Expecting::Any => ExpectedRevisionOption::ExpectedAny(Empty {}),
        Expecting::StreamExists => ExpectedRevisionOption::ExpectedStreamExists(Empty {}),
    };
    append_resp::WrongExpectedVersion {
        current_revision_option: Some(current),
        expected_revision_option: Some(expected),
    }
}

pub(super) fn refusal(actual: Option<u64>, expecting: Expecting) -> rpc::Status {
    let current = match actual {
        Some(revision) => CurrentStreamRevisionOption::CurrentStreamRevision(revision),
        None => CurrentStreamRevisionOption::CurrentNoStream(Empty {}),
    };
    let expected = match expecting {
        Expecting::Revision(at) => ExpectedStreamPositionOption::ExpectedStreamPosition(at),
        Expecting::NoStream => ExpectedStreamPositionOption::ExpectedNoStream(Empty {}),
        Expecting::Any => ExpectedStreamPositionOption::ExpectedAny(Empty {}),
        Expecting::StreamExists => ExpectedStreamPositionOption::ExpectedStreamExists(Empty {}),
    };
    let details = WrongExpectedVersion {
        current_stream_revision_option: Some(current),
        expected_stream_position_option: Some(expected),
    };
    rpc::Status {
        code: ALREADY_EXISTS,
        message: "WrongExpectedVersion".to_owned(),
        details: Some(prost_types::Any {
            type_url: WRONG_VERSION_TYPE.to_owned(),
            value: details.encode_to_vec(),
        }),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn unavailable(error: Error) -> Status {
    Status::unavailable(error.to_string())
}
