//! Reading a stream of events, and the log as a whole: in batches from any replica, and what such a one still lacks from
//! the leader.

use eventlog::{Commit, Error, Position, StreamName, Tip, Version, commit::Corrupt};

use crate::{
    error::Failure,
    server::{Server, Stored},
    tips::{End, Tips},
};

/// How many messages are asked for at once.
const BATCH: usize = 256;
/// The subject under which every message stands.
const ANY: &str = ">";

/// A commit of a stream, as it is stored.
pub(crate) fn decode(stream: &StreamName, stored: &Stored) -> Result<Commit, Error> {
    Ok(Commit::decode(
        stored.position,
        stream.as_str(),
        &stored.body,
    )?)
}

/// The commits of a stream after a version. That it ends there, the leader has said.
pub(crate) async fn stream(
    server: &Server,
    tips: &Tips,
    name: &StreamName,
    subject: &str,
    after: Version,
    limit: usize,
) -> Result<Vec<Commit>, Error> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let known = tips.get(name);
    let Some(last) = server.last_of(subject).await? else {
        return Ok(Vec::new());
    };
    let last_commit = decode(name, &last)?;
    let end = End {
        tip: Tip::of(&last_commit),
        position: last.position,
    };
    tips.put(name, end);
    if end.tip.version <= after {
        return Ok(Vec::new());
    }
    // Where exactly this version was the end when we last looked, what is asked for stands behind it.
    let hint = known.filter(|known| known.tip.version == after && after != Version::EMPTY);
    let mut before = hint.unwrap_or(End::EMPTY);
    let mut commits = Vec::new();
    while before.position < last.position && commits.len() < limit {
        let from = Position(before.position.0 + 1);
        let stored = if before.tip.version.plus(1) == last_commit.first_version {
            vec![last.clone()]
        } else {
            some(server, subject, from).await?
        };
        for stored in stored {
            let commit = decode(name, &stored)?;
            follows(&before, &commit)?;
            before = End {
                tip: Tip::of(&commit),
                position: commit.position,
            };
            if before.tip.version > after && commits.len() < limit {
                commits.push(commit);
            }
        }
    }
    Ok(commits)
}

/// At least one message: a batch, or the leader's next one where the replica that was asked has none yet.
async fn some(server: &Server, subject: &str, from: Position) -> Result<Vec<Stored>, Error> {
    let batch = server.batch(subject, from, BATCH).await?;
    if !batch.is_empty() {
        return Ok(batch);
    }
    match server.next_of(subject, from).await? {
        Some(next) => Ok(vec![next]),
        None => Err(Failure::Unreached("the leader no longer has what it had".to_owned()).into()),
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
pub(crate) async fn log(
    server: &Server,
    prefix: &str,
    after: Position,
    limit: usize,
) -> Result<Vec<Commit>, Error> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let from = Position(after.0.saturating_add(1));
    let mut stored = server.batch(ANY, from, limit.min(BATCH)).await?;
    if stored.is_empty() {
        stored.extend(server.next_of(ANY, from).await?);
    }
    let mut before = after;
    let commits = stored.iter().map(|stored| {
        let name = stored.subject.strip_prefix(prefix);
        let commit = Commit::decode(stored.position, name.unwrap_or_default(), &stored.body)?;
        // Nothing ever leaves the log, so nothing may be missing in it.
        if commit.position.0 != before.0 + 1 {
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
