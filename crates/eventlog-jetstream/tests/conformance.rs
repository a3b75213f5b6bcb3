//! The suite of the `eventlog` crate against real servers: one alone, and three that keep everything thrice.
#![allow(clippy::unwrap_used)]

use std::{cell::Cell, sync::Arc};

use eventlog::{EventLog, conformance};
use eventlog_jetstream::testing::Cluster;

async fn conforms(size: usize) {
    let cluster = Cluster::start(size);
    let opened = Cell::new(0);
    conformance::run(|| {
        opened.set(opened.get() + 1);
        let (cluster, name) = (&cluster, format!("log-{}", opened.get()));
        async move { Arc::new(cluster.log(&name).await) as Arc<dyn EventLog> }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_server_conforms() {
    conforms(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_servers_conform() {
    conforms(3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_the_server() {
    let cluster = std::cell::RefCell::new(Cluster::start(1));
    let is_first = Cell::new(true);
    conformance::run_reopen(|| {
        if !is_first.replace(false) {
            let mut cluster = cluster.borrow_mut();
            cluster.kill(0);
            cluster.restart(0);
        }
        let cluster = &cluster;
        #[allow(clippy::await_holding_refcell_ref, reason = "one task alone")]
        async move {
            Arc::new(cluster.borrow().log("log").await) as Arc<dyn EventLog>
        }
    })
    .await;
}
