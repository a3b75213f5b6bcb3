//! Taking connections on: so many in all and from one address, each with its handshake done in time. What is beyond that is
//! closed at once, so that whoever is let in goes on being served.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

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
    places: Arc<Places>,
}

struct Places {
    taken: Mutex<HashMap<IpAddr, usize>>,
    in_all: usize,
    per_address: usize,
}

/// A connection's place among all. It is free again when this is dropped.
pub(super) struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Connections {
    /// Those that come in here.
    pub fn new(listener: TcpListener, tls: Option<Tls>, bounds: Bounds) -> Self {
        Self {
            listener,
            tls,
            places: Arc::new(Places {
                taken: Mutex::default(),
                in_all: bounds.connections,
                per_address: bounds.connections_per_address,
            }),
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
        let Some(place) = self.places.take(address) else {
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
                ready.send(Ok(Held::new(io, address, place))).await.ok();
            }
        });
    }
}

impl Places {
    fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let in_all: usize = taken.values().sum();
        let from_there = taken.entry(address).or_default();
        if in_all >= self.in_all || *from_there >= self.per_address {
            return None;
        }
        *from_there += 1;
        Some(Place {
            places: self.clone(),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = &self.places.taken;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn places_are_bounded_in_all_and_for_each_address_and_are_free_again() {
        let places = Arc::new(Places {
            taken: Mutex::default(),
            in_all: 3,
            per_address: 2,
        });
        let [one, other, third] = ["10.0.0.1", "10.0.0.2", "10.0.0.3"].map(|a| a.parse().unwrap());
        let held = [places.take(one).unwrap(), places.take(one).unwrap()];
        assert!(places.take(one).is_none(), "two of one address");
        let last = places.take(other).unwrap();
        assert!(places.take(third).is_none(), "three in all");
        drop(last);
        places.take(third).unwrap();
        drop(held);
        assert_eq!(
            places.taken.lock().unwrap().len(),
            0,
            "nothing is kept of who has gone"
        );
    }
}
