//! Figures for whoever runs the system, in the text format of OpenMetrics, as Prometheus reads it: how long appends take,
//! what is called and refused, how far each organisation's file is behind the log, and whose events cannot be applied.
//! No figure is about a person, and none tells who was in touch with whom.

mod calls;
mod measured;

use std::sync::{Arc, Mutex, PoisonError};

use api::{
    Connection,
    internal::{
        GetHealthRequest, GetHealthResponse, projector_service_client::ProjectorServiceClient,
    },
};
use axum::{Router, extract::State, response::IntoResponse, routing::get};
use http::{StatusCode, header};
use prometheus_client::{
    encoding::{
        EncodeLabelSet,
        text::{encode_eof, encode_registry},
    },
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

use crate::traces::Traces;
pub use calls::CallsLayer;
pub use measured::MeasuredLog;

/// How every figure's name begins.
const PREFIX: &str = "throughline";
/// The quickest append that is told from others, in seconds, and how many steps of twice as much there are.
const APPEND_BUCKETS: (f64, u16) = (0.000_5, 16);

/// What is measured in this process. Clones share everything.
#[derive(Clone)]
pub struct Metrics(Arc<Measured>);

struct Measured {
    traces: Traces,
    registry: Mutex<Registry>,
    appends: Family<OutcomeLabel, Histogram>,
    calls: Family<CallLabels, Counter>,
    refusals: Family<ReasonLabel, Counter>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CallLabels {
    method: String,
    code: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ReasonLabel {
    reason: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OrganisationLabel {
    organisation: String,
}

impl Metrics {
    /// Nothing has been measured yet. What is measured is traced here, too.
    pub fn new(traces: Traces) -> Self {
        let appends = Family::<OutcomeLabel, Histogram>::new_with_constructor(|| {
            let (first, count) = APPEND_BUCKETS;
            Histogram::new(exponential_buckets(first, 2.0, count))
        });
        let measured = Measured {
            traces,
            registry: Mutex::default(),
            appends,
            calls: Family::default(),
            refusals: Family::default(),
        };
        let mut all = Registry::with_prefix(PREFIX);
        all.register_with_unit(
            "append",
            "How long the log took to take a commit, or not to",
            Unit::Seconds,
            measured.appends.clone(),
        );
        all.register(
            "calls",
            "Calls of the public contract, by what they were answered",
            measured.calls.clone(),
        );
        all.register(
            "refusals",
            "Calls that were refused, by the stable code of the reason",
            measured.refusals.clone(),
        );
        *measured
            .registry
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = all;
        Self(Arc::new(measured))
    }

    /// What is told of now, as a page of text; with how far the files are, where a projector has just said so. What was so
    /// earlier is not told as if it still were.
    ///
    /// # Errors
    /// Where it cannot be written down.
    pub fn text(&self, health: Option<&GetHealthResponse>) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        let registry = self.0.registry.lock();
        encode_registry(&mut text, &registry.unwrap_or_else(PoisonError::into_inner))?;
        if let Some(health) = health {
            encode_registry(&mut text, &files(health))?;
        }
        encode_eof(&mut text)?;
        Ok(text)
    }

    /// A page at `/metrics`; where this process has a projector, it is asked how far the files are.
    pub fn router(&self, projector: Option<Connection>) -> Router {
        let projector = projector.map(ProjectorServiceClient::new);
        Router::new()
            .route("/metrics", get(page))
            .with_state((self.clone(), projector))
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new(Traces::default())
    }
}

type Told = (Metrics, Option<ProjectorServiceClient<Connection>>);

async fn page(State((metrics, projector)): State<Told>) -> impl IntoResponse {
    let health = match projector {
        Some(mut projector) => projector.get_health(GetHealthRequest {}).await.ok(),
        None => None,
    };
    let sort = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match metrics.text(health.as_ref().map(tonic::Response::get_ref)) {
        Ok(text) => ([(header::CONTENT_TYPE, sort)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// How far the files are.
fn files(health: &GetHealthResponse) -> Registry {
    let mut files = Registry::with_prefix(PREFIX);
    let mut tell = |name: &str, help: &str, number: u64| {
        let gauge = Gauge::<i64>::default();
        gauge.set(i64::try_from(number).unwrap_or(i64::MAX));
        files.register(name, help, gauge);
    };
    tell(
        "log_head",
        "The position of the log's last commit",
        health.head,
    );
    tell(
        "log_applied",
        "The position up to which every file is complete",
        health.applied,
    );
    tell(
        "halted_people",
        "People whose events cannot be applied",
        health.halted.len() as u64,
    );
    tell(
        "organisations",
        "Organisations that have a file",
        health.organisations.len() as u64,
    );
    let lag = Family::<OrganisationLabel, Gauge>::default();
    for file in &health.organisations {
        let label = OrganisationLabel {
            organisation: file.organisation.clone(),
        };
        let commits = i64::try_from(file.lag_commits).unwrap_or(i64::MAX);
        lag.get_or_create(&label).set(commits);
    }
    let help = "How many commits an organisation's file is behind the log";
    files.register("lag_commits", help, lag);
    files
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use api::internal::OrganisationHealth;

    use super::*;

    #[test]
    fn how_far_the_files_are_is_told_only_where_a_projector_has_said_so() {
        let metrics = Metrics::new(Default::default());
        let health = GetHealthResponse {
            head: 12,
            applied: 10,
            organisations: vec![OrganisationHealth {
                organisation: "SURGERY".into(),
                lag_commits: 2,
                ..Default::default()
            }],
            ..Default::default()
        };
        let text = metrics.text(Some(&health)).unwrap();
        for line in [
            "throughline_lag_commits{organisation=\"SURGERY\"} 2",
            "throughline_log_head 12",
            "throughline_halted_people 0",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(text.ends_with("# EOF\n") && text.matches("# EOF").count() == 1);
        let text = metrics.text(None).unwrap();
        assert!(
            !text.contains("halted") && text.ends_with("# EOF\n"),
            "{text}"
        );
    }
}
