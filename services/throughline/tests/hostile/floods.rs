//! Too much of something: connections, streams that are taken back, frames that never end a head, pings, calls.

use std::time::Duration;

use api::v1::directory_query_service_client::DirectoryQueryServiceClient;
use tokio::{net::TcpStream, task::JoinSet, time::sleep};
use tonic::Code;

use super::{
    Target,
    frames::{
        COMMAND, CONTINUATION, END_STREAM, HEADERS, PING, RST_STREAM, Raw, asked, head, line,
        message,
    },
    honest,
};

#[tokio::test]
async fn calls_that_are_taken_back_at_once() {
    let target = Target::start(&[]);
    let mut floods = JoinSet::new();
    for _ in 0..4 {
        let to = target.server.address();
        floods.spawn(async move {
            let mut raw = Raw::connect(to).await;
            for stream in (1..60_000).step_by(2) {
                let opened = raw.open(stream, COMMAND, 0).await;
                if !opened || !raw.send(RST_STREAM, 0, stream, &8_u32.to_be_bytes()).await {
                    return true;
                }
            }
            raw.read_for(Duration::from_secs(5)).await.1
        });
    }
    target.serves().await;
    while let Some(closed) = floods.join_next().await {
        assert!(closed.unwrap(), "whoever takes everything back is cut off");
    }
    target.stands().await;
}

#[tokio::test]
async fn heads_that_never_end() {
    let target = Target::start(&[]);
    let mut raw = Raw::connect(target.server.address()).await;
    raw.send(HEADERS, END_STREAM, 1, &head(COMMAND)).await;
    let more: Vec<u8> = (0..100)
        .flat_map(|number| line(&format!("x-{number}"), &"y".repeat(100)))
        .collect();
    let mut sent = 0_usize;
    while sent < 64 * 1024 * 1024 && raw.send(CONTINUATION, 0, 1, &more).await {
        sent += more.len();
    }
    assert!(sent < 64 * 1024 * 1024, "it took {sent} bytes of one head");
    target.stands().await;
}

#[tokio::test]
async fn pings_without_end_whose_answers_nobody_reads() {
    let target = Target::start(&[]);
    let mut raw = Raw::connect(target.server.address()).await;
    let flood = tokio::spawn(async move {
        for count in 0..2_000_000_u64 {
            let count = count.to_be_bytes();
            let ping = raw.send(PING, 0, 0, &count);
            // What is not taken any more is as good as cut off.
            if !tokio::time::timeout(Duration::from_secs(3), ping)
                .await
                .unwrap_or(false)
            {
                return;
            }
        }
    });
    target.serves().await;
    flood.await.unwrap();
    target.stands().await;
}

#[tokio::test]
async fn more_connections_than_there_may_be() {
    let target = Target::start(&[("THROUGHLINE_CONNECTIONS_PER_ADDRESS", "20")]);
    let to = target.server.address();
    let mut held = Vec::new();
    for _ in 0..19 {
        held.push(Raw::connect(to).await);
    }
    target.serves().await;
    // The honest client's place is free again a moment after it has gone.
    for _ in 0..50 {
        let mut last = Raw::connect(to).await;
        if !last.read_for(Duration::from_millis(200)).await.1 {
            held.push(last);
            break;
        }
    }
    assert_eq!(held.len(), 20);
    for _ in 0..10 {
        let mut raw = Raw(TcpStream::connect(to).await.unwrap());
        let (said, closed) = raw.read_for(Duration::from_secs(5)).await;
        assert!(closed && said.is_empty(), "it is closed at once");
    }
    drop(held);
    sleep(Duration::from_secs(1)).await;
    target.stands().await;
}

#[tokio::test]
async fn more_calls_of_one_caller_than_there_may_be() {
    let target = Target::start(&[("THROUGHLINE_CALLS_PER_CALLER", "4")]);
    let mut raw = Raw::connect(target.server.address()).await;
    let mut refused = Code::Ok;
    // Calls that are begun, and never sent to their end. They are taken on in their own time, and a place that the honest
    // call had for a moment is taken by one that is begun later.
    for stream in (1..101).step_by(2) {
        assert!(raw.open(stream, COMMAND, 0).await);
        let answer = asked(target.server.address(), COMMAND, message(0, 0, b""), false).await;
        refused = answer.code;
        if refused == Code::ResourceExhausted {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(refused, Code::ResourceExhausted);
    // Somebody else is served beside them.
    let mut other = honest();
    let worker = "kim.lee".parse().unwrap();
    other.metadata_mut().insert("throughline-worker", worker);
    let mut client = DirectoryQueryServiceClient::new(target.server.connection().await);
    client.list_services(other).await.unwrap();
    drop(raw);
    // Their places are free again a moment after the connection has gone.
    for _ in 0..50 {
        let answer = asked(target.server.address(), COMMAND, message(0, 0, b""), false).await;
        refused = answer.code;
        if refused != Code::ResourceExhausted {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(refused, Code::InvalidArgument);
    target.stands().await;
}
