//! Taking connections on: so many in all and from one address, each with its handshake done in time. What is beyond that is
//! closed at once, so that whoever is let in goes on being served.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::{sleep, timeout},
};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;

use super::{
    Bounds, Tls,
    held::{Held, Io},
    places::Counts,
};

/// How long a TLS handshake may take.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// How many connections that are ready wait to be served.
const READY_MAX: usize = 64;
/// How long is waited where the system has no more connections to give.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// The connections of one port.
pub struct Connections {
    listener: TcpListener,
    tls: Option<Tls>,
    in_all: Arc<Counts>,
    of_address: Arc<Counts>,
}

impl Connections {
    /// Those that come in here.
    pub fn new(listener: TcpListener, tls: Option<Tls>, bounds: Bounds) -> Self {
        Self {
            listener,
            tls,
            in_all: Counts::new(bounds.connections),
            of_address: Counts::new(bounds.connections_per_address),
        }
    }

    /// Takes them on until the token is cancelled.
    pub fn taken_on(self, stop: CancellationToken) -> ReceiverStream<io::Result<Held>> {
        let (ready, taken) = mpsc::channel(READY_MAX);
        tokio::spawn(async move {
            loop {
                let accepted = tokio::select! {
                    () = stop.cancelled() => return,
                    accepted = self.listener.accept() => accepted,
                };
                match accepted {
                    Ok((stream, from)) => self.take_on(stream, from, &ready),
                    Err(error) => {
                        tracing::warn!(%error, "connections cannot be taken on");
                        sleep(AFTER_FAILURE).await;
                    }
                }
            }
        });
        ReceiverStream::new(taken)
    }

    /// Each handshake is its own: a slow one holds up nobody.
    fn take_on(&self, stream: TcpStream, from: SocketAddr, ready: &mpsc::Sender<io::Result<Held>>) {
        let address = from.ip().to_canonical();
        let of_address = self.of_address.take(address.to_string());
        let places = of_address.zip(self.in_all.take(String::new()));
        let Some(places) = places else {
            tracing::debug!("a connection was closed: there are as many as there may be");
            return;
        };
        stream.set_nodelay(true).ok();
        let (tls, ready) = (self.tls.clone(), ready.clone());
        tokio::spawn(async move {
            let io = match tls {
                None => Some(Io::Plain(stream)),
                Some(tls) => match timeout(HANDSHAKE_WITHIN, tls.accept(stream)).await {
                    Ok(Ok(stream)) => Some(Io::Tls(Box::new(stream))),
                    _ => None,
                },
            };
            if let Some(io) = io {
                ready
                    .send(Ok(Held::new(io, address, places.into())))
                    .await
                    .ok();
            }
        });
    }
}
