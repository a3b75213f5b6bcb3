//! What the files are to hold of one person, at one position of the log; and what errors mean for that.
//!
//! Read from the stream up to that position and no further, so that a file made anew from it is equal to one
//! that grew commit by commit.

use casestore::{Error, Held, Stream, Streams, upcast};
use casework::{
    event::{Effect, What},
    history::History,
    ids::PersonId,
};
use eventlog::{Commit, EventLog, Position, Version};
use jiff::Timestamp;

/// How many commits of a stream are read at a time.
const PAGE: usize = 256;
/// Why somebody halts in whose stream a commit is damaged.
pub(crate) const CORRUPT: &str = "commit_corrupt";
/// Why somebody halts of whom an event cannot be read.
pub(crate) const UNREADABLE: &str = "event_unreadable";
/// What the files are to hold of a person.
pub(crate) enum Standing {
    /// What disclosure shows of this state.
    Shown(Held<History>),
    /// An event cannot be read, and what follows waits behind it.
    Halted {
        /// The position of that event.
        position: u64,
        /// Why, as a stable code.
        reason: &'static str,
        /// The state before it; none where the event, or one behind it, may withdraw something.
        kept: Option<Held<History>>,
    },
    /// The stream was erased: nothing.
    Erased,
}

/// What an error means for the person in whose stream it came up.
pub(crate) enum Trouble {
    /// Nothing: the log or the keys cannot be reached now. Nothing may be skipped.
    Elsewhere(Error),
    /// The stream was erased.
    Erased,
    /// An event cannot be read; the reason as a stable code.
    Halt(&'static str),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::Erased => Trouble::Erased,
            Error::Unreadable { .. } => Trouble::Halt(UNREADABLE),
            Error::KeyUnknown(_) => Trouble::Halt("key_unknown"),
            Error::Log(eventlog::Error::Corrupt(_)) => Trouble::Halt(CORRUPT),
            Error::Keys(ref keys) if !keys.can_retry() => Trouble::Halt("keys_failed"),
            Error::Refused(_) | Error::Contended => Trouble::Halt("not_expected"),
            error @ (Error::Log(_) | Error::Keys(_)) => Trouble::Elsewhere(error),
        }
    }
}

/// The last commit of a stream up to some position: enough to find it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Last {
    pub(crate) position: Position,
    pub(crate) first_version: Version,
    pub(crate) at: Timestamp,
}

impl From<&Commit> for Last {
    fn from(commit: &Commit) -> Self {
        Last {
            position: commit.position,
            first_version: commit.first_version,
            at: recorded_at(commit),
        }
    }
}

/// When the commit's last event was recorded.
pub(crate) fn recorded_at(commit: &Commit) -> Timestamp {
    Timestamp::from_millisecond(commit.last_recorded_at_ms()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Whether a commit may take something away from somebody, as far as its clear headers tell.
pub(crate) fn may_withdraw(commit: &Commit) -> bool {
    let adds = |kind: &str, schema| {
        What::KINDS.contains(&(kind, Effect::Adds)) && schema <= upcast::present(kind)
    };
    !commit
        .records
        .iter()
        .all(|record| adds(&record.header.kind, record.header.schema))
}

/// The last commit of a person's stream up to a position.
pub(crate) async fn last(
    log: &dyn EventLog,
    person: PersonId,
    up_to: Position,
) -> Result<Option<Last>, Error> {
    let (mut found, mut after) = (None, Version::EMPTY);
    loop {
        let commits = log
            .read_stream(&History::name(&person), after, PAGE)
            .await?;
        for commit in &commits {
            if commit.position > up_to {
                return Ok(found);
            }
            found = Some(Last::from(commit));
            after = commit.last_version();
        }
        if commits.is_empty() {
            return Ok(found);
        }
    }
}

/// What the files are to hold of a person right after the last commit.
///
/// # Errors
/// Only those that say nothing about this person: the log or the keys cannot be reached.
pub(crate) async fn standing(
    log: &dyn EventLog,
    people: &Streams<History>,
    person: PersonId,
    last: Last,
) -> Result<Standing, Error> {
    match follow(log, people, person, last)
        .await
        .map_err(Trouble::from)
    {
        Ok(state) => Ok(Standing::Shown(state)),
        Err(Trouble::Elsewhere(error)) => Err(error),
        Err(Trouble::Erased) => Ok(Standing::Erased),
        Err(Trouble::Halt(_)) => halted(log, people, person, last).await,
    }
}

async fn follow(
    log: &dyn EventLog,
    people: &Streams<History>,
    person: PersonId,
    last: Last,
) -> Result<Held<History>, Error> {
    let before = Version(last.first_version.0.saturating_sub(1));
    let commits = log.read_stream(&History::name(&person), before, 1).await?;
    let followed = match commits.first() {
        Some(commit) => people.follow(commit).await?,
        None => None,
    };
    // A log that has lost what it handed out a moment ago is damaged.
    followed.map(|followed| followed.stream).ok_or_else(|| {
        eventlog::Error::Unavailable {
            reason: "a stream is shorter than it was".to_owned(),
            retry: true,
        }
        .into()
    })
}

/// Finds the event that cannot be read, and what is kept.
async fn halted(
    log: &dyn EventLog,
    people: &Streams<History>,
    person: PersonId,
    last: Last,
) -> Result<Standing, Error> {
    let name = History::name(&person);
    let (mut after, mut before, mut stopped, mut withdraws) = (Version::EMPTY, None, None, false);
    'stream: loop {
        let commits = match log.read_stream(&name, after, PAGE).await {
            Ok(commits) => commits,
            // Not even the headers can be read: whatever it was may have taken something away.
            Err(eventlog::Error::Corrupt(corrupt)) => {
                stopped = stopped.or(Some((corrupt.position.0, CORRUPT)));
                withdraws = true;
                break;
            }
            Err(error) => return Err(error.into()),
        };
        for commit in commits
            .iter()
            .take_while(|commit| commit.position <= last.position)
        {
            after = commit.last_version();
            if stopped.is_none() {
                match people.follow(commit).await.map_err(Trouble::from) {
                    Ok(_) => before = Some(Last::from(commit)),
                    Err(Trouble::Elsewhere(error)) => return Err(error),
                    Err(Trouble::Erased) => return Ok(Standing::Erased),
                    Err(Trouble::Halt(reason)) => stopped = Some((commit.position.0, reason)),
                }
            }
            withdraws |= stopped.is_some() && may_withdraw(commit);
        }
        if commits
            .last()
            .is_none_or(|commit| commit.position >= last.position)
        {
            break 'stream;
        }
    }
    let kept = match before {
        Some(before) if !withdraws => Some(follow(log, people, person, before).await?),
        _ => None,
    };
    match (stopped, kept) {
        (Some((position, reason)), kept) => Ok(Standing::Halted {
            position,
            reason,
            kept,
        }),
        // It could be read after all, now that it was tried again.
        (None, Some(state)) => Ok(Standing::Shown(state)),
        (None, None) => Ok(Standing::Erased),
    }
}
