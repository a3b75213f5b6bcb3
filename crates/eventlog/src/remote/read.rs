//! Reading a stream of events, and the log as a whole: in batches from any replica, and what such a one still lacks from
//! the leader.

use super::{
    Failure, Place, Server, Stored,
    tips::{End, Tips},
};
use crate::{Commit, Corrupt, Error, Position, StreamName, Tip, Version};

/// How many messages are asked for at once.
const BATCH: usize = 256;

/// A commit of a stream, as it is stored.
pub(super) fn decode(stream: &StreamName, stored: &Stored) -> Result<Commit, Error> {
    Ok(Commit::decode(
        stored.place.position,
        stream.as_str(),
        &stored.body,
    )?)
}

/// The last message of a stream, as the leader has it. One that is older than what this process has seen is no answer:
/// nothing ever leaves the log, so whoever gives it stood still, and does not know yet that it leads no more.
pub(super) async fn last_of(
    server: &impl Server,
    tips: &Tips,
    stream: &StreamName,
) -> Result<Option<Stored>, Failure> {
    // Seen before it is asked: what is appended meanwhile may be newer than a good answer.
    let seen = tips
        .get(stream)
        .map_or(Position::START, |end| end.position());
    let last = server.last_of(stream).await?;
    let position = last
        .as_ref()
        .map_or(Position::START, |last| last.place.position);
    match position < seen {
        true => Err(lags()),
        false => Ok(last),
    }
}

/// A server answers as of before what this process has seen.
pub(super) fn lags() -> Failure {
    Failure::Passing("a server that answers lags behind".to_owned())
}

/// The commits of a stream after a version. That it ends there, the leader has said.
pub(super) async fn stream(
    server: &impl Server,
    tips: &Tips,
    name: &StreamName,
    after: Version,
    limit: usize,
) -> Result<Vec<Commit>, Error> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let known = tips.get(name);
    let Some(last) = last_of(server, tips, name).await? else {
        return Ok(Vec::new());
    };
    let last_commit = decode(name, &last)?;
    let end = End {
        tip: Tip::of(&last_commit),
        place: Some(last.place),
    };
    tips.put(name, end);
    if end.tip.version <= after {
        return Ok(Vec::new());
    }
    // Where exactly this version was the end when we last looked, what is asked for stands behind it.
    let hint = known.filter(|known| known.tip.version == after && after != Version::EMPTY);
    let mut before = hint.unwrap_or(End::EMPTY);
    let mut commits = Vec::new();
    while before.position() < last.place.position && commits.len() < limit {
        let stored = if before.tip.version.plus(1) == last_commit.first_version {
            vec![last.clone()]
        } else {
            some(server, name, before.place).await?
        };
        for stored in stored {
            let commit = decode(name, &stored)?;
            follows(&before, &commit)?;
            before = End {
                tip: Tip::of(&commit),
                place: Some(stored.place),
            };
            if before.tip.version > after && commits.len() < limit {
                commits.push(commit);
            }
        }
    }
    Ok(commits)
}

/// At least one message: a batch, or the leader's next one where the replica that was asked has none yet.
async fn some(
    server: &impl Server,
    stream: &StreamName,
    after: Option<Place>,
) -> Result<Vec<Stored>, Error> {
    let batch = server.some_of(stream, after, BATCH).await?;
    if !batch.is_empty() {
        return Ok(batch);
    }
    match server.next_of(stream, after).await? {
        Some(next) => Ok(vec![next]),
        None => Err(Failure::Passing("the leader no longer has what it had".to_owned()).into()),
    }
}

fn follows(before: &End, commit: &Commit) -> Result<(), Corrupt> {
    if commit.first_version == before.tip.version.plus(1) {
        return Ok(());
    }
    Err(Corrupt {
        position: commit.position,
        stream: commit.stream.to_string(),
        reason: "it does not follow the stream's commit before it".to_owned(),
    })
}

/// The commits of the log after a position. None comes only where the leader has no more.
pub(super) async fn log<S: Server>(
    server: &S,
    after: Position,
    limit: usize,
) -> Result<Vec<Commit>, Error> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let mut stored = server.some(after, limit.min(BATCH)).await?;
    if stored.is_empty() {
        stored.extend(server.next(after).await?);
    }
    let mut before = after;
    let commits = stored.iter().map(|stored| {
        let commit = Commit::decode(stored.place.position, &stored.stream, &stored.body)?;
        // Nothing ever leaves the log, so nothing may be missing in it.
        if S::POSITIONS_ARE_DENSE && commit.position.0 != before.0 + 1 {
            return Err(Corrupt {
                position: commit.position,
                stream: commit.stream.to_string(),
                reason: format!("the commit after position {before} is missing"),
            });
        }
        before = commit.position;
        Ok(commit)
    });
    Ok(commits.collect::<Result<_, Corrupt>>()?)
}
