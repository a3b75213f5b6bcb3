//! One way to speak gRPC, with or without a socket between: what a client is given.

use http::{Request, Response};
use tonic::{Status, body::Body, service::Routes, transport::Channel};
use tower::{BoxError, Service, ServiceExt, util::BoxCloneSyncService};

/// A connection that any generated client takes: a channel, or a service in the same process.
///
/// Its error is a plain type, since a boxed one keeps the compiler from seeing that handlers which wait for
/// an answer can move between threads.
pub type Connection = BoxCloneSyncService<Request<Body>, Response<Body>, Status>;

/// The connection through a channel to another process.
pub fn through(channel: Channel) -> Connection {
    boxed(channel)
}

/// The connection to services in this process.
pub fn in_process(routes: Routes) -> Connection {
    boxed(routes.prepare())
}

/// The connection to any service that answers as a gRPC server does.
pub fn boxed<S>(service: S) -> Connection
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    BoxCloneSyncService::new(service.map_err(|error| Status::from_error(error.into())))
}
