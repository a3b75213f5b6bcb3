//! One append, with all that can become of it: taken, refused, or in doubt until somebody looks.
//!
//! A server that refuses because of the expected place may mean a real conflict, an earlier try of ours that it took
//! without our hearing of it, or nothing but another message on its way. So whoever is refused looks at the stream's
//! end, as the leader has it: only what stands there is an answer.

use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep};

use super::{
    Failure, Place, Server,
    read::{self, decode},
    tips::{End, Tips},
};
use crate::{Appended, Error, Expected, NewCommit, StreamName, Tip};

/// How long an append is tried: a cluster that lost its leader takes five to seven seconds to find another.
const APPEND_WITHIN: Duration = Duration::from_secs(20);
/// How long is waited before it is tried again: at first, and at most.
const PAUSES: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(500)];

/// Appends to one stream of events.
pub(super) struct Appending<'a, S> {
    pub(super) server: &'a S,
    pub(super) tips: &'a Tips,
    pub(super) stream: &'a StreamName,
}

/// What was found on looking.
enum Found {
    /// Ours is there already.
    Ours(Appended),
    /// The stream ends so, and ours is not in it.
    End(End),
}

impl<S: Server> Appending<'_, S> {
    pub(super) async fn append(
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
                Ok(place) => return Ok(self.taken(&try_of, place)),
                Err(failure) => failure,
            };
            match &failure {
                // A fresh refusal is looked into at once: most are real.
                Failure::Conflict(_) => {}
                Failure::Passing(_) => self.rest(&mut pause, until, &failure).await?,
                Failure::Lasting(_) => return Err(failure.into()),
            }
            match self.look(&try_of, until).await? {
                Found::Ours(appended) => return Ok(appended),
                Found::End(now) if now == end => self.rest(&mut pause, until, &failure).await?,
                Found::End(now) => end = now,
            }
        }
    }

    async fn publish(&self, try_of: &Try) -> Result<Place, Failure> {
        let Try {
            before, id, body, ..
        } = try_of;
        self.server
            .put(self.stream, before.place, *id, body.clone())
            .await
    }

    fn taken(&self, try_of: &Try, place: Place) -> Appended {
        let tip = try_of.after;
        let end = End {
            tip,
            place: Some(place),
        };
        self.tips.put(self.stream, end);
        Appended {
            position: place.position,
            version: tip.version,
        }
    }

    /// What stands at the end of the stream, and whether a try that was left in doubt is in it: however long ago it was
    /// made, beyond any window in which a server remembers ids.
    async fn look(&self, try_of: &Try, until: Instant) -> Result<Found, Error> {
        let end = self.end(until).await?;
        if end.place == try_of.before.place {
            return Ok(Found::End(end));
        }
        let after = try_of.before.place;
        let next = self
            .until_answered(until, || self.server.next_of(self.stream, after))
            .await?;
        match next {
            Some(next) if next.body == try_of.body => Ok(Found::Ours(Appended {
                position: next.place.position,
                version: try_of.after.version,
            })),
            _ => Ok(Found::End(end)),
        }
    }

    /// The end of the stream, as the leader has it.
    async fn end(&self, until: Instant) -> Result<End, Error> {
        let last = self
            .until_answered(until, || read::last_of(self.server, self.tips, self.stream))
            .await?;
        let end = match last {
            None => End::EMPTY,
            Some(last) => End {
                tip: Tip::of(&decode(self.stream, &last)?),
                place: Some(last.place),
            },
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
                Err(failure @ Failure::Lasting(_)) => return Err(failure.into()),
                Err(failure) => self.rest(&mut pause, until, &failure).await?,
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
                reason: format!("the log's servers did not answer for certain: {failure}"),
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
    id: [u8; 16],
}

impl Try {
    fn new(stream: &StreamName, before: End, after: Tip, commit: &NewCommit) -> Self {
        let body = commit.encode(stream, before.tip.version.plus(1));
        let mut id = [0; 16];
        id.copy_from_slice(&Sha256::digest(&body)[..16]);
        Self {
            before,
            after,
            body,
            id,
        }
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::{Position, Version, conformance::samples};

    #[test]
    fn the_id_of_a_try_is_that_of_its_place_and_content() {
        let stream = samples::stream("person-1");
        let commit = samples::commit(1, 0);
        let other = samples::commit(1, 0);
        let at = |version: u64, commit: &NewCommit| {
            let tip = Tip {
                version: Version(version),
                last_recorded_at_ms: 0,
            };
            let place = Place {
                position: Position(version),
                number: version,
            };
            let before = End {
                tip,
                place: Some(place),
            };
            Try::new(&stream, before, tip, commit).id
        };
        assert_eq!(at(1, &commit), at(1, &commit));
        assert_ne!(at(1, &commit), at(2, &commit));
        assert_ne!(at(1, &commit), at(1, &other));
    }
}
