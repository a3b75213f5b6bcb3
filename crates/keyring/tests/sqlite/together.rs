//! Many callers at the same time.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_at_the_same_time_get_the_same_key() {
    let place = Place::new();
    let keys = Arc::new(place.open(true).unwrap());
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let keys = keys.clone();
        tasks.spawn(async move { keys.obtain(person(1)).await.unwrap().seal(b"", b"x") });
    }
    let key = keys.obtain(person(1)).await.unwrap();
    for sealed in tasks.join_all().await {
        key.open(b"", &sealed).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_registrations_at_once_agree_on_one_person() {
    let place = Place::new();
    let keys = Arc::new(place.open(true).unwrap());
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "9990000018");
    let mut tasks = JoinSet::new();
    for number in 0..100 {
        let keys = keys.clone();
        tasks.spawn(async move {
            keys.register(lookup, Uuid::from_u128(number))
                .await
                .unwrap()
        });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.new).count(), 1);
    assert!(answers.iter().all(|answer| answer.id == answers[0].id));
    let mut live = 0;
    for number in 0..100 {
        live += usize::from(matches!(
            keys.find(person(number)).await.unwrap(),
            KeyState::Live(_)
        ));
    }
    assert_eq!(live, 1, "only the person who is known has a key");
}
