//! What every page is made from: the connection, the clock, the names in the directory, the key of the cookies.

use std::sync::Arc;

use api::Connection;
use axum::extract::FromRef;
use axum_extra::extract::cookie::Key;
use runtime::clock::Clock;
use tokio_util::sync::CancellationToken;

use crate::{logo::Logo, names::Directory, page::Page, sent::by_chance};

/// How the pages are set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the deployer calls it, in the header.
    pub title: String,
    /// The deployer's logo, beside that; none where there is none.
    pub logo: Option<Logo>,
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

    /// What a page has around its content, for whoever it is shown to.
    pub fn page(&self, title: &str) -> Page {
        Page {
            title: title.to_owned(),
            site: self.settings.title.clone(),
            has_logo: self.settings.logo.is_some(),
            is_development: self.settings.development_callers,
            reference: by_chance().simple().to_string()[..8].to_owned(),
            ..Default::default()
        }
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
