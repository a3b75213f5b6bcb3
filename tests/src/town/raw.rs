//! Calls as bytes: for what is tried with messages that no client of the contract would write, or of which none is known.

use api::Connection;
use http::Request;
use http_body_util::{BodyExt, Full};
use prost::Message;
use throughline::demo::acting::Acting;
use tonic::{Status, body::Body};
use tower::ServiceExt;

/// What came back: the first message's bytes, none where it was refused; and how it ended.
pub struct Answer {
    /// The bytes of the message.
    pub message: Vec<u8>,
    /// How the call ended.
    pub status: Status,
}

/// Sends one message, as somebody, to a call by its path. Streams are not for this.
///
/// # Panics
/// Where the connection fails.
pub async fn send(connection: &Connection, who: &Acting, path: &str, message: &[u8]) -> Answer {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let framed = [&[0][..], &length, message].concat();
    let mut request = Request::post(path)
        .header("content-type", "application/grpc")
        .body(Body::new(Full::from(framed)))
        .unwrap();
    let metadata = who.ask(()).metadata().clone().into_headers();
    request.headers_mut().extend(metadata);
    let answer = connection.clone().oneshot(request).await.unwrap();
    let headers = answer.headers().clone();
    let collected = answer.into_body().collect().await.unwrap();
    let trailers = collected.trailers().cloned().unwrap_or_default();
    let status = Status::from_header_map(&trailers);
    let framed = collected.to_bytes();
    Answer {
        // After whether it is compressed, and its length.
        message: framed.get(5..).unwrap_or_default().to_vec(),
        status: status
            .or_else(|| Status::from_header_map(&headers))
            .unwrap_or_else(|| Status::unknown("no status")),
    }
}

/// The calls of the contract, in its order: each path.
///
/// # Panics
/// Never: the contract's image is made with the program.
pub fn paths() -> Vec<String> {
    let contract = prost_types::FileDescriptorSet::decode(api::DESCRIPTORS).unwrap();
    let services = contract.file.iter().flat_map(|file| {
        let services = file.service.iter();
        services.map(|service| (file.package().to_owned(), service))
    });
    let paths = services.flat_map(|(package, service)| {
        let methods = service.method.iter();
        methods.map(move |method| format!("/{package}.{}/{}", service.name(), method.name()))
    });
    paths.collect()
}
