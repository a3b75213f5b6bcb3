//! Stopping: by signal, by a failure, and within a bound.
#![allow(clippy::unwrap_used)]

use std::{
    convert::Infallible,
    future,
    process::{self, Command, Stdio},
    time::Duration,
};

use runtime::{
    Tasks,
    shutdown::{Error, on_signals},
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

const BOUND: Duration = Duration::from_millis(200);
const CHILD: &str = "RUNTIME_TEST_CHILD";

async fn until_stopped(token: CancellationToken) -> Result<(), Infallible> {
    token.cancelled().await;
    Ok(())
}

#[tokio::test]
async fn tasks_that_end_are_waited_for() {
    let mut tasks = Tasks::new(CancellationToken::new());
    tasks.spawn("brief", async { Ok::<_, Infallible>(()) });
    let token = tasks.token();
    tasks.spawn("longer", until_stopped(token.clone()));
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(20)).await;
        token.cancel();
    });
    tasks.join(BOUND).await.unwrap();
    Tasks::new(CancellationToken::new())
        .join(BOUND)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_task_that_fails_stops_all_and_is_named() {
    let mut tasks = Tasks::new(CancellationToken::new());
    tasks.spawn("views", until_stopped(tasks.token()));
    tasks.spawn("projector", async { Err::<(), _>("the disk is gone") });
    let token = tasks.token();
    let error = tasks.join(BOUND).await.unwrap_err();
    assert_eq!(error.to_string(), "projector failed: the disk is gone");
    assert!(token.is_cancelled());
}

#[tokio::test]
async fn a_task_that_panics_stops_all_and_is_named() {
    let mut tasks = Tasks::new(CancellationToken::new());
    tasks.spawn("views", until_stopped(tasks.token()));
    tasks.spawn("projector", async {
        if true {
            panic!("a defect")
        } else {
            Ok::<_, Infallible>(())
        }
    });
    let error = tasks.join(BOUND).await.unwrap_err();
    assert!(
        matches!(&error, Error::Panicked { name } if name == "projector"),
        "{error}"
    );
}

#[tokio::test]
async fn what_does_not_stop_in_time_is_named() {
    let token = CancellationToken::new();
    let mut tasks = Tasks::new(token.clone());
    tasks.spawn("stubborn", future::pending::<Result<(), Infallible>>());
    tasks.spawn("views", until_stopped(token.clone()));
    token.cancel();
    let start = Instant::now();
    let error = tasks.join(BOUND).await.unwrap_err();
    assert_eq!(error.to_string(), "did not stop within 200 ms: stubborn");
    assert!(start.elapsed() >= BOUND && start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_first_failure_is_the_one_reported() {
    let mut tasks = Tasks::new(CancellationToken::new());
    let token = tasks.token();
    tasks.spawn("first", async { Err::<(), _>("one") });
    tasks.spawn("second", async move {
        token.cancelled().await;
        Err::<(), _>("two")
    });
    tasks.spawn("stubborn", future::pending::<Result<(), Infallible>>());
    assert_eq!(
        tasks.join(BOUND).await.unwrap_err().to_string(),
        "first failed: one"
    );
}

/// Not a test of its own: what the next one runs as a process. Says on standard output what it came to.
#[tokio::test]
async fn child() {
    let Ok(stubborn) = std::env::var(CHILD) else {
        return;
    };
    let token = on_signals().unwrap();
    println!("listening");
    token.cancelled().await;
    println!("stopping");
    if stubborn == "yes" {
        tokio::time::sleep(Duration::from_secs(20)).await;
    }
    process::exit(7);
}

#[test]
fn the_first_signal_stops_and_the_second_ends_at_once() {
    for (stubborn, signals, status) in [
        ("no", &["TERM"][..], 7),
        ("no", &["INT"], 7),
        ("yes", &["TERM", "INT"], 130),
    ] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(CHILD, stubborn)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines =
            std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
        let mut wait_for =
            |wanted: &str| assert!(lines.any(|line| line.unwrap().contains(wanted)), "{wanted}");
        wait_for("listening");
        for signal in signals {
            let sent = Command::new("kill")
                .args([format!("-{signal}"), child.id().to_string()])
                .status()
                .unwrap();
            assert!(sent.success());
            if *signal == signals[0] {
                wait_for("stopping");
            }
        }
        assert_eq!(
            child.wait().unwrap().code(),
            Some(status),
            "{stubborn} {signals:?}"
        );
    }
}
