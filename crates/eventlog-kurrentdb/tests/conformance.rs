//! The suite of the `eventlog` crate over a socket: against the tests' own server on a SQLite log, or against a real
//! database where `THROUGHLINE_TEST_KURRENTDB` holds a connection string.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a real database keeps what earlier runs wrote: each run has names of its own"
)]

#[path = "support/site.rs"]
mod site;

use std::{cell::Cell, sync::Arc};

use eventlog::{EventLog, LogId, conformance};
use eventlog_kurrentdb::{Options, open};
use site::Site;
use uuid::Uuid;

/// Names the real database.
const REAL: &str = "THROUGHLINE_TEST_KURRENTDB";

async fn conforms(connection: &str) {
    let run = Uuid::new_v4().simple().to_string();
    let opened = Cell::new(0);
    conformance::run(|| {
        opened.set(opened.get() + 1);
        let options = Options {
            connection: connection.to_owned(),
            name: format!("log-{run}-{}", opened.get()),
            id_if_new: LogId(Uuid::new_v4()),
        };
        async move { Arc::new(open(options).await.unwrap()) as Arc<dyn EventLog> }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_conforms() {
    match std::env::var(REAL) {
        Ok(connection) => conforms(&connection).await,
        Err(_) => conforms(&Site::start().await.facade.connection()).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_the_server() {
    let site = std::cell::RefCell::new(Site::start().await);
    let is_first = Cell::new(true);
    conformance::run_reopen(|| {
        let site = &site;
        let restart = !is_first.replace(false);
        #[allow(clippy::await_holding_refcell_ref, reason = "one task alone")]
        async move {
            let mut site = site.borrow_mut();
            if restart {
                site.facade.kill();
                site.facade.restart().await;
            }
            Arc::new(site.log().await) as Arc<dyn EventLog>
        }
    })
    .await;
}
