//! Following the log commit by commit gives what folding each prefix from its start gives.

use casestore::{Stream, Streams};
use casework::{
    event::{Event, What},
    history::{Folded, History},
    ids::PersonId,
    testing::{accept, decline, gp, link_worker, maureen, referral},
};
use eventlog::{Commit, StreamName, Version};
use uuid::Uuid;

use super::a_note;
use crate::fixture::{Fixture, ROOMY, request};

const PEOPLE: u8 = 4;
/// Notes of the long stream.
const MANY: u16 = 3_000;

#[tokio::test]
async fn each_commit_in_order_gives_the_prefix_up_to_it() {
    let fixture = interleaved().await;
    for (weight_max, forget_every) in [(ROOMY, usize::MAX), (1, usize::MAX), (ROOMY, 3), (ROOMY, 1)]
    {
        let follower = fixture.process_with(weight_max);
        let mut scratch = Scratch::default();
        for (place, commit) in fixture.commits().await.iter().enumerate() {
            check(&follower, &mut scratch, commit).await;
            if place % forget_every == forget_every - 1 {
                follower.forget();
            }
        }
    }
}

#[tokio::test]
async fn a_follower_that_is_ahead_of_a_commit_goes_back_for_it() {
    let fixture = interleaved().await;
    let follower = fixture.process();
    let commits = fixture.commits().await;
    for round in 0..3 {
        let mut scratch = Scratch::default();
        for commit in &commits {
            if round == 1 {
                follower.read(&person_of(commit)).await.unwrap();
            }
            check(&follower, &mut scratch, commit).await;
        }
    }
}

#[tokio::test]
async fn a_commit_that_is_followed_twice_gives_the_same_twice() {
    let fixture = interleaved().await;
    let follower = fixture.process();
    for commit in fixture.commits().await {
        let first = picture(
            &follower
                .follow(&commit)
                .await
                .unwrap()
                .unwrap()
                .stream
                .state,
        );
        let second = picture(
            &follower
                .follow(&commit)
                .await
                .unwrap()
                .unwrap()
                .stream
                .state,
        );
        assert_eq!(first, second);
    }
}

#[tokio::test]
async fn commits_of_another_sort_are_none_of_ours() {
    let fixture = interleaved().await;
    let mut commit = fixture.commits().await.remove(0);
    for name in [
        "organisation-E82999",
        "readings-00000000-0000-0000-0000-000000000001",
        "person-notauuid",
    ] {
        commit.stream = StreamName::new(name).unwrap();
        assert!(fixture.process().follow(&commit).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_long_stream_is_read_in_pages() {
    let fixture = Fixture::new();
    let (writer, late) = (fixture.process(), fixture.process());
    let person = PersonId(Uuid::from_u128(1));
    writer
        .execute(&person, &request(&gp(), 1), &maureen())
        .await
        .unwrap();
    late.read(&person).await.unwrap();
    for number in 0..MANY {
        let request = casestore::Request {
            command_id: Uuid::from_u128(u128::from(number)),
            ..request(&gp(), 2)
        };
        writer
            .execute(&person, &request, &a_note("A note."))
            .await
            .unwrap();
    }
    let all = Version(u64::from(MANY) + 1);
    assert_eq!(late.read(&person).await.unwrap().version, all);
    writer.forget();
    assert_eq!(writer.read(&person).await.unwrap().version, all);
    let events = writer.events(&person).await.unwrap();
    assert_eq!(Version(events.len() as u64), all);
    assert_eq!(
        picture(&fold(person, &events)),
        picture(&late.read(&person).await.unwrap().state)
    );
    // In the middle, and at both sides of a page's edge.
    let commits = fixture.commits().await;
    for place in [0, 511, 512, 513, 1_700, 3_000] {
        let followed = late.follow(&commits[place]).await.unwrap().unwrap();
        assert_eq!(followed.stream.version, Version(place as u64 + 1));
        assert_eq!(followed.stream.state.facts().len(), place + 2);
    }
}

/// Cases of several people whose commits alternate, written by two processes.
async fn interleaved() -> Fixture {
    let fixture = Fixture::new();
    let processes = [fixture.process(), fixture.process_with(1)];
    for step in 0..6_u8 {
        for number in 1..=PEOPLE {
            let person = PersonId(Uuid::from_u128(u128::from(number)));
            let process = &processes[usize::from(step + number) % 2];
            let sent = |by| request(by, 10 * step + number);
            let (gp, charity) = (&gp(), &link_worker());
            match step {
                0 => process
                    .execute(&person, &sent(gp), &maureen())
                    .await
                    .unwrap(),
                2 => process
                    .execute(&person, &sent(gp), &referral())
                    .await
                    .unwrap(),
                4 if number == 1 => {
                    let decline = decline(&process.read(&person).await.unwrap().state);
                    process
                        .execute(&person, &sent(charity), &decline)
                        .await
                        .unwrap()
                }
                4 => {
                    let accept = accept(&process.read(&person).await.unwrap().state);
                    process
                        .execute(&person, &sent(charity), &accept)
                        .await
                        .unwrap()
                }
                _ => process
                    .execute(&person, &sent(gp), &a_note(&format!("Note {step}.")))
                    .await
                    .unwrap(),
            };
        }
    }
    fixture
}

/// The events of each person so far.
#[derive(Default)]
struct Scratch(std::collections::HashMap<PersonId, Vec<Event>>);

async fn check(follower: &Streams<History>, scratch: &mut Scratch, commit: &Commit) {
    let person = person_of(commit);
    let followed = follower.follow(commit).await.unwrap().unwrap();
    let events = scratch.0.entry(person).or_default();
    events.extend(followed.events.iter().cloned());
    assert_eq!(followed.stream.version, commit.last_version());
    assert_eq!(events.len() as u64, commit.last_version().0);
    assert_eq!(
        picture(&followed.stream.state),
        picture(&fold(person, events))
    );
}

fn fold(person: PersonId, events: &[Event<What>]) -> History {
    let mut history = History::new(person);
    events.iter().for_each(|event| history.apply(event.clone()));
    history
}

/// Everything about a history that can be asked.
fn picture(history: &History) -> String {
    let facts: Vec<_> = history
        .facts()
        .iter()
        .map(|fact| (fact, history.newest(fact).id))
        .collect();
    let lists = (
        history.involvements().collect::<Vec<_>>(),
        history.referrals().collect::<Vec<_>>(),
        history.live_agreements().collect::<Vec<_>>(),
        history.objections().collect::<Vec<_>>(),
        history.organisations().collect::<Vec<_>>(),
    );
    format!(
        "{:?}",
        (
            history.person,
            history.version(),
            history.open_case(),
            facts,
            lists
        )
    )
}

fn person_of(commit: &Commit) -> PersonId {
    History::id(&commit.stream).unwrap()
}
