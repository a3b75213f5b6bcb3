//! HTTP/2 by hand (RFC 9113), as far as it takes to do it wrong.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Duration, timeout},
};
use tonic::{Code, Status};

/// Who an honest caller is.
pub const CALLER: [(&str, &str); 3] = [
    ("throughline-organisation", "LEA-FRIENDS"),
    ("throughline-worker", "sam.lee"),
    ("throughline-role", "link-worker"),
];
/// A command with lists and text in it.
pub const COMMAND: &str = "/throughline.v1.DirectoryCommandService/RegisterService";

/// A query with an answer.
pub const QUERY: &str = "/throughline.v1.DirectoryQueryService/ListServices";

pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
pub const RST_STREAM: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const PING: u8 = 6;
pub const CONTINUATION: u8 = 9;
pub const END_STREAM: u8 = 1;
pub const END_HEADERS: u8 = 4;

/// A connection that has said hello.
pub struct Raw(pub TcpStream);

impl Raw {
    pub async fn connect(to: SocketAddr) -> Raw {
        let mut raw = Raw(TcpStream::connect(to).await.unwrap());
        raw.0
            .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .await
            .unwrap();
        raw.send(SETTINGS, 0, 0, &[]).await;
        raw
    }

    /// Sends a frame. Whether it could.
    pub async fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> bool {
        self.0
            .write_all(&frame(kind, flags, stream, payload))
            .await
            .is_ok()
    }

    /// Opens a call.
    pub async fn open(&mut self, stream: u32, path: &str, flags: u8) -> bool {
        self.send(HEADERS, END_HEADERS | flags, stream, &head(path))
            .await
    }

    /// Reads until the other side closes, or for this long; how much came.
    pub async fn read_for(&mut self, within: Duration) -> (Vec<u8>, bool) {
        let mut all = Vec::new();
        let closed = timeout(within, async {
            let mut part = [0; 16 * 1024];
            loop {
                match self.0.read(&mut part).await {
                    Ok(0) | Err(_) => return,
                    Ok(count) => all.extend_from_slice(&part[..count]),
                }
            }
        });
        let closed = closed.await.is_ok();
        (all, closed)
    }
}

pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = vec![length[1], length[2], length[3], kind, flags];
    bytes.extend_from_slice(&stream.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// The head of a gRPC call, each line as a literal without indexing (RFC 7541, section 6.2.2).
pub fn head(path: &str) -> Vec<u8> {
    let lines = [
        (":method", "POST"),
        (":scheme", "http"),
        (":path", path),
        (":authority", "throughline.test"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
    ];
    let lines = lines.iter().chain(&CALLER);
    lines.flat_map(|(name, value)| line(name, value)).collect()
}

pub fn line(name: &str, value: &str) -> Vec<u8> {
    let mut bytes = vec![0];
    for text in [name, value] {
        bytes.push(u8::try_from(text.len()).unwrap().min(126));
        bytes.extend_from_slice(&text.as_bytes()[..text.len().min(126)]);
    }
    bytes
}

/// A message with its length before it, as gRPC frames it; the length may lie.
pub fn message(compressed: u8, length: usize, bytes: &[u8]) -> Vec<u8> {
    let mut framed = vec![compressed];
    framed.extend_from_slice(&u32::try_from(length).unwrap().to_be_bytes());
    framed.extend_from_slice(bytes);
    framed
}

/// What a server answers.
pub struct Answer {
    pub code: Code,
    pub message: String,
}

/// A call whose body is these bytes, by a client that reads well what it is answered; one whose body does not end, where it
/// `goes_on`.
pub async fn asked(to: SocketAddr, path: &str, body: Vec<u8>, goes_on: bool) -> Answer {
    let (mut client, connection) = h2::client::handshake(TcpStream::connect(to).await.unwrap())
        .await
        .unwrap();
    tokio::spawn(connection);
    let mut request = http::Request::post(format!("http://throughline.test{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers");
    for (name, value) in CALLER {
        request = request.header(name, value);
    }
    let (answer, mut sending) = client
        .send_request(request.body(()).unwrap(), false)
        .unwrap();
    sending.send_data(body.into(), !goes_on).ok();
    let answer = answer.await.unwrap();
    let mut headers = answer.headers().clone();
    let mut read = answer.into_body();
    while let Some(Ok(part)) = read.data().await {
        read.flow_control().release_capacity(part.len()).ok();
    }
    if let Ok(Some(trailers)) = read.trailers().await {
        headers.extend(trailers);
    }
    let status = Status::from_header_map(&headers).unwrap();
    Answer {
        code: status.code(),
        message: status.message().to_owned(),
    }
}
