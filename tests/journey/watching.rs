//! The feed of changes over the wire: whose case changed, for those who may see the change, and nothing else.

use std::time::Duration;

use api::v1::{Category, WatchChangesRequest, WatchChangesResponse};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{involve, note},
};
use tokio_stream::StreamExt;
use tonic::Streaming;

use crate::cast::Cast;

/// Longer than any change is on its way.
const BOUND: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_those_who_may_see_a_change_are_told_of_it() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let (first, second) = (cast.shares(&town, 0).await, cast.shares(&town, 1).await);
    let third = cast.opens(2).await;
    town.applied().await;
    let mut practice = watch(&cast.practice, "").await;
    let mut charity = watch(&cast.charity, "").await;
    let mut stranger = watch(&cast.stranger, "").await;

    note(
        &cast.practice,
        &first,
        "Low mood.",
        &[Category::MentalHealth],
    )
    .await;
    town.applied().await;
    assert_eq!(next(&mut practice).await.0, first);
    // The next that the charity is told of is its own note about somebody else: of the first it was told nothing.
    note(
        &cast.charity,
        &second,
        "We walked.",
        &[Category::SocialCare],
    )
    .await;
    town.applied().await;
    assert_eq!(next(&mut charity).await.0, second);
    assert_eq!(next(&mut practice).await.0, second);
    // And the stranger is told of the first referral that it is sent, and of nothing before.
    involve(&town, &cast.practice, &cast.stranger, &cast.leisure, &third).await;
    assert_eq!(next(&mut stranger).await.0, third);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_goes_on_after_its_cursor() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let mut people = Vec::new();
    for n in 0..4 {
        people.push(cast.opens(n).await);
    }
    town.applied().await;
    let mut changes = watch(&cast.practice, "").await;
    let tell = async |person: &str| {
        note(&cast.practice, person, "A note.", &[Category::Health]).await;
        town.applied().await;
    };
    tell(&people[0]).await;
    tell(&people[1]).await;
    let (one, cursor) = next(&mut changes).await;
    let (two, later) = next(&mut changes).await;
    assert_eq!([one, two], people[..2]);
    drop(changes);

    tell(&people[2]).await;
    tell(&people[3]).await;
    for (cursor, expected) in [(&cursor, &people[1..]), (&later, &people[2..])] {
        let mut changes = watch(&cast.practice, cursor).await;
        for person in expected {
            assert_eq!(&next(&mut changes).await.0, person);
        }
    }
    // A new watch without a cursor begins with what comes, and tells nothing of what was.
    let mut changes = watch(&cast.practice, "").await;
    tell(&people[0]).await;
    assert_eq!(next(&mut changes).await.0, people[0]);
    town.close().await;
}

pub async fn watch(who: &Acting, cursor: &str) -> Streaming<WatchChangesResponse> {
    let request = who.ask(WatchChangesRequest {
        cursor: cursor.into(),
    });
    who.changes()
        .watch_changes(request)
        .await
        .unwrap()
        .into_inner()
}

/// The next change: the person and the cursor, which is all that there is.
pub async fn next(changes: &mut Streaming<WatchChangesResponse>) -> (String, String) {
    let change = tokio::time::timeout(BOUND, changes.next()).await;
    let WatchChangesResponse { person_id, cursor } =
        change.expect("a change in time").unwrap().unwrap();
    (person_id, cursor)
}
