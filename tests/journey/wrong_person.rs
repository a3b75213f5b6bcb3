//! An entry on the wrong person: it leaves every view and every file but the privacy officers' of whoever recorded it.

use api::v1::Heading;
use throughline_tests::town::{
    Town, bytes,
    deeds::{passage, people, write},
    look,
};

use crate::cast::{CHARITY, Cast, PRACTICE};

const SAID: &str = "I miss my dog.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_recorded_on_the_wrong_person_is_left_to_the_privacy_officers_until_it_is_put_back()
 {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let officer = town.acting(PRACTICE, "ig.lead", "privacy-officer");
    let theirs = town.acting(CHARITY, "ig.lead", "privacy-officer");
    let passages = vec![passage(Heading::MostImportant, SAID, &[])];
    write(&cast.practice, &person, passages).await;
    town.applied().await;
    let everybody = [&cast.practice, &cast.charity, &officer, &theirs];
    let sees = async || {
        let mut sees = Vec::new();
        for who in everybody {
            let story = look::story(who, &person).await.unwrap();
            sees.push(format!("{story:?}").contains(SAID));
        }
        sees
    };
    assert_eq!(sees().await, [true, true, true, true]);
    let shown = look::passages(&cast.practice, &person).await.unwrap();
    let fact_id = shown[0].fact.as_ref().unwrap().fact_id.clone();

    let withdrawal = people::mark(&cast.practice, &person, &fact_id).await;
    assert!(withdrawal.complete, "{withdrawal:?}");
    town.applied().await;
    assert_eq!(sees().await, [false, false, true, false]);
    assert!(bytes::in_files_of(&town.data(), CHARITY, &[SAID]).is_empty());
    let story = look::story(&officer, &person).await.unwrap();
    let entry = story.iter().find(|fact| fact.fact_id == fact_id).unwrap();
    assert!(entry.on_wrong_person && !entry.recorded_in_error);
    for who in everybody {
        assert!(look::passages(who, &person).await.unwrap().is_empty());
        let story = look::story(who, &person).await.unwrap();
        let told = format!("{story:?}").contains("two of that name");
        assert_eq!(
            told,
            who.worker() == "ig.lead" && who.organisation() == PRACTICE
        );
    }

    town.days_pass(1);
    people::unmark(&officer, &person, &fact_id).await;
    town.applied().await;
    assert_eq!(sees().await, [true, true, true, true]);
    town.close().await;
}
