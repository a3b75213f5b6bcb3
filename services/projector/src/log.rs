//! Reading the log page by page, and past a commit that is damaged. What a page changes is `effects`'.

use casestore::Stream;
use casework::{history::History, ids::PersonId, organisation::Organisation, reading::Readings};
use eventlog::{Commit, Corrupt, Error, EventLog, Position, StreamName};
use jiff::Timestamp;
use std::time::SystemTime;
use uuid::Uuid;

use crate::standing::recorded_at;

/// How many commits of the log are read at a time.
const COMMITS_MAX: usize = 256;

/// What comes next in the log.
pub(crate) enum Page {
    /// Commits, in order; none where there are no more.
    Sound(Vec<Commit>),
    /// One commit that cannot be read, not even its headers.
    Damaged(Damaged),
}

/// A commit that cannot be read, in a stream that is known.
#[derive(Clone, Copy)]
pub(crate) struct Damaged {
    /// Where it stands.
    pub(crate) position: Position,
    /// In whose stream; none where that is an entry of the directory.
    pub(crate) person: Option<PersonId>,
    /// When the commit before it was recorded.
    pub(crate) at: Timestamp,
}

/// What time it is, for how long something took.
#[expect(clippy::disallowed_methods, reason = "no event depends on it")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

impl Page {
    /// The commands that brought it about.
    pub(crate) fn commands(&self) -> Vec<Uuid> {
        let commits = match self {
            Page::Sound(commits) => &commits[..],
            Page::Damaged(_) => &[],
        };
        let records = commits.iter().filter_map(|commit| commit.records.first());
        records.map(|record| record.header.command_id).collect()
    }

    /// The position up to which the log has been read with this page, which begins after `after`.
    pub(crate) fn up_to(&self, after: Position) -> Position {
        match self {
            Page::Sound(commits) => commits.last().map_or(after, |commit| commit.position),
            Page::Damaged(damaged) => damaged.position,
        }
    }
}

/// The page after a position.
///
/// # Errors
/// Where the log cannot be reached; and where a commit is damaged or missing, and nothing tells whom it was about. It
/// may have taken something away from anybody, so nothing goes past it.
pub(crate) async fn page(log: &dyn EventLog, after: Position) -> Result<Page, Error> {
    let corrupt = match log.read_log(after, COMMITS_MAX).await {
        Err(Error::Corrupt(corrupt)) => corrupt,
        read => return read.map(Page::Sound),
    };
    let before = corrupt.position.0.saturating_sub(after.0 + 1);
    if let Ok(before @ 1..) = usize::try_from(before) {
        return log
            .read_log(after, before.min(COMMITS_MAX))
            .await
            .map(Page::Sound);
    }
    let at = last_at(log, after).await;
    damaged(&corrupt, at).map_or(Err(Error::Corrupt(corrupt)), |damaged| {
        Ok(Page::Damaged(damaged))
    })
}

fn damaged(corrupt: &Corrupt, at: Timestamp) -> Option<Damaged> {
    let stream = StreamName::new(&corrupt.stream).ok()?;
    let person = History::id(&stream);
    // Nothing is shown or hidden by a reading: what a damaged one loses is that somebody read.
    let known =
        person.is_some() || Organisation::id(&stream).is_some() || Readings::id(&stream).is_some();
    known.then_some(Damaged {
        position: corrupt.position,
        person,
        at,
    })
}

/// When the commit at a position was recorded; the beginning of time where that cannot be told.
async fn last_at(log: &dyn EventLog, position: Position) -> Timestamp {
    let before = Position(position.0.saturating_sub(1));
    let commits = log.read_log(before, 1).await.unwrap_or_default();
    commits.first().map_or(Timestamp::UNIX_EPOCH, recorded_at)
}
