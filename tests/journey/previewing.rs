//! What is said beforehand is what happens then: who will see a note, what a change gives and takes, and the matrix.

use api::v1::{
    self, Category, GetSharingMatrixRequest, PreviewSharingRequest, Purpose, against,
    preview_sharing_request::Change,
};
use throughline::demo::acting::Acting;
use throughline_tests::town::{Town, deeds, deeds::numbers, look};

use crate::cast::{CHARITY, Cast, PRACTICE};

/// Nothing is recorded under it.
const COMMAND: &str = "0d7f4a52-1b7e-4c0e-9a30-5d2f6f6f1c11";

async fn seen_by(who: &Acting, person: &str, categories: &[Category]) -> [Vec<String>; 2] {
    let who = who.rehearsing();
    let request = who.ask(v1::RecordNoteRequest {
        command_id: COMMAND.into(),
        person_id: person.into(),
        words: "…".into(),
        categories: numbers(categories),
        restricted_to: None,
    });
    let answer = who.notes().record_note(request).await.unwrap();
    let receipt = answer.into_inner().receipt.unwrap();
    assert!(receipt.token.is_empty(), "nothing was recorded");
    let [heard] = &receipt.rehearsal.unwrap().facts[..] else {
        panic!("a note is one fact")
    };
    let seen = heard.seen_by.iter();
    [
        seen.map(|reach| reach.organisation.clone()).collect(),
        heard.not_seen_by.clone(),
    ]
}

async fn changes(
    who: &Acting,
    person: &str,
    change: Change,
) -> Vec<v1::preview_sharing_response::Change> {
    let request = PreviewSharingRequest {
        person_id: person.into(),
        change: Some(change),
    };
    let answer = who.disclosure().preview_sharing(who.ask(request)).await;
    answer.unwrap().into_inner().changes
}

async fn cells(who: &Acting, person: &str) -> Vec<(String, Vec<Category>)> {
    let request = GetSharingMatrixRequest {
        person_id: person.into(),
    };
    let answer = who.disclosure().get_sharing_matrix(who.ask(request)).await;
    let rows = answer.unwrap().into_inner().rows.into_iter();
    rows.map(|row| {
        let categories = row.cells.iter().map(|cell| cell.category());
        (row.organisation, categories.collect())
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_will_see_it_is_who_sees_it() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let practice = &cast.practice;
    let health = [Category::Health];
    let nobody: Vec<String> = Vec::new();
    let before = seen_by(practice, &person, &health).await;
    assert_eq!(before, [nobody.clone(), vec![CHARITY.to_owned()]]);
    deeds::note(practice, &person, "Before.", &health).await;
    town.days_pass(1);

    let agreement = v1::Agreement {
        audience: Some(v1::Audience {
            audience: Some(v1::audience::Audience::Purpose(
                Purpose::CommunitySupport.into(),
            )),
        }),
        categories: numbers(&health),
        decided_by: deeds::by_the_person(),
        ..v1::Agreement::default()
    };
    let gives = changes(practice, &person, Change::Agreement(agreement)).await;
    let [change] = &gives[..] else {
        panic!("{gives:?}")
    };
    assert_eq!(change.organisation, CHARITY);
    let purpose = Purpose::CommunitySupport;
    deeds::agree(practice, &person, purpose, &health, "", "Yes.").await;
    town.applied().await;
    let story = look::story(&cast.charity, &person).await.unwrap();
    for fact in &change.gives {
        assert!(story.iter().any(|shown| shown.fact_id == *fact), "{fact}");
    }
    let after = seen_by(practice, &person, &health).await;
    assert_eq!(after, [vec![CHARITY.to_owned()], nobody]);
    let rows = cells(practice, &person).await;
    assert_eq!(rows[0].0, PRACTICE);
    let charity = rows
        .iter()
        .find(|(organisation, _)| organisation == CHARITY);
    assert!(charity.unwrap().1.contains(&Category::Health));

    let against = against::Against::Organisation(CHARITY.into());
    let objection = deeds::objection(&person, against, &health, "No.");
    let takes = Change::Objection(objection.objection.clone().unwrap());
    let takes = changes(practice, &person, takes).await;
    deeds::object(practice, objection).await;
    town.applied().await;
    let story = look::story(&cast.charity, &person).await.unwrap();
    let [change] = &takes[..] else {
        panic!("{takes:?}")
    };
    assert!(!change.takes.is_empty());
    for fact in &change.takes {
        assert!(story.iter().all(|shown| shown.fact_id != *fact), "{fact}");
    }
    town.close().await;
}
