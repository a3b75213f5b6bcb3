//! The real binary sends traces to a collector: from the call to the append and the files that were written because of it,
//! each linked to the other; and nothing in them is about anybody.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/people.rs"]
mod people;

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    trace::v1::Span,
};
use people::{identity, note, surgery};
use throughline::demo::acting::command_id;
use tokio::net::TcpListener;
use tonic::{Request, Response, Status, transport::server::TcpIncoming};

/// Who is calling, by their own trace.
const CALLERS_TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Span>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let resources = request.into_inner().resource_spans.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        self.0
            .lock()
            .unwrap()
            .extend(scopes.flat_map(|scope| scope.spans));
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commands_trace_leads_from_the_call_to_the_files_and_tells_nothing_about_anybody() {
    let collector = Collector::default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tonic::transport::Server::builder()
        .add_service(TraceServiceServer::new(collector.clone()))
        .serve_with_incoming(TcpIncoming::from(listener));
    tokio::spawn(serving);

    let site = binary::Site::new();
    let mut command = site.serve();
    command.env("THROUGHLINE_TRACES_AT", format!("http://{address}"));
    let server = binary::Server::start(command, &site.beside("server.log"));
    let connection = server.connection().await;
    let services = people::register(&connection).await;
    let ada = people::open(&connection, &services, identity("Ada Wren", "9990000018")).await;
    people::involve(&connection, &services, &ada, "Her knee.", "On Monday.").await;
    let who = surgery(&connection);
    let id = command_id();
    let mut call = who.ask(note(&id, &ada, "A word of hers."));
    let traceparent = format!("00-{CALLERS_TRACE}-b7ad6b7169203331-01");
    call.metadata_mut()
        .insert("traceparent", traceparent.parse().unwrap());
    let recorded = who.notes().record_note(call).await.unwrap().into_inner();
    let token = recorded.receipt.unwrap().token;
    people::story(&who, &ada, &token).await.unwrap();
    tokio::task::block_in_place(|| server.stop());

    // The collector has them all when the server has ended.
    let spans = collector.0.lock().unwrap().clone();
    let named = |name: &'static str| spans.iter().filter(move |span| span.name.ends_with(name));
    let call = named("/RecordNote").find(|span| hex(&span.trace_id) == CALLERS_TRACE);
    let call = call.expect("the call is in its caller's trace");
    assert_eq!(hex(&call.parent_span_id), "b7ad6b7169203331");
    let [of_command] = &call.links[..] else {
        panic!("{:?}", call.links)
    };
    let of_command = |span: &&Span| span.trace_id == of_command.trace_id;
    let append = named("append").find(of_command).unwrap();
    assert!(append.links.iter().any(|link| link.span_id == call.span_id));
    let written = named("write files").find(of_command).unwrap();
    assert!(written.start_time_unix_nano >= call.start_time_unix_nano);
    assert!(written.end_time_unix_nano >= append.end_time_unix_nano);
    assert!(named("/ListStory").next().is_some(), "queries, too");

    let all = format!("{spans:?}");
    for secret in [
        &ada,
        "Wren",
        "Ada",
        "knee",
        "word of hers",
        "dr.heron",
        "9990000018",
        &token,
    ] {
        assert!(!all.contains(secret), "{secret}");
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
