//! What organisations and workers are called: the directory, which is everybody's, kept for a minute.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use api::{
    Connection,
    v1::{
        self, ListOrganisationsRequest, ListWorkersRequest, RegisteredWorker,
        directory_query_service_client::DirectoryQueryServiceClient,
    },
};
use jiff::{SignedDuration, Timestamp};
use tonic::Status;

/// How long a name is kept.
const KEPT: SignedDuration = SignedDuration::from_secs(60);
/// The most organisations of which workers are kept.
const KEPT_MAX: usize = 2_000;
const PAGE: i32 = 200;
/// The role in which is recorded that a time has passed.
const BY_ITSELF: &str = "timekeeper";

/// The directory as far as pages name it.
#[derive(Default)]
pub struct Directory(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    organisations: Option<(Timestamp, BTreeMap<String, String>)>,
    workers: BTreeMap<String, (Timestamp, Vec<RegisteredWorker>)>,
}

/// Names, to be looked up.
#[derive(Clone, Debug, Default)]
pub struct Names {
    organisations: BTreeMap<String, String>,
    workers: BTreeMap<(String, String), String>,
    own: String,
}

impl Names {
    /// As somebody of this organisation reads them.
    pub fn read_by(mut self, organisation: &str) -> Self {
        self.own = organisation.to_owned();
        self
    }

    /// Whether an organisation is the reader's own.
    pub fn is_own(&self, code: &str) -> bool {
        self.own == code
    }

    /// What an organisation is called; its code, where it is not known.
    pub fn organisation(&self, code: &str) -> String {
        let name = self.organisations.get(code);
        name.cloned().unwrap_or_else(|| code.to_owned())
    }

    /// What a worker is called; their id, where it is not known.
    pub fn worker(&self, organisation: &str, worker: &str) -> String {
        let name = self
            .workers
            .get(&(organisation.to_owned(), worker.to_owned()));
        name.cloned().unwrap_or_else(|| worker.to_owned())
    }

    /// "Sam Lee, Lea Valley Friends"; of what nobody did, that it came about by itself.
    pub fn who(&self, worker: Option<&v1::Worker>) -> String {
        let Some(worker) = worker else {
            return String::new();
        };
        let organisation = self.organisation(&worker.organisation);
        let name = match worker.role.as_str() {
            BY_ITSELF => "Recorded automatically".to_owned(),
            _ => self.worker(&worker.organisation, &worker.worker),
        };
        format!("{name}, {organisation}")
    }

    /// Every organisation: code and name, by name.
    pub fn organisations(&self) -> Vec<(String, String)> {
        let mut all: Vec<_> = self.organisations.clone().into_iter().collect();
        all.sort_by(|one, other| one.1.cmp(&other.1));
        all
    }

    /// Knows a name, for samples.
    pub fn with_organisation(mut self, code: &str, name: &str) -> Self {
        self.organisations.insert(code.to_owned(), name.to_owned());
        self
    }

    /// Knows a name, for samples.
    pub fn with_worker(mut self, organisation: &str, worker: &str, name: &str) -> Self {
        let key = (organisation.to_owned(), worker.to_owned());
        self.workers.insert(key, name.to_owned());
        self
    }
}

impl Directory {
    /// The names of all organisations, and of the workers of these.
    pub async fn names(
        &self,
        connection: &Connection,
        of: &BTreeSet<String>,
        now: Timestamp,
    ) -> Result<Names, Status> {
        let organisations = self.organisations(connection, now).await?;
        let mut workers = BTreeMap::new();
        for organisation in of.iter().filter(|code| organisations.contains_key(*code)) {
            for worker in self.workers(connection, organisation, now).await? {
                workers.insert((organisation.clone(), worker.worker), worker.name);
            }
        }
        Ok(Names {
            organisations,
            workers,
            own: String::new(),
        })
    }

    /// The workers of an organisation.
    pub async fn workers(
        &self,
        connection: &Connection,
        organisation: &str,
        now: Timestamp,
    ) -> Result<Vec<RegisteredWorker>, Status> {
        if let Some((at, workers)) = self.kept().workers.get(organisation)
            && is_fresh(*at, now)
        {
            return Ok(workers.clone());
        }
        self.workers_after(connection, organisation, "", now).await
    }

    /// The workers of an organisation, with what this command of just now has changed.
    pub async fn workers_after(
        &self,
        connection: &Connection,
        organisation: &str,
        not_before: &str,
        now: Timestamp,
    ) -> Result<Vec<RegisteredWorker>, Status> {
        let mut client = DirectoryQueryServiceClient::new(connection.clone());
        let (mut workers, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListWorkersRequest {
                organisation: organisation.to_owned(),
                page_size: PAGE,
                page_token,
                not_before: not_before.to_owned(),
            };
            let page = client.list_workers(request).await?.into_inner();
            workers.extend(page.workers);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        let mut kept = self.kept();
        if kept.workers.len() >= KEPT_MAX {
            kept.workers.clear();
        }
        let of = organisation.to_owned();
        kept.workers.insert(of, (now, workers.clone()));
        Ok(workers)
    }

    /// Forgets what was kept, so that a change in the directory shows at once.
    pub fn forget(&self) {
        *self.kept() = Kept::default();
    }

    async fn organisations(
        &self,
        connection: &Connection,
        now: Timestamp,
    ) -> Result<BTreeMap<String, String>, Status> {
        if let Some((at, organisations)) = &self.kept().organisations
            && is_fresh(*at, now)
        {
            return Ok(organisations.clone());
        }
        let mut client = DirectoryQueryServiceClient::new(connection.clone());
        let (mut organisations, mut page_token) = (BTreeMap::new(), String::new());
        loop {
            let request = ListOrganisationsRequest {
                page_size: PAGE,
                page_token,
                ..Default::default()
            };
            let page = client.list_organisations(request).await?.into_inner();
            let named = page.organisations.into_iter();
            organisations.extend(named.map(|one| (one.organisation, one.name)));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        self.kept().organisations = Some((now, organisations.clone()));
        Ok(organisations)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() < KEPT
}
