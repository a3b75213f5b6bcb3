//! Work with files, on threads that may block.

use std::sync::{Arc, Mutex, PoisonError};

/// Does work on a blocking thread, alone with what is shared.
pub(crate) async fn with<S, T>(
    shared: &Arc<Mutex<S>>,
    work: impl FnOnce(&mut S) -> T + Send + 'static,
) -> T
where
    S: Send + 'static,
    T: Send + 'static,
{
    let shared = shared.clone();
    run(move || work(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))).await
}

/// Does work on a blocking thread.
pub(crate) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The runtime is stopping and began no more work: nobody waits for the answer.
        Err(_) => std::future::pending().await,
    }
}
