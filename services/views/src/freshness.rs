//! How far the files are, as the projector says. What cannot confirm that within its lease does not serve: it could
//! be showing what was withdrawn.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use api::{
    Connection,
    internal::{
        AwaitAppliedRequest, AwaitAppliedResponse, projector_service_client::ProjectorServiceClient,
    },
    status::Failure,
};
use tokio::time::{Instant, timeout};

/// How old the projector's last word may be when an answer is sent.
const LEASE: Duration = Duration::from_secs(2);
/// From which age on it is asked again.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// How long the files are waited for.
const WAIT_MS: u32 = 2_000;
/// What an answer may take on its way, past the wait.
const ON_ITS_WAY: Duration = Duration::from_millis(500);

/// Asks the projector how far the files are.
pub(crate) struct Freshness {
    projector: ProjectorServiceClient<Connection>,
    /// When the last request was sent that it answered.
    confirmed: Mutex<Option<Instant>>,
    /// Held by the one that asks; the others wait for its answer.
    asking: tokio::sync::Mutex<()>,
}

impl Freshness {
    pub(crate) fn new(projector: ProjectorServiceClient<Connection>) -> Self {
        Self {
            projector,
            confirmed: Mutex::new(None),
            asking: tokio::sync::Mutex::new(()),
        }
    }

    /// Makes sure that the projector's last word is within the lease.
    pub(crate) async fn confirm(&self) -> Result<(), Failure> {
        if self.within(ASK_AGAIN_AFTER) {
            return Ok(());
        }
        let asked = timeout(LEASE, async {
            let _asking = self.asking.lock().await;
            if !self.within(ASK_AGAIN_AFTER) {
                self.ask(AwaitAppliedRequest {
                    position: 0,
                    wait_ms: 0,
                })
                .await
                .ok();
            }
        });
        // Also where nothing was answered, the lease may still run.
        asked.await.ok();
        if self.within(LEASE) {
            Ok(())
        } else {
            Err(Failure::ViewUnconfirmed)
        }
    }

    /// Waits until every file includes the log up to this position; none where it does, and otherwise the
    /// organisations whose files do not, by code.
    pub(crate) async fn applied(&self, position: u64) -> Result<Option<Vec<String>>, Failure> {
        let bound = Duration::from_millis(WAIT_MS.into()) + ON_ITS_WAY;
        let asked = timeout(
            bound,
            self.ask(AwaitAppliedRequest {
                position,
                wait_ms: WAIT_MS,
            }),
        )
        .await;
        match asked {
            Ok(Ok(answer)) => Ok((!answer.applied).then_some(answer.pending)),
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(Failure::ViewUnconfirmed),
        }
    }

    async fn ask(&self, request: AwaitAppliedRequest) -> Result<AwaitAppliedResponse, Failure> {
        let waits = request.wait_ms > 0;
        let sent = Instant::now();
        match self.projector.clone().await_applied(request).await {
            Ok(answer) => {
                // What was said at the end of a wait may be as old as its beginning, and is noted as such.
                let mut confirmed = self
                    .confirmed
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                *confirmed = Some(confirmed.map_or(sent, |earlier| earlier.max(sent)));
                Ok(answer.into_inner())
            }
            Err(status) => {
                tracing::warn!(code = %status.code(), waits, "the projector did not say how far the files are");
                Err(Failure::ViewUnconfirmed)
            }
        }
    }

    fn within(&self, age: Duration) -> bool {
        let confirmed = *self
            .confirmed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        confirmed.is_some_and(|confirmed| confirmed.elapsed() <= age)
    }
}
