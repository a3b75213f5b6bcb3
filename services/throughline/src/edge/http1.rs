//! Serving the pages over HTTP/1.1: with bounds on heads and their time, until the process stops.

use std::time::Duration;

use axum::Router;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio_stream::StreamExt;
use tokio_util::sync::CancellationToken;

use super::Connections;

/// How long a request's head may take.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// The largest head, in bytes, and the most lines in it.
const HEAD_BYTES_MAX: usize = 32 * 1024;
const HEAD_LINES_MAX: usize = 100;

/// Serves the pages until the token is cancelled, and lets what is under way finish.
pub(crate) async fn serve_pages(
    connections: Connections,
    pages: Router,
    stop: CancellationToken,
) -> Result<(), std::convert::Infallible> {
    let mut taken_on = connections.taken_on(stop.clone());
    let ending = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEAD_LINES_MAX);
    while let Some(Ok(held)) = taken_on.next().await {
        let serving =
            http.serve_connection(TokioIo::new(held), TowerToHyperService::new(pages.clone()));
        let serving = ending.watch(serving);
        tokio::spawn(async move {
            // A browser that goes away in the middle is nothing to report.
            serving.await.ok();
        });
    }
    ending.shutdown().await;
    Ok(())
}
