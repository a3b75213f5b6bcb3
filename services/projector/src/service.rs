//! The internal service: how far the files are, what falls due, who is halted, and rebuilds on request.
//!
//! Here is what the wire asks and is told. Nothing is decided here, and no content of any file is read.

use std::{sync::Arc, time::Duration};

use api::{
    internal::{
        AwaitAppliedRequest, AwaitAppliedResponse, Due, GetHealthRequest, GetHealthResponse,
        HaltedPerson, ListDueRequest, ListDueResponse, OrganisationHealth,
        RebuildOrganisationRequest, RebuildOrganisationResponse,
        projector_service_server::ProjectorService,
    },
    status::{self, Failure},
    types,
};
use casework::{
    ids::{OrganisationId, PersonId},
    refusal::{Code, Refusal},
    timer,
};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use crate::{
    blocking,
    error::RebuildError,
    projector::{Projector, Rebuilt},
    rebuild::Step,
};

/// The longest that a caller waits, in milliseconds.
const WAIT_MAX_MS: u32 = 10_000;
/// The most timers in one answer.
const DUE_MAX: u32 = 1_000;
/// Steps of a rebuild that wait for a slow caller.
const STEPS_WAITING: usize = 4;

/// The projector as a gRPC service.
pub struct Service {
    projector: Arc<Projector>,
}

impl Service {
    pub(crate) fn new(projector: Arc<Projector>) -> Self {
        Self { projector }
    }

    /// The log's head as the log itself tells it now: a projector that has lost the log cannot confirm anything.
    async fn head(&self) -> Result<u64, Status> {
        match self.projector.sources.log.head().await {
            Ok(head) => Ok(head.0),
            Err(error) => {
                tracing::warn!(%error, "the log's head cannot be told");
                Err(Failure::Unavailable.status())
            }
        }
    }
}

#[tonic::async_trait]
impl ProjectorService for Service {
    async fn await_applied(
        &self,
        request: Request<AwaitAppliedRequest>,
    ) -> Result<Response<AwaitAppliedResponse>, Status> {
        let AwaitAppliedRequest { position, wait_ms } = request.into_inner();
        let mut progress = self.projector.progress.subscribe();
        let wait = Duration::from_millis(wait_ms.min(WAIT_MAX_MS).into());
        let reached =
            progress.wait_for(|progress| progress.ready && progress.applied() >= position);
        let _ = tokio::time::timeout(wait, reached).await;
        let progress = self.projector.progress.borrow().clone();
        if !progress.ready {
            return Err(Failure::Unavailable.status());
        }
        let head = self.head().await?;
        let (level, now) = (&self.projector.level, tokio::time::Instant::now());
        if !level.keeps_up(now, head, progress.position) {
            return Err(Failure::Unavailable.status());
        }
        let applied = progress.applied() >= position;
        let pending = if applied {
            Vec::new()
        } else {
            progress.behind(position).map(ToString::to_string).collect()
        };
        Ok(Response::new(AwaitAppliedResponse {
            applied,
            pending,
            head,
        }))
    }

    async fn list_due(
        &self,
        request: Request<ListDueRequest>,
    ) -> Result<Response<ListDueResponse>, Status> {
        let ListDueRequest { until, limit } = request.into_inner();
        let until = types::moment("until", until).map_err(|refusal| status::refused(&refusal))?;
        if !(1..=DUE_MAX).contains(&limit) {
            return Err(status::refused(&Refusal::of(
                Code::NumberOutOfRange,
                "limit",
            )));
        }
        if !self.projector.progress.borrow().ready {
            return Err(Failure::Unavailable.status());
        }
        let (system, limit) = (
            self.projector.system.clone(),
            usize::try_from(limit).unwrap_or(1),
        );
        let due = blocking::run(move || system.due_until(until, limit))
            .await
            .map_err(failed)?;
        Ok(Response::new(ListDueResponse {
            due: due.into_iter().map(wire_due).collect(),
        }))
    }

    async fn get_health(
        &self,
        _: Request<GetHealthRequest>,
    ) -> Result<Response<GetHealthResponse>, Status> {
        let progress = self.projector.progress.borrow().clone();
        if !progress.ready {
            return Err(Failure::Unavailable.status());
        }
        let head = self.head().await?;
        let mut organisations = Vec::with_capacity(progress.known.len());
        for organisation in progress.known.iter().cloned() {
            let lag_commits = head.saturating_sub(progress.applied_to(&organisation));
            organisations.push(self.health(organisation, lag_commits).await);
        }
        let system = self.projector.system.clone();
        let halted = blocking::run(move || system.halted())
            .await
            .map_err(failed)?
            .into_iter()
            .map(wire_halted)
            .collect();
        Ok(Response::new(GetHealthResponse {
            head,
            applied: progress.applied(),
            organisations,
            halted,
        }))
    }

    type RebuildOrganisationStream = ReceiverStream<Result<RebuildOrganisationResponse, Status>>;

    async fn rebuild_organisation(
        &self,
        request: Request<RebuildOrganisationRequest>,
    ) -> Result<Response<Self::RebuildOrganisationStream>, Status> {
        let organisation = types::id("organisation", &request.into_inner().organisation);
        let organisation = organisation.map_err(|refusal| status::refused(&refusal))?;
        let (steps, told) = watch::channel(Step::default());
        let answer = self
            .projector
            .ask(Some(organisation), steps)
            .await
            .map_err(|error| refused(&error))?;
        let (sender, stream) = mpsc::channel(STEPS_WAITING);
        tokio::spawn(tell(told, answer, sender));
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}

impl Service {
    /// A file that cannot be read is shown without its counts; that it lags says the rest.
    async fn health(&self, organisation: OrganisationId, lag_commits: u64) -> OrganisationHealth {
        let of = organisation.clone();
        let counts = blocking::with(&self.projector.files, move |files| files.counts(&of))
            .await
            .unwrap_or_default();
        let organisation = organisation.to_string();
        OrganisationHealth {
            organisation,
            lag_commits,
            people: counts.people,
            facts: counts.facts,
        }
    }
}

/// Tells a caller how far a rebuild is, until it has ended. It goes on where the caller does not listen any more.
async fn tell(
    mut told: watch::Receiver<Step>,
    mut answer: oneshot::Receiver<Result<Rebuilt, RebuildError>>,
    caller: mpsc::Sender<Result<RebuildOrganisationResponse, Status>>,
) {
    let step = |told: &watch::Receiver<Step>, done| {
        let Step { read, in_all } = *told.borrow();
        RebuildOrganisationResponse {
            commits: read,
            commits_in_all: in_all,
            done,
        }
    };
    let last = loop {
        tokio::select! {
            biased;
            answer = &mut answer => break match answer {
                Ok(Ok(_)) => Ok(step(&told, true)),
                Ok(Err(error)) => Err(refused(&error)),
                Err(_) => Err(refused(&RebuildError::NotReady)),
            },
            Ok(()) = told.changed() => {
                let now = step(&told, false);
                if caller.send(Ok(now)).await.is_err() {
                    return;
                }
            }
        }
    };
    // Nobody is left to tell where this fails.
    let _ = caller.send(last).await;
}

fn wire_due((person, due): (PersonId, timer::Due)) -> Due {
    Due {
        person_id: person.to_string(),
        at: Some(types::timestamp(due.at)),
        timer: types::timer(due.timer),
    }
}

fn wire_halted(halted: orgviews::Halted) -> HaltedPerson {
    HaltedPerson {
        person_id: halted.person.to_string(),
        position: halted.position,
        reason: halted.reason,
    }
}

fn refused(error: &RebuildError) -> Status {
    match error {
        RebuildError::UnderWay => Failure::Busy.status(),
        RebuildError::Unknown => {
            status::refused(&Refusal::of(Code::OrganisationUnknown, "organisation"))
        }
        RebuildError::NotReady => Failure::Unavailable.status(),
        RebuildError::Views(views) if views.retry_helps() => Failure::Unavailable.status(),
        RebuildError::Views(_) => Failure::Internal.status(),
    }
}

fn failed(error: orgviews::Error) -> Status {
    tracing::error!(%error, "system.db cannot be read");
    if error.retry_helps() {
        Failure::Unavailable.status()
    } else {
        Failure::Internal.status()
    }
}
