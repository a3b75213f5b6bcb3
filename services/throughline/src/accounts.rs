//! What the pages keep of this system's own accounts: with which secret, where, and how an operator invites the first
//! people, before there is anybody who could.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use anyhow::{Context, bail};
use api::internal::{
    InviteWorkerRequest, InviteWorkerResponse,
    accounts_service_server::{AccountsService, AccountsServiceServer},
};
use async_trait::async_trait;
use identity::{
    PagesSecret,
    accounts::{Accounts, Refusal, Who},
    records::Records,
    sessions::{Limits, Sessions},
};
use jiff::SignedDuration;
use runtime::{
    clock::Clock,
    configuration::Configuration,
    shutdown::{self, Tasks},
};
use tokio::time::{Duration, interval};
use tonic::{Request, Response, Status};

use crate::backend;

/// How often what has ended is taken away.
const SWEPT_EVERY: Duration = Duration::from_secs(10 * 60);

/// Where the pages keep what is theirs, and what they keep it with.
#[derive(Clone)]
pub struct Kept {
    /// The secret that all of it is derived from.
    pub secret: PagesSecret,
    /// Accounts, sessions and drafts.
    pub records: Arc<dyn Records>,
    second_factor: bool,
    limits: Limits,
}

impl Kept {
    /// What the settings name. The secret is the file's, or this one.
    ///
    /// # Errors
    /// With a message for the operator: what is missing, or cannot be opened.
    pub async fn open(
        configuration: &Configuration,
        otherwise: Option<PagesSecret>,
    ) -> anyhow::Result<Self> {
        let secret = match (&configuration.pages_secret_file, otherwise) {
            (Some(path), _) => from_file(path)?,
            (None, Some(secret)) => secret,
            (None, None) => bail!(
                "set `pages_secret_file`: the processes with the pages share what they keep sessions with"
            ),
        };
        Ok(Self {
            secret,
            records: backend::records(configuration).await?,
            second_factor: configuration.accounts_second_factor,
            limits: limits(configuration)?,
        })
    }

    /// The secret of the file that the settings name.
    ///
    /// # Errors
    /// Where they name none, or it cannot be read.
    pub fn secret_of_file(configuration: &Configuration) -> anyhow::Result<PagesSecret> {
        let path = configuration.pages_secret_file.as_ref();
        from_file(path.context("`pages_secret_file` is not set")?)
    }

    /// How long sessions last.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The accounts.
    pub fn accounts(&self) -> Accounts {
        let vault = self.secret.vault(self.records.clone());
        Accounts::new(vault, self.second_factor)
    }

    fn sessions(&self) -> Sessions {
        Sessions::new(self.secret.vault(self.records.clone()), self.limits)
    }

    /// For the operator of this machine.
    pub fn service(&self, clock: Arc<dyn Clock>) -> AccountsServiceServer<impl AccountsService> {
        AccountsServiceServer::new(ForOperator {
            accounts: self.accounts(),
            sessions: self.sessions(),
            clock,
        })
    }

    /// Takes away what has ended, now and then.
    pub fn sweep(&self, clock: Arc<dyn Clock>, tasks: &mut Tasks) {
        let sessions = self.sessions();
        let drafts = identity::drafts::Drafts::new(self.secret.vault(self.records.clone()));
        let stop = tasks.token();
        tasks.spawn("sessions", async move {
            let mut turns = interval(SWEPT_EVERY);
            loop {
                tokio::select! {
                    () = stop.cancelled() => return Ok::<(), shutdown::Error>(()),
                    _ = turns.tick() => {}
                }
                let now = clock.now();
                let swept = async { drafts.sweep(now).await.and(sessions.sweep(now).await) };
                if let Err(error) = swept.await {
                    tracing::warn!(%error, "sessions that have ended could not be taken away");
                }
            }
        });
    }
}

/// What all processes with the pages share.
fn from_file(path: &Path) -> anyhow::Result<PagesSecret> {
    let named = || format!("`pages_secret_file` {}", path.display());
    let secret = fs::read(path).with_context(named)?;
    PagesSecret::new(secret).with_context(|| {
        format!(
            "{} is too short: give it {} bytes of chance or more",
            named(),
            PagesSecret::BYTES_MIN
        )
    })
}

fn limits(configuration: &Configuration) -> anyhow::Result<Limits> {
    let limits = Limits {
        idle: SignedDuration::from_mins(configuration.session_idle_minutes.into()),
        at_most: SignedDuration::from_hours(configuration.session_hours.into()),
    };
    if limits.idle < SignedDuration::from_mins(6) || limits.at_most < limits.idle {
        bail!(
            "`session_idle_minutes` is at least 6 (a warning comes 5 minutes before the end), and `session_hours` no shorter"
        );
    }
    Ok(limits)
}

struct ForOperator {
    accounts: Accounts,
    sessions: Sessions,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl AccountsService for ForOperator {
    async fn invite_worker(
        &self,
        request: Request<InviteWorkerRequest>,
    ) -> Result<Response<InviteWorkerResponse>, Status> {
        let request = request.into_inner();
        let wrong = |invalid: &dyn std::fmt::Display| {
            Status::invalid_argument(format!("expected {invalid}"))
        };
        let who =
            Who::new(&request.organisation, &request.worker).map_err(|no| wrong(&no.expected))?;
        let roles = request.roles.iter().map(|role| role.parse());
        let roles: Result<BTreeSet<_>, casework::ids::InvalidId> = roles.collect();
        let roles = roles.map_err(|no| wrong(&no.expected))?;
        let now = self.clock.now();
        let invitation = self.accounts.invite_as(&who, &roles, now).await;
        let invitation = invitation.map_err(|refusal| match refusal {
            Refusal::Records(error) => Status::unavailable(error.to_string()),
            refusal => Status::failed_precondition(refusal.to_string()),
        })?;
        let ended = self.sessions.end_everywhere(&who).await;
        ended.map_err(|error| Status::unavailable(error.to_string()))?;
        Ok(Response::new(InviteWorkerResponse {
            path: format!("/invitation/{}", *invitation.token),
            signs_in_as: who.sign_in_name().to_string(),
            until: invitation.until.to_string(),
        }))
    }
}
