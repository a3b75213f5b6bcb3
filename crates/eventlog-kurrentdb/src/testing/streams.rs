//! The protocol's service of streams: appending, one by one and in batches. Reading is `reading`'s.

use std::{
    pin::Pin,
    sync::{Arc, atomic::Ordering},
};

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

use super::{
    Faults,
    messages::{name, proposed, refusal, success, unavailable, wrong},
    reading::{Reading, Wanted},
    store::{Expecting, Outcome, Store},
    wire::event_store::client::streams::{
        AppendReq, AppendResp, BatchAppendReq, BatchAppendResp, ReadReq, ReadResp, append_req,
        append_resp, batch_append_req, batch_append_resp, read_req, streams_server::Streams,
    },
};

/// How many answers wait for a caller to take them.
const WAITING: usize = 64;

pub(super) struct StreamsService {
    pub(super) store: Arc<Store>,
    pub(super) faults: Arc<Faults>,
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl Streams for StreamsService {
    type ReadStream = Answers<ReadResp>;
    type BatchAppendStream = Answers<BatchAppendResp>;

    async fn read(&self, request: Request<ReadReq>) -> Result<Response<Self::ReadStream>, Status> {
        self.faults.wait().await;
        let options = request.into_inner().options;
        let options = options.ok_or_else(|| Status::invalid_argument("options"))?;
        let (answers, answered) = mpsc::channel(WAITING);
        let reading = Reading {
            store: self.store.clone(),
            wanted: Wanted::of(&options)?,
            structured: matches!(
                options.uuid_option.and_then(|option| option.content),
                Some(read_req::uuid_option::Content::Structured(_))
            ),
            answers,
        };
        let is_subscription = matches!(
            options.count_option,
            Some(read_req::options::CountOption::Subscription(_))
        );
        let backwards = options.read_direction == 1;
        let count = match options.count_option {
            Some(read_req::options::CountOption::Count(count)) => count,
            _ => u64::MAX,
        };
        let stream = options.stream_option;
        let of_stream = matches!(stream, Some(read_req::options::StreamOption::Stream(_)));
        if is_subscription {
            self.faults.subscriptions.fetch_add(1, Ordering::Relaxed);
            if !self.faults.ends_subscriptions.load(Ordering::Relaxed) {
                tokio::spawn(reading.subscribe(stream));
            }
        } else if !(of_stream && Faults::take(&self.faults.empty_reads)) {
            tokio::spawn(reading.read(stream, backwards, count));
        }
        Ok(Response::new(Box::pin(ReceiverStream::new(answered))))
    }

    async fn append(
        &self,
        request: Request<Streaming<AppendReq>>,
    ) -> Result<Response<AppendResp>, Status> {
        use append_req::options::ExpectedStreamRevision as Revision;
        self.faults.wait().await;
        let mut messages = request.into_inner();
        let (mut options, mut events) = (None, Vec::new());
        while let Some(message) = messages.message().await? {
            match message.content {
                Some(append_req::Content::Options(given)) => options = Some(given),
                Some(append_req::Content::ProposedMessage(event)) => events.push(proposed(event)?),
                None => {}
            }
        }
        let options = options.ok_or_else(|| Status::invalid_argument("options"))?;
        let stream = name(options.stream_identifier)?;
        let expecting = match options.expected_stream_revision {
            Some(Revision::Revision(revision)) => Expecting::Revision(revision),
            Some(Revision::NoStream(_)) => Expecting::NoStream,
            Some(Revision::StreamExists(_)) => Expecting::StreamExists,
            Some(Revision::Any(_)) | None => Expecting::Any,
        };
        let outcome = self.store.append(&stream, expecting, &events).await;
        if Faults::take(&self.faults.lost_answers) {
            return Err(Status::unavailable("the answer is lost"));
        }
        let result = match outcome.map_err(unavailable)? {
            Outcome::Taken { revision, position } => {
                append_resp::Result::Success(success(revision, position))
            }
            Outcome::Wrong(actual) => {
                append_resp::Result::WrongExpectedVersion(wrong(actual, expecting))
            }
        };
        Ok(Response::new(AppendResp {
            result: Some(result),
        }))
    }

    async fn batch_append(
        &self,
        request: Request<Streaming<BatchAppendReq>>,
    ) -> Result<Response<Self::BatchAppendStream>, Status> {
        let (store, faults) = (self.store.clone(), self.faults.clone());
        let (answers, answered) = mpsc::channel(WAITING);
        let mut batches = request.into_inner();
        tokio::spawn(async move {
            // As the database does, each is answered when it is done, whatever the order.
            while let Some(Ok(batch)) = batches.next().await {
                let (store, faults, answers) = (store.clone(), faults.clone(), answers.clone());
                tokio::spawn(async move {
                    faults.wait().await;
                    let answer = batch_answer(&store, batch).await;
                    let answer = match Faults::take(&faults.lost_answers) {
                        true => Err(Status::unavailable("the answer is lost")),
                        false => answer,
                    };
                    answers.send(answer).await.ok();
                });
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(answered))))
    }
}

async fn batch_answer(store: &Store, batch: BatchAppendReq) -> Result<BatchAppendResp, Status> {
    use batch_append_req::options::ExpectedStreamPosition as Expected;
    let options = batch.options;
    let options = options.ok_or_else(|| Status::invalid_argument("options"))?;
    let stream = name(options.stream_identifier.clone())?;
    let expecting = match options.expected_stream_position {
        Some(Expected::StreamPosition(revision)) => Expecting::Revision(revision),
        Some(Expected::NoStream(_)) => Expecting::NoStream,
        Some(Expected::StreamExists(_)) => Expecting::StreamExists,
        Some(Expected::Any(_)) | None => Expecting::Any,
    };
    let events = batch.proposed_messages.into_iter().map(proposed);
    let events: Vec<_> = events.collect::<Result<_, _>>()?;
    let outcome = store.append(&stream, expecting, &events).await;
    let result = match outcome.map_err(unavailable)? {
        Outcome::Taken { revision, position } => {
            batch_append_resp::Result::Success(success(revision, position))
        }
        Outcome::Wrong(actual) => batch_append_resp::Result::Error(refusal(actual, expecting)),
    };
    Ok(BatchAppendResp {
        correlation_id: batch.correlation_id,
        result: Some(result),
        stream_identifier: options.stream_identifier,
    })
}
