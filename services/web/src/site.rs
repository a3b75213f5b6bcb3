//! What every page is made from: the connection, the clock, the names in the directory, the key of the cookies.

use std::sync::Arc;

use api::Connection;
use axum::extract::FromRef;
use axum_extra::extract::cookie::Key;
use runtime::clock::Clock;
use tokio_util::sync::CancellationToken;

use crate::{logo::Logo, names::Directory, page::Page, sent::by_chance};

/// How many bytes of chance a secret needs for the cookies' key.
pub const SECRET_BYTES_MIN: usize = 64;

/// How the pages are set up.
#[derive(Clone)]
pub struct Settings {
    /// What the deployer calls it, in the header.
    pub title: String,
    /// The deployer's logo, beside that; none where there is none.
    pub logo: Option<Logo>,
    /// Whom to ring about somebody's safety; empty where the deployer says nothing.
    pub safeguarding: String,
    /// What cookies are kept with, at least [`SECRET_BYTES_MIN`] bytes: the same in every process with the pages. Where there
    /// is none, each process draws its own.
    pub secret: Option<Vec<u8>>,
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
        let key = match &settings.secret {
            Some(secret) if secret.len() >= SECRET_BYTES_MIN => Key::from(secret),
            _ => Key::generate(),
        };
        Self(Arc::new(Parts {
            directory: Directory::default(),
            connection,
            clock,
            settings,
            stop,
            key,
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
