//! Why a query has no answer, and the status that the caller is given for it.

use api::status::{self, Failure};
use casework::refusal::{Code, Refusal};
use tonic::Status;

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] orgviews::Error),
    /// The answer cannot be given now.
    #[error("{}", .0.code())]
    Failed(Failure),
    /// The request came around the authentication layer.
    #[error("{0}")]
    Unauthenticated(Box<Status>),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::Failed(failure)
    }
}

impl From<Error> for Status {
    fn from(error: Error) -> Status {
        match error {
            Error::Refused(refusal) => status::refused(&refusal),
            Error::Failed(failure) => failure.status(),
            Error::Unauthenticated(status) => *status,
            Error::File(orgviews::Error::CursorUnknown) => {
                status::refused(&Refusal::of(Code::TokenInvalid, "page_token"))
            }
            Error::File(orgviews::Error::Busy) => Failure::Busy.status(),
            Error::File(error) => {
                let retry = error.retry_helps();
                tracing::error!(%error, retry, "a query could not be answered");
                if retry {
                    Failure::Unavailable.status()
                } else {
                    Failure::Internal.status()
                }
            }
        }
    }
}
