//! What a server or the way to it reports, as the log's errors; and which of it passes by itself.

use async_nats::client::{RequestError, RequestErrorKind};
use eventlog::Error;
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
    pub(crate) code: u16,
    #[serde(default)]
    pub(crate) err_code: u64,
    #[serde(default)]
    pub(crate) description: String,
}

/// Why a server did not do what it was asked.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// It says no.
    Refused(Refusal),
    /// It cannot be reached, or did not answer in time.
    Unreached(String),
    /// It answered what no server answers.
    Unreadable(String),
}

impl Failure {
    pub(crate) fn unreadable(reason: impl Into<String>) -> Self {
        Failure::Unreadable(reason.into())
    }

    /// Whether the subject may hold something newer than expected.
    pub(crate) fn is_conflict(&self) -> bool {
        self.has_code(&[WRONG_LAST_SEQUENCE, WRONG_LAST_SEQUENCE_CONSTANT])
    }

    /// Whether there is no such message.
    pub(crate) fn is_absent(&self) -> bool {
        self.has_code(&[NO_MESSAGE_FOUND])
    }

    fn has_code(&self, codes: &[u64]) -> bool {
        matches!(self, Failure::Refused(refusal) if codes.contains(&refusal.err_code))
    }

    /// Whether it passes by itself: a leader is being chosen, a message of the same id is on its way, a server is busy.
    /// What is wrong with the request itself does not pass.
    pub(crate) fn passes(&self) -> bool {
        match self {
            Failure::Unreached(_) => true,
            Failure::Refused(refusal) => !matches!(refusal.code, 401 | 403 | 404),
            Failure::Unreadable(_) => false,
        }
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        match error.kind() {
            RequestErrorKind::InvalidSubject | RequestErrorKind::MaxPayloadExceeded => {
                Failure::Unreadable(error.to_string())
            }
            _ => Failure::Unreached(error.to_string()),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let retry = failure.passes();
        let reason = match failure {
            Failure::Refused(refusal) => {
                format!(
                    "JetStream says {}: {}",
                    refusal.err_code, refusal.description
                )
            }
            Failure::Unreached(reason) | Failure::Unreadable(reason) => reason,
        };
        Error::Unavailable { reason, retry }
    }
}

/// Nothing more can be done with this log until somebody changes something.
pub(crate) fn unusable(reason: impl Into<String>) -> Error {
    Error::Unavailable {
        reason: reason.into(),
        retry: false,
    }
}
