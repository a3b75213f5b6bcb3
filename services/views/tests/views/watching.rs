//! The feed of changes: told, gone on from, ended, and bounded.

use std::time::Duration;

use api::v1::{
    WatchChangesRequest, WatchChangesResponse,
    changes_query_service_client::ChangesQueryServiceClient,
};
use casework::{
    Category,
    event::By,
    testing::{accept, assign, gp, link_worker, maureen, note, referral, release, volunteer},
};
use keyring::TokenKind;
use tonic::{Code, Status, Streaming};

use crate::town::{LOG, Mood, Told, Town, befriender, from, why};

/// How many watches there may be at once, as the README has it.
const AT_MOST: usize = 1_000;

async fn watch(
    town: &Town,
    by: &By,
    cursor: &str,
) -> Result<Streaming<WatchChangesResponse>, Status> {
    let cursor = cursor.to_owned();
    let mut changes = ChangesQueryServiceClient::new(town.connection());
    let answer = changes
        .watch_changes(from(by, WatchChangesRequest { cursor }))
        .await?;
    Ok(answer.into_inner())
}

/// The next change; none where the stream has ended.
async fn next(watch: &mut Streaming<WatchChangesResponse>) -> Option<WatchChangesResponse> {
    let bound = Duration::from_secs(60);
    let told = tokio::time::timeout(bound, watch.message()).await;
    told.expect("a watch that says nothing").unwrap()
}

fn with_case() -> (Town, Told) {
    let (mut town, mut told) = (Town::new(), Told::new(1));
    town.tell(&mut told, &gp(), &maureen());
    (town, told)
}

#[tokio::test(start_paused = true)]
async fn a_watch_tells_who_changed_from_now_on_and_nothing_else() {
    let (mut town, mut told) = with_case();
    let mut practice = watch(&town, &gp(), "").await.unwrap();
    let mut charity = watch(&town, &link_worker(), "").await.unwrap();
    let mut other = Told::new(2);
    town.tell(&mut other, &gp(), &maureen());
    town.tell(&mut told, &gp(), &note("bp", &[Category::Health]));
    let [first, second] = [
        next(&mut practice).await.unwrap(),
        next(&mut practice).await.unwrap(),
    ];
    assert_eq!(first.person_id, other.person.to_string());
    assert_eq!(second.person_id, told.person.to_string());
    // The charity had no file when it began to listen, and is told of what is shown to it alone.
    town.tell(&mut told, &gp(), &referral());
    let invited = next(&mut charity).await.unwrap();
    assert_eq!(invited.person_id, told.person.to_string());
    let silence = Duration::from_secs(5);
    let more = tokio::time::timeout(silence, charity.message()).await;
    assert!(more.is_err(), "nothing else has changed for it");
}

#[tokio::test(start_paused = true)]
async fn a_volunteer_hears_of_what_they_are_named_for_and_that_they_are_named_no_longer() {
    let (mut town, mut told) = with_case();
    let silence = Duration::from_secs(5);
    town.tell(&mut told, &gp(), &referral());
    let accepted = accept(&told.world.history);
    town.tell(&mut told, &link_worker(), &accepted);
    let mut watch = watch(&town, &volunteer(), "").await.unwrap();
    town.tell(&mut told, &link_worker(), &assign(&[Category::AboutMe]));
    next(&mut watch).await.unwrap();
    town.tell(
        &mut told,
        &link_worker(),
        &note("rent", &[Category::Housing]),
    );
    let more = tokio::time::timeout(silence, watch.message()).await;
    assert!(more.is_err(), "what they may not read changes unheard");
    town.tell(
        &mut told,
        &link_worker(),
        &note("choir", &[Category::AboutMe]),
    );
    next(&mut watch).await.unwrap();
    let released = release(&told.world.history);
    town.tell(&mut told, &link_worker(), &released);
    next(&mut watch).await.unwrap();
    town.tell(
        &mut told,
        &link_worker(),
        &note("tea", &[Category::AboutMe]),
    );
    let more = tokio::time::timeout(silence, watch.message()).await;
    assert!(more.is_err(), "it is theirs no longer");
}

#[tokio::test(start_paused = true)]
async fn a_watch_goes_on_after_its_cursor() {
    let (mut town, mut told) = with_case();
    let mut first = watch(&town, &gp(), "").await.unwrap();
    // More than are read at once.
    for number in 0..150 {
        let one = note(&format!("note {number}"), &[Category::Health]);
        town.tell(&mut told, &gp(), &one);
    }
    let mut cursors = Vec::new();
    while cursors.len() < 150 {
        cursors.push(next(&mut first).await.unwrap().cursor);
    }
    let mut last_ones = watch(&town, &gp(), &cursors[147]).await.unwrap();
    town.tell(&mut Told::new(2), &gp(), &maureen());
    let mut people = Vec::new();
    while people.len() < 3 {
        people.push(next(&mut last_ones).await.unwrap().person_id);
    }
    let [same, newcomer] = [told.person, Told::new(2).person].map(|person| person.to_string());
    assert_eq!(people, [same.clone(), same, newcomer]);
    // A place in the feed of other files is none in these.
    let mut changes = ChangesQueryServiceClient::new(town.connection_of_other_files());
    let request = WatchChangesRequest {
        cursor: cursors[147].clone(),
    };
    let status = changes
        .watch_changes(from(&gp(), request))
        .await
        .unwrap_err();
    assert_eq!(why(&status), ("cursor_too_old".to_owned(), false));
    // A place that this feed has never reached is not waited for.
    let ahead = town.token(TokenKind::Watch, LOG, &gp().organisation, 10_000);
    let status = watch(&town, &gp(), &ahead).await.unwrap_err();
    assert_eq!(status.code(), Code::OutOfRange);
    assert_eq!(why(&status), ("cursor_too_old".to_owned(), false));
}

#[tokio::test(start_paused = true)]
async fn a_cursor_whose_changes_have_gone_is_refused() {
    let (mut town, mut told) = with_case();
    for number in 0..3 {
        told.world.now += jiff::SignedDuration::from_hours(5 * 24);
        let one = note(&format!("note {number}"), &[Category::Health]);
        town.tell(&mut told, &gp(), &one);
    }
    let cursor = |sequence| town.token(TokenKind::Watch, LOG, &gp().organisation, sequence);
    let status = watch(&town, &gp(), &cursor(1)).await.unwrap_err();
    assert_eq!(why(&status), ("cursor_too_old".to_owned(), false));
    let mut kept = watch(&town, &gp(), &cursor(2)).await.unwrap();
    for _ in 0..2 {
        let person = next(&mut kept).await.unwrap().person_id;
        assert_eq!(person, told.person.to_string());
    }
}

#[tokio::test(start_paused = true)]
async fn ending_the_watches_ends_every_stream_without_an_error() {
    let (town, _) = with_case();
    let mut watches = vec![
        watch(&town, &gp(), "").await.unwrap(),
        watch(&town, &gp(), "").await.unwrap(),
        watch(&town, &befriender(), "").await.unwrap(),
    ];
    town.views.end_watches();
    watches.push(watch(&town, &gp(), "").await.unwrap());
    for one in &mut watches {
        assert_eq!(next(one).await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_watch_ends_with_the_reason_where_the_view_cannot_confirm() {
    let (town, _) = with_case();
    let mut one = watch(&town, &gp(), "").await.unwrap();
    town.say(|says| says.mood = Mood::Refuses);
    let bound = Duration::from_secs(60);
    let told = tokio::time::timeout(bound, one.message()).await;
    let status = told.expect("it goes on without a word").unwrap_err();
    assert_eq!(why(&status), ("view_unconfirmed".to_owned(), true));
}

#[tokio::test]
async fn there_are_only_so_many_watches_and_a_place_is_given_back() {
    let (town, _) = with_case();
    let mut watches = Vec::new();
    for _ in 0..AT_MOST {
        watches.push(watch(&town, &gp(), "").await.unwrap());
    }
    let status = watch(&town, &gp(), "").await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert_eq!(why(&status), ("busy".to_owned(), true));
    drop(watches.pop());
    let mut again = None;
    for _ in 0..1_000 {
        again = watch(&town, &gp(), "").await.ok();
        if again.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(again.is_some(), "the place was not given back");
}

#[tokio::test]
async fn a_watch_that_is_refused_for_its_cursor_takes_no_place() {
    let (town, _) = with_case();
    let ahead = town.token(TokenKind::Watch, LOG, &gp().organisation, 10_000);
    for _ in 0..AT_MOST {
        let refused = watch(&town, &gp(), &ahead).await.unwrap_err();
        assert_eq!(why(&refused).0, "cursor_too_old");
    }
    watch(&town, &gp(), "").await.unwrap();
}
