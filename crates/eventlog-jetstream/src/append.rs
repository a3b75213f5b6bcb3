//! One append, with all that can become of it: taken, refused, or in doubt until somebody looks.
//!
//! A server that refuses because of the expected sequence may mean a real conflict, an earlier try of ours that it took
//! without our hearing of it, or nothing but another message on its way. So whoever is refused looks at the subject's
//! end, as the leader has it: only what stands there is an answer.

use std::time::Duration;

use bytes::Bytes;
use eventlog::{Appended, Commit, Error, Expected, NewCommit, Position, StreamName, Tip};
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep};

use crate::{
    error::Failure,
    read::decode,
    server::Server,
    tips::{End, Tips},
};

/// How long an append is tried: a cluster that lost its leader takes five to seven seconds to find another.
const APPEND_WITHIN: Duration = Duration::from_secs(20);
/// How long is waited before it is tried again: at first, and at most.
const PAUSES: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(500)];

/// Appends to one stream of events.
pub(crate) struct Appending<'a> {
    pub(crate) server: &'a Server,
    pub(crate) tips: &'a Tips,
    pub(crate) stream: &'a StreamName,
    pub(crate) subject: String,
}

/// What was found on looking.
enum Found {
    /// Ours is there already.
    Ours(Appended),
    /// The stream ends so, and ours is not in it.
    End(End),
}

impl Appending<'_> {
    pub(crate) async fn append(
        &self,
        expected: Expected,
        commit: &NewCommit,
    ) -> Result<Appended, Error> {
        let until = Instant::now() + APPEND_WITHIN;
        let mut end = match self.tips.get(self.stream) {
            Some(end) if end.tip.admit(self.stream, expected, commit).is_ok() => end,
            // What is refused is refused for what stands there now.
            _ => self.end(until).await?,
        };
        let mut pause = PAUSES[0];
        loop {
            let after = end.tip.admit(self.stream, expected, commit)?;
            let try_of = Try::new(self.stream, end, after, commit);
            let failure = match self.publish(&try_of).await {
                Ok(position) => return Ok(self.taken(&try_of, position)),
                Err(failure) => failure,
            };
            if !failure.is_conflict() && !failure.passes() {
                return Err(failure.into());
            }
            // A fresh refusal is looked into at once: most are real.
            if !failure.is_conflict() {
                self.rest(&mut pause, until, &failure).await?;
            }
            match self.look(&try_of, until).await? {
                Found::Ours(appended) => return Ok(appended),
                Found::End(now) if now == end => self.rest(&mut pause, until, &failure).await?,
                Found::End(now) => end = now,
            }
        }
    }

    async fn publish(&self, try_of: &Try) -> Result<Position, Failure> {
        let (id, body) = (&try_of.id, try_of.body.clone());
        let subject = self.subject.clone();
        self.server
            .publish(subject, id, try_of.before.position, body)
            .await
    }

    fn taken(&self, try_of: &Try, position: Position) -> Appended {
        let tip = try_of.after;
        self.tips.put(self.stream, End { tip, position });
        Appended {
            position,
            version: tip.version,
        }
    }

    /// What stands at the end of the stream, and whether a try that was left in doubt is in it: however long ago it was
    /// made, beyond any window in which a server remembers ids.
    async fn look(&self, try_of: &Try, until: Instant) -> Result<Found, Error> {
        let end = self.end(until).await?;
        if end.position == try_of.before.position {
            return Ok(Found::End(end));
        }
        let from = Position(try_of.before.position.0 + 1);
        let next = self
            .until_answered(until, || self.server.next_of(&self.subject, from))
            .await?;
        match next {
            Some(next) if next.body == try_of.body => Ok(Found::Ours(Appended {
                position: next.position,
                version: try_of.after.version,
            })),
            _ => Ok(Found::End(end)),
        }
    }

    /// The end of the stream, as the leader has it.
    async fn end(&self, until: Instant) -> Result<End, Error> {
        let last = self
            .until_answered(until, || self.server.last_of(&self.subject))
            .await?;
        let end = match last {
            None => End::EMPTY,
            Some(last) => {
                let commit: Commit = decode(self.stream, &last)?;
                End {
                    tip: Tip::of(&commit),
                    position: last.position,
                }
            }
        };
        self.tips.put(self.stream, end);
        Ok(end)
    }

    /// Asks until it is answered, as long as what fails passes.
    async fn until_answered<T, Asked>(
        &self,
        until: Instant,
        ask: impl Fn() -> Asked,
    ) -> Result<T, Error>
    where
        Asked: Future<Output = Result<T, Failure>>,
    {
        let mut pause = PAUSES[0];
        loop {
            match ask().await {
                Ok(answer) => return Ok(answer),
                Err(failure) if failure.passes() => {
                    self.rest(&mut pause, until, &failure).await?;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// Waits a little longer each time; gives up when the time has come. The commit may have been written by then.
    async fn rest(
        &self,
        pause: &mut Duration,
        until: Instant,
        failure: &Failure,
    ) -> Result<(), Error> {
        if Instant::now() + *pause >= until {
            return Err(Error::Unavailable {
                reason: format!(
                    "the log's servers did not answer for certain: {}",
                    Error::from(failure.clone())
                ),
                retry: true,
            });
        }
        sleep(*pause).await;
        *pause = (*pause * 2).min(PAUSES[1]);
        Ok(())
    }
}

/// A commit at one place of its stream: tried again, it is the same message under the same id.
struct Try {
    before: End,
    after: Tip,
    body: Bytes,
    id: String,
}

impl Try {
    fn new(stream: &StreamName, before: End, after: Tip, commit: &NewCommit) -> Self {
        let body = commit.encode(stream, before.tip.version.plus(1));
        let digest = Sha256::digest(&body);
        let id = digest[..16].iter().map(|byte| format!("{byte:02x}"));
        Self {
            before,
            after,
            id: id.collect(),
            body,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventlog::Version;

    use super::*;

    #[test]
    fn the_id_of_a_try_is_that_of_its_place_and_content() {
        let stream = eventlog::conformance::samples::stream("person-1");
        let commit = eventlog::conformance::samples::commit(1, 0);
        let other = eventlog::conformance::samples::commit(1, 0);
        let at = |version: u64, commit: &NewCommit| {
            let tip = Tip {
                version: Version(version),
                last_recorded_at_ms: 0,
            };
            let before = End {
                tip,
                position: Position(version),
            };
            Try::new(&stream, before, tip, commit).id
        };
        assert_eq!(at(1, &commit), at(1, &commit));
        assert_ne!(at(1, &commit), at(2, &commit));
        assert_ne!(at(1, &commit), at(1, &other));
    }
}
