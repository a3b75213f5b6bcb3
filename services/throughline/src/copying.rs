//! Copying a log from one backend to another: each commit as it is, in order, so that the copy has the same Merkle root.
//!
//! Begun again, it goes on where it stopped: what is there already is compared, record by record, and never written over.

use anyhow::{Context, bail, ensure};
use eventlog::{
    Commit, EventLog, Expected, Frontier, NewCommit, NewRecord, Position, TreeHead, Version,
};

/// How many commits are read at once.
const PAGE: usize = 256;

/// What was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Commits that were there already.
    pub there: u64,
    /// Commits that were written.
    pub written: u64,
    /// Size and root of both logs' trees.
    pub tree_head: TreeHead,
}

/// Copies what `from` holds to `to`. `progress` is told after each page how many commits are there.
///
/// # Errors
/// Where `to` holds anything that `from` does not, where either cannot be reached, and where the copy has another root.
pub async fn copy(
    from: &dyn EventLog,
    to: &dyn EventLog,
    progress: impl Fn(u64),
) -> anyhow::Result<Copied> {
    let mut source = Pages::of(from);
    let mut target = Pages::of(to);
    let mut frontier = Frontier::new();
    let (mut there, mut written) = (0, 0);
    let mut is_all_there = false;
    while let Some(commit) = source
        .next()
        .await
        .context("reading the log that is copied")?
    {
        for record in &commit.records {
            frontier.push(&record.hash);
        }
        let known = match is_all_there {
            true => None,
            false => target.next().await.context("reading the copy")?,
        };
        match known {
            Some(known) => {
                ensure!(
                    is_same(&commit, &known),
                    "the other log is no copy of this one: it differs at position {}; copy to an empty one",
                    known.position
                );
                there += 1;
            }
            None => {
                is_all_there = true;
                append(to, &commit).await?;
                written += 1;
            }
        }
        progress(there + written);
    }
    if !is_all_there && target.next().await?.is_some() {
        bail!("the other log holds more than this one; was it in use already?");
    }
    let tree_head = to.tree_head().await.context("reading the copy")?;
    ensure!(
        tree_head == frontier.tree_head(),
        "the copy has another Merkle root, {tree_head} and not {}; remove it and copy again",
        frontier.tree_head()
    );
    Ok(Copied {
        there,
        written,
        tree_head,
    })
}

fn is_same(commit: &Commit, other: &Commit) -> bool {
    let hashes =
        |commit: &Commit| -> Vec<_> { commit.records.iter().map(|record| record.hash).collect() };
    commit.stream == other.stream
        && commit.first_version == other.first_version
        && hashes(commit) == hashes(other)
}

async fn append(to: &dyn EventLog, commit: &Commit) -> anyhow::Result<()> {
    let records = commit.records.iter().map(|record| NewRecord {
        header: record.header.clone(),
        sealed: record.sealed.clone(),
    });
    let expected = Expected::Version(Version(commit.first_version.0 - 1));
    let records = NewCommit::new(records.collect()).context("a commit of the log is none")?;
    let appended = to.append(&commit.stream, expected, records).await;
    appended.map(|_| ()).context("writing the copy")
}

/// A log, commit by commit.
struct Pages<'a> {
    log: &'a dyn EventLog,
    after: Position,
    page: std::vec::IntoIter<Commit>,
}

impl<'a> Pages<'a> {
    fn of(log: &'a dyn EventLog) -> Self {
        Self {
            log,
            after: Position::START,
            page: Vec::new().into_iter(),
        }
    }

    async fn next(&mut self) -> Result<Option<Commit>, eventlog::Error> {
        if self.page.len() == 0 {
            self.page = self.log.read_log(self.after, PAGE).await?.into_iter();
        }
        let next = self.page.next();
        if let Some(commit) = &next {
            self.after = commit.position;
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use eventlog::{LogId, conformance::samples, memory::MemoryLog};

    use super::*;

    fn log(id: u128) -> MemoryLog {
        MemoryLog::new(LogId(uuid::Uuid::from_u128(id)))
    }

    async fn write(log: &MemoryLog, commits: i64) {
        for number in 0..commits {
            let stream = samples::stream(&format!("person-{}", number % 3));
            let commit = samples::commit(1 + number as usize % 4, number);
            log.append(&stream, Expected::Any, commit).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_copy_holds_the_same_and_goes_on_where_it_stopped() {
        let (from, to) = (log(1), log(2));
        write(&from, 400).await;
        let first = copy(&from, &to, |_| ()).await.unwrap();
        assert_eq!((first.there, first.written), (0, 400));
        assert_eq!(to.commits(), from.commits());
        write(&from, 0).await;
        let stream = samples::stream("person-later");
        from.append(&stream, Expected::Any, samples::commit(2, 500))
            .await
            .unwrap();
        let second = copy(&from, &to, |_| ()).await.unwrap();
        assert_eq!((second.there, second.written), (400, 1));
        assert_eq!(second.tree_head, from.tree_head().await.unwrap());
    }

    #[tokio::test]
    async fn a_log_that_is_no_copy_is_not_written_to() {
        let (from, others) = (log(1), log(2));
        write(&from, 5).await;
        write(&others, 3).await;
        let before = others.commits();
        let refused = copy(&from, &others, |_| ()).await.unwrap_err();
        assert!(refused.to_string().contains("no copy"), "{refused}");
        assert_eq!(others.commits(), before);
        // One that goes beyond it has a life of its own.
        let to = log(3);
        copy(&from, &to, |_| ()).await.unwrap();
        let stream = samples::stream("person-later");
        to.append(&stream, Expected::Any, samples::commit(1, 500))
            .await
            .unwrap();
        let refused = copy(&from, &to, |_| ()).await.unwrap_err();
        assert!(refused.to_string().contains("more"), "{refused}");
    }
}
