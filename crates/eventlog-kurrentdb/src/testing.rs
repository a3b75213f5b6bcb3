//! A small server of KurrentDB's protocol on any other log, for tests: features, gossip, append, batch append, read and
//! subscriptions, well enough for the clients that others publish. It listens on this machine alone, can be told to fail,
//! and ends with whoever holds it. It is no database: nothing is deleted, and nobody is asked who they are.

mod messages;
mod reading;
mod store;
mod streams;

/// The protocol, generated.
#[allow(
    missing_docs,
    clippy::pedantic,
    clippy::large_enum_variant,
    clippy::enum_variant_names,
    reason = "generated"
)]
mod wire {
    pub mod google {
        pub mod rpc {
            tonic::include_proto!("google.rpc");
        }
    }
    pub mod event_store {
        pub mod client {
            tonic::include_proto!("event_store.client");
            pub mod streams {
                tonic::include_proto!("event_store.client.streams");
            }
            pub mod gossip {
                tonic::include_proto!("event_store.client.gossip");
            }
            pub mod server_features {
                tonic::include_proto!("event_store.client.server_features");
            }
        }
    }
}

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};

use eventlog::EventLog;
use tokio::{net::TcpListener, runtime::Runtime};
use tonic::{Request, Response, Status, transport::Server, transport::server::TcpIncoming};

use store::Store;
use streams::StreamsService;
use wire::event_store::client::{
    Empty,
    gossip::{
        ClusterInfo, EndPoint, MemberInfo,
        gossip_server::{Gossip, GossipServer},
    },
    server_features::{
        SupportedMethod, SupportedMethods,
        server_features_server::{ServerFeatures, ServerFeaturesServer},
    },
    streams::streams_server::StreamsServer,
};

/// The version that the server says it has.
const VERSION: &str = "25.1.0";
/// What the protocol calls a leader.
const LEADER: i32 = 8;
/// The largest message: a commit of the largest size, and what stands around it.
const MESSAGE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A server that can be ended and started again at its address.
pub struct Facade {
    store: Arc<Store>,
    address: SocketAddr,
    faults: Arc<Faults>,
    runtime: Option<Runtime>,
}

/// What goes wrong.
#[derive(Debug, Default)]
pub struct Faults {
    /// How long every answer takes, in milliseconds.
    pub delay_ms: AtomicU64,
    /// How many appends are taken whose answer is lost.
    pub lost_answers: AtomicUsize,
    /// Whether subscriptions are ended without an error as soon as they have begun.
    pub ends_subscriptions: AtomicBool,
    /// How many reads of a stream are ended without an error before anything was sent.
    pub empty_reads: AtomicUsize,
    /// How many subscriptions were asked for.
    pub subscriptions: AtomicUsize,
    /// How many calls of any kind there were.
    pub calls: AtomicUsize,
}

impl Faults {
    /// Uses one up, where there is one.
    fn take(count: &AtomicUsize) -> bool {
        let fewer = |left: usize| left.checked_sub(1);
        count
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer)
            .is_ok()
    }

    async fn wait(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let delay = self.delay_ms.load(Ordering::Relaxed);
        if delay > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(delay)).await;
        }
    }
}

impl Facade {
    /// A server on this log, started.
    ///
    /// # Panics
    /// Where this machine has no free port.
    pub async fn start(log: Arc<dyn EventLog>) -> Facade {
        Facade::with(Arc::new(Store::new(log))).await
    }

    /// Another server of the same database.
    ///
    /// # Panics
    /// Where this machine has no free port.
    pub async fn beside(&self) -> Facade {
        Facade::with(self.store.clone()).await
    }

    async fn with(store: Arc<Store>) -> Facade {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let address = listener.and_then(|listener| listener.local_addr());
        let mut facade = Facade {
            store,
            address: address.expect("a free port"),
            faults: Arc::default(),
            runtime: None,
        };
        facade.restart().await;
        facade
    }

    /// Where it is reached.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How a client reaches it.
    pub fn connection(&self) -> String {
        format!("kurrentdb://{}?tls=false", self.address)
    }

    /// What goes wrong.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Ends it at once, with all connections.
    pub fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }

    /// Starts it again at its address.
    ///
    /// # Panics
    /// Where its address has been taken meanwhile.
    pub async fn restart(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let listener = {
            // The port of a server that was just killed is free in a moment.
            let mut tries = 0;
            loop {
                let address = self.address;
                let bound = runtime.spawn(TcpListener::bind(address)).await;
                match bound.expect("the runtime runs") {
                    Ok(listener) => break listener,
                    Err(_) if tries < 100 => tries += 1,
                    Err(error) => panic!("{address}: {error}"),
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        };
        let streams = StreamsService {
            store: self.store.clone(),
            faults: self.faults.clone(),
        };
        let node = Node {
            address: self.address,
        };
        let serving = Server::builder()
            .add_service(
                StreamsServer::new(streams)
                    .max_decoding_message_size(MESSAGE_BYTES_MAX)
                    .max_encoding_message_size(MESSAGE_BYTES_MAX),
            )
            .add_service(GossipServer::new(node.clone()))
            .add_service(ServerFeaturesServer::new(node))
            .serve_with_incoming(TcpIncoming::from(listener).with_nodelay(Some(true)));
        runtime.spawn(serving);
        self.runtime = Some(runtime);
    }
}

impl Drop for Facade {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What it says of itself: the only node, and so the leader.
#[derive(Clone)]
struct Node {
    address: SocketAddr,
}

#[tonic::async_trait]
impl Gossip for Node {
    async fn read(&self, _: Request<Empty>) -> Result<Response<ClusterInfo>, Status> {
        let member = MemberInfo {
            instance_id: Some(messages::uuid(uuid::Uuid::from_u128(1))),
            time_stamp: 0,
            state: LEADER,
            is_alive: true,
            http_end_point: Some(EndPoint {
                address: self.address.ip().to_string(),
                port: self.address.port().into(),
            }),
        };
        Ok(Response::new(ClusterInfo {
            members: vec![member],
        }))
    }
}

#[tonic::async_trait]
impl ServerFeatures for Node {
    async fn get_supported_methods(
        &self,
        _: Request<Empty>,
    ) -> Result<Response<SupportedMethods>, Status> {
        let method = |name: &str| SupportedMethod {
            method_name: name.to_owned(),
            service_name: "event_store.client.streams.streams".to_owned(),
            features: Vec::new(),
        };
        Ok(Response::new(SupportedMethods {
            methods: ["read", "append", "batchappend"].map(method).into(),
            event_store_server_version: VERSION.to_owned(),
        }))
    }
}
