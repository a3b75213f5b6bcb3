//! Why the projector stops, and why a rebuild does not take place.

/// Why the projector could not start, or ended although nobody asked it to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The files or `system.db` could not be opened.
    #[error(transparent)]
    Views(#[from] orgviews::Error),
    /// The log is shorter than what was read of it: it was restored from an older copy, or is another one.
    #[error(
        "the files include the log up to position {read}, and the log ends at {head}; remove the views to make them anew from this log"
    )]
    LogShorter {
        /// Up to where the files include the log.
        read: u64,
        /// Where the log ends.
        head: u64,
    },
    /// It is running already.
    #[error("this projector is running already")]
    Running,
}

impl Error {
    /// Whether starting again may help without anybody changing anything.
    pub fn retry_helps(&self) -> bool {
        match self {
            Error::Views(error) => error.retry_helps(),
            Error::LogShorter { .. } | Error::Running => false,
        }
    }
}

/// Why a file was not rebuilt; the one that was in use still is.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// Another rebuild has not ended yet. Trying again helps.
    #[error("another rebuild is under way; wait until it has ended")]
    UnderWay,
    /// There is no file of such an organisation.
    #[error("there is no file of this organisation")]
    Unknown,
    /// The projector is stopping, or has not caught up with the log. Trying again helps.
    #[error("the projector is not ready; try again in a moment")]
    NotReady,
    /// The files failed.
    #[error(transparent)]
    Views(#[from] orgviews::Error),
}
