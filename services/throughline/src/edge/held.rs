//! A connection that was taken on: it holds its place among all, does not wait for ever for its first byte, nor for what it
//! sends to be taken, and is cut where its calls' answers are not read.

use std::{
    io,
    net::IpAddr,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tokio_rustls::server::TlsStream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::transport::server::Connected;

use super::places::Place;

/// How long the first byte may take, and how long what is sent may lie there unread.
const WITHIN: Duration = Duration::from_secs(20);

/// A connection that was taken on.
pub struct Held {
    io: Io,
    address: IpAddr,
    /// When it is given up, while it is waited for.
    until: Pin<Box<Sleep>>,
    has_begun: bool,
    is_stuck: bool,
    cut: CancellationToken,
    is_cut: Pin<Box<WaitForCancellationFutureOwned>>,
    _places: [Place; 2],
}

pub(super) enum Io {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Where a connection comes from, and how it is cut.
#[derive(Clone, Debug)]
pub struct From {
    /// The address at its other end.
    pub address: IpAddr,
    /// Cuts it, and with it all of its calls.
    pub cut: CancellationToken,
}

impl Held {
    pub(super) fn new(io: Io, address: IpAddr, places: [Place; 2]) -> Self {
        let cut = CancellationToken::new();
        Self {
            is_cut: Box::pin(cut.clone().cancelled_owned()),
            cut,
            io,
            address,
            until: Box::pin(sleep_until(Instant::now() + WITHIN)),
            has_begun: false,
            is_stuck: false,
            _places: places,
        }
    }

    /// After a write that was not taken at once.
    fn waits(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        if !self.is_stuck {
            self.is_stuck = true;
            self.until.as_mut().reset(Instant::now() + WITHIN);
        }
        ready!(self.until.as_mut().poll(context));
        Poll::Ready(io::ErrorKind::TimedOut.into())
    }
}

impl Connected for Held {
    type ConnectInfo = From;

    fn connect_info(&self) -> From {
        From {
            address: self.address,
            cut: self.cut.clone(),
        }
    }
}

impl AsyncRead for Held {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let held = &mut *self;
        if held.is_cut.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let before = buffer.filled().len();
        let read = match &mut held.io {
            Io::Plain(io) => Pin::new(io).poll_read(context, buffer),
            Io::Tls(io) => Pin::new(io).poll_read(context, buffer),
        };
        if held.has_begun {
            return read;
        }
        if read.is_pending() {
            ready!(held.until.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        held.has_begun = buffer.filled().len() > before;
        read
    }
}

impl AsyncWrite for Held {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let held = &mut *self;
        let written = match &mut held.io {
            Io::Plain(io) => Pin::new(io).poll_write(context, bytes),
            Io::Tls(io) => Pin::new(io).poll_write(context, bytes),
        };
        if written.is_pending() {
            return held.waits(context).map(Err);
        }
        held.is_stuck = false;
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let held = &mut *self;
        let flushed = match &mut held.io {
            Io::Plain(io) => Pin::new(io).poll_flush(context),
            Io::Tls(io) => Pin::new(io).poll_flush(context),
        };
        if flushed.is_pending() {
            return held.waits(context).map(Err);
        }
        held.is_stuck = false;
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.io {
            Io::Plain(io) => Pin::new(io).poll_shutdown(context),
            Io::Tls(io) => Pin::new(io).poll_shutdown(context),
        }
    }
}
