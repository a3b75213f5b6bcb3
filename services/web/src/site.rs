//! What every page is made from: the connection, the clock, the names in the directory, the key of the cookies.

use std::sync::Arc;

use api::Connection;
use axum::extract::FromRef;
use axum_extra::extract::cookie::Key;
use runtime::clock::Clock;
use tokio_util::sync::CancellationToken;

use crate::names::Directory;

/// How the pages are set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the deployer calls it, in the header.
    pub title: String,
    /// Whom to ring about somebody's safety; empty where the deployer says nothing.
    pub safeguarding: String,
    /// Whether people choose who they are from a list, and are believed. For development alone.
    pub development_callers: bool,
}

/// What every page is made from.
#[derive(Clone)]
pub struct Site(Arc<Parts>);

/// The parts of a site.
pub struct Parts {
    /// To the services, for whoever says who they are.
    pub connection: Connection,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The names in the directory.
    pub directory: Directory,
    /// How the pages are set up.
    pub settings: Settings,
    /// Ends what stays open, when the process stops.
    pub stop: CancellationToken,
    key: Key,
}

impl Site {
    /// A site over this connection.
    pub fn new(
        connection: Connection,
        clock: Arc<dyn Clock>,
        settings: Settings,
        stop: CancellationToken,
    ) -> Self {
        Self(Arc::new(Parts {
            directory: Directory::default(),
            connection,
            clock,
            settings,
            stop,
            key: Key::generate(),
        }))
    }
}

impl std::ops::Deref for Site {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<Site> for Key {
    fn from_ref(site: &Site) -> Key {
        site.key.clone()
    }
}
