//! Answers that go on end in time, in mid-stream, with a status that says why: when what let their caller in has ended, or
//! nobody reads them.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http::{HeaderMap, Response};
use http_body::{Body as _, Frame, SizeHint};
use tokio::time::{Sleep, sleep};
use tonic::{Status, body::Body};

/// The answer, which ends after this time with a status that says why.
pub fn ended(
    answer: Response<Body>,
    within: Option<Duration>,
    why: fn() -> Status,
) -> Response<Body> {
    match within {
        Some(within) if !answer.body().is_end_stream() => answer.map(|inner| {
            Body::new(Until {
                inner,
                end: Box::pin(sleep(within)),
                why,
                has_ended: false,
            })
        }),
        _ => answer,
    }
}

struct Until {
    inner: Body,
    end: Pin<Box<Sleep>>,
    why: fn() -> Status,
    has_ended: bool,
}

impl http_body::Body for Until {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        if self.end.as_mut().poll(context).is_ready() {
            self.has_ended = true;
            let mut trailers = HeaderMap::new();
            (self.why)().add_header(&mut trailers).ok();
            return Poll::Ready(Some(Ok(Frame::trailers(trailers))));
        }
        Pin::new(&mut self.inner).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.has_ended || self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use futures::future::poll_fn;

    use super::*;

    struct Silent;

    impl http_body::Body for Silent {
        type Data = <Body as http_body::Body>::Data;
        type Error = Status;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_stream_ends_with_what_let_its_caller_in() {
        let answer = Response::new(Body::new(Silent));
        let mut body = ended(answer, Some(Duration::from_millis(5)), || {
            Status::deadline_exceeded("late")
        })
        .into_body();
        let mut frame = async || poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let last = frame().await.unwrap().unwrap().into_trailers().unwrap();
        let status = Status::from_header_map(&last).unwrap();
        assert_eq!(status.code(), tonic::Code::DeadlineExceeded);
        assert_eq!(status.message(), "late");
        assert!(frame().await.is_none());
    }
}
