//! SIGTERM and SIGINT: calls under way finish, watches end, the socket goes, and the next start is fine.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use api::{
    Connection,
    v1::{RecordNoteRequest, RecordNoteResponse, WatchChangesRequest},
};
use throughline::demo::acting::{Acting, command_id};
use tokio::sync::oneshot;
use tokio_stream::{Stream, StreamExt};
use tonic::{Response, Status, client::Grpc};
use tonic_prost::ProstCodec;

use crate::{
    binary::{Server, Site},
    people::{self, identity, note},
};

const LONG_ENOUGH: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_lets_calls_finish_ends_watches_and_leaves_a_folder_that_starts() {
    stops_well_on("TERM").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_does_sigint() {
    stops_well_on("INT").await;
}

async fn stops_well_on(signal: &str) {
    let site = Site::new();
    let mut server = site.start();
    let connection = server.connection().await;
    let services = people::register(&connection).await;
    let person = people::open(&connection, &services, identity("Cy Siskin", "9994001027")).await;
    let who = people::surgery(&connection);
    let first = people::write(&who, note(&command_id(), &person, "Before."))
        .await
        .unwrap();
    people::story(&who, &person, &first).await.unwrap();
    let watch = who
        .changes()
        .watch_changes(who.ask(WatchChangesRequest::default()))
        .await;
    let mut watch = watch.unwrap().into_inner();

    // A call whose content is on its way still when the signal comes.
    let (finish, content) = oneshot::channel();
    let mut call = tokio::spawn(slow_call(connection.clone(), who.clone(), content));
    let early = tokio::time::timeout(Duration::from_millis(300), &mut call).await;
    assert!(early.is_err(), "the call was to be under way: {early:?}");
    server.signal(signal);
    server.until_logged("throughline::server: stopping");
    let end = tokio::time::timeout(LONG_ENOUGH, watch.next())
        .await
        .expect("the watch goes on");
    assert!(
        end.is_none(),
        "the watch should end as one that is over: {end:?}"
    );
    assert!(server.runs(), "it left before the call under way was done");
    finish
        .send(note(&command_id(), &person, "Meanwhile."))
        .unwrap();
    let answer = tokio::time::timeout(LONG_ENOUGH, call)
        .await
        .unwrap()
        .unwrap();
    let receipt = answer.unwrap().into_inner().receipt.unwrap().token;

    assert_eq!(server.ended().code(), Some(0));
    assert!(!site.data().join("operator.sock").exists());
    let server = site.start();
    let who = people::surgery(&server.connection().await);
    let facts = people::story(&who, &person, &receipt).await.unwrap();
    let mut words = people::notes(&facts);
    words.sort();
    assert_eq!(words, ["Before.", "Meanwhile."]);
    server.stop();
}

#[test]
fn a_client_that_has_fallen_silent_does_not_hold_up_a_stop() {
    let site = Site::new();
    let mut command = site.serve();
    command.env("THROUGHLINE_STOP_WITHIN_S", "2");
    let server = Server::start(command, &site.beside("server.log"));
    // An HTTP/2 connection that is greeted (RFC 9113, section 3.4), and never says anything again.
    let mut silent = TcpStream::connect(server.address()).unwrap();
    silent
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .unwrap();
    silent.set_read_timeout(Some(LONG_ENOUGH)).unwrap();
    silent.read_exact(&mut [0; 9]).unwrap();
    server.stop();
}

/// As `RecordNote`, but that the content follows the headers only when it is there.
async fn slow_call(
    connection: Connection,
    who: Acting,
    content: oneshot::Receiver<RecordNoteRequest>,
) -> Result<Response<RecordNoteResponse>, Status> {
    let mut client = Grpc::new(connection);
    client.ready().await?;
    let codec = ProstCodec::<RecordNoteRequest, RecordNoteResponse>::default();
    let path =
        http::uri::PathAndQuery::from_static("/throughline.v1.StoryCommandService/RecordNote");
    client
        .client_streaming(who.ask(when_there(content)), path, codec)
        .await
}

fn when_there<T: Send + 'static>(content: oneshot::Receiver<T>) -> impl Stream<Item = T> + Send {
    let (sender, stream) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        if let Ok(content) = content.await {
            sender.send(content).await.ok();
        }
    });
    tokio_stream::wrappers::ReceiverStream::new(stream)
}
