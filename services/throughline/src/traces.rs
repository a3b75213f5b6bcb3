//! Traces by OpenTelemetry, sent by OTLP to where the settings say: each call of the public contract, each append to the log,
//! and the files that were written because of it, in this process or another.
//!
//! A command's trace has as its id the one under which the command stands in the log, so that the projector finds the trace again
//! without anything being carried there. The call that brought the command is in its caller's trace, and the two are linked.
//! Nothing in a trace is about a person.

#[cfg(feature = "traces")]
mod otlp;

use std::{future::Future, sync::Arc, time::SystemTime};

use futures::future::{BoxFuture, FutureExt};
use http::{HeaderMap, Response};
use runtime::configuration::Configuration;
use tonic::body::Body;
use uuid::Uuid;

#[cfg(feature = "traces")]
use otlp::Otlp;

/// What is traced in this process; nothing, where the settings do not say where to. Clones share everything.
#[derive(Clone, Default)]
pub struct Traces(Option<Arc<Otlp>>);

/// Without traces in this program there are none to send.
#[cfg(not(feature = "traces"))]
enum Otlp {}

#[cfg(not(feature = "traces"))]
impl Otlp {
    fn start(_: &str, _: &str) -> anyhow::Result<Otlp> {
        anyhow::bail!(
            "`traces_at` is set, and this program was built without traces: build it with `--features traces`, or take the setting away"
        )
    }

    fn around<F, E>(&self, _: &str, _: &HeaderMap, _: F) -> BoxFuture<'static, F::Output>
    where
        F: Future<Output = Result<Response<Body>, E>> + Send + 'static,
    {
        match *self {}
    }

    fn appended(&self, _: Uuid, _: SystemTime, _: &'static str) {
        match *self {}
    }

    fn written(&self, _: &[Uuid], _: SystemTime, _: usize) {
        match *self {}
    }

    fn close(&self) {
        match *self {}
    }
}

impl Traces {
    /// As the settings say.
    ///
    /// # Errors
    /// With a message for the operator.
    pub fn start(configuration: &Configuration) -> anyhow::Result<Traces> {
        if configuration.traces_at.is_empty() {
            return Ok(Traces(None));
        }
        let otlp = Otlp::start(&configuration.traces_at, &configuration.roles)?;
        Ok(Traces(Some(Arc::new(otlp))))
    }

    /// One call of the public contract, from here to the beginning of its answer.
    pub(crate) fn around<F, E>(
        &self,
        method: &str,
        headers: &HeaderMap,
        answered: F,
    ) -> BoxFuture<'static, F::Output>
    where
        F: Future<Output = Result<Response<Body>, E>> + Send + 'static,
    {
        match &self.0 {
            Some(otlp) => otlp.around(method, headers, answered),
            None => answered.boxed(),
        }
    }

    /// The log has answered an append for a command.
    pub(crate) fn appended(&self, command: Uuid, begun: SystemTime, outcome: &'static str) {
        if let Some(otlp) = &self.0 {
            otlp.appended(command, begun, outcome);
        }
    }

    /// Sends what has not been sent. It blocks for a moment.
    pub fn close(&self) {
        if let Some(otlp) = &self.0 {
            otlp.close();
        }
    }
}

impl projector::Observer for Traces {
    fn written(&self, commands: &[Uuid], begun: SystemTime, files: usize) {
        if let Some(otlp) = &self.0 {
            otlp.written(commands, begun, files);
        }
    }
}

/// What time it is, for how long something took.
#[expect(clippy::disallowed_methods, reason = "no event depends on it")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}
