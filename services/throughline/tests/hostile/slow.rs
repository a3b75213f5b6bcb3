//! Too slow, or never: connections without a word, bodies without an end, answers that nobody reads, heads of pages in
//! drops, handshakes that are not finished.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    time::{Instant, sleep},
};
use tonic::Code;

use super::{
    Target,
    frames::{COMMAND, DATA, END_STREAM, QUERY, Raw, SETTINGS, asked, message},
};

/// A bound of the server, and time enough to see that it holds.
const LONG: Duration = Duration::from_secs(40);

#[tokio::test]
async fn connections_without_a_word() {
    let target = Target::start(&[]);
    let mut raw = Raw(TcpStream::connect(target.server.address()).await.unwrap());
    let (_, closed) = raw.read_for(LONG).await;
    assert!(closed, "it would wait for ever");
    target.stands().await;
}

#[tokio::test]
async fn bodies_without_an_end() {
    let target = Target::start(&[("THROUGHLINE_CALL_WITHIN_S", "3")]);
    let mut raw = Raw::connect(target.server.address()).await;
    for stream in (1..101).step_by(2) {
        raw.open(stream, COMMAND, 0).await;
        raw.send(DATA, 0, stream, &message(0, 1000, b"x")).await;
    }
    target.serves().await;
    let answer = asked(
        target.server.address(),
        COMMAND,
        message(0, 1000, b"x"),
        true,
    )
    .await;
    assert_eq!(answer.code, Code::DeadlineExceeded, "{}", answer.message);
    drop(raw);
    target.stands().await;
}

/// Answers that nobody reads are not even looked at again by whatever sends them: they would hold their places for good.
#[tokio::test]
async fn answers_that_nobody_reads() {
    let settings = [
        ("THROUGHLINE_CALL_WITHIN_S", "2"),
        ("THROUGHLINE_CALLS_PER_ADDRESS", "25"),
    ];
    let target = Target::start(&settings);
    let mut raw = Raw::connect(target.server.address()).await;
    // No window: nothing of an answer may be sent.
    let no_window = [0, 4, 0, 0, 0, 0];
    raw.send(SETTINGS, 0, 0, &no_window).await;
    for stream in (1..49).step_by(2) {
        raw.open(stream, QUERY, 0).await;
        raw.send(DATA, END_STREAM, stream, &message(0, 0, b""))
            .await;
    }
    target.serves().await;
    let (_, closed) = raw.read_for(Duration::from_secs(20)).await;
    assert!(closed, "they hold their places for good");
    target.stands().await;
}

#[tokio::test]
async fn heads_of_pages_in_drops() {
    let target = Target::start(&[]);
    let to = pages(&target);
    let mut slow = TcpStream::connect(to).await.unwrap();
    slow.write_all(b"GET /sign-in HTTP/1.1\r\nhost: x\r\n")
        .await
        .unwrap();
    let began = Instant::now();
    let mut is_closed = false;
    while began.elapsed() < LONG && !is_closed {
        sleep(Duration::from_secs(1)).await;
        is_closed = slow.write_all(b"x: y\r\n").await.is_err();
    }
    assert!(is_closed, "it would go on for ever");
    target.stands().await;
}

#[tokio::test]
async fn heads_of_pages_without_end() {
    let target = Target::start(&[]);
    let mut raw = TcpStream::connect(pages(&target)).await.unwrap();
    raw.write_all(b"GET /sign-in HTTP/1.1\r\n").await.unwrap();
    let mut sent = 0;
    let line = format!("x: {}\r\n", "y".repeat(1000));
    while sent < 16 * 1024 * 1024 && raw.write_all(line.as_bytes()).await.is_ok() {
        sent += line.len();
    }
    assert!(sent < 16 * 1024 * 1024, "it took {sent} bytes");
    target.stands().await;
}

/// Where its pages are, as it has logged.
fn pages(target: &Target) -> SocketAddr {
    let log = target.server.log();
    let at = log.split("http://").nth(1).unwrap();
    let end = at.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':'));
    at[..end.unwrap_or(at.len())].parse().unwrap()
}
