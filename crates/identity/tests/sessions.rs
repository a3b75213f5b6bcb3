//! Sessions and drafts: when they end, and whose they are.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use identity::{
    PagesSecret, Vault,
    accounts::Who,
    drafts::{Draft, Drafts},
    records::SqliteRecords,
    sessions::{Limits, Sessions},
};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

fn vault() -> (Vault, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let records = SqliteRecords::open(&folder.path().join("accounts.db")).unwrap();
    let secret = PagesSecret::new(vec![3; 64]).unwrap();
    (secret.vault(Arc::new(records)), folder)
}

fn who(worker: &str) -> Who {
    Who::new("LEA-FRIENDS", worker).unwrap()
}

fn at(minutes: i64) -> Timestamp {
    let morning: Timestamp = "2026-12-01T09:00:00Z".parse().unwrap();
    morning + SignedDuration::from_mins(minutes)
}

fn sessions(vault: Vault) -> Sessions {
    let limits = Limits {
        idle: SignedDuration::from_mins(30),
        at_most: SignedDuration::from_hours(2),
    };
    Sessions::new(vault, limits)
}

#[tokio::test]
async fn a_session_ends_by_standing_idle_and_by_its_length() {
    let (vault, _folder) = vault();
    let (sessions, sam) = (sessions(vault), who("sam.lee"));
    let id = sessions.begin(&sam, at(0)).await.unwrap();
    let ends = async |minutes, only_to_know| {
        let ends = sessions
            .ends(&sam, &id, at(minutes), only_to_know)
            .await
            .unwrap();
        ends.map(|ends| (ends.at, ends.is_final))
    };
    assert_eq!(ends(20, false).await, Some((at(50), false)));
    assert_eq!(
        ends(40, true).await,
        Some((at(50), false)),
        "who only wants to know keeps nothing up"
    );
    for minutes in [49, 78, 91] {
        ends(minutes, false).await.unwrap();
    }
    assert_eq!(ends(119, false).await, Some((at(120), true)));
    assert_eq!(ends(120, false).await, None, "however busy");

    let id = sessions.begin(&sam, at(0)).await.unwrap();
    assert_eq!(
        sessions.ends(&sam, &id, at(30), false).await.unwrap(),
        None,
        "idle"
    );
    assert_eq!(
        sessions.ends(&sam, &id, at(1), false).await.unwrap(),
        None,
        "it does not come back"
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_ones_own_sessions_and_no_others() {
    let (vault, _folder) = vault();
    let sessions = sessions(vault);
    let (sam, kim) = (who("sam.lee"), who("kim.lee"));
    let [one, other] = [
        sessions.begin(&sam, at(0)).await.unwrap(),
        sessions.begin(&sam, at(0)).await.unwrap(),
    ];
    let kims = sessions.begin(&kim, at(0)).await.unwrap();
    assert_ne!(*one, *other);
    assert_eq!(sessions.count(&sam, at(1)).await.unwrap(), 2);
    assert!(
        sessions
            .ends(&kim, &one, at(1), false)
            .await
            .unwrap()
            .is_none(),
        "an id is one worker's"
    );
    sessions.end(&sam, &one).await.unwrap();
    assert!(
        sessions
            .ends(&sam, &one, at(1), false)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        sessions
            .ends(&sam, &other, at(1), false)
            .await
            .unwrap()
            .is_some()
    );
    sessions.end_everywhere(&sam).await.unwrap();
    assert!(
        sessions
            .ends(&sam, &other, at(1), false)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        sessions
            .ends(&kim, &kims, at(1), false)
            .await
            .unwrap()
            .is_some()
    );
    sessions.sweep(at(29)).await.unwrap();
    assert_eq!(sessions.count(&kim, at(29)).await.unwrap(), 1);
    sessions.sweep(at(31)).await.unwrap();
    assert_eq!(sessions.count(&kim, at(0)).await.unwrap(), 0);
}

#[tokio::test]
async fn drafts_wait_for_whoever_typed_them() {
    let (vault, _folder) = vault();
    let (drafts, sam) = (Drafts::new(vault), who("sam.lee"));
    let draft = |path: &str, words: &str, minutes| Draft {
        path: path.to_owned(),
        title: "Add an update".to_owned(),
        values: vec![("text".to_owned(), words.to_owned())],
        kept_at: at(minutes),
    };
    drafts.keep(&sam, &draft("/a", "first", 0)).await.unwrap();
    drafts.keep(&sam, &draft("/a", "second", 1)).await.unwrap();
    let kept = drafts.of(&sam, "/a", at(2)).await.unwrap().unwrap();
    assert_eq!(kept.values[0].1, "second");
    assert!(
        drafts
            .of(&who("kim.lee"), "/a", at(2))
            .await
            .unwrap()
            .is_none()
    );
    assert!(drafts.of(&sam, "/b", at(2)).await.unwrap().is_none());

    for place in 2..30 {
        drafts
            .keep(&sam, &draft(&format!("/{place}"), "x", place))
            .await
            .unwrap();
    }
    let all = drafts.all(&sam, at(30)).await.unwrap();
    assert_eq!(
        (all.len(), all[0].path.as_str()),
        (20, "/29"),
        "the oldest made room"
    );
    drafts
        .keep(&sam, &draft("/long", &"x".repeat(70_000), 31))
        .await
        .unwrap();
    assert!(drafts.of(&sam, "/long", at(31)).await.unwrap().is_none());
    drafts.discard(&sam, "/29").await.unwrap();
    assert!(drafts.of(&sam, "/29", at(31)).await.unwrap().is_none());
    let week = 7 * 24 * 60;
    assert!(
        drafts
            .of(&sam, "/20", at(20 + week))
            .await
            .unwrap()
            .is_none()
    );
    drafts.sweep(at(29 + week)).await.unwrap();
    assert!(drafts.all(&sam, at(29)).await.unwrap().is_empty());
}
