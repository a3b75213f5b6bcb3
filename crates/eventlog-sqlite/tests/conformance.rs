//! The suite of the `eventlog` crate, run against a log in a file.
#![allow(clippy::unwrap_used)]

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use eventlog::{EventLog, conformance};
use eventlog_sqlite::{SqliteLog, verify};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conforms() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Cell::new(0);
    conformance::run(|| {
        opened.set(opened.get() + 1);
        let path = folder.path().join(format!("{}.db", opened.get()));
        async move { Arc::new(SqliteLog::open(&path).unwrap()) as Arc<dyn EventLog> }
    })
    .await;
    for number in 1..=opened.get() {
        verify(&folder.path().join(format!("{number}.db"))).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let open: RefCell<Option<Arc<SqliteLog>>> = RefCell::new(None);
    conformance::run_reopen(|| {
        let (path, before) = (path.clone(), open.take());
        let open = &open;
        async move {
            if let Some(before) = before {
                before.close().await.unwrap();
            }
            let log = Arc::new(SqliteLog::open(&path).unwrap());
            open.replace(Some(log.clone()));
            log as Arc<dyn EventLog>
        }
    })
    .await;
    verify(&path).unwrap();
}
