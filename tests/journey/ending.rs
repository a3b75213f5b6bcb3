//! An agreement's end where nobody records it: what rested on it is shown no more, from that moment on.

use api::v1::{Category, ExplainFactRequest, Purpose};
use throughline_tests::town::{
    Town, bytes,
    deeds::{agree, note},
    look,
};

use crate::cast::{CHARITY, Cast, notes};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_that_has_ended_shows_nothing_although_no_timekeeper_runs() {
    let town = Town::without_timekeeper().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let (support, housing) = (Purpose::CommunitySupport, [Category::Housing]);
    agree(&cast.practice, &person, support, &housing, "2026-06-10", "").await;
    note(&cast.practice, &person, "okapi-damp", &housing).await;
    town.applied().await;

    town.at("2026-06-10T22:59:59Z");
    let shown = look::story(&cast.charity, &person).await.unwrap();
    assert_eq!(notes(&shown), ["okapi-damp"]);
    let damp = shown
        .iter()
        .find(|fact| notes(std::slice::from_ref(*fact)) == ["okapi-damp"]);
    let damp = damp.unwrap().fact_id.clone();
    assert!(explained(&cast, &person, &damp).await);

    town.at("2026-06-10T23:00:00Z");
    // Looking is recorded, once in a quarter of an hour.
    look::all(&cast.charity, &person).await;
    let head = town.head().await;
    for (view, seen) in look::all(&cast.charity, &person).await {
        assert!(!seen.unwrap().contains("okapi-damp"), "{view:?}");
    }
    assert!(!explained(&cast, &person, &damp).await);
    // The words are in the file still: it is the reading that fails closed.
    let held = bytes::in_files_of(&town.data(), CHARITY, &["okapi-damp"]);
    assert_eq!(held.len(), 1);
    assert_eq!(
        town.head().await,
        head,
        "a lapse was recorded, and nobody was to"
    );
    let shown = look::story(&cast.practice, &person).await.unwrap();
    assert_eq!(notes(&shown), ["okapi-damp"], "the practice recorded it");
    town.close().await;
}

async fn explained(cast: &Cast, person: &str, fact: &str) -> bool {
    let request = ExplainFactRequest {
        person_id: person.into(),
        fact_id: fact.into(),
    };
    let asked = cast.charity.ask(request);
    match cast.charity.disclosure().explain_fact(asked).await {
        Ok(explained) => !explained.into_inner().reasons.is_empty(),
        Err(status) => {
            assert_eq!(status.code(), tonic::Code::NotFound, "{status:?}");
            false
        }
    }
}
