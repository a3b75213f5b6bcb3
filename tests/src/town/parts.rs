//! The system put together without its timekeeper, to see what is shown where nobody records what has lapsed.

use std::{fs, net::SocketAddr, sync::Arc, time::Duration};

use api::{
    Connection, connection,
    internal::{
        projector_service_client::ProjectorServiceClient,
        readings_service_client::ReadingsServiceClient,
    },
};
use cases::Cases;
use casestore::Streams;
use eventlog::EventLog;
use eventlog_sqlite::SqliteLog;
use identity::{AuthenticationLayer, DevelopmentCallers};
use keyring::{Keyring, MasterKeys, SqliteKeyring};
use orgviews::{Readers, SystemReader};
use projector::{Projector, Settings, Sources};
use runtime::{clock::ManualClock, configuration::Configuration, shutdown::Tasks};
use throughline::backend::sqlite::{KEYS_FILE, LOG_FILE};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::{service::Routes, transport::server::TcpIncoming};
use views::Views;

/// More facts than any test records.
const WEIGHT_MAX: usize = 100_000;
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// Log, projector, cases and views, served over TCP.
pub(super) struct Parts {
    pub(super) address: SocketAddr,
    pub(super) projector: ProjectorServiceClient<Connection>,
    log: Arc<SqliteLog>,
    tasks: Tasks,
}

impl Parts {
    pub(super) async fn start(
        configuration: &Configuration,
        clock: &ManualClock,
        stop: CancellationToken,
    ) -> Parts {
        let folder = &configuration.data_folder;
        fs::create_dir_all(folder).unwrap();
        let log = Arc::new(SqliteLog::open(&folder.join(LOG_FILE)).unwrap());
        let master = MasterKeys::from_text(&configuration.master_key_text().unwrap()).unwrap();
        let keys = Arc::new(SqliteKeyring::open(folder.join(KEYS_FILE), master, true).unwrap());
        let mut tasks = Tasks::new(stop);

        let shared: Arc<dyn EventLog> = log.clone();
        let people = || Streams::new(shared.clone(), keys.clone(), WEIGHT_MAX);
        let directory = || Streams::new(shared.clone(), keys.clone(), WEIGHT_MAX);
        let meetings = || Streams::new(shared.clone(), keys.clone(), WEIGHT_MAX);
        let readings = || Streams::new(shared.clone(), keys.clone(), 0);
        let sources = Sources {
            log: shared.clone(),
            people: people(),
            people_aside: people(),
            organisations: directory(),
            meetings: meetings(),
            readings: readings(),
        };
        let service = Arc::new(Projector::new(sources, Settings::new(folder)));
        let mut internal = Routes::builder();
        internal.add_service(service.clone().service());
        let projector = ProjectorServiceClient::new(connection::in_process(internal.routes()));
        tasks.spawn("projector", service.run(tasks.token()));

        let clock = Arc::new(clock.clone());
        let cases = Arc::new(Cases {
            people: people(),
            directory: directory(),
            meetings: meetings(),
            readings: readings(),
            remembered: Default::default(),
            keys: keys.clone(),
            log: log.id().0,
            clock: clock.clone(),
            projector: projector.clone(),
            searches: Default::default(),
        });
        let mut internal = Routes::builder();
        cases::readings_service(&cases, &mut internal);
        let recorder = ReadingsServiceClient::new(connection::in_process(internal.routes()));
        let tokens = keys.secrets().tokens();
        let (readers, system) = (Readers::new(folder), SystemReader::new(folder));
        let views = Views::new(
            readers,
            system,
            tokens,
            log.id().0,
            projector.clone(),
            recorder,
            clock,
        );
        let mut public = Routes::builder();
        cases::public(&cases, &mut public);
        Arc::new(views).add_to(&mut public);

        let listener = TcpListener::bind(configuration.listen).await.unwrap();
        let address = listener.local_addr().unwrap();
        let callers = DevelopmentCallers::on_loopback(address).unwrap();
        let server = tonic::transport::Server::builder()
            .layer(AuthenticationLayer::new(Arc::new(callers)))
            .add_routes(public.routes())
            .serve_with_incoming_shutdown(
                TcpIncoming::from(listener).with_nodelay(Some(true)),
                tasks.token().cancelled_owned(),
            );
        tasks.spawn("public port", server);
        Parts {
            address,
            projector,
            log,
            tasks,
        }
    }

    pub(super) async fn finished(self) {
        self.tasks.join(STOP_WITHIN).await.unwrap();
        self.log.close().await.unwrap();
    }
}
