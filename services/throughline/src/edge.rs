//! What stands between the network and the services: how many connections and calls there are at a time, in all, of one
//! address and of one caller; how long each may take; TLS. Who is calling, and what they may, is decided behind it.

mod calls;
mod connections;
mod held;
mod http1;
mod places;
mod tls;

use std::time::Duration;

use runtime::configuration::Configuration;

pub use calls::{AddressesLayer, CallersLayer};
pub use connections::Connections;
pub(crate) use http1::serve_pages;
pub use tls::{Spoken, Tls};

/// How much is taken on at a time.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections in all.
    pub connections: usize,
    /// Connections from one address.
    pub connections_per_address: usize,
    /// Calls in all, until their answers were read.
    pub calls: usize,
    /// Calls from one address.
    pub calls_per_address: usize,
    /// Calls of one caller.
    pub calls_per_caller: usize,
    /// How long a call may take, until its answer was read.
    pub call_within: Duration,
    /// How old a connection gets; then it is ended once its calls are.
    pub connection_age: Duration,
}

impl Bounds {
    /// Those that the settings say.
    pub fn of(configuration: &Configuration) -> Self {
        Self {
            connections: configuration.connections_max.into(),
            connections_per_address: configuration.connections_per_address.into(),
            calls: configuration.calls_max.into(),
            calls_per_address: configuration.calls_per_address.into(),
            calls_per_caller: configuration.calls_per_caller.into(),
            call_within: Duration::from_secs(configuration.call_within_s.into()),
            connection_age: Duration::from_secs(60 * u64::from(configuration.connection_minutes)),
        }
    }
}
