//! The spans themselves, by OpenTelemetry's own names where it has any (semantic conventions for RPC, 1.38).

use std::{
    collections::HashMap,
    time::{Duration, SystemTime},
};

use anyhow::bail;
use futures::future::{BoxFuture, FutureExt as _};
use http::{HeaderMap, Response};
use opentelemetry::{
    Context, KeyValue, SpanId, TraceFlags, TraceId,
    context::FutureExt as _,
    propagation::TextMapPropagator,
    trace::{
        Link, Span, SpanContext, SpanKind, TraceContextExt, TraceState, Tracer, TracerProvider,
    },
};
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{SdkTracer, SdkTracerProvider},
};
use tonic::{Code, Status, body::Body};
use uuid::Uuid;

/// How long sending may take.
const SEND_WITHIN: Duration = Duration::from_secs(5);
/// The headers in which a caller names its trace (W3C Trace Context).
const CARRIED: [&str; 2] = ["traceparent", "tracestate"];

pub(super) struct Otlp {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

impl Otlp {
    pub(super) fn start(address: &str, roles: &str) -> anyhow::Result<Otlp> {
        let exporter = SpanExporter::builder()
            .with_tonic()
            .with_endpoint(address)
            .with_timeout(SEND_WITHIN)
            .build();
        let exporter = match exporter {
            Ok(exporter) => exporter,
            Err(error) => {
                bail!("`traces_at`: {address} is no address such as http://127.0.0.1:4317: {error}")
            }
        };
        let resource = Resource::builder()
            .with_service_name("throughline")
            .with_attribute(KeyValue::new("throughline.roles", roles.to_owned()))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .build();
        let tracer = provider.tracer("throughline");
        Ok(Otlp { provider, tracer })
    }

    pub(super) fn around<F, E>(
        &self,
        method: &str,
        headers: &HeaderMap,
        answered: F,
    ) -> BoxFuture<'static, F::Output>
    where
        F: Future<Output = Result<Response<Body>, E>> + Send + 'static,
    {
        let carried: HashMap<String, String> = CARRIED
            .iter()
            .filter_map(|name| {
                let value = headers.get(*name)?.to_str().ok()?;
                Some(((*name).to_owned(), value.to_owned()))
            })
            .collect();
        let callers = TraceContextPropagator::new().extract_with_context(&Context::new(), &carried);
        let span = self
            .tracer
            .span_builder(method.to_owned())
            .with_kind(SpanKind::Server)
            .with_attributes([
                KeyValue::new("rpc.system.name", "grpc"),
                KeyValue::new("rpc.method", method.to_owned()),
            ])
            .start_with_context(&self.tracer, &callers);
        let context = callers.with_span(span);
        let inside = context.clone();
        let ended = async move {
            let answer = answered.await;
            let span = context.span();
            if let Ok(response) = &answer {
                let status = Status::from_header_map(response.headers());
                let code = status.map_or(Code::Ok, |status| status.code());
                span.set_attribute(KeyValue::new(
                    "rpc.response.status_code",
                    format!("{code:?}"),
                ));
            }
            span.end();
            answer
        };
        ended.with_context(inside).boxed()
    }

    pub(super) fn appended(&self, command: Uuid, begun: SystemTime, outcome: &'static str) {
        let call = Context::current();
        let call = call.span();
        let of_command = of_command(command);
        call.add_link(of_command.clone(), Vec::new());
        let links = match call.span_context() {
            of_call if of_call.is_valid() => vec![Link::with_context(of_call.clone())],
            _ => Vec::new(),
        };
        let mut span = self
            .tracer
            .span_builder("append")
            .with_kind(SpanKind::Producer)
            .with_start_time(begun)
            .with_links(links)
            .with_attributes([KeyValue::new("throughline.outcome", outcome)])
            .start_with_context(&self.tracer, &within(of_command));
        span.end();
    }

    pub(super) fn written(&self, commands: &[Uuid], begun: SystemTime, files: usize) {
        let files = i64::try_from(files).unwrap_or(i64::MAX);
        for command in commands {
            let mut span = self
                .tracer
                .span_builder("write files")
                .with_kind(SpanKind::Consumer)
                .with_start_time(begun)
                .with_attributes([KeyValue::new("throughline.files", files)])
                .start_with_context(&self.tracer, &within(of_command(*command)));
            span.end();
        }
    }

    pub(super) fn close(&self) {
        if let Err(error) = self.provider.shutdown() {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// What stands for a command in its own trace: nobody sends that span, and all others are below it.
fn of_command(command: Uuid) -> SpanContext {
    let (_, below) = command.as_u64_pair();
    SpanContext::new(
        TraceId::from_bytes(command.into_bytes()),
        SpanId::from_bytes(below.to_be_bytes()),
        TraceFlags::SAMPLED,
        true,
        TraceState::default(),
    )
}

fn within(parent: SpanContext) -> Context {
    Context::new().with_remote_span_context(parent)
}
