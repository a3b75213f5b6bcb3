//! Speaking to the services as somebody: a connection that says in each call who asks.

use std::task::{Context, Poll};

use api::{Connection, connection};
use http::{HeaderName, HeaderValue, Request, Response};
use serde::{Deserialize, Serialize};
use tonic::{Status, body::Body};
use tower::Service;

/// Says that a command is carried out only as far as to tell who would be shown what it records.
const REHEARSAL_KEY: HeaderName = HeaderName::from_static("throughline-rehearsal");

/// Somebody who acts for an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The organisation's code.
    pub organisation: String,
    /// The worker's id there.
    pub worker: String,
    /// The role in which they act.
    pub role: String,
}

impl Speaker {
    /// The connection that speaks as this one. What is not of the expected form is left out, and the call refused.
    pub fn over(&self, connection: &Connection, rehearsing: bool) -> Connection {
        let mut says = Vec::new();
        for (key, value) in [
            ("throughline-organisation", &self.organisation),
            ("throughline-worker", &self.worker),
            ("throughline-role", &self.role),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                says.push((HeaderName::from_static(key), value));
            }
        }
        if rehearsing {
            says.push((REHEARSAL_KEY, HeaderValue::from_static("true")));
        }
        connection::boxed(Speaking {
            inner: connection.clone(),
            says,
        })
    }
}

#[derive(Clone)]
struct Speaking {
    inner: Connection,
    says: Vec<(HeaderName, HeaderValue)>,
}

impl Service<Request<Body>> for Speaking {
    type Response = Response<Body>;
    type Error = Status;
    type Future = <Connection as Service<Request<Body>>>::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Status>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        for (key, value) in &self.says {
            request.headers_mut().insert(key, value.clone());
        }
        self.inner.call(request)
    }
}
