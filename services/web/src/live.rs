//! Says to pages that are open when something of what their organisation sees has changed: that it did, and nothing
//! about what. Pages ask for themselves again, so that whatever may not be seen any longer is not.

use std::{convert::Infallible, time::Duration};

use api::v1::{
    WatchChangesRequest, WatchChangesResponse,
    changes_query_service_client::ChangesQueryServiceClient,
};
use axum::response::{
    IntoResponse,
    sse::{Event, KeepAlive, Sse},
};
use tokio_stream::StreamExt;
use tonic::{Code, Status, Streaming};

use crate::{failure::Answer, sent::Sent, visit::Visit};

/// How often something is sent where nothing changes, so that what lies between does not cut the line.
const KEPT_ALIVE: Duration = Duration::from_secs(15);
/// After how long the browser asks again, by itself: a line does not stay open for good.
const OPEN_AT_MOST: Duration = Duration::from_secs(10 * 60);

/// Tells of changes from now on: of one person's case where the address names one, of any otherwise. It goes on as long as
/// the session does: what the services were shown is good for a minute, and is shown again only while somebody is signed in.
pub async fn changes(visit: Visit, sent: Sent) -> Answer {
    let about = sent.text("about");
    let first = watch(&visit).await?;
    let stop = visit.site.stop.clone();
    let told = futures::stream::unfold((visit, first, String::new()), next)
        .filter(move |change| about.is_empty() || change.person_id == about)
        // Without data a browser does not hand an event on.
        .map(|_| Ok::<_, Infallible>(Event::default().event("changed").data("something")));
    let ended = async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(OPEN_AT_MOST) => {}
        }
    };
    let told = futures::StreamExt::take_until(told, Box::pin(ended));
    Ok(Sse::new(told)
        .keep_alive(KeepAlive::new().interval(KEPT_ALIVE))
        .into_response())
}

type Watching = (Visit, Streaming<WatchChangesResponse>, String);

/// The next change, and where the one after it comes from. None once the session has ended.
async fn next(
    (visit, mut stream, mut cursor): Watching,
) -> Option<(WatchChangesResponse, Watching)> {
    loop {
        match stream.message().await {
            Ok(Some(change)) => {
                cursor.clone_from(&change.cursor);
                return Some((change, (visit, stream, cursor)));
            }
            Err(status) if status.code() == Code::Unauthenticated => {
                if !visit.is_still_signed_in().await {
                    return None;
                }
                stream = watch_from(&visit, &cursor).await.ok()?;
            }
            _ => return None,
        }
    }
}

async fn watch(visit: &Visit) -> Result<Streaming<WatchChangesResponse>, Status> {
    watch_from(visit, "").await
}

async fn watch_from(
    visit: &Visit,
    cursor: &str,
) -> Result<Streaming<WatchChangesResponse>, Status> {
    let mut changes = ChangesQueryServiceClient::new(visit.connection());
    let request = WatchChangesRequest {
        cursor: cursor.to_owned(),
    };
    Ok(changes.watch_changes(request).await?.into_inner())
}
