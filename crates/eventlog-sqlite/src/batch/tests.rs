//! Tests of one batch: a refused commit harms no other, and a batch rolled back leaves no trace.
#![allow(clippy::unwrap_used)]

use eventlog::conformance::samples;
use eventlog::{LogId, Version};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::file::{open_for_writing, read_state};

struct Bench {
    connection: Connection,
    state: State,
    known: LruCache<StreamName, Tip>,
    _folder: TempDir,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let (connection, state) =
        open_for_writing(&folder.path().join("log.db"), LogId(Uuid::from_u128(1))).unwrap();
    Bench {
        connection,
        state,
        known: LruCache::new(16.try_into().unwrap()),
        _folder: folder,
    }
}

impl Bench {
    /// Takes over what was staged, as the writer does.
    fn write(&mut self, batch: &[Submission]) -> Result<Vec<Result<Appended, Error>>, Failure> {
        let staged = write(&mut self.connection, &mut self.known, &self.state, batch)?;
        self.state.head = staged.head;
        self.state.frontier = staged.frontier;
        staged.tips.into_iter().for_each(|(stream, tip)| {
            self.known.put(stream, tip);
        });
        Ok(staged.answers)
    }
}

fn submission(stream: &str, expected: u64, records: usize) -> Submission {
    Submission {
        stream: samples::stream(stream),
        expected: Expected::Version(Version(expected)),
        commit: samples::commit(records, 0),
        answer: oneshot::channel().0,
    }
}

fn appended(position: u64, version: u64) -> Result<Appended, Error> {
    Ok(Appended {
        position: Position(position),
        version: Version(version),
    })
}

#[test]
fn a_refused_commit_does_not_harm_the_others() {
    let mut bench = bench();
    let batch = [
        submission("person-a", 0, 2),
        submission("person-a", 0, 1),
        submission("person-b", 3, 1),
        submission("person-a", 2, 1),
        submission("person-b", 0, 1),
    ];
    let answers = bench.write(&batch).unwrap();
    let conflict = |stream, actual| {
        Err(Error::Conflict {
            stream: samples::stream(stream),
            actual: Version(actual),
        })
    };
    let expected = [
        appended(1, 2),
        conflict("person-a", 2),
        conflict("person-b", 0),
        appended(2, 3),
        appended(3, 1),
    ];
    assert_eq!(answers, expected);
    let stored = read_state(&bench.connection).unwrap();
    assert_eq!((stored.head, stored.frontier.size()), (Position(3), 4));
}

#[test]
fn a_batch_of_refusals_writes_nothing() {
    let mut bench = bench();
    let answers = bench
        .write(&[submission("person-a", 5, 1), submission("person-a", 1, 1)])
        .unwrap();
    assert!(answers.iter().all(Result::is_err));
    assert!(bench.connection.is_autocommit());
    assert_eq!(read_state(&bench.connection).unwrap().head, Position::START);
}

#[test]
fn what_is_known_is_right_after_a_rollback() {
    for raise in ["ABORT", "ROLLBACK", "FAIL"] {
        let mut bench = bench();
        bench.write(&[submission("person-a", 0, 1)]).unwrap();
        let trigger = format!(
            "CREATE TRIGGER refuse BEFORE INSERT ON commits WHEN NEW.stream = 'person-bad'
             BEGIN SELECT RAISE({raise}, 'refused for the test'); END"
        );
        bench.connection.execute_batch(&trigger).unwrap();
        let batch = [
            submission("person-a", 1, 2),
            submission("person-b", 0, 1),
            submission("person-bad", 0, 1),
        ];
        assert!(
            matches!(bench.write(&batch), Err(Failure::RolledBack(_))),
            "{raise}"
        );
        assert_eq!(read_state(&bench.connection).unwrap().head, Position(1));
        bench
            .connection
            .execute_batch("DROP TRIGGER refuse")
            .unwrap();
        assert_eq!(
            bench.write(&batch).unwrap(),
            [appended(2, 3), appended(3, 1), appended(4, 1)]
        );
        assert_eq!(
            read_state(&bench.connection).unwrap().frontier,
            bench.state.frontier
        );
    }
}

#[test]
fn a_forgotten_stream_is_found_again() {
    let mut bench = bench();
    bench.write(&[submission("person-a", 0, 3)]).unwrap();
    bench.known.clear();
    assert_eq!(
        bench.write(&[submission("person-a", 3, 1)]).unwrap(),
        [appended(2, 4)]
    );
}
