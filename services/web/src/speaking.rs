//! Speaking to the services as somebody: a connection that says in each call who asks.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use api::{Connection, connection};
use http::{HeaderName, HeaderValue, Request, Response, header::AUTHORIZATION};
use identity::{
    Right, Role,
    accounts::Who,
    assertions::{Assertion, Minter},
};
use runtime::clock::Clock;
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

/// What speaks for everybody who has signed in: the connection, and what their calls are signed with.
#[derive(Clone)]
pub struct Voice {
    connection: Connection,
    minter: Minter,
    clock: Arc<dyn Clock>,
}

impl Speaker {
    /// Whether their role has a right, by the one table of these.
    pub fn may(&self, right: Right) -> bool {
        self.role.parse().is_ok_and(|role: Role| role.may(right))
    }

    /// This worker in this role.
    pub fn new(who: &Who, role: impl Into<String>) -> Self {
        Self {
            organisation: who.organisation.to_string(),
            worker: who.worker.to_string(),
            role: role.into(),
        }
    }

    /// Which worker this is; none, where a cookie was made by something else.
    pub fn who(&self) -> Option<Who> {
        Who::new(&self.organisation, &self.worker).ok()
    }
}

impl Voice {
    /// Speaks over this connection.
    pub fn new(connection: Connection, minter: Minter, clock: Arc<dyn Clock>) -> Self {
        Self {
            connection,
            minter,
            clock,
        }
    }

    /// The connection that speaks as this one: each call carries an assertion of its own.
    pub fn of(&self, speaker: &Speaker, rehearsing: bool) -> Connection {
        connection::boxed(Speaking {
            voice: self.clone(),
            speaker: speaker.clone(),
            rehearsing,
        })
    }
}

#[derive(Clone)]
struct Speaking {
    voice: Voice,
    speaker: Speaker,
    rehearsing: bool,
}

impl Service<Request<Body>> for Speaking {
    type Response = Response<Body>;
    type Error = Status;
    type Future = <Connection as Service<Request<Body>>>::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Status>> {
        self.voice.connection.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let says = Assertion {
            organisation: &self.speaker.organisation,
            worker: &self.speaker.worker,
            role: &self.speaker.role,
        };
        let now = self.voice.clock.now();
        let shown = self.voice.minter.mint(&says, request.uri().path(), now);
        // What cannot stand in a header is left out, and the call refused.
        if let Ok(shown) = HeaderValue::from_str(&shown) {
            request.headers_mut().insert(AUTHORIZATION, shown);
        }
        if self.rehearsing {
            let rehearsing = HeaderValue::from_static("true");
            request.headers_mut().insert(REHEARSAL_KEY, rehearsing);
        }
        self.voice.connection.call(request)
    }
}
