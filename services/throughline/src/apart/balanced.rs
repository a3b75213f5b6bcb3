//! Calling one of several processes with the same role: in turn, past those that are not there. A call that was not
//! answered is made again elsewhere: whatever the contract offers can be asked twice, commands by their id.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use anyhow::Context as _;
use api::{Connection, connection};
use futures::future::BoxFuture;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use tokio::time::Instant;
use tonic::{
    Code, Status,
    body::Body,
    transport::{Channel, Endpoint},
};
use tower::{Service, ServiceExt};

use super::{addresses, inside::Certificates};

/// How long a process is passed over that was not there.
const PASSED_OVER: Duration = Duration::from_secs(2);
/// How long making a connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// How often files are looked at that may be renewed.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(2);
/// How often a connection is looked after while nothing is said on it, and how long an answer to that may take.
const KEEPALIVE: Duration = Duration::from_secs(10);
const KEEPALIVE_WITHIN: Duration = Duration::from_secs(5);

/// The processes at these addresses, as one connection.
pub(super) fn balanced(
    key: &str,
    text: &str,
    tls: Option<&Certificates>,
) -> anyhow::Result<Connection> {
    Ok(connection::boxed(Balanced {
        places: Places::at(key, text, tls)?,
        next: Arc::new(AtomicUsize::new(0)),
    }))
}

/// Some processes with the same role.
#[derive(Clone)]
pub(super) struct Places(Arc<[Place]>);

struct Place {
    reached: Mutex<Reached>,
    endpoint: Endpoint,
    /// The files by which it is called, where that is by TLS.
    files: Option<Certificates>,
    /// When a call there last failed.
    failed: Mutex<Option<Instant>>,
}

/// How a process is reached, and since when.
struct Reached {
    channel: Channel,
    /// When the files that this rests on were changed.
    changed: [Option<SystemTime>; 3],
    /// When they were last looked at.
    looked_at: Instant,
}

impl Place {
    fn new(endpoint: Endpoint, files: Option<Certificates>) -> anyhow::Result<Self> {
        let reached = Reached {
            changed: files
                .as_ref()
                .map_or_else(Default::default, Certificates::changed),
            channel: reached(&endpoint, files.as_ref())?,
            looked_at: Instant::now(),
        };
        Ok(Self {
            reached: Mutex::new(reached),
            endpoint,
            files,
            failed: Mutex::new(None),
        })
    }

    /// The connections there. Where certificate, key or authority were renewed, new ones; calls under way go on on the old.
    fn channel(&self) -> Channel {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(files) = &self.files else {
            return reached.channel.clone();
        };
        if reached.looked_at.elapsed() < LOOKED_AT_EVERY {
            return reached.channel.clone();
        }
        reached.looked_at = Instant::now();
        let changed = files.changed();
        if changed != reached.changed {
            match self::reached(&self.endpoint, Some(files)) {
                Ok(channel) => {
                    (reached.channel, reached.changed) = (channel, changed);
                    tracing::info!("the certificate that other processes are shown was read again");
                }
                Err(error) => {
                    tracing::warn!(error = %format!("{error:#}"), "the certificate has changed and cannot be shown; the one from before stays");
                }
            }
        }
        reached.channel.clone()
    }

    fn is_there(&self) -> bool {
        let failed = *self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_none_or(|failed| failed.elapsed() > PASSED_OVER)
    }

    fn note(&self, failed: bool) {
        let failed = failed.then(Instant::now);
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = failed;
    }
}

impl Places {
    /// Those at these addresses, with commas between; by TLS, where an address begins with https. They are connected to when they are first called.
    pub(super) fn at(key: &str, text: &str, tls: Option<&Certificates>) -> anyhow::Result<Places> {
        let mut places = Vec::new();
        for address in addresses(key, text)? {
            let endpoint = Endpoint::from_shared(address.to_owned())
                .with_context(|| {
                    format!("`{key}`: {address} is no address such as http://10.0.0.1:7410")
                })?
                .connect_timeout(CONNECT_WITHIN)
                .tcp_nodelay(true)
                .http2_keep_alive_interval(KEEPALIVE)
                .keep_alive_timeout(KEEPALIVE_WITHIN)
                .keep_alive_while_idle(true);
            let files = tls.filter(|_| address.starts_with("https://")).cloned();
            let place = Place::new(endpoint, files);
            places.push(place.with_context(|| format!("`{key}`: TLS with {address}"))?);
        }
        Ok(Places(places.into()))
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Calls them in this order, those that are not there last, until one answers.
    pub(super) async fn call(
        &self,
        mut order: Vec<usize>,
        request: Request<Body>,
    ) -> Result<Response<Body>, Status> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let mut last = Status::unavailable("no process with that role is there");
        order.sort_by_key(|&place| !self.0[place].is_there());
        for place in order {
            let place = &self.0[place];
            let mut again = Request::new(Body::new(Full::new(body.clone())));
            *again.method_mut() = parts.method.clone();
            *again.uri_mut() = parts.uri.clone();
            *again.version_mut() = parts.version;
            *again.headers_mut() = parts.headers.clone();
            match ask(place.channel(), again).await {
                Ok(response) => {
                    place.note(false);
                    return Ok(response);
                }
                Err(status) => {
                    place.note(true);
                    last = status;
                }
            }
        }
        Err(last)
    }
}

/// Connections to an address, made when they are first called.
fn reached(endpoint: &Endpoint, files: Option<&Certificates>) -> anyhow::Result<Channel> {
    let endpoint = match files {
        Some(files) => endpoint.clone().tls_config(files.read()?)?,
        None => endpoint.clone(),
    };
    Ok(endpoint.connect_lazy())
}

#[derive(Clone)]
struct Balanced {
    places: Places,
    next: Arc<AtomicUsize>,
}

impl Service<Request<Body>> for Balanced {
    type Response = Response<Body>;
    type Error = Status;
    type Future = BoxFuture<'static, Result<Response<Body>, Status>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (places, count) = (self.places.clone(), self.places.count());
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let order = (0..count).map(|step| (first + step) % count).collect();
        Box::pin(async move { places.call(order, request).await })
    }
}

/// Asks one of them. That it is stopping, or cannot do it now, is as if it were not there.
async fn ask(mut channel: Channel, request: Request<Body>) -> Result<Response<Body>, Status> {
    let away = |error: tonic::transport::Error| Status::unavailable(error.to_string());
    let response = channel.ready().await.map_err(away)?.call(request).await;
    let response = response.map_err(away)?;
    let status = Status::from_header_map(response.headers());
    match status {
        Some(status) if status.code() == Code::Unavailable => Err(status),
        _ => Ok(response),
    }
}
