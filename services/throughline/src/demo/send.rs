//! Sends commands under ids that follow from the seed, again where the system asks for it, and counts them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use casework::refusal::Code;
use tonic::{Response, Status};
use tonic_types::StatusExt;
use uuid::Uuid;

/// How often something is asked for again.
pub(super) const TRIES: u32 = 3_000;
/// How long is waited before that.
const PAUSE: Duration = Duration::from_millis(10);

/// Sends for one person, or for the locality.
pub struct Sender {
    namespace: Uuid,
    next: u64,
    counts: Arc<Counts>,
}

/// What was sent by all.
#[derive(Default)]
pub struct Counts {
    /// Calls that were answered.
    pub calls: AtomicU64,
    /// Commands that were made.
    pub commands: AtomicU64,
}

/// Calls `$client.$rpc` as `$who`, with `$request`, until there is an answer.
macro_rules! send {
    ($sender:expr, $who:expr, $client:ident.$rpc:ident, $request:expr) => {{
        let (who, request) = ($who, $request);
        $sender
            .send(stringify!($rpc), || {
                let (mut client, asked) = (who.$client(), who.ask(request.clone()));
                async move { client.$rpc(asked).await }
            })
            .await
    }};
}
pub(super) use send;

/// Looks for what has this id through the pages of a list, again and again until it is there; ends the function with an
/// error where it never is.
macro_rules! find {
    ($telling:expr, $who:expr, $client:ident.$rpc:ident, $request:expr, $items:ident, $id:ident: $wanted:expr) => {{
        let mut found = None;
        for _ in 0..$crate::demo::send::TRIES {
            let mut request = $request.clone();
            request.not_before = $telling.not_before($who);
            found = loop {
                let page = $crate::demo::send::send!(
                    $telling.sender,
                    $who,
                    $client.$rpc,
                    request.clone()
                )?;
                let found = page.$items.into_iter().find(|item| item.$id == *$wanted);
                if found.is_some() || page.next_page_token.is_empty() {
                    break found;
                }
                request.page_token = page.next_page_token;
            };
            if found.is_some() {
                break;
            }
            $crate::demo::send::pause().await;
        }
        anyhow::Context::context(found, concat!("nothing came of ", stringify!($rpc)))?
    }};
}
pub(super) use find;

impl Sender {
    /// Whoever sends under ids made of a seed and a name, and counts what is sent.
    pub fn new(seed: u64, name: &str, counts: Arc<Counts>) -> Self {
        let seed = Uuid::new_v5(
            &Uuid::NAMESPACE_OID,
            format!("throughline {seed}").as_bytes(),
        );
        Self {
            namespace: Uuid::new_v5(&seed, name.as_bytes()),
            next: 0,
            counts,
        }
    }

    /// The next command's id.
    pub fn command_id(&mut self) -> String {
        self.next += 1;
        self.counts.commands.fetch_add(1, Ordering::Relaxed);
        Uuid::new_v5(&self.namespace, &self.next.to_be_bytes()).to_string()
    }

    /// Calls until there is an answer other than to try again.
    ///
    /// # Errors
    /// As the last answer refuses it.
    pub async fn send<T, F>(&self, what: &str, call: impl Fn() -> F) -> anyhow::Result<T>
    where
        F: Future<Output = Result<Response<T>, Status>>,
    {
        let mut tries = 0;
        loop {
            match call().await {
                Ok(answer) => {
                    self.counts.calls.fetch_add(1, Ordering::Relaxed);
                    return Ok(answer.into_inner());
                }
                Err(status) if tries < TRIES && passes(&status) => tries += 1,
                Err(status) => {
                    return Err(anyhow::Error::new(status).context(format!("{what} was refused")));
                }
            }
            pause().await;
        }
    }
}

/// Waits a little.
pub async fn pause() {
    tokio::time::sleep(PAUSE).await;
}

/// Whether something was refused because others have changed it since it was read: read again, it may be sent again.
pub fn is_stale(error: &anyhow::Error) -> bool {
    let status = error.downcast_ref::<Status>();
    let says = status.and_then(StatusExt::get_details_error_info);
    says.is_some_and(|says| says.reason == Code::Stale.as_str())
}

/// Whether trying again helps: each refusal says so itself.
fn passes(status: &Status) -> bool {
    let says = status.get_details_error_info();
    says.is_some_and(|says| {
        says.metadata
            .get("retry")
            .is_some_and(|retry| retry == "true")
    })
}
