//! Counting calls of the public contract, by method and answer; each is traced, too.

use std::task::{Context, Poll};

use futures::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use tonic::{Code, Status, body::Body};
use tonic_types::StatusExt;
use tower::{Layer, Service};

use super::{CallLabels, Metrics, ReasonLabel};

/// Counts what is called behind it.
#[derive(Clone)]
pub struct CallsLayer {
    metrics: Metrics,
}

impl CallsLayer {
    /// Counts for these.
    pub fn new(metrics: Metrics) -> Self {
        Self { metrics }
    }
}

impl<S> Layer<S> for CallsLayer {
    type Service = Counted<S>;

    fn layer(&self, service: S) -> Counted<S> {
        Counted {
            service,
            metrics: self.metrics.clone(),
        }
    }
}

/// A service whose calls are counted.
#[derive(Clone)]
pub struct Counted<S> {
    service: S,
    metrics: Metrics,
}

impl<S> Service<Request<Body>> for Counted<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Future: Send + 'static,
    S::Error: 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response<Body>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let method = request.uri().path().trim_start_matches('/').to_owned();
        let metrics = self.metrics.clone();
        let headers = request.headers().clone();
        let answered = self.service.call(request);
        let traced = self.metrics.0.traces.around(&method, &headers, answered);
        traced
            .inspect(move |answer| {
                if let Ok(response) = answer {
                    metrics.count(method, response);
                }
            })
            .boxed()
    }
}

impl Metrics {
    /// A call that succeeds says so at the end of its answer, which is not waited for: none has failed by then.
    fn count(&self, method: String, response: &Response<Body>) {
        let status = Status::from_header_map(response.headers());
        let code = status.as_ref().map_or(Code::Ok, Status::code);
        // Whoever makes methods up makes no figures with them.
        let method = match code {
            Code::Unimplemented => "unknown".to_owned(),
            _ => method,
        };
        let code = format!("{code:?}");
        self.0
            .calls
            .get_or_create(&CallLabels { method, code })
            .inc();
        let reason = status.and_then(|status| status.get_details_error_info());
        if let Some(info) = reason {
            let reason = info.reason;
            self.0.refusals.get_or_create(&ReasonLabel { reason }).inc();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn calls_are_told_by_method_and_answer_and_made_up_ones_as_unknown() {
        let metrics = Metrics::new(Default::default());
        let service = tower::service_fn(|request: Request<Body>| async move {
            let response = match request.uri().path() {
                "/a.B/Fine" => Response::new(Body::empty()),
                "/a.B/Refused" => api::status::Failure::ViewBehind.status().into_http(),
                _ => Status::unimplemented("").into_http(),
            };
            Ok::<_, Status>(response)
        });
        let counted = CallsLayer::new(metrics.clone()).layer(service);
        for path in ["/a.B/Fine", "/a.B/Refused", "/made/up", "/made/more"] {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            counted.clone().oneshot(request).await.unwrap();
        }
        let text = metrics.text(None).unwrap();
        for line in [
            r#"throughline_calls_total{method="a.B/Fine",code="Ok"} 1"#,
            r#"throughline_calls_total{method="unknown",code="Unimplemented"} 2"#,
            r#"throughline_refusals_total{reason="view_behind"} 1"#,
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(!text.contains("made"), "{text}");
    }
}
