//! A log, or a copy of one, that is only looked at: without its lock, while another process may write it.

use std::path::Path;

use eventlog::{Commit, Error, StreamName, Version};

use crate::readers::{self, Readers};

/// A log that is only looked at.
pub struct ReadOnlyLog {
    readers: Readers,
}

impl ReadOnlyLog {
    /// The log in this file. Nothing is opened before something is read.
    pub fn new(path: &Path) -> Self {
        Self {
            readers: Readers::new(path.to_owned()),
        }
    }

    /// The commits of a stream that hold a version after `after`, as [`eventlog::EventLog::read_stream`] gives them.
    ///
    /// # Errors
    /// Where the file cannot be read, or is not what was written.
    pub async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error> {
        let stream = stream.clone();
        self.readers
            .with(move |connection| readers::read_stream(connection, &stream, after, limit))
            .await
    }
}
