//! The feed of changes: who changed, never what. Each watch looks into its organisation's file now and then.

use std::time::Duration;

use api::{
    status::Failure,
    v1::{WatchChangesRequest, WatchChangesResponse},
};
use identity::Caller;
use orgviews::changes::{Changed, Changes};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Status};

use crate::{Error, Views, question};

/// How many watches there may be at once.
pub(crate) const WATCHERS_AT_MOST: usize = 1_000;
/// How often a watch looks for changes.
const EVERY: Duration = Duration::from_millis(250);
/// How many changes are read at once, and wait for the caller to take them.
const AT_ONCE: usize = 64;

/// The changes that a caller is told of.
pub(crate) type Watch = ReceiverStream<Result<WatchChangesResponse, Status>>;

pub(crate) async fn watch(
    views: &Views,
    request: Request<WatchChangesRequest>,
) -> Result<Watch, Error> {
    let caller = question::reader(&request)?;
    let cursor = views.watched(&caller, &request.get_ref().cursor)?;
    let place = views
        .watchers
        .clone()
        .try_acquire_owned()
        .map_err(|_| Failure::Busy)?;
    // Looked at before the answer begins: a cursor that is too old is told at once.
    let (after, first) = match cursor {
        None => (
            views
                .read(&caller, "", |reader, _| Ok(reader.newest_change()?))
                .await?,
            (Vec::new(), 0),
        ),
        Some(after) => (after, next(views, &caller, after).await?),
    };
    let (told, watch) = mpsc::channel(AT_ONCE);
    let following = Following {
        views: views.clone(),
        caller,
        after,
        told,
        _place: place,
    };
    tokio::spawn(following.run(first));
    Ok(ReceiverStream::new(watch))
}

/// One watch under way.
struct Following {
    views: Views,
    caller: Caller,
    after: u64,
    told: mpsc::Sender<Result<WatchChangesResponse, Status>>,
    _place: OwnedSemaphorePermit,
}

impl Following {
    /// Tells of changes until the caller goes, the watches are ended, or something fails.
    async fn run(mut self, first: (Vec<Changed>, u64)) {
        let (told, ended) = (self.told.clone(), self.views.watches.clone());
        let failed = tokio::select! {
            () = ended.cancelled() => return,
            () = told.closed() => return,
            failed = self.tell(first) => failed,
        };
        // Where the caller does not take it, the end of the stream says the same.
        told.try_send(Err(failed.into())).ok();
    }

    async fn tell(&mut self, (mut changes, mut seen): (Vec<Changed>, u64)) -> Error {
        loop {
            for Changed { sequence, person } in changes {
                let cursor = self
                    .views
                    .watch_cursor(self.caller.organisation(), sequence);
                let change = WatchChangesResponse {
                    person_id: person.to_string(),
                    cursor,
                };
                // The caller has gone: `run` sees it, too.
                if self.told.send(Ok(change)).await.is_err() {
                    return Failure::Unavailable.into();
                }
            }
            // What the caller is not told of is passed over here, and leaves no trace in what is sent.
            if seen > self.after {
                self.after = seen;
            } else {
                tokio::time::sleep(EVERY).await;
            }
            (changes, seen) = match next(&self.views, &self.caller, self.after).await {
                Ok(changes) => changes,
                Err(error) => return error,
            };
        }
    }
}

/// The next changes that the caller is told of, and the place up to which all were looked at.
async fn next(views: &Views, caller: &Caller, after: u64) -> Result<(Vec<Changed>, u64), Error> {
    let changes = views
        .read(caller, "", move |reader, now| {
            Ok(reader.changes_after(now, after, AT_ONCE)?)
        })
        .await?;
    match changes {
        Changes::Next { changes, seen } => Ok((changes, seen)),
        Changes::TooOld => Err(Failure::CursorTooOld.into()),
    }
}
