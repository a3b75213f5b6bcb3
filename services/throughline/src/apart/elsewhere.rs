//! A query whose caller's organisation has its file on other nodes is passed on to them: to its first node, and where that
//! one is not there, to the warm one. Whoever asks need not know which nodes those are.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use futures::future::BoxFuture;
use http::{HeaderValue, Request, Response};
use identity::Caller;
use tonic::{Status, body::Body};
use tower::Service;

use super::{balanced::Places, calls::is_for_cases, share::Share};

/// The header of what was passed on already: it is not passed on again.
const PASSED_ON: &str = "throughline-passed-on";

/// The other nodes.
#[derive(Clone)]
pub(super) struct Nodes {
    /// Which organisations this one has.
    pub(super) share: Share,
    /// Where all of them serve callers, in the order of their numbers.
    pub(super) places: Places,
}

/// Before the services of this node, behind authentication.
#[derive(Clone)]
pub(super) struct Elsewhere<S> {
    pub(super) nodes: Option<Nodes>,
    pub(super) inner: S,
}

impl<S> Service<Request<Body>> for Elsewhere<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let elsewhere = self.nodes.clone().and_then(|nodes| {
            let organisation = request.extensions().get::<Caller>()?.organisation();
            let is_here = nodes.share.has(organisation) || is_for_cases(&request);
            (!is_here).then(|| (nodes.share.owners(organisation), nodes.places))
        });
        let Some((owners, places)) = elsewhere else {
            return Box::pin(self.inner.call(request));
        };
        let was_passed_on = request
            .headers_mut()
            .insert(PASSED_ON, HeaderValue::from_static("1"))
            .is_some();
        Box::pin(async move {
            let answer = match was_passed_on {
                // The nodes do not agree how many they are: they are being restarted one by one.
                true => Err(Status::unavailable("the file is on another node")),
                false => places.call(owners, request).await,
            };
            Ok(answer.unwrap_or_else(Status::into_http))
        })
    }
}
