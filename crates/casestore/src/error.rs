//! What can go wrong with a stored stream, apart from the refusal of a command.

use casework::refusal::Refusal;

/// Why a stream could not be read or a command not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command was refused; nothing was recorded.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The log failed.
    #[error(transparent)]
    Log(#[from] eventlog::Error),
    /// The keyring failed.
    #[error(transparent)]
    Keys(#[from] keyring::Error),
    /// A key that is needed is neither live nor erased: it may be in a newer backup of the keys.
    #[error("{0} is not known; restore the keys from the backup taken after the log's")]
    KeyUnknown(keyring::KeyName),
    /// What the stream says about the person was erased for good.
    #[error("the stream has been erased")]
    Erased,
    /// A stored event is not what this version of the program can read.
    #[error("the event of type {kind}, schema {schema}, cannot be read: {reason}")]
    Unreadable {
        /// The event's type.
        kind: String,
        /// Its schema version.
        schema: u16,
        /// What is wrong; no content.
        reason: String,
    },
    /// Others kept changing the stream while the command was decided.
    #[error("the case was being changed by others at the same time")]
    Contended,
}

impl Error {
    /// Whether the same call may succeed later. A command is then sent again under the same id.
    pub fn retry_helps(&self) -> bool {
        match self {
            Error::Contended => true,
            Error::Log(error) => error.retry_helps(),
            Error::Keys(error) => error.can_retry(),
            Error::Refused(_) | Error::KeyUnknown(_) | Error::Erased | Error::Unreadable { .. } => {
                false
            }
        }
    }
}
