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
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

pub use calls::CallsLayer;
pub use measured::MeasuredLog;

/// The quickest append that is told from others, in seconds, and how many steps of twice as much there are.
const APPEND_BUCKETS: (f64, u16) = (0.000_5, 16);

/// What is measured in this process. Clones share everything.
#[derive(Clone)]
pub struct Metrics(Arc<Measured>);

struct Measured {
    registry: Mutex<Registry>,
    appends: Family<OutcomeLabel, Histogram>,
    calls: Family<CallLabels, Counter>,
    refusals: Family<ReasonLabel, Counter>,
    head: Gauge,
    applied: Gauge,
    lag: Family<OrganisationLabel, Gauge>,
    halted: Gauge,
    organisations: Gauge,
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
    /// Nothing has been measured yet.
    pub fn new() -> Self {
        let appends = Family::<OutcomeLabel, Histogram>::new_with_constructor(|| {
            let (first, count) = APPEND_BUCKETS;
            Histogram::new(exponential_buckets(first, 2.0, count))
        });
        let measured = Measured {
            registry: Mutex::default(),
            appends,
            calls: Family::default(),
            refusals: Family::default(),
            head: Gauge::default(),
            applied: Gauge::default(),
            lag: Family::default(),
            halted: Gauge::default(),
            organisations: Gauge::default(),
        };
        let mut all = Registry::with_prefix("throughline");
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
        all.register(
            "log_head",
            "The position of the log's last commit",
            measured.head.clone(),
        );
        all.register(
            "log_applied",
            "The position up to which every file is complete",
            measured.applied.clone(),
        );
        all.register(
            "lag_commits",
            "How many commits an organisation's file is behind the log",
            measured.lag.clone(),
        );
        all.register(
            "halted_people",
            "People whose events cannot be applied",
            measured.halted.clone(),
        );
        all.register(
            "organisations",
            "Organisations that have a file",
            measured.organisations.clone(),
        );
        *measured
            .registry
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = all;
        Self(Arc::new(measured))
    }

    /// What is told of now: a page of text.
    ///
    /// # Errors
    /// Where it cannot be written down.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        let registry = self.0.registry.lock();
        encode(&mut text, &registry.unwrap_or_else(PoisonError::into_inner))?;
        Ok(text)
    }

    fn take_in(&self, health: &GetHealthResponse) {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let measured = &self.0;
        measured.head.set(number(health.head));
        measured.applied.set(number(health.applied));
        measured.halted.set(number(health.halted.len() as u64));
        measured
            .organisations
            .set(number(health.organisations.len() as u64));
        // One that is no longer there is no longer told of.
        measured.lag.clear();
        for file in &health.organisations {
            let label = OrganisationLabel {
                organisation: file.organisation.clone(),
            };
            measured
                .lag
                .get_or_create(&label)
                .set(number(file.lag_commits));
        }
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
        Self::new()
    }
}

type Told = (Metrics, Option<ProjectorServiceClient<Connection>>);

async fn page(State((metrics, projector)): State<Told>) -> impl IntoResponse {
    if let Some(mut projector) = projector
        && let Ok(health) = projector.get_health(GetHealthRequest {}).await
    {
        metrics.take_in(health.get_ref());
    }
    let sort = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, sort)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use api::internal::OrganisationHealth;

    use super::*;

    #[test]
    fn an_organisation_that_is_gone_is_no_longer_told_of() {
        let metrics = Metrics::new();
        let health = |codes: &[&str]| GetHealthResponse {
            head: 12,
            applied: 10,
            organisations: codes
                .iter()
                .map(|code| OrganisationHealth {
                    organisation: (*code).into(),
                    lag_commits: 2,
                    ..Default::default()
                })
                .collect(),
            ..Default::default()
        };
        metrics.take_in(&health(&["SURGERY", "CHARITY"]));
        let text = metrics.text().unwrap();
        assert!(
            text.contains("throughline_lag_commits{organisation=\"SURGERY\"} 2"),
            "{text}"
        );
        assert!(
            text.contains("throughline_log_head 12") && text.ends_with("# EOF\n"),
            "{text}"
        );
        metrics.take_in(&health(&["SURGERY"]));
        assert!(!metrics.text().unwrap().contains("CHARITY"));
    }
}
