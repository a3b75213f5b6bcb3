//! Says to pages that are open when something of what their organisation sees has changed: that it did, and nothing
//! about what. Pages ask for themselves again, so that whatever may not be seen any longer is not.

use std::{convert::Infallible, time::Duration};

use api::v1::{WatchChangesRequest, changes_query_service_client::ChangesQueryServiceClient};
use axum::response::{
    IntoResponse,
    sse::{Event, KeepAlive, Sse},
};
use tokio_stream::StreamExt;

use crate::{failure::Answer, sent::Sent, visit::Visit};

/// How often something is sent where nothing changes, so that what lies between does not cut the line.
const KEPT_ALIVE: Duration = Duration::from_secs(15);
/// After how long the browser asks again, by itself: a line does not stay open for good.
const OPEN_AT_MOST: Duration = Duration::from_secs(10 * 60);

/// Tells of changes from now on: of one person's case where the address names one, of any otherwise.
pub async fn changes(visit: Visit, sent: Sent) -> Answer {
    let mut changes = ChangesQueryServiceClient::new(visit.connection());
    let request = WatchChangesRequest {
        cursor: String::new(),
    };
    let about = sent.text("about");
    let stream = changes.watch_changes(request).await?.into_inner();
    let stop = visit.site.stop.clone();
    let told = stream
        .take_while(Result::is_ok)
        .filter_map(Result::ok)
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
