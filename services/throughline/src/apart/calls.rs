//! Calling a system whose roles are in processes of their own, as if it were one.

use std::task::{Context, Poll};

use api::{Connection, connection};
use http::{Request, Response};
use tonic::{Status, body::Body};
use tower::Service;

use super::{balanced::balanced, inside::Certificates};

/// The public contract, of processes at these addresses (commas between): commands go to those with the role cases, all
/// else to those with the role views. A call that was not answered by one is made to the next.
///
/// # Errors
/// Where there is no address, or one is none.
pub fn calls(
    cases_at: &str,
    views_at: &str,
    tls: Option<&Certificates>,
) -> anyhow::Result<Connection> {
    Ok(connection::boxed(Both {
        cases: balanced("cases_at", cases_at, tls)?,
        views: balanced("views_at", views_at, tls)?,
    }))
}

#[derive(Clone)]
struct Both {
    cases: Connection,
    views: Connection,
}

impl Service<Request<Body>> for Both {
    type Response = Response<Body>;
    type Error = Status;
    type Future = <Connection as Service<Request<Body>>>::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Status>> {
        // Either may be chosen; both are always ready, and wait in their calls.
        std::task::ready!(self.cases.poll_ready(context))?;
        self.views.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if is_for_cases(&request) {
            self.cases.call(request)
        } else {
            self.views.call(request)
        }
    }
}

/// Whether a call is for those with the role cases.
pub(super) fn is_for_cases<B>(request: &Request<B>) -> bool {
    let path = request.uri().path().trim_start_matches('/');
    let service = path.split('/').next();
    service.is_some_and(|service| cases::SERVICES.contains(&service))
}
