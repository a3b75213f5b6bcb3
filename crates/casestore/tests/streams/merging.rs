//! A merge goes through two streams in several steps: whichever of them is the last, sent again it ends as if it had
//! gone through at once.

use casestore::{Error, Streams};
use casework::{
    Category,
    history::{History, Merging},
    ids::PersonId,
    person::{merge::MergePerson, unmerge::UnmergePerson},
    refusal::Code,
    testing::{gp, link_worker, maureen, note},
    words::Words,
};
use eventlog::memory::Fault;
use uuid::Uuid;

use crate::fixture::{Fixture, execute, person, refused, request};

const DUPLICATE: PersonId = PersonId(Uuid::from_u128(2));
/// More than are taken in at a time.
const NOTES: u8 = 120;

fn merge() -> MergePerson {
    MergePerson {
        duplicate: DUPLICATE,
        words: Words::prose("words", "She showed both letters.").unwrap(),
    }
}

/// A case, and a record of the same person without a number that holds many notes.
async fn two_records(fixture: &Fixture) -> Streams<History> {
    let process = fixture.process();
    execute(&process, &gp(), 1, &maureen()).await.unwrap();
    let mut provisional = maureen();
    provisional.identity.nhs_number = None;
    let second = request(&gp(), 2);
    let opened = process.execute(&DUPLICATE, &second, &provisional);
    opened.await.unwrap();
    for number in 0..NOTES {
        let note = note(&format!("Note {number}."), &[Category::Health]);
        let request = request(&gp(), 100 + number);
        process.execute(&DUPLICATE, &request, &note).await.unwrap();
    }
    process
}

async fn facts(process: &Streams<History>, of: PersonId) -> usize {
    process.read(&of).await.unwrap().state.facts().len()
}

#[tokio::test]
async fn wherever_it_stops_sent_again_it_ends_once() {
    let fixture = Fixture::new();
    let process = two_records(&fixture).await;
    let before = facts(&process, person()).await;
    let request = request(&gp(), 50);
    let mut tries = 0;
    loop {
        // First nothing is written, then something and nobody is told: at every step of the way.
        fixture.log.fail_next(Fault::RefuseBeforeWrite);
        let refused = fixture.process().merge(person(), &request, &merge()).await;
        if refused.is_ok() {
            break;
        }
        fixture.log.fail_next(Fault::LoseAcknowledgement);
        let lost = fixture.process().merge(person(), &request, &merge()).await;
        assert!(matches!(lost, Err(Error::Log(_))), "{lost:?}");
        tries += 1;
        let shown = facts(&fixture.process(), person()).await;
        assert!(
            shown == before || shown > before + usize::from(NOTES),
            "all at once: {shown}"
        );
    }
    // Begun, two parts, complete, left.
    assert_eq!(tries, 5);
    let process = fixture.process();
    let survivor = process.read(&person()).await.unwrap();
    assert_eq!(survivor.state.merges().count(), 1);
    // The involvement and the notes, what is said of the merge, and who leads.
    assert_eq!(
        survivor.state.facts().len(),
        before + 1 + usize::from(NOTES) + 2
    );
    drop(survivor);
    let duplicate = process.read(&DUPLICATE).await.unwrap();
    assert_eq!(duplicate.state.merged_into(), Some(person()));
}

#[tokio::test]
async fn what_is_refused_leaves_the_duplicate_as_it_was() {
    let fixture = Fixture::new();
    let process = two_records(&fixture).await;
    let commits = fixture.commits().await.len();
    let by_nobody = request(&link_worker(), 60);
    let result = process.merge(person(), &by_nobody, &merge()).await;
    assert_eq!(refused(result), Code::CaseUnknown);
    assert_eq!(fixture.commits().await.len(), commits);
    // Refused on the way, after it was begun: the duplicate goes on by itself.
    let begun = request(&gp(), 61);
    fixture.log.fail_next(Fault::LoseAcknowledgement);
    process.merge(person(), &begun, &merge()).await.unwrap_err();
    let into = person();
    let merging = process.read(&DUPLICATE).await.unwrap().state.merging();
    assert_eq!(merging, Some(Merging { into, done: false }));
    let another = request(&gp(), 62);
    process.merge(person(), &another, &merge()).await.unwrap();
    // The first one finds it done by the other, and says that it is not its own.
    let late = process.merge(person(), &begun, &merge()).await;
    assert!(refused(late) != Code::CommandReused);
    let merged = process.read(&DUPLICATE).await.unwrap().state.merging();
    assert_eq!(merged, Some(Merging { into, done: true }));
}

#[tokio::test]
async fn an_undone_merge_restores_the_duplicate_and_can_be_made_again() {
    let fixture = Fixture::new();
    let process = two_records(&fixture).await;
    let before = (
        facts(&process, person()).await,
        facts(&process, DUPLICATE).await,
    );
    for number in [70, 80] {
        let done = process
            .merge(person(), &request(&gp(), number), &merge())
            .await
            .unwrap();
        let unmerge = UnmergePerson {
            merge: casework::ids::MergeId(done.thing.unwrap()),
            words: Words::prose("words", "She has a cousin.").unwrap(),
        };
        let request = request(&gp(), number + 1);
        fixture.log.fail_next(Fault::LoseAcknowledgement);
        process
            .unmerge(person(), &request, &unmerge)
            .await
            .unwrap_err();
        let (_, restored) = process.unmerge(person(), &request, &unmerge).await.unwrap();
        assert_eq!(restored, DUPLICATE);
        assert_eq!(
            process.read(&DUPLICATE).await.unwrap().state.merging(),
            None
        );
        assert_eq!(facts(&process, DUPLICATE).await, before.1);
    }
    // What is said of each merge, who leads, and why it was undone.
    assert_eq!(facts(&process, person()).await, before.0 + 2 * 3);
}
