//! The layer before every service: it puts the verified [`Caller`] beside the request, or refuses it.
//! It decides nothing about what the caller may do.

use std::{
    fmt, mem,
    sync::Arc,
    task::{Context, Poll},
};

use futures::future::{Either, MapOk, Ready, TryFutureExt, ready};
use http::{Request, Response};
use tonic::{Status, body::Body, metadata::MetadataMap};
use tower::{Layer, Service};

use crate::{Admitted, Authenticator, Caller, Unauthenticated, until};

/// What answers without a caller: health checks, and the descriptions of the public contract. The slash
/// keeps a longer service name from passing as one of them.
const OPEN_TO_ALL: [&str; 2] = ["/grpc.health.v1.Health/", "/grpc.reflection."];

/// The caller that the authentication layer put beside the request.
///
/// # Errors
/// `UNAUTHENTICATED` where the request came around the layer.
pub fn caller<T>(request: &tonic::Request<T>) -> Result<&Caller, Status> {
    request
        .extensions()
        .get()
        .ok_or_else(|| Unauthenticated::NotAsked.into())
}

/// Puts [`Authentication`] before a service.
#[derive(Clone)]
pub struct AuthenticationLayer {
    authenticator: Arc<dyn Authenticator>,
}

impl AuthenticationLayer {
    /// A layer that asks this authenticator.
    pub fn new(authenticator: Arc<dyn Authenticator>) -> Self {
        Self { authenticator }
    }
}

impl<S> Layer<S> for AuthenticationLayer {
    type Service = Authentication<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Authentication {
            authenticator: self.authenticator.clone(),
            inner,
        }
    }
}

/// A service behind authentication. A request reaches it with a [`Caller`] among its extensions, except the
/// few that everybody may make (health, reflection), which carry none.
#[derive(Clone)]
pub struct Authentication<S> {
    authenticator: Arc<dyn Authenticator>,
    inner: S,
}

impl<S, B> Service<Request<B>> for Authentication<S>
where
    S: Service<Request<B>, Response = Response<Body>>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Either<
        Ready<Result<Self::Response, S::Error>>,
        MapOk<S::Future, Box<dyn FnOnce(Response<Body>) -> Response<Body> + Send>>,
    >;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // Whoever stood there was not put there by us for this request.
        request.extensions_mut().remove::<Caller>();
        let path = request.uri().path().to_owned();
        if OPEN_TO_ALL.iter().any(|open| path.starts_with(open)) {
            return Either::Right(self.inner.call(request).map_ok(Box::new(|answer| answer)));
        }
        let metadata = MetadataMap::from_headers(mem::take(request.headers_mut()));
        match self.authenticator.authenticate(&path, &metadata) {
            Ok(Admitted { caller, within }) => {
                *request.headers_mut() = metadata.into_headers();
                request.extensions_mut().insert(caller);
                let answered = self.inner.call(request);
                Either::Right(answered.map_ok(Box::new(move |answer| {
                    until::ended(answer, within, || Unauthenticated::Ended.into())
                })))
            }
            Err(refusal) => Either::Left(ready(Ok(Status::from(refusal).into_http()))),
        }
    }
}

impl fmt::Debug for AuthenticationLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthenticationLayer")
    }
}

impl<S> fmt::Debug for Authentication<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authentication")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::convert::Infallible;

    use casework::Role;
    use tonic_types::StatusExt;
    use tower::{ServiceExt, service_fn};

    use super::*;
    use crate::{DevelopmentCallers, NoCallers, ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};

    /// Answers with the caller's organisation in a header, if there is a caller.
    async fn answer(request: Request<()>) -> Result<Response<Body>, Infallible> {
        let mut response = Response::new(Body::empty());
        if let Some(caller) = request.extensions().get::<Caller>() {
            assert!(
                request.headers().contains_key(ORGANISATION_KEY),
                "headers are passed on"
            );
            response
                .headers_mut()
                .insert("seen", caller.organisation().as_str().parse().unwrap());
        }
        response
            .headers_mut()
            .insert("reached", "yes".parse().unwrap());
        Ok(response)
    }

    fn development() -> Arc<dyn Authenticator> {
        Arc::new(DevelopmentCallers::on_loopback("127.0.0.1:0".parse().unwrap()).unwrap())
    }

    async fn asked(authenticator: Arc<dyn Authenticator>, request: Request<()>) -> Response<Body> {
        AuthenticationLayer::new(authenticator)
            .layer(service_fn(answer))
            .oneshot(request)
            .await
            .unwrap()
    }

    fn request(path: &str) -> Request<()> {
        Request::builder()
            .uri(path)
            .header(ORGANISATION_KEY, "RX1")
            .header(WORKER_KEY, "w1")
            .header(ROLE_KEY, "manager")
            .body(())
            .unwrap()
    }

    fn planted() -> Caller {
        Caller::verified(
            "RX9".parse().unwrap(),
            "w9".parse().unwrap(),
            Role::Operator,
        )
    }

    #[tokio::test]
    async fn the_caller_reaches_the_service() {
        let response = asked(development(), request("/throughline.v1.Cases/OpenCase")).await;
        assert_eq!(response.headers()["seen"], "RX1");
    }

    #[tokio::test]
    async fn a_planted_caller_is_replaced_or_removed() {
        let mut with_planted = request("/throughline.v1.Cases/OpenCase");
        with_planted.extensions_mut().insert(planted());
        assert_eq!(
            asked(development(), with_planted).await.headers()["seen"],
            "RX1"
        );

        let mut open = request("/grpc.health.v1.Health/Check");
        open.extensions_mut().insert(planted());
        let response = asked(NoCallers.into_shared(), open).await;
        assert!(
            response.headers().contains_key("reached") && !response.headers().contains_key("seen")
        );
    }

    #[tokio::test]
    async fn without_a_caller_the_service_is_not_reached() {
        let bare = Request::builder()
            .uri("/throughline.v1.Cases/OpenCase")
            .body(())
            .unwrap();
        for (authenticator, key) in [
            (development(), Some(ORGANISATION_KEY)),
            (NoCallers.into_shared(), None),
        ] {
            let response = asked(authenticator, bare.clone()).await;
            assert!(!response.headers().contains_key("reached"));
            let status = Status::from_header_map(response.headers()).unwrap();
            assert_eq!(status.code(), tonic::Code::Unauthenticated);
            let details = status.get_error_details();
            let info = details.error_info().unwrap();
            assert_eq!(
                (info.reason.as_str(), info.domain.as_str()),
                ("unauthenticated", "throughline")
            );
            assert_eq!(info.metadata.get("key").map(String::as_str), key);
        }
    }

    #[tokio::test]
    async fn only_health_and_reflection_are_open_to_all() {
        let reached = async |path: &str| {
            let response = asked(NoCallers.into_shared(), request(path)).await;
            response.headers().contains_key("reached")
        };
        for path in [
            "/grpc.health.v1.Health/Watch",
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        ] {
            assert!(reached(path).await, "{path}");
        }
        for path in [
            "/grpc.health.v1.Healthy/Check",
            "/grpc.reflections.v1.X/Y",
            "/x/grpc.health.v1.Health/Check",
            "/",
        ] {
            assert!(!reached(path).await, "{path}");
        }
    }

    #[test]
    fn a_handler_finds_its_caller() {
        let mut request = tonic::Request::new(());
        assert_eq!(
            caller(&request).unwrap_err().code(),
            tonic::Code::Unauthenticated
        );
        request.extensions_mut().insert(planted());
        assert_eq!(caller(&request).unwrap(), &planted());
    }

    impl NoCallers {
        fn into_shared(self) -> Arc<dyn Authenticator> {
            Arc::new(self)
        }
    }
}
