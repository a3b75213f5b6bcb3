//! The client, and who watches over it. It is given up at the first sign that it may be dead, and made anew on the next
//! node: left to itself, it stays dead for good where a node was absent or lost, and tries that one alone. Every call is
//! bounded here, whatever the client would wait for.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use eventlog::remote::Failure;
use eventstore::{BatchAppendClient, BatchAppendOptions, Client, ClientSettings, Error};

/// How long one call may take; whoever asks tries again for longer than that.
const CALL_WITHIN: Duration = Duration::from_secs(2);
/// What the client is told beyond what the operator says: not to wait half a second before its first call, nor to look for
/// other nodes, which is done here; and that only the leader's word counts.
const PARAMETERS: &str =
    "discoveryInterval=1&maxDiscoverAttempts=2&gossipTimeout=1500&nodePreference=leader";

/// A client for one of several nodes, made anew where it fails.
pub(crate) struct Supervised {
    /// What stands before a node's address in a connection string: scheme and user.
    before: String,
    /// The operator's own parameters.
    parameters: String,
    nodes: Vec<String>,
    state: Mutex<State>,
}

struct State {
    /// Counts the clients, so that one that has been replaced is not given up twice.
    generation: u64,
    /// The node whose turn it is.
    node: usize,
    /// Who leads, where a node has said so.
    leader: Option<String>,
    client: Option<Client>,
    batch: Option<Arc<BatchAppendClient>>,
}

/// A client, and which one it is.
#[derive(Clone)]
pub(crate) struct Current<C> {
    pub(crate) client: C,
    generation: u64,
}

impl Supervised {
    /// For the nodes of a connection string, `kurrentdb://user:password@node:2113,node:2113?tls=true`. Nothing is
    /// connected to yet.
    ///
    /// # Errors
    /// In words, where it is none.
    pub(crate) fn new(connection: &str) -> Result<Self, String> {
        let (scheme, rest) = connection
            .split_once("://")
            .ok_or("begins with no scheme: kurrentdb://node:2113?tls=true")?;
        if scheme.ends_with("+discover") {
            return Err(
                "names one address for all nodes: name each node, with commas between".into(),
            );
        }
        let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, nodes) = match place.rsplit_once('@') {
            Some((user, nodes)) => (format!("{user}@"), nodes),
            None => (String::new(), place),
        };
        let nodes = nodes.trim_end_matches('/').split(',').map(str::trim);
        let supervised = Self {
            before: format!("{scheme}://{user}"),
            parameters: parameters.to_owned(),
            nodes: nodes.map(str::to_owned).collect(),
            state: Mutex::new(State {
                generation: 0,
                node: 0,
                leader: None,
                client: None,
                batch: None,
            }),
        };
        for node in &supervised.nodes {
            supervised.settings(node)?;
        }
        Ok(supervised)
    }

    fn settings(&self, node: &str) -> Result<ClientSettings, String> {
        let Self {
            before, parameters, ..
        } = self;
        let own = if parameters.is_empty() { "" } else { "&" };
        let text = format!("{before}{node}?{PARAMETERS}{own}{parameters}");
        text.parse().map_err(|error| format!("is wrong: {error:?}"))
    }

    /// The client as it is now.
    pub(crate) fn client(&self) -> Result<Current<Client>, Failure> {
        let mut state = self.state();
        let client = match &state.client {
            Some(client) => client.clone(),
            None => {
                let node = match state.leader.take() {
                    Some(leader) => leader,
                    None => self.nodes[state.node % self.nodes.len()].clone(),
                };
                let settings = self.settings(&node).map_err(Failure::Lasting)?;
                let client =
                    Client::new(settings).map_err(|error| Failure::Lasting(error.to_string()))?;
                state.client.insert(client).clone()
            }
        };
        Ok(Current {
            client,
            generation: state.generation,
        })
    }

    /// The way on which many appends are under way at once.
    pub(crate) async fn batch(&self) -> Result<Current<Arc<BatchAppendClient>>, Failure> {
        let current = self.client()?;
        let generation = current.generation;
        let known = self.batch_of(generation);
        let client = match known {
            Some(batch) => batch,
            None => {
                let options = BatchAppendOptions::default();
                let made = self.bounded(&current, current.client.batch_append(&options));
                let made = Arc::new(made.await?);
                let mut state = self.state();
                match (&state.batch, state.generation == generation) {
                    // Somebody else was quicker.
                    (Some(batch), true) => batch.clone(),
                    (None, true) => state.batch.insert(made).clone(),
                    (_, false) => made,
                }
            }
        };
        Ok(Current { client, generation })
    }

    fn batch_of(&self, generation: u64) -> Option<Arc<BatchAppendClient>> {
        let state = self.state();
        let batch = state.batch.clone();
        batch.filter(|_| state.generation == generation)
    }

    /// Waits for an answer, within bounds; a client that may be dead is given up.
    pub(crate) async fn bounded<C, T>(
        &self,
        with: &Current<C>,
        call: impl Future<Output = eventstore::Result<T>>,
    ) -> Result<T, Failure> {
        match tokio::time::timeout(CALL_WITHIN, call).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(self.failed(with.generation, &error)),
            Err(_) => {
                self.give_up(with.generation, None);
                Err(Failure::Passing(
                    "the database did not answer in time".to_owned(),
                ))
            }
        }
    }

    /// As [`Supervised::bounded`], on the way that many share: it is closed for everybody after one refusal, and those who
    /// wait for an answer look what became of theirs.
    pub(crate) async fn bounded_in_batch<T>(
        &self,
        with: &Current<Arc<BatchAppendClient>>,
        call: impl Future<Output = eventstore::Result<T>>,
    ) -> Result<T, Failure> {
        let answered = match tokio::time::timeout(CALL_WITHIN, call).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => Some(error),
            Err(_) => None,
        };
        {
            let mut state = self.state();
            let is_it = |batch: &Arc<BatchAppendClient>| Arc::ptr_eq(batch, &with.client);
            if state.batch.as_ref().is_some_and(is_it) {
                state.batch = None;
            }
        }
        match answered {
            // By this alone a refusal is told from a lost connection, and it names no reason that could be relied on.
            Some(Error::Grpc { code, message }) => Err(Failure::Conflict(format!(
                "the database answers {code:?}: {message}"
            ))),
            Some(Error::ServerError(reason)) => {
                // Closed by another's refusal, or by the loss of the node: the next call on the client finds out.
                Err(Failure::Passing(reason))
            }
            Some(error) => Err(self.failed(with.generation, &error)),
            None => {
                self.give_up(with.generation, None);
                Err(Failure::Passing(
                    "the database did not answer in time".to_owned(),
                ))
            }
        }
    }

    /// What an error means; a client that may be dead is given up.
    fn failed(&self, generation: u64, error: &Error) -> Failure {
        let reason = format!("the database answers: {error}");
        match error {
            Error::AccessDenied
            | Error::UnsupportedFeature
            | Error::ResourceDeleted
            | Error::ResourceNotFound
            | Error::ResourceAlreadyExists => Failure::Lasting(reason),
            Error::WrongExpectedVersion { .. } => Failure::Conflict(reason),
            Error::NotLeaderException(leader) => {
                self.give_up(generation, Some(format!("{}:{}", leader.host, leader.port)));
                Failure::Passing(reason)
            }
            _ => {
                self.give_up(generation, None);
                Failure::Passing(reason)
            }
        }
    }

    fn give_up(&self, generation: u64, leader: Option<String>) {
        let mut state = self.state();
        if state.generation != generation {
            return;
        }
        state.generation += 1;
        state.client = None;
        state.batch = None;
        if leader.is_none() {
            state.node += 1;
        }
        state.leader = leader;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
