//! Stopping: one cancellation token from `main`, cancelled by a signal or by a part that fails; and the
//! parts of the process by name, so that one that does not stop can be named.
//!
//! What a part does on cancellation is its own.

use std::{
    collections::{BTreeMap, HashMap},
    error::Error as StdError,
    future::Future,
    io,
    time::Duration,
};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::{Id, JoinError, JoinSet},
};
use tokio_util::sync::CancellationToken;

/// Exit status after a second signal: 128 and the number of SIGINT, as shells count.
const EXIT_AT_ONCE: i32 = 130;

/// Why the process stops otherwise than it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A part ended with an error. Whether trying again helps is for the error to say.
    #[error("{name} failed: {source}")]
    Failed {
        /// The part.
        name: String,
        /// Its error.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A part panicked: a defect, at the place that the log names.
    #[error("{name} panicked; the log says where")]
    Panicked {
        /// The part.
        name: String,
    },
    /// Parts did not stop in time and were dropped where they stood.
    #[error("did not stop within {bound_ms} ms: {}", names.join(", "))]
    DidNotStop {
        /// The parts.
        names: Vec<String>,
        /// How long they had, in milliseconds.
        bound_ms: u128,
    },
}

/// A token that SIGINT or SIGTERM cancels. A second signal ends the process at once, with status 130.
///
/// # Errors
/// Where the system does not let us listen for signals.
pub fn on_signals() -> io::Result<CancellationToken> {
    let token = CancellationToken::new();
    let signals = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    tokio::spawn(listen(signals, token.clone()));
    Ok(token)
}

async fn listen(mut signals: (Signal, Signal), token: CancellationToken) {
    next(&mut signals).await;
    tracing::info!("stopping; a second signal ends the process at once");
    token.cancel();
    next(&mut signals).await;
    tracing::warn!("ended by a second signal");
    std::process::exit(EXIT_AT_ONCE);
}

async fn next((interrupt, terminate): &mut (Signal, Signal)) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

/// The parts of a process: long-running tasks with names. One that fails or panics stops all.
pub struct Tasks {
    stop: CancellationToken,
    running: JoinSet<Result<(), Box<dyn StdError + Send + Sync>>>,
    names: HashMap<Id, String>,
}

impl Tasks {
    /// No tasks yet; `stop` tells all of them to stop.
    pub fn new(stop: CancellationToken) -> Self {
        Self {
            stop,
            running: JoinSet::new(),
            names: HashMap::new(),
        }
    }

    /// The token that tells every task to stop.
    pub fn token(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Starts a task. It is to end soon after [`Tasks::token`] is cancelled; it may end earlier.
    pub fn spawn<F, E>(&mut self, name: impl Into<String>, task: F)
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let handle = self
            .running
            .spawn(async move { task.await.map_err(Into::into) });
        self.names.insert(handle.id(), name.into());
    }

    /// Waits until every task has ended; once they are told to stop, for `bound` at most, after which those
    /// that are left are dropped and named.
    ///
    /// # Errors
    /// The first task that failed or panicked; or else the tasks that did not stop in time.
    pub async fn join(mut self, bound: Duration) -> Result<(), Error> {
        let mut first_failure = None;
        let stop = self.stop.clone();
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                ended = self.running.join_next_with_id() => match ended {
                    Some(ended) => self.note(ended, &mut first_failure),
                    None => return first_failure.map_or(Ok(()), Err),
                },
            }
        }
        let stopped = tokio::time::timeout(bound, async {
            while let Some(ended) = self.running.join_next_with_id().await {
                self.note(ended, &mut first_failure);
            }
        });
        if stopped.await.is_err() {
            let left = self.left(bound);
            tracing::error!(%left, "dropped what did not stop");
            return Err(first_failure.unwrap_or(left));
        }
        first_failure.map_or(Ok(()), Err)
    }

    /// Notes how a task ended; a failure stops all the others.
    fn note(
        &mut self,
        ended: Result<(Id, TaskResult), JoinError>,
        first_failure: &mut Option<Error>,
    ) {
        let (id, failure) = match ended {
            Ok((id, Ok(()))) => (id, None),
            Ok((id, Err(source))) => (
                id,
                Some(Error::Failed {
                    name: self.name(id),
                    source,
                }),
            ),
            Err(broken) => (
                broken.id(),
                Some(Error::Panicked {
                    name: self.name(broken.id()),
                }),
            ),
        };
        let name = self.names.remove(&id).unwrap_or_default();
        let Some(failure) = failure else {
            tracing::debug!(task = name, "ended");
            return;
        };
        tracing::error!(%failure, "stopping all");
        self.stop.cancel();
        first_failure.get_or_insert(failure);
    }

    fn name(&self, id: Id) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn left(&self, bound: Duration) -> Error {
        let names: BTreeMap<&str, ()> = self
            .names
            .values()
            .map(|name| (name.as_str(), ()))
            .collect();
        Error::DidNotStop {
            names: names.into_keys().map(str::to_owned).collect(),
            bound_ms: bound.as_millis(),
        }
    }
}

type TaskResult = Result<(), Box<dyn StdError + Send + Sync>>;
