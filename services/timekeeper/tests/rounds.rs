//! The timekeeper against services that answer as told, without a socket.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use api::{
    connection,
    internal::{
        AwaitAppliedRequest, AwaitAppliedResponse, Due, GetHealthRequest, GetHealthResponse,
        ListDueRequest, ListDueResponse, RebuildOrganisationRequest, RebuildOrganisationResponse,
        RecordDueRequest, RecordDueResponse,
        projector_service_client::ProjectorServiceClient,
        projector_service_server::{ProjectorService, ProjectorServiceServer},
        timekeeping_service_client::TimekeepingServiceClient,
        timekeeping_service_server::{TimekeepingService, TimekeepingServiceServer},
    },
    types::timestamp,
};
use jiff::Timestamp;
use runtime::clock::ManualClock;
use timekeeper::{Round, Timekeeper};
use tokio::sync::Notify;
use tokio_stream::Empty;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, service::Routes};

/// What the projector lists.
type Listed = Result<Vec<Due>, Status>;
/// What recording a timer answers, with its referral.
type Answer = (&'static str, Result<bool, Status>);

/// What both services answer, and what they were asked.
#[derive(Clone, Default)]
struct Town {
    /// What the projector lists at each round, the last one for good.
    listed: Arc<Mutex<VecDeque<Listed>>>,
    /// What recording answers for a timer, by its referral; true where nothing is said.
    answers: Arc<Mutex<Vec<Answer>>>,
    asked_until: Arc<Mutex<Vec<prost_types::Timestamp>>>,
    recorded: Arc<Mutex<Vec<Due>>>,
    one_recorded: Arc<Notify>,
}

#[tonic::async_trait]
impl ProjectorService for Town {
    async fn await_applied(
        &self,
        _: Request<AwaitAppliedRequest>,
    ) -> Result<Response<AwaitAppliedResponse>, Status> {
        Err(Status::unimplemented("not asked by a timekeeper"))
    }

    async fn list_due(
        &self,
        request: Request<ListDueRequest>,
    ) -> Result<Response<ListDueResponse>, Status> {
        let until = request.into_inner().until.expect("a moment");
        self.asked_until.lock().unwrap().push(until);
        let mut listed = self.listed.lock().unwrap();
        let now = if listed.len() > 1 {
            listed.pop_front()
        } else {
            listed.front().cloned()
        };
        let due = now.unwrap_or_else(|| Ok(Vec::new()))?;
        Ok(Response::new(ListDueResponse { due }))
    }

    async fn get_health(
        &self,
        _: Request<GetHealthRequest>,
    ) -> Result<Response<GetHealthResponse>, Status> {
        Err(Status::unimplemented("not asked by a timekeeper"))
    }

    type RebuildOrganisationStream = Empty<Result<RebuildOrganisationResponse, Status>>;

    async fn rebuild_organisation(
        &self,
        _: Request<RebuildOrganisationRequest>,
    ) -> Result<Response<Self::RebuildOrganisationStream>, Status> {
        Err(Status::unimplemented("not asked by a timekeeper"))
    }
}

#[tonic::async_trait]
impl TimekeepingService for Town {
    async fn record_due(
        &self,
        request: Request<RecordDueRequest>,
    ) -> Result<Response<RecordDueResponse>, Status> {
        let due = request.into_inner().due.expect("a timer");
        let answers = self.answers.lock().unwrap();
        let told = answers
            .iter()
            .find(|(referral, _)| due == overdue(referral));
        let recorded = told.map_or(Ok(true), |(_, answer)| answer.clone())?;
        self.recorded.lock().unwrap().push(due);
        self.one_recorded.notify_one();
        Ok(Response::new(RecordDueResponse { recorded }))
    }
}

impl Town {
    fn timekeeper(&self) -> Timekeeper {
        let mut routes = Routes::builder();
        routes
            .add_service(ProjectorServiceServer::new(self.clone()))
            .add_service(TimekeepingServiceServer::new(self.clone()));
        let connection = connection::in_process(routes.routes());
        Timekeeper::new(
            ProjectorServiceClient::new(connection.clone()),
            TimekeepingServiceClient::new(connection),
            Arc::new(ManualClock::new(now())),
        )
    }
}

fn now() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn overdue(referral: &str) -> Due {
    Due {
        person_id: "person".to_owned(),
        at: Some(timestamp(now())),
        timer: referral.to_owned(),
    }
}

#[tokio::test]
async fn records_what_is_due_by_its_own_clock() {
    let town = Town::default();
    let due = vec![overdue("first"), overdue("second")];
    town.listed.lock().unwrap().push_back(Ok(due.clone()));

    let round = town.timekeeper().round().await.expect("a round");

    let expected = Round {
        recorded: 2,
        ..Round::default()
    };
    assert_eq!(round, expected);
    assert_eq!(*town.recorded.lock().unwrap(), due);
    assert_eq!(*town.asked_until.lock().unwrap(), [timestamp(now())]);
}

#[tokio::test]
async fn nothing_due_is_an_empty_round() {
    let round = Town::default().timekeeper().round().await;
    assert_eq!(round.expect("a round"), Round::default());
}

#[tokio::test]
async fn a_timer_that_fails_holds_up_no_other_and_is_tried_again() {
    let town = Town::default();
    let due = vec![overdue("broken"), overdue("settled"), overdue("sound")];
    town.listed.lock().unwrap().push_back(Ok(due));
    town.answers.lock().unwrap().extend([
        ("broken", Err(Status::unavailable("not now"))),
        ("settled", Ok(false)),
    ]);
    let mut timekeeper = town.timekeeper();

    let round = timekeeper.round().await.expect("a round");
    let expected = Round {
        recorded: 1,
        settled: 1,
        failed: 1,
    };
    assert_eq!(round, expected);

    drop(town.answers.lock().unwrap().remove(0));
    assert_eq!(timekeeper.round().await.expect("a round").failed, 0);
}

#[tokio::test(start_paused = true)]
async fn goes_on_after_a_silent_projector_and_stops_when_told() {
    let town = Town::default();
    let away = || Err(Status::unavailable("starting"));
    let listed = [away(), away(), Ok(vec![overdue("late")])];
    town.listed.lock().unwrap().extend(listed);
    let token = CancellationToken::new();

    let pause = Duration::from_secs(1);
    let running = tokio::spawn(town.timekeeper().run(pause, token.clone()));
    town.one_recorded.notified().await;
    token.cancel();

    running.await.expect("the timekeeper ends without a panic");
    assert_eq!(town.recorded.lock().unwrap()[0], overdue("late"));
}
