//! A town: the whole system on a fresh data folder, reached by gRPC over TCP, with a clock that tests move.
//!
//! What people do in it is in `deeds`, what they see of it in `look`. Everything waits within bounds, and nothing
//! here asserts anything about the system.

pub mod bytes;
pub mod deeds;
pub mod look;
mod parts;
pub mod raw;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use api::{
    Connection, connection,
    internal::{
        AwaitAppliedRequest, GetHealthRequest, ListDueRequest,
        projector_service_client::ProjectorServiceClient,
    },
    types::timestamp,
};
use jiff::Timestamp;
use keyring::MasterKeys;
use runtime::{
    clock::{Clock as _, ManualClock},
    configuration::Configuration,
};
use tempfile::TempDir;
use throughline::{demo::acting::Acting, server::Server, system::System};
use tokio_util::sync::CancellationToken;
use tonic::transport::Endpoint;

use parts::Parts;

/// When every town's clock starts: a Monday morning, in British Summer Time.
pub const START: &str = "2026-06-01T09:00:00Z";
/// Longer than any catching up takes here.
const LONG_MS: u32 = 10_000;
/// Longer than what is recorded between two looks takes by the clock: a millisecond for each event.
const A_WHILE: Duration = Duration::from_millis(50);
const STEP: Duration = Duration::from_millis(20);
/// Steps that anything is waited for: 20 seconds.
const STEPS_MAX: usize = 1_000;

/// The whole system, and a clock.
pub struct Town {
    /// The system's clock.
    pub clock: ManualClock,
    connection: Connection,
    address: SocketAddr,
    projector: ProjectorServiceClient<Connection>,
    served: Served,
    stop: CancellationToken,
    folder: TempDir,
}

enum Served {
    Whole(Box<Server>),
    Parts(Box<Parts>),
}

impl Town {
    /// The system as it is served to everybody.
    pub async fn open() -> Town {
        let (folder, configuration, clock, stop) = prepare();
        let system = System::open(&configuration, Arc::new(clock.clone())).await;
        let server = Server::start(&configuration, system.unwrap(), stop.clone()).await;
        let server = server.unwrap();
        let (address, projector) = (server.address(), server.system().projector());
        let served = Served::Whole(Box::new(server));
        Town::over(folder, clock, stop, address, projector, served).await
    }

    /// The same system without a timekeeper, as if that had stopped.
    pub async fn without_timekeeper() -> Town {
        let (folder, configuration, clock, stop) = prepare();
        let parts = Parts::start(&configuration, &clock, stop.clone()).await;
        let (address, projector) = (parts.address, parts.projector.clone());
        Town::over(
            folder,
            clock,
            stop,
            address,
            projector,
            Served::Parts(Box::new(parts)),
        )
        .await
    }

    async fn over(
        folder: TempDir,
        clock: ManualClock,
        stop: CancellationToken,
        address: SocketAddr,
        projector: ProjectorServiceClient<Connection>,
        served: Served,
    ) -> Town {
        let connection = connect(address).await;
        let town = Town {
            clock,
            connection,
            address,
            projector,
            served,
            stop,
            folder,
        };
        // The projector first looks through the files; until then nothing is served from them.
        for _ in 0..STEPS_MAX {
            if town.reached(0).await {
                return town;
            }
            tokio::time::sleep(STEP).await;
        }
        panic!("the projector did not start in time")
    }

    /// Somebody who acts, through the town's first connection.
    pub fn acting(&self, organisation: &str, worker: &str, role: &str) -> Acting {
        Acting::new(&self.connection, organisation, worker, role)
    }

    /// The town's first connection.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Another connection, as from another machine.
    pub async fn another_connection(&self) -> Connection {
        connect(self.address).await
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// How many commits the log holds.
    pub async fn head(&self) -> u64 {
        let health = self.projector.clone().get_health(GetHealthRequest {}).await;
        health.unwrap().into_inner().head
    }

    /// Waits until every organisation's file includes what the log holds.
    pub async fn applied(&self) {
        let head = self.head().await;
        assert!(
            self.reached(head).await,
            "the files did not catch up with the log in time"
        );
        // The next thing happens later than everything before it, whose times are a millisecond apart at the least.
        self.clock.advance(A_WHILE);
    }

    /// Waits until everything that has fallen due by now is recorded, and every file includes it.
    pub async fn nothing_due(&self) {
        until("everything that is due is recorded", async || {
            self.applied().await;
            let request = ListDueRequest {
                until: Some(timestamp(self.clock.now())),
                limit: 1,
            };
            let listed = self.projector.clone().list_due(request).await.ok()?;
            listed.into_inner().due.is_empty().then_some(())
        })
        .await;
    }

    async fn reached(&self, position: u64) -> bool {
        let request = AwaitAppliedRequest {
            position,
            wait_ms: LONG_MS,
        };
        let answer = self.projector.clone().await_applied(request).await;
        answer.is_ok_and(|answer| answer.into_inner().applied)
    }

    /// Moves the clock to this moment.
    pub fn at(&self, moment: &str) {
        self.clock.set(moment.parse::<Timestamp>().unwrap());
    }

    /// Moves the clock on by whole days of 24 hours.
    pub fn days_pass(&self, days: u64) {
        self.clock.advance(Duration::from_secs(days * 24 * 60 * 60));
    }

    /// Stops the system, and waits until all of it has stopped.
    pub async fn close(self) {
        self.stop.cancel();
        match self.served {
            Served::Whole(server) => server.finished().await.unwrap(),
            Served::Parts(parts) => parts.finished().await,
        }
    }
}

/// Asks again and again until there is an answer; panics with `what` where none comes in time.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..STEPS_MAX {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(STEP).await;
    }
    panic!("waited in vain until {what}")
}

fn prepare() -> (TempDir, Configuration, ManualClock, CancellationToken) {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("master-key");
    std::fs::write(&key, MasterKeys::generate_line(1)).unwrap();
    let mut configuration = Configuration::default();
    configuration.data_folder = folder.path().join("data");
    configuration.listen = ([127, 0, 0, 1], 0).into();
    configuration.pages_listen = configuration.listen;
    configuration.master_key_file = Some(key);
    configuration.development_callers = true;
    let clock = ManualClock::new(START.parse().unwrap());
    (folder, configuration, clock, CancellationToken::new())
}

async fn connect(address: SocketAddr) -> Connection {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    connection::through(endpoint.connect().await.unwrap())
}
