//! How far the log is known to have grown: one follower a process, however many wait.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    task::{AbortHandle, JoinHandle},
};

use super::Server;
use crate::{Error, Position};

/// How long is waited after a failure.
const AFTER_FAILURE: Duration = Duration::from_millis(250);

/// The position up to which the log is known to have grown.
#[derive(Clone, Debug)]
pub struct Grown(watch::Sender<Position>);

impl Grown {
    /// It has grown so far, as far as is known.
    pub fn position(&self) -> Position {
        *self.0.borrow()
    }

    /// It has grown so far at least.
    pub fn reached(&self, position: Position) {
        self.0.send_if_modified(|head| {
            let grows = position > *head;
            *head = position.max(*head);
            grows
        });
    }
}

pub(super) struct Growth {
    grown: Grown,
    _follows: Follows,
}

/// Ends the follower with whoever holds it.
struct Follows(AbortHandle);

impl Drop for Follows {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Growth {
    /// Follows the log from here on, until it is dropped.
    pub(super) fn follow<S: Server>(server: Arc<S>, head: Position) -> Self {
        let grown = Grown(watch::Sender::new(head));
        let tell = grown.clone();
        let follows: JoinHandle<()> = tokio::spawn(async move {
            loop {
                server.follow(&tell).await;
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        });
        Self {
            grown,
            _follows: Follows(follows.abort_handle()),
        }
    }

    pub(super) fn position(&self) -> Position {
        self.grown.position()
    }

    pub(super) fn reached(&self, position: Position) {
        self.grown.reached(position);
    }

    pub(super) async fn beyond(&self, after: Position) -> Result<Position, Error> {
        let mut head = self.grown.0.subscribe();
        let grown = head.wait_for(|head| *head > after).await;
        grown.map(|head| *head).map_err(|_| Error::Closed)
    }
}
