//! What every page is made from: the connection, the clock, the names in the directory, the key of the cookies.

use std::sync::Arc;

use api::Connection;
use axum::extract::FromRef;
use axum_extra::extract::cookie::Key;
use identity::{
    PagesSecret,
    accounts::{Accounts, Who},
    drafts::Drafts,
    records::Records,
    sessions::{Limits, Sessions},
};
use runtime::clock::Clock;
use tokio_util::sync::CancellationToken;

use crate::{
    elsewhere::Elsewhere,
    logo::Logo,
    names::Directory,
    page::Page,
    sent::by_chance,
    speaking::{Speaker, Voice},
};

/// The role that may do least.
const LEAST: &str = "organisation-administrator";

/// How the pages are set up.
#[derive(Clone)]
pub struct Settings {
    /// What the deployer calls it, in the header.
    pub title: String,
    /// The deployer's logo, beside that; none where there is none.
    pub logo: Option<Logo>,
    /// Whom to ring about somebody's safety; empty where the deployer says nothing.
    pub safeguarding: String,
    /// What cookies, accounts and what the pages say of who asks are kept with: the same in every process with the pages.
    pub secret: PagesSecret,
    /// Where accounts, sessions and drafts are.
    pub records: Arc<dyn Records>,
    /// How people sign in.
    pub sign_in: SignIn,
    /// The issuer at which they can sign in elsewhere; none where there is none.
    pub elsewhere: Option<Arc<dyn Elsewhere>>,
    /// How long they stay signed in.
    pub limits: Limits,
    /// Whether browsers reach the pages by TLS alone.
    pub is_secure: bool,
}

/// How people sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// With accounts of this system's own.
    pub accounts: bool,
    /// Whether those need a second factor.
    pub second_factor: bool,
    /// The one password of a sandbox of invented people, whom its page lists; none anywhere else.
    pub sandbox: Option<String>,
}

/// What every page is made from.
#[derive(Clone)]
pub struct Site(Arc<Parts>);

/// The parts of a site.
pub struct Parts {
    /// To the services, for whoever has signed in.
    pub voice: Voice,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The names in the directory.
    pub directory: Directory,
    /// How the pages are set up.
    pub settings: Settings,
    /// Ends what stays open, when the process stops.
    pub stop: CancellationToken,
    /// Accounts of this system's own; none where people sign in elsewhere alone.
    pub accounts: Option<Accounts>,
    /// Who has signed in.
    pub sessions: Sessions,
    /// What was typed and not sent.
    pub drafts: Drafts,
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
        let secret = &settings.secret;
        let vault = secret.vault(settings.records.clone());
        let accounts = || Accounts::new(vault.clone(), settings.sign_in.second_factor);
        Self(Arc::new(Parts {
            directory: Directory::default(),
            voice: Voice::new(connection, secret.minter(), clock.clone()),
            accounts: settings.sign_in.accounts.then(accounts),
            sessions: Sessions::new(vault.clone(), settings.limits),
            drafts: Drafts::new(vault),
            key: Key::from(&*secret.cookies()),
            clock,
            settings,
            stop,
        }))
    }

    /// The services, spoken to as somebody whose roles are not known yet: by the one that may do least.
    pub fn as_newcomer(&self, who: &Who) -> Connection {
        self.voice.of(&Speaker::new(who, LEAST), false)
    }

    /// What a page has around its content, for whoever it is shown to.
    pub fn page(&self, title: &str) -> Page {
        Page {
            title: title.to_owned(),
            site: self.settings.title.clone(),
            has_logo: self.settings.logo.is_some(),
            is_sandbox: self.settings.sign_in.sandbox.is_some(),
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
