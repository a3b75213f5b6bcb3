//! Waiting between tries: longer each time, up to a bound, and no longer than until the process stops.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

const FIRST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_secs(5);

/// How long to wait before the next try.
pub(crate) struct Backoff {
    next: Duration,
}

impl Backoff {
    pub(crate) fn new() -> Self {
        Self { next: FIRST }
    }

    /// Waits; false where the token was cancelled meanwhile.
    pub(crate) async fn wait(&mut self, token: &CancellationToken) -> bool {
        let wait = self.next;
        self.next = (self.next * 2).min(LONGEST);
        token
            .run_until_cancelled(tokio::time::sleep(wait))
            .await
            .is_some()
    }
}
