//! The timekeeper: asks the projector what has fallen due, and has `cases` record it, so that nothing falls
//! into silence and what has lapsed leaves the files.
//!
//! Here: the round, and how often it is made. What falls due and what is recorded is decided in `casework`.
//! Nothing is remembered between rounds, so any number of timekeepers may run: the second to ask is told what
//! the first one recorded.

use std::{sync::Arc, time::Duration};

use api::{
    Connection,
    internal::{
        Due, ListDueRequest, RecordDueRequest, projector_service_client::ProjectorServiceClient,
        timekeeping_service_client::TimekeepingServiceClient,
    },
    types::timestamp,
};
use runtime::clock::Clock;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use tonic::{Response, Status};

/// The most timers in one round.
const ROUND_MAX: u32 = 1_000;
/// After how many rounds without an answer the operator is told.
const SILENT_ROUNDS: u32 = 5;
/// How long a call may take before it is given up; the next round asks again.
const CALL_MAX: Duration = Duration::from_secs(10);

/// Asks one service and tells the other.
pub struct Timekeeper {
    projector: ProjectorServiceClient<Connection>,
    cases: TimekeepingServiceClient<Connection>,
    clock: Arc<dyn Clock>,
}

/// What came of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Timers that are recorded now, by this round or an earlier one that the files do not show yet.
    pub recorded: usize,
    /// Timers that had nothing to record any more: the file that named them is behind its log.
    pub settled: usize,
    /// Timers that could not be recorded. The next round tries again.
    pub failed: usize,
}

impl Timekeeper {
    /// A timekeeper that does nothing before it is run.
    pub fn new(
        projector: ProjectorServiceClient<Connection>,
        cases: TimekeepingServiceClient<Connection>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            projector,
            cases,
            clock,
        }
    }

    /// Makes a round at once, and again after every `pause`, until the token is cancelled.
    pub async fn run(mut self, pause: Duration, token: CancellationToken) {
        let mut ticks = interval(pause);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failed_in_a_row = 0_u32;
        while token.run_until_cancelled(ticks.tick()).await.is_some() {
            // A round that is cut short is made again: what it recorded is found by the command ids.
            let Some(round) = token.run_until_cancelled(self.round()).await else {
                return;
            };
            match round {
                Ok(_) => failed_in_a_row = 0,
                Err(status) => {
                    failed_in_a_row = failed_in_a_row.saturating_add(1);
                    // Said once, and not of a projector that is only starting.
                    if failed_in_a_row == SILENT_ROUNDS {
                        tracing::warn!(code = ?status.code(), "the projector does not say what is due");
                    }
                }
            }
        }
    }

    /// Has everything recorded that is due now. One that fails does not hold up the others.
    ///
    /// # Errors
    /// Where the projector does not answer; nothing has been recorded then.
    pub async fn round(&mut self) -> Result<Round, Status> {
        let request = ListDueRequest {
            until: Some(timestamp(self.clock.now())),
            limit: ROUND_MAX,
        };
        let listed = bounded(self.projector.list_due(request)).await?.due;
        let mut round = Round::default();
        for due in listed {
            match self.record(due).await {
                Ok(true) => round.recorded += 1,
                Ok(false) => round.settled += 1,
                Err(status) => {
                    tracing::warn!(code = ?status.code(), "a timer that is due could not be recorded");
                    round.failed += 1;
                }
            }
        }
        Ok(round)
    }

    async fn record(&mut self, due: Due) -> Result<bool, Status> {
        let request = RecordDueRequest { due: Some(due) };
        Ok(bounded(self.cases.record_due(request)).await?.recorded)
    }
}

async fn bounded<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Status> {
    let answer = timeout(CALL_MAX, call).await;
    let answer = answer.map_err(|_| Status::deadline_exceeded("no answer in time"))?;
    answer.map(Response::into_inner)
}
