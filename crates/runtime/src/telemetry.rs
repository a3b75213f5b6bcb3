//! Log lines, as text or JSON on standard error. What is logged is each module's choice, within this rule.
//!
//! # What may be logged
//!
//! Nothing that a person said, wrote or is, and nothing that tells who was in touch with whom.
//!
//! - Allowed as fields: organisation codes, service and event ids, stream versions, event types, roles, rpc
//!   names, refusal codes, counts, sizes, durations (`…_ms`), file paths, addresses of our own nodes, and
//!   error messages of this workspace's own types.
//! - Not allowed: names, dates of birth, NHS numbers, contact points, any words of a fact or a search,
//!   worker ids, tokens and keys; an organisation together with a person's id or a case's.
//! - Values from outside (metadata, requests, a database's own error about a row) are not logged as they are.
//!
//! Libraries that would log the headers of a call, and with them who is calling, are held at `info`
//! whatever the filter says. A panic is logged with its place; its message only where that is a literal,
//! since a formatted one may repeat data.

use std::{any::Any, io, panic};

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Registry,
    filter::{ParseError, filter_fn},
    fmt::{self, MakeWriter},
    layer::SubscriberExt,
};

use crate::configuration::{Configuration, LogFormat};

/// Libraries that log headers or messages below `info`.
const HELD_AT_INFO: [&str; 9] = [
    "h2",
    "hyper",
    "hyper_util",
    "tonic",
    "tower",
    "rustls",
    "axum",
    "async_nats",
    "eventstore",
];

/// Telemetry could not be started. Trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The filter is not one.
    #[error(
        "`log_filter` {filter:?}: {source}; write a level, or modules with levels, as in `info,cases=debug`"
    )]
    Filter {
        /// The filter as it was given.
        filter: String,
        /// What the parser reported.
        source: ParseError,
    },
    /// The process already has telemetry.
    #[error("telemetry was started twice; start it once, from main")]
    StartedTwice,
}

/// Starts logging for the whole process, and the logging of panics.
///
/// # Errors
/// [`Error`] for a filter that cannot be read, or a second start.
pub fn init(configuration: &Configuration) -> Result<(), Error> {
    let subscriber = subscriber(
        configuration.log_format,
        &configuration.log_filter,
        io::stderr,
    )?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| Error::StartedTwice)?;
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(
            place,
            message = literal_of(info.payload()),
            "a task panicked"
        );
    }));
    Ok(())
}

/// A subscriber that writes elsewhere, for tests.
///
/// # Errors
/// [`Error::Filter`] for a filter that cannot be read.
pub fn subscriber<W>(
    format: LogFormat,
    filter: &str,
    writer: W,
) -> Result<Box<dyn Subscriber + Send + Sync>, Error>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let failed = |source| Error::Filter {
        filter: filter.to_owned(),
        source,
    };
    let filter = EnvFilter::builder().parse(filter).map_err(failed)?;
    let filtered = Registry::default()
        .with(filter)
        .with(filter_fn(|metadata| !may_repeat_headers(metadata)));
    let lines = fmt::layer().with_writer(writer);
    Ok(match format {
        LogFormat::Text => Box::new(filtered.with(lines.with_ansi(false))),
        LogFormat::Json => Box::new(filtered.with(lines.json().flatten_event(true))),
    })
}

/// Whether a library that logs headers wants to say more than it may. Stands beside the filter and not in
/// it, where a directive about a span would raise every library inside that span.
fn may_repeat_headers(metadata: &Metadata<'_>) -> bool {
    let library = metadata.target().split("::").next().unwrap_or_default();
    *metadata.level() > Level::INFO && HELD_AT_INFO.contains(&library)
}

fn literal_of(payload: &(dyn Any + Send)) -> &'static str {
    payload
        .downcast_ref::<&'static str>()
        .copied()
        .unwrap_or("(withheld: it may repeat data)")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(format: LogFormat, filter: &str, work: impl FnOnce()) -> String {
        let page = Page::default();
        let writer = page.clone();
        tracing::subscriber::with_default(
            subscriber(format, filter, move || writer.clone()).unwrap(),
            work,
        );
        String::from_utf8(page.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn json_is_one_object_a_line() {
        let page = written(LogFormat::Json, "info", || {
            tracing::info!(organisation = "RX1", lag_ms = 3, "caught up")
        });
        let line = page.trim_end();
        assert!(
            line.starts_with('{') && line.ends_with('}') && !line.contains('\n'),
            "{line}"
        );
        for part in [
            r#""organisation":"RX1""#,
            r#""lag_ms":3"#,
            r#""message":"caught up""#,
            r#""level":"INFO""#,
        ] {
            assert!(line.contains(part), "{part} in {line}");
        }
    }

    #[test]
    fn text_is_for_reading() {
        let page = written(LogFormat::Text, "info", || {
            tracing::info!(lag_ms = 3, "caught up")
        });
        assert!(
            page.contains("caught up") && page.contains("lag_ms=3"),
            "{page}"
        );
    }

    #[test]
    fn headers_are_not_logged_whatever_the_filter_says() {
        for filter in [
            "trace",
            "h2=trace",
            "info,h2::codec=trace",
            "trace,hyper=debug",
            "[serving]=trace",
        ] {
            let page = written(LogFormat::Text, filter, || {
                let _inside = tracing::info_span!("serving").entered();
                tracing::debug!(target: "h2::codec", "throughline-worker: w1");
                tracing::trace!(target: "hyper::proto", "throughline-worker: w1");
                tracing::trace!(target: "tonic", "throughline-worker: w1");
            });
            assert_eq!(page, "", "{filter}");
        }
        let page = written(LogFormat::Text, "debug", || tracing::debug!("ours"));
        assert!(page.contains("ours"));
    }

    #[test]
    fn a_filter_that_is_none_is_refused_with_the_remedy() {
        let Err(error) = subscriber(LogFormat::Text, "cases=loud", io::stderr) else {
            panic!("accepted")
        };
        assert!(
            error.to_string().contains("log_filter") && error.to_string().contains("cases=debug"),
            "{error}"
        );
    }

    #[test]
    fn only_a_literal_panic_message_is_shown() {
        assert_eq!(literal_of(&"a literal"), "a literal");
        assert!(literal_of(&String::from("Sam said so")).starts_with("(withheld"));
    }
}
