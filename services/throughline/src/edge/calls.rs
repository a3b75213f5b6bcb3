//! How many calls are under way: in all, from one address, of one caller; each until its answer was read, and not for long.
//! What is beyond that is refused at once, with a status that says when to try again, so that the others are served in time.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures::future::BoxFuture;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use identity::Caller;
use tokio::{
    task::AbortHandle,
    time::{Instant, sleep, timeout_at},
};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status, body::Body};
use tonic_types::{ErrorDetails, StatusExt};
use tower::{Layer, Service};

use super::{
    Bounds,
    held::From,
    places::{Counts, Place},
};

/// The call whose answer goes on: it is bounded by its caller's others, and by how long they are let in.
const GOES_ON: &str = "/WatchChanges";
/// How long after its time an answer that is being read has ended by itself.
const ENDS_BY_ITSELF_WITHIN: Duration = Duration::from_secs(5);
/// When whoever was refused tries again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Bounds the calls in all and from each address, and how long each takes.
#[derive(Clone)]
pub struct AddressesLayer {
    in_all: Arc<Counts>,
    of_address: Arc<Counts>,
    within: Duration,
}

impl AddressesLayer {
    /// With these bounds.
    pub fn new(bounds: Bounds) -> Self {
        Self {
            in_all: Counts::new(bounds.calls),
            of_address: Counts::new(bounds.calls_per_address),
            within: bounds.call_within,
        }
    }

    fn places(&self, from: Option<&From>) -> Result<Vec<Place>, Status> {
        let in_all = self.in_all.take(String::new());
        let in_all = in_all.ok_or_else(|| shed(Code::Unavailable, "this server"))?;
        let Some(from) = from else {
            return Ok(vec![in_all]);
        };
        let of_address = self.of_address.take(from.address.to_string());
        let of_address = of_address.ok_or_else(|| shed(Code::ResourceExhausted, "your address"))?;
        Ok(vec![in_all, of_address])
    }
}

/// Bounds the calls of each caller. To be put behind authentication.
#[derive(Clone)]
pub struct CallersLayer {
    of_caller: Arc<Counts>,
}

impl CallersLayer {
    /// With these bounds.
    pub fn new(bounds: Bounds) -> Self {
        Self {
            of_caller: Counts::new(bounds.calls_per_caller),
        }
    }
}

impl<S> Layer<S> for AddressesLayer {
    type Service = Bounded<S, Self>;

    fn layer(&self, inner: S) -> Self::Service {
        Bounded {
            inner,
            by: self.clone(),
        }
    }
}

impl<S> Layer<S> for CallersLayer {
    type Service = Bounded<S, Self>;

    fn layer(&self, inner: S) -> Self::Service {
        Bounded {
            inner,
            by: self.clone(),
        }
    }
}

/// What a layer bounds calls by.
pub trait Bound: Clone + Send + 'static {
    /// The places that a call takes, and how long it may take them.
    ///
    /// # Errors
    /// Where there is none: the status to refuse it with.
    fn admit<B>(&self, request: &Request<B>) -> Result<Admitted, Status>;
}

/// The places that a call has taken, and until when; and what is cut where its answer is not read by then.
pub struct Admitted {
    places: Vec<Place>,
    within: Option<Duration>,
    cut: Option<CancellationToken>,
}

impl Bound for AddressesLayer {
    fn admit<B>(&self, request: &Request<B>) -> Result<Admitted, Status> {
        if request.uri().path().ends_with(GOES_ON) {
            return Ok(Admitted {
                places: Vec::new(),
                within: None,
                cut: None,
            });
        }
        let from = request.extensions().get::<From>();
        Ok(Admitted {
            places: self.places(from)?,
            within: Some(self.within),
            cut: from.map(|from| from.cut.clone()),
        })
    }
}

impl Bound for CallersLayer {
    fn admit<B>(&self, request: &Request<B>) -> Result<Admitted, Status> {
        let places = match request.extensions().get::<Caller>() {
            Some(caller) => {
                let key = format!("{}/{}", caller.organisation(), caller.worker());
                let place = self.of_caller.take(key);
                vec![place.ok_or_else(|| shed(Code::ResourceExhausted, "you"))?]
            }
            None => Vec::new(),
        };
        Ok(Admitted {
            places,
            within: None,
            cut: None,
        })
    }
}

/// A service whose calls are bounded.
#[derive(Clone)]
pub struct Bounded<S, L> {
    inner: S,
    by: L,
}

impl<S, L, B> Service<Request<B>> for Bounded<S, L>
where
    S: Service<Request<B>, Response = Response<Body>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
    L: Bound,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response<Body>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Admitted {
            places,
            within,
            cut,
        } = match self.by.admit(&request) {
            Ok(admitted) => admitted,
            Err(refused) => return Box::pin(async { Ok(refused.into_http()) }),
        };
        let answered = self.inner.call(request);
        Box::pin(async move {
            let until = within.map(|within| Instant::now() + within);
            let answer = match until {
                None => answered.await?,
                Some(until) => match timeout_at(until, answered).await {
                    Ok(answer) => answer?,
                    Err(_) => return Ok(too_late().into_http()),
                },
            };
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let answer = identity::ended(answer, left, too_late);
            let unread = left.zip(cut).map(|(left, cut)| Unread::watch(left, cut));
            Ok(answer.map(|inner| {
                Body::new(Holding {
                    inner,
                    _places: places,
                    _unread: unread,
                })
            }))
        })
    }
}

/// An answer that holds its call's places until it was read.
struct Holding {
    inner: Body,
    _places: Vec<Place>,
    _unread: Option<Unread>,
}

/// Cuts a connection whose answer lies there unread. An answer that may not be sent, since its reader opens no window
/// (RFC 9113, section 5.2), is not looked at again by whatever sends it: nothing that it holds would come free by itself.
struct Unread(AbortHandle);

impl Unread {
    fn watch(within: Duration, cut: CancellationToken) -> Self {
        let watching = tokio::spawn(async move {
            sleep(within + ENDS_BY_ITSELF_WITHIN).await;
            cut.cancel();
        });
        Self(watching.abort_handle())
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl http_body::Body for Holding {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        Pin::new(&mut self.inner).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// Refused because there is too much at once.
fn shed(code: Code, who: &str) -> Status {
    let says = format!(
        "too many calls of {who} are under way; try again in a moment, with fewer at a time"
    );
    let mut about = HashMap::new();
    about.insert("retry".to_owned(), "true".to_owned());
    about.insert(
        "remedy".to_owned(),
        "try again in a moment, with fewer at a time".to_owned(),
    );
    let mut details = ErrorDetails::with_error_info("too_many_calls", "throughline", about);
    details.set_retry_info(Some(TRY_AGAIN_AFTER));
    Status::with_error_details(code, says, details)
}

fn too_late() -> Status {
    Status::deadline_exceeded(
        "the call took longer than calls may take here; ask for less, or send it again",
    )
}
