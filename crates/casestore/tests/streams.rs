//! What a command leaves in the log when it is repeated, raced, cut short or sent to another process.
//!
//! The rules that decide a command are not tested here.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "streams/cut_short.rs"]
mod cut_short;
#[allow(dead_code, reason = "each test file uses its part")]
#[path = "support/fixture.rs"]
mod fixture;
#[path = "streams/following.rs"]
mod following;
#[path = "streams/merging.rs"]
mod merging;
#[path = "streams/readings.rs"]
mod readings;

use casestore::{Error, Request};
use casework::{
    Category,
    event::By,
    referral::State,
    refusal::Code,
    testing::{accept, gp, link_worker, note},
};
use eventlog::{Version, memory::Fault};
use fixture::{Fixture, ROOMY, execute, monday, person, refused, request};
use jiff::ToSpan;
use tokio::task::JoinSet;
use uuid::Uuid;

#[tokio::test]
async fn a_repeated_command_is_done_once() {
    let fixture = Fixture::new();
    let process = fixture.referred().await;
    let first = execute(&process, &gp(), 2, &casework::testing::referral())
        .await
        .unwrap();
    assert!(first.repeated && first.thing.is_some());
    assert_eq!(fixture.commits().await.len(), 2);
    // The receipt is looked at before the rules, by which a second referral would be refused.
    process.forget();
    assert_eq!(
        execute(&process, &gp(), 2, &casework::testing::referral())
            .await
            .unwrap(),
        first
    );
    // At another process, and much later, too.
    let late = Request {
        now: monday() + 3000.hours(),
        ..request(&gp(), 2)
    };
    let other = fixture.process();
    assert_eq!(
        other
            .execute(&person(), &late, &casework::testing::referral())
            .await
            .unwrap(),
        first
    );
    assert_eq!(fixture.commits().await.len(), 2);
}

#[tokio::test]
async fn the_first_answer_differs_from_the_second_in_nothing_but_being_the_first() {
    let fixture = Fixture::new();
    let process = fixture.process();
    let done = execute(&process, &gp(), 1, &casework::testing::maureen())
        .await
        .unwrap();
    let again = execute(&process, &gp(), 1, &casework::testing::maureen())
        .await
        .unwrap();
    assert_eq!(
        casestore::Done {
            repeated: true,
            ..done
        },
        again
    );
    assert!(!done.repeated);
}

#[tokio::test]
async fn an_id_that_was_used_for_something_else_is_refused() {
    let fixture = Fixture::new();
    let process = fixture.referred().await;
    let reused = Request {
        digest: [99; 32],
        ..request(&gp(), 2)
    };
    let other = fixture.process();
    for process in [&process, &other] {
        assert_eq!(
            refused(
                process
                    .execute(&person(), &reused, &a_note("A note."))
                    .await
            ),
            Code::CommandReused
        );
    }
    assert_eq!(fixture.commits().await.len(), 2);
}

#[tokio::test]
async fn the_same_id_from_another_worker_is_another_command() {
    let fixture = Fixture::new();
    let process = fixture.involved().await;
    let colleague = By {
        worker: "another".parse().unwrap(),
        ..gp()
    };
    for by in [gp(), colleague, link_worker()] {
        assert!(
            !execute(&process, &by, 7, &a_note("A note."))
                .await
                .unwrap()
                .repeated
        );
    }
    assert_eq!(fixture.commits().await.len(), 6);
}

#[tokio::test]
async fn a_process_that_is_behind_decides_again_on_what_the_other_did() {
    let fixture = Fixture::new();
    let (ahead, behind) = (fixture.involved().await, fixture.process());
    behind.read(&person()).await.unwrap();
    for number in 10..15 {
        execute(&ahead, &gp(), number, &a_note("Ahead."))
            .await
            .unwrap();
    }
    assert!(
        !execute(&behind, &gp(), 20, &a_note("Behind."))
            .await
            .unwrap()
            .repeated
    );
    assert_eq!(behind.read(&person()).await.unwrap().version, Version(10));
    assert_eq!(ahead.read(&person()).await.unwrap().version, Version(10));
}

#[tokio::test]
async fn a_refusal_counts_on_the_newest_state_only() {
    let fixture = Fixture::new();
    let (ahead, behind) = (fixture.referred().await, fixture.process());
    let accept = accept(&behind.read(&person()).await.unwrap().state);
    execute(&ahead, &link_worker(), 3, &accept).await.unwrap();
    // To the process behind, the charity is not involved yet.
    execute(&behind, &link_worker(), 4, &a_note("We met."))
        .await
        .unwrap();
    // And what stands on the newest state is refused, also by the process that has just caught up.
    for process in [&ahead, &behind] {
        assert_eq!(
            refused(execute(process, &link_worker(), 5, &accept).await),
            Code::ReferralAnswered
        );
    }
    let held = ahead.read(&person()).await.unwrap();
    assert!(matches!(
        held.state.referrals().next().unwrap().state,
        State::Accepted(_)
    ));
}

#[tokio::test]
async fn a_retry_that_reaches_the_other_process_finds_the_receipt() {
    let fixture = Fixture::new();
    let (one, other) = (fixture.involved().await, fixture.process());
    other.read(&person()).await.unwrap();
    let done = execute(&one, &gp(), 9, &a_note("A note.")).await.unwrap();
    let again = execute(&other, &gp(), 9, &a_note("A note.")).await.unwrap();
    assert_eq!(
        casestore::Done {
            repeated: true,
            ..done
        },
        again
    );
    assert_eq!(fixture.commits().await.len(), 4);
}

#[tokio::test]
async fn a_lost_acknowledgement_or_a_refused_write_ends_in_exactly_one() {
    for (fault, written) in [
        (Fault::LoseAcknowledgement, true),
        (Fault::RefuseBeforeWrite, false),
    ] {
        for to_the_other in [false, true] {
            let fixture = Fixture::new();
            let (one, other) = (fixture.involved().await, fixture.process());
            other.read(&person()).await.unwrap();
            fixture.log.fail_next(fault);
            let error = execute(&one, &gp(), 9, &a_note("A note."))
                .await
                .unwrap_err();
            assert!(
                matches!(error, Error::Log(_)) && error.retry_helps(),
                "{error:?}"
            );
            assert_eq!(fixture.commits().await.len(), 3 + usize::from(written));
            let process = if to_the_other { &other } else { &one };
            let done = execute(process, &gp(), 9, &a_note("A note."))
                .await
                .unwrap();
            assert_eq!(done.repeated, written);
            assert_eq!(
                done.position,
                fixture.commits().await.last().unwrap().position
            );
            assert_eq!(fixture.commits().await.len(), 4);
        }
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_reorders_nothing() {
    let fixture = Fixture::new();
    let (one, other) = (fixture.involved().await, fixture.process());
    for (number, hours) in [(10, 5), (11, -100), (12, 3), (13, -1)] {
        let request = Request {
            now: monday() + hours.hours(),
            ..request(&gp(), number)
        };
        let process = if number % 2 == 0 { &one } else { &other };
        process
            .execute(&person(), &request, &a_note("A note."))
            .await
            .unwrap();
    }
    let recorded: Vec<_> = one
        .events(&person())
        .await
        .unwrap()
        .iter()
        .map(|event| event.recorded_at)
        .collect();
    let one_after_the_other = |from| (0..4).map(move |later: i64| from + later.milliseconds());
    let late = monday() + 5.hours();
    let expected: Vec<_> = one_after_the_other(monday())
        .chain(one_after_the_other(late))
        .collect();
    assert_eq!(recorded, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_accept_at_once_exactly_one_does() {
    let fixture = Fixture::new();
    let opener = fixture.referred().await;
    let accept = accept(&opener.read(&person()).await.unwrap().state);
    let mut tasks = JoinSet::new();
    let processes: Vec<_> = (0..4)
        .map(|_| std::sync::Arc::new(fixture.process()))
        .collect();
    for number in 0..16 {
        let (process, accept) = (processes[usize::from(number) % 4].clone(), accept.clone());
        tasks.spawn(async move { execute(&process, &link_worker(), 100 + number, &accept).await });
    }
    let results = tasks.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for refusal in results.into_iter().filter(Result::is_err) {
        assert_eq!(refused(refusal), Code::ReferralAnswered);
    }
    assert_eq!(fixture.commits().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_send_the_same_command_at_once_all_get_the_same_answer() {
    let fixture = Fixture::new();
    fixture.involved().await;
    let mut tasks = JoinSet::new();
    let processes: Vec<_> = (0..4)
        .map(|_| std::sync::Arc::new(fixture.process()))
        .collect();
    for sender in 0..16 {
        let process = processes[sender % 4].clone();
        tasks.spawn(async move {
            execute(&process, &gp(), 9, &a_note("A note."))
                .await
                .unwrap()
        });
    }
    let done = tasks.join_all().await;
    assert_eq!(done.iter().filter(|done| !done.repeated).count(), 1);
    assert!(
        done.iter()
            .all(|one| (one.position, one.thing) == (done[0].position, done[0].thing))
    );
    assert_eq!(fixture.commits().await.len(), 4);
}

#[tokio::test]
async fn a_tiny_cache_gives_the_same_results_as_a_roomy_one() {
    let keys = fixture::new_keys();
    let mut outcomes = Vec::new();
    for weight_max in [1, 30, ROOMY] {
        let fixture = Fixture::with_keys(keys.clone());
        let process = fixture.process_with(weight_max);
        let mut done = Vec::new();
        for round in 0..6_u8 {
            for person in 1..=5_u8 {
                let id = casework::ids::PersonId(Uuid::from_u128(u128::from(person)));
                let request = request(&gp(), round * 10 + person);
                done.push(match round {
                    0 => process
                        .execute(&id, &request, &casework::testing::maureen())
                        .await
                        .unwrap(),
                    // A repeat of what a stream that has been let go holds.
                    5 => {
                        let request = fixture::request(&gp(), 10 + person);
                        process
                            .execute(&id, &request, &a_note("Round 1"))
                            .await
                            .unwrap()
                    }
                    _ => process
                        .execute(&id, &request, &a_note(&format!("Round {round}")))
                        .await
                        .unwrap(),
                });
            }
        }
        let log: Vec<_> = fixture
            .commits()
            .await
            .iter()
            .map(|c| (c.position, c.stream.clone(), c.last_version()))
            .collect();
        outcomes.push((done, log));
    }
    assert_eq!(outcomes[0], outcomes[2]);
    assert_eq!(outcomes[1], outcomes[2]);
}

fn a_note(words: &str) -> casework::note::record::RecordNote {
    note(words, &[Category::Health])
}
