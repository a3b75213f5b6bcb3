//! One batch of commits in one transaction. It changes nothing in memory: what would change is staged, and
//! taken over by the writer once the transaction is through.

use std::collections::HashMap;

use eventlog::{
    Appended, Error, Expected, Frontier, NewCommit, Position, StreamName, Tip, TreeHead,
};
use lru::LruCache;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::sync::oneshot;

use crate::error::unavailable;
use crate::file::{COMMIT_COLUMNS, State, integer, read_commit};

/// A commit that waits for the writer, and where its answer goes.
pub(crate) struct Submission {
    pub(crate) stream: StreamName,
    pub(crate) expected: Expected,
    pub(crate) commit: NewCommit,
    pub(crate) answer: oneshot::Sender<Result<Appended, Error>>,
}

/// What a batch led to, in its transaction.
pub(crate) struct Staged {
    /// The ends of the streams that it touched.
    pub(crate) tips: HashMap<StreamName, Tip>,
    pub(crate) head: Position,
    pub(crate) frontier: Frontier,
    /// One for each submission, in order.
    pub(crate) answers: Vec<Result<Appended, Error>>,
    /// About how many bytes the transaction added to the write-ahead log.
    pub(crate) written_bytes: usize,
}

/// Why a batch came to nothing.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was rolled back: nothing was written.
    RolledBack(rusqlite::Error),
    /// Whether it was written is not known, nor what the file is like.
    Unknown(rusqlite::Error),
}

impl Staged {
    /// Size and root of the tree with this batch in it.
    pub(crate) fn tree_head(&self) -> TreeHead {
        self.frontier.tree_head()
    }
}

/// Checks the batch's expectations in order and writes what they admit. One that is refused does not harm
/// the others.
pub(crate) fn write(
    connection: &mut Connection,
    known: &mut LruCache<StreamName, Tip>,
    state: &State,
    batch: &[Submission],
) -> Result<Staged, Failure> {
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let transaction = begun.map_err(Failure::RolledBack)?;
    match stage(&transaction, known, state, batch) {
        Ok(staged) if staged.head > state.head => transaction
            .commit()
            .map(|()| staged)
            .map_err(Failure::Unknown),
        Ok(staged) => transaction
            .rollback()
            .map(|()| staged)
            .map_err(Failure::Unknown),
        Err(error) => {
            drop(transaction);
            Err(if connection.is_autocommit() {
                Failure::RolledBack(error)
            } else {
                Failure::Unknown(error)
            })
        }
    }
}

fn stage(
    transaction: &Transaction<'_>,
    known: &mut LruCache<StreamName, Tip>,
    state: &State,
    batch: &[Submission],
) -> rusqlite::Result<Staged> {
    let mut staged = Staged {
        tips: HashMap::new(),
        head: state.head,
        frontier: state.frontier.clone(),
        answers: Vec::with_capacity(batch.len()),
        written_bytes: 0,
    };
    for submission in batch {
        let tip = match staged
            .tips
            .get(&submission.stream)
            .or_else(|| known.get(&submission.stream))
        {
            Some(&tip) => Ok(tip),
            None => find_tip(transaction, &submission.stream)?,
        };
        let admitted = tip.and_then(|tip| {
            let after = tip.admit(&submission.stream, submission.expected, &submission.commit)?;
            Ok((tip, after))
        });
        let answer = match admitted {
            Ok((before, after)) => Ok(insert(transaction, &mut staged, submission, before, after)?),
            Err(refused) => Err(refused),
        };
        staged.answers.push(answer);
    }
    if staged.head > state.head {
        let mut update = transaction.prepare_cached("UPDATE log SET head = ?1, frontier = ?2")?;
        update.execute(params![integer(staged.head.0), staged.frontier.encode()])?;
    }
    Ok(staged)
}

fn insert(
    transaction: &Transaction<'_>,
    staged: &mut Staged,
    submission: &Submission,
    before: Tip,
    after: Tip,
) -> rusqlite::Result<Appended> {
    let position = Position(staged.head.0 + 1);
    let first_version = before.version.plus(1);
    let (body, hashes) = submission
        .commit
        .encode_with_hashes(&submission.stream, first_version);
    let mut insert =
        transaction.prepare_cached("INSERT INTO commits VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    insert.execute(params![
        integer(position.0),
        submission.stream.as_str(),
        integer(first_version.0),
        integer(hashes.len() as u64),
        after.last_recorded_at_ms,
        body.as_ref(),
    ])?;
    hashes.iter().for_each(|hash| staged.frontier.push(hash));
    staged.head = position;
    staged.written_bytes += body.len() + ROW_OVERHEAD_BYTES;
    staged.tips.insert(submission.stream.clone(), after);
    Ok(Appended {
        position,
        version: after.version,
    })
}

/// Pages of table, index and state that change with a row, beside its body.
const ROW_OVERHEAD_BYTES: usize = 8 * 1024;

/// The end of a stream as the file has it, from the last commit itself: the columns beside it have no hash.
fn find_tip(
    transaction: &Transaction<'_>,
    stream: &StreamName,
) -> rusqlite::Result<Result<Tip, Error>> {
    let query = format!(
        "SELECT {COMMIT_COLUMNS} FROM commits WHERE stream = ?1 ORDER BY first_version DESC LIMIT 1"
    );
    let mut last = transaction.prepare_cached(&query)?;
    let last = last.query_row([stream.as_str()], read_commit).optional()?;
    Ok(last.map_or(Ok(Tip::EMPTY), |commit| Ok(Tip::of(&commit?))))
}

impl Failure {
    /// What every submission of the batch is answered.
    pub(crate) fn answer(self) -> Error {
        match self {
            Failure::RolledBack(error) => unavailable("writing was rolled back")(error),
            Failure::Unknown(error) => unavailable("the end of writing is not known")(error),
        }
    }
}

#[cfg(test)]
mod tests;
