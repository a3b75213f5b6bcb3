//! About Me gone through again with the person: who is shown a passage is shown that it is still true, nobody else.

use api::v1::{
    Category, ConfirmAboutMeRequest, Heading, get_about_me_response::CurrentPassage,
    record_about_me_request::NewPassage,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{passage, write},
    look,
};

use crate::cast::{Cast, words};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passage_is_confirmed_for_those_who_are_shown_it_until_it_is_revised() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let passages = vec![
        passage(Heading::MostImportant, "Choir on Thursdays.", &[]),
        passage(Heading::Wellness, "I get low.", &[Category::MentalHealth]),
    ];
    write(&cast.practice, &person, passages).await;
    town.applied().await;
    town.days_pass(1);
    let seen = look::passages(&cast.charity, &person).await.unwrap();
    assert_eq!(said(&seen), ["Choir on Thursdays."]);
    confirm(&cast.charity, &person, seen[0].token.clone()).await;
    town.applied().await;

    let by = |passages: &[CurrentPassage]| {
        let confirmed = passages.iter().map(|passage| passage.confirmed.as_ref());
        let by = confirmed.map(|fact| fact.map(|fact| fact.recorded_by.clone().unwrap().worker));
        by.collect::<Vec<_>>()
    };
    let sam = Some("sam.lee".to_owned());
    let of_practice = look::passages(&cast.practice, &person).await.unwrap();
    assert_eq!(said(&of_practice), ["Choir on Thursdays.", "I get low."]);
    assert_eq!(by(&of_practice), [sam.clone(), None]);
    assert_eq!(
        by(&look::passages(&cast.charity, &person).await.unwrap()),
        [sam]
    );
    let brief = look::brief(&cast.practice, &person).await.unwrap();
    assert_eq!(brief.confirmed.len(), 1);

    let revised = NewPassage {
        token: of_practice[0].token.clone(),
        ..passage(Heading::MostImportant, "Choir on Fridays.", &[])
    };
    write(&cast.practice, &person, vec![revised]).await;
    town.applied().await;
    let seen = look::passages(&cast.charity, &person).await.unwrap();
    assert_eq!(
        (said(&seen), by(&seen)),
        (vec!["Choir on Fridays.".to_owned()], vec![None])
    );
    town.close().await;
}

async fn confirm(who: &Acting, person: &str, token: String) {
    let request = ConfirmAboutMeRequest {
        command_id: command_id(),
        person_id: person.into(),
        tokens: vec![token],
    };
    who.about_me()
        .confirm_about_me(who.ask(request))
        .await
        .unwrap();
}

fn said(passages: &[CurrentPassage]) -> Vec<String> {
    passages
        .iter()
        .map(|passage| words(passage.fact.as_ref().unwrap()))
        .collect()
}
