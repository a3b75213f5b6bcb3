//! What a server or the way to it reports, as a log's failures; and which of it passes by itself.

use async_nats::client::{RequestError, RequestErrorKind};
use eventlog::{Error, remote::Failure};
use serde::Deserialize;

/// The last sequence of the subject is another than expected; says which.
const WRONG_LAST_SEQUENCE: u64 = 10_071;
/// As above; or another message of the subject is on its way.
const WRONG_LAST_SEQUENCE_CONSTANT: u64 = 10_164;
/// There is no such message.
const NO_MESSAGE_FOUND: u64 = 10_037;

/// What a server answers instead of what was asked for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Refusal {
    /// As HTTP has them.
    #[serde(default)]
    code: u16,
    #[serde(default)]
    err_code: u64,
    #[serde(default)]
    description: String,
}

impl Refusal {
    /// Whether there is no such message.
    pub(crate) fn is_absent(&self) -> bool {
        self.err_code == NO_MESSAGE_FOUND
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let Refusal {
            code,
            err_code,
            description,
        } = refusal;
        let reason = format!("JetStream says {err_code}: {description}");
        match (err_code, code) {
            (WRONG_LAST_SEQUENCE | WRONG_LAST_SEQUENCE_CONSTANT, _) => Failure::Conflict(reason),
            // What is wrong with the request itself does not pass; that a leader is being chosen, or a server is busy, does.
            (_, 401 | 403 | 404) => Failure::Lasting(reason),
            _ => Failure::Passing(reason),
        }
    }
}

pub(crate) fn unanswered(error: &RequestError) -> Failure {
    match error.kind() {
        RequestErrorKind::InvalidSubject | RequestErrorKind::MaxPayloadExceeded => {
            Failure::Lasting(error.to_string())
        }
        _ => Failure::Passing(error.to_string()),
    }
}

/// It answered what no server answers.
pub(crate) fn unreadable(reason: impl Into<String>) -> Failure {
    Failure::Lasting(reason.into())
}

/// Nothing more can be done with this log until somebody changes something.
pub(crate) fn unusable(reason: impl Into<String>) -> Error {
    Error::Unavailable {
        reason: reason.into(),
        retry: false,
    }
}
