//! Why a handler has no answer, and the status that the caller is given for it.

use api::status::{self, Failure};
use casework::refusal::{Code, Refusal};
use tonic::Status;

/// Why a handler has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request was refused; nothing was recorded.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A stream could not be read or written.
    #[error(transparent)]
    Store(#[from] casestore::Error),
    /// The keyring failed.
    #[error(transparent)]
    Keys(#[from] keyring::Error),
    /// The request came around the authentication layer.
    #[error("{0}")]
    Unauthenticated(Box<Status>),
}

impl From<Error> for Status {
    fn from(error: Error) -> Status {
        match error {
            Error::Refused(refusal) | Error::Store(casestore::Error::Refused(refusal)) => {
                status::refused(&refusal)
            }
            // What was erased is as if it had never been.
            Error::Store(casestore::Error::Erased) => {
                status::refused(&Refusal::of(Code::CaseUnknown, "person_id"))
            }
            Error::Store(casestore::Error::Contended) => Failure::Contended.status(),
            Error::Unauthenticated(status) => *status,
            Error::Store(error) => failed(&error, error.retry_helps()),
            Error::Keys(error) => failed(&error, error.can_retry()),
        }
    }
}

fn failed(error: &dyn std::error::Error, retry: bool) -> Status {
    tracing::error!(%error, retry, "a command or question could not be carried out");
    if retry {
        Failure::Unavailable.status()
    } else {
        Failure::Internal.status()
    }
}
