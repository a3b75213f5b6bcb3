//! The streams of one sort: commands are carried out on them, and the projector follows them.

use std::{sync::Arc, time::Duration};

use casework::{
    command::{self, Command, Context},
    event::{Draft, Event, Kinds},
    ids::{CommandId, EventId, Mint},
    refusal::{Code, Refusal},
};
use eventlog::{Commit, EventLog, Expected, NewCommit, Position, Version};
use keyring::{Keyring, Secrets};
use tokio::sync::OwnedMutexGuard;

use crate::{
    cache::Cache,
    codec::{self, Stamp},
    error::Error,
    loaded::Loaded,
    request::{Done, Request},
    stream::Stream,
};

/// How often a command is decided again on a newer state before it is given back as contended.
const DECIDED_AGAIN_MAX: usize = 5;
/// How far apart the events of one command are: what the log keeps of a time.
const A_MOMENT: Duration = Duration::from_millis(1);
/// How many commits are read at a time.
const PAGE: usize = 512;

/// The streams of one sort.
pub struct Streams<S: Stream> {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) keys: Arc<dyn Keyring>,
    cache: Cache<S>,
}

/// A stream in memory, held while it is looked at or changed.
pub struct Held<S: Stream>(OwnedMutexGuard<Option<Loaded<S>>>);

impl<S: Stream> std::ops::Deref for Held<S> {
    type Target = Loaded<S>;
    fn deref(&self) -> &Loaded<S> {
        self.0.as_ref().expect("a held stream has been loaded")
    }
}

impl<S: Stream> std::ops::DerefMut for Held<S> {
    fn deref_mut(&mut self) -> &mut Loaded<S> {
        self.0.as_mut().expect("a held stream has been loaded")
    }
}

/// A stream right after a commit of the log, and the events of that commit.
pub struct Follow<S: Stream> {
    /// The stream.
    pub stream: Held<S>,
    /// The commit's events.
    pub events: Vec<Event<S::What>>,
}

impl<S: Stream> Streams<S> {
    /// The streams of this log; those in memory weigh at most `weight_max` facts.
    pub fn new(log: Arc<dyn EventLog>, keys: Arc<dyn Keyring>, weight_max: usize) -> Self {
        Self {
            log,
            keys,
            cache: Cache::new(weight_max),
        }
    }

    /// Carries out a command: looks for its receipt, decides, seals, appends.
    ///
    /// A conflict is decided again on the newer state. A refusal counts only on the newest state, since another
    /// process may have changed the stream.
    ///
    /// # Errors
    /// [`Error::Refused`] with nothing recorded; otherwise see [`Error::retry_helps`]: the command may then
    /// have been recorded, and is sent again under the same id.
    pub async fn execute<C>(
        &self,
        id: &S::Id,
        request: &Request,
        command: &C,
    ) -> Result<Done, Error>
    where
        C: Command<On = S>,
    {
        let (mut stream, mut newest) = self.hold(id).await?;
        let (command_id, mint) = request.mint(self.keys.secrets());
        for _ in 0..=DECIDED_AGAIN_MAX {
            if let Some(done) = done_before(&stream, request, command_id)? {
                return Ok(done);
            }
            let mut mint = mint.clone();
            let context = Context {
                by: request.by.clone(),
                now: stream.next_at(request.now),
            };
            match command::decide(command, &stream.state, &context, &mut mint) {
                Err(refusal) if newest => return Err(refusal.into()),
                Err(_) => {}
                Ok(drafts) => {
                    let events = number(drafts, &context, &mut mint);
                    let stamp = Stamp {
                        command_id: command_id.0,
                        digest: request.digest,
                    };
                    if let Some(done) = self.append(id, &mut stream, events, stamp).await? {
                        return Ok(done);
                    }
                }
            }
            self.catch_up(id, &mut stream).await?;
            newest = true;
        }
        Err(Error::Contended)
    }

    /// The stream as it stands in the log now.
    ///
    /// # Errors
    /// Where the log or the keys fail, or an event cannot be read.
    pub async fn read(&self, id: &S::Id) -> Result<Held<S>, Error> {
        let (mut stream, newest) = self.hold(id).await?;
        if !newest {
            self.catch_up(id, &mut stream).await?;
        }
        Ok(stream)
    }

    /// All events of a stream, in order.
    ///
    /// # Errors
    /// Where the log or the keys fail, or an event cannot be read.
    pub async fn events(&self, id: &S::Id) -> Result<Vec<Event<S::What>>, Error> {
        let (mut events, mut after) = (Vec::new(), Version::EMPTY);
        loop {
            let commits = self.log.read_stream(&S::name(id), after, PAGE).await?;
            let Some(last) = commits.last() else {
                return Ok(events);
            };
            after = last.last_version();
            for record in commits.iter().flat_map(|commit| &commit.records) {
                events.push(codec::open::<S>(&*self.keys, id, record).await?.0);
            }
        }
    }

    /// The stream right after a commit, and the commit's events. None where the commit is of another sort.
    ///
    /// # Errors
    /// Where the log or the keys fail, or an event cannot be read.
    pub async fn follow(&self, commit: &Commit) -> Result<Option<Follow<S>>, Error> {
        let Some(id) = S::id(&commit.stream) else {
            return Ok(None);
        };
        let before = Version(commit.first_version.0 - 1);
        let mut held = self.cache.cell(&id).lock_owned().await;
        let stream = held.take().filter(|stream| stream.version <= before);
        let mut stream = stream.unwrap_or_else(|| Loaded::empty(id.clone()));
        self.take_in(&id, &mut stream, Some(before)).await?;
        let mut events = Vec::with_capacity(commit.records.len());
        for record in &commit.records {
            let (event, stamp) = codec::open::<S>(&*self.keys, &id, record).await?;
            stream.apply(event.clone(), stamp, commit.position);
            events.push(event);
        }
        self.cache.weigh(&id, stream.weight());
        *held = Some(stream);
        Ok(Some(Follow {
            stream: Held(held),
            events,
        }))
    }

    /// The secrets that ids are made with.
    pub(crate) fn secrets(&self) -> &Secrets {
        self.keys.secrets()
    }

    /// Forgets every stream in memory, as a restart does.
    pub fn forget(&self) {
        self.cache.clear();
    }

    /// The stream's place, loaded; and whether it was read from the log just now.
    async fn hold(&self, id: &S::Id) -> Result<(Held<S>, bool), Error> {
        let mut held = self.cache.cell(id).lock_owned().await;
        if held.is_some() {
            return Ok((Held(held), false));
        }
        let mut stream = Loaded::empty(id.clone());
        self.take_in(id, &mut stream, None).await?;
        self.cache.weigh(id, stream.weight());
        *held = Some(stream);
        Ok((Held(held), true))
    }

    async fn catch_up(&self, id: &S::Id, stream: &mut Held<S>) -> Result<(), Error> {
        self.take_in(id, stream, None).await?;
        self.cache.weigh(id, stream.weight());
        Ok(())
    }

    /// Takes in what the log holds beyond what the stream has, up to a version.
    async fn take_in(
        &self,
        id: &S::Id,
        stream: &mut Loaded<S>,
        up_to: Option<Version>,
    ) -> Result<(), Error> {
        while up_to.is_none_or(|up_to| stream.version < up_to) {
            let commits = self
                .log
                .read_stream(&S::name(id), stream.version, PAGE)
                .await?;
            if commits.is_empty() {
                break;
            }
            for commit in &commits {
                if up_to.is_some_and(|up_to| commit.first_version > up_to) {
                    return Ok(());
                }
                // Opened first and then taken in at once: a request that is dropped while a record is opened must
                // not leave half a commit in memory, whose receipt would not be whole.
                let mut opened = Vec::with_capacity(commit.records.len());
                for record in commit
                    .records
                    .iter()
                    .filter(|record| record.version > stream.version)
                {
                    opened.push(codec::open::<S>(&*self.keys, id, record).await?);
                }
                opened
                    .into_iter()
                    .for_each(|(event, stamp)| stream.apply(event, stamp, commit.position));
            }
        }
        Ok(())
    }

    /// Appends what was decided, and takes it in. None where somebody else was faster.
    async fn append(
        &self,
        id: &S::Id,
        stream: &mut Held<S>,
        events: Vec<Event<S::What>>,
        stamp: Stamp,
    ) -> Result<Option<Done>, Error> {
        let name = S::name(id);
        let mut records = Vec::with_capacity(events.len());
        for event in &events {
            records.push(codec::seal::<S>(&*self.keys, id, &name, event, stamp).await?);
        }
        let commit = NewCommit::new(records).map_err(eventlog::Error::from)?;
        let position = match self
            .log
            .append(&name, Expected::Version(stream.version), commit)
            .await
        {
            Ok(appended) => appended.position,
            Err(eventlog::Error::Conflict { .. } | eventlog::Error::ClockWentBack { .. }) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        events
            .into_iter()
            .for_each(|event| stream.apply(event, stamp, position));
        self.cache.weigh(id, stream.weight());
        let thing = stream
            .receipt(stamp.command_id)
            .and_then(|receipt| receipt.thing);
        Ok(Some(Done {
            position,
            thing,
            repeated: false,
        }))
    }

    /// The position of the log's last commit.
    ///
    /// # Errors
    /// Where the log cannot be reached.
    pub async fn head(&self) -> Result<Position, Error> {
        Ok(self.log.head().await?)
    }
}

pub(crate) fn done_before<S: Stream>(
    stream: &Loaded<S>,
    request: &Request,
    command_id: CommandId,
) -> Result<Option<Done>, Error> {
    match stream.receipt(command_id.0) {
        None => Ok(None),
        Some(receipt) if receipt.digest == request.digest => Ok(Some(Done {
            position: receipt.position,
            thing: receipt.thing,
            repeated: true,
        })),
        Some(_) => Err(Refusal::of(Code::CommandReused, "command_id").into()),
    }
}

/// What one command records happens one after the other too, a millisecond apart.
fn number<W: Kinds>(drafts: Vec<Draft<W>>, context: &Context, mint: &mut Mint) -> Vec<Event<W>> {
    let (mut recorded_at, by) = (context.now, &context.by);
    let event = |Draft { what, facts }: Draft<W>| {
        let event = Event {
            id: EventId(mint.mint()),
            recorded_at,
            by: what.recorded_by().unwrap_or(by).clone(),
            what,
            facts,
        };
        recorded_at = recorded_at.checked_add(A_MOMENT).unwrap_or(recorded_at);
        event
    };
    drafts.into_iter().map(event).collect()
}
