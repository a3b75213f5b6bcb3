//! Why something is shown, and what was shown on a day.

use std::collections::BTreeMap;

use api::{
    types::timestamp,
    v1::{
        self, Category, ExplainFactRequest, Heading, ListShownAsOfRequest, Purpose, Rule,
        against::Against, explain_fact_response::Reason, list_shown_as_of_response::ShownFact,
    },
};
use jiff::Timestamp;
use runtime::clock::Clock;
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{accept, agree, note, object, objection, passage, refer, referral, write},
    look,
};

use crate::cast::{CHARITY, Cast, words};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn explain_names_the_rule_and_the_event_that_it_rests_on() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    write(
        &cast.practice,
        &person,
        vec![passage(Heading::MostImportant, "Choir.", &[])],
    )
    .await;
    note(&cast.practice, &person, "Damp.", &[Category::Housing]).await;
    let (support, housing) = (Purpose::CommunitySupport, [Category::Housing]);
    agree(&cast.practice, &person, support, &housing, "2026-06-30", "").await;
    refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.applied().await;

    let (charity, practice, council) = (&cast.charity, &cast.practice, &cast.council);
    let why = async |who, fact: &str| rules(&explained(who, &person, fact).await);
    assert_eq!(
        why(charity, "Company.").await,
        [just(Rule::Invited, "referral-raised")]
    );
    accept(charity, &person, "").await;
    note(charity, &person, "We walked.", &[Category::SocialCare]).await;
    refer(practice, referral(&person, &cast.social_care, "A rail.")).await;
    town.applied().await;
    accept(council, &person, "").await;
    town.applied().await;

    assert_eq!(
        why(charity, "Company.").await,
        [just(Rule::Party, "referral-raised")]
    );
    assert_eq!(
        why(charity, "Choir.").await,
        [just(Rule::Party, "referral-accepted")]
    );
    assert_eq!(
        why(charity, "Damp.").await,
        [just(Rule::Agreement, "agreement-recorded")]
    );
    assert_eq!(
        why(charity, "We walked.").await,
        [just(Rule::OwnRecord, "note-recorded")]
    );
    assert_eq!(
        why(practice, "We walked.").await,
        [just(Rule::DirectCare, "case-opened")]
    );
    assert_eq!(
        why(council, "We walked.").await,
        [just(Rule::DirectCare, "referral-accepted")]
    );
    // Every grant that holds is told, the first rule of the table first.
    let both = why(practice, "Damp.").await;
    assert_eq!(
        both,
        [
            just(Rule::OwnRecord, "note-recorded"),
            just(Rule::DirectCare, "case-opened")
        ]
    );

    let reason = explained(charity, &person, "Damp.").await.remove(0);
    let basis = reason.basis.clone().unwrap();
    let ends: Timestamp = "2026-06-30T23:00:00Z".parse().unwrap();
    assert_eq!(basis.until, Some(timestamp(ends)));
    assert!(reason.explanation.contains("agreed"));
    let story = look::story(practice, &person).await.unwrap();
    let agreement =
        |fact: &&v1::Fact| matches!(fact.content, Some(v1::fact::Content::Agreement(_)));
    let agreement = story.iter().find(agreement).unwrap();
    assert_eq!(agreement.fact_id, format!("{}.0", basis.event_id));
    assert_eq!(agreement.recorded_at, reason.recorded_at);
    // The story names the same basis as the explanation does.
    let story = look::story(charity, &person).await.unwrap();
    let damp = story.iter().find(|fact| words(fact) == "Damp.").unwrap();
    assert_eq!(damp.basis, Some(basis));
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_shown_on_a_day_is_what_the_story_showed_then() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let (support, housing) = (Purpose::CommunitySupport, [Category::Housing]);
    let mut days: BTreeMap<Timestamp, [Vec<v1::Fact>; 2]> = BTreeMap::new();
    for day in 0..5 {
        town.days_pass(1);
        match day {
            0 => drop(note(&cast.practice, &person, "Damp.", &housing).await),
            1 => drop(agree(&cast.practice, &person, support, &housing, "2026-12-31", "").await),
            2 => drop(note(&cast.charity, &person, "Mould.", &housing).await),
            3 => {
                let against = Against::Organisation(CHARITY.into());
                object(&cast.practice, objection(&person, against, &housing, "")).await;
            }
            _ => drop(note(&cast.practice, &person, "Leak.", &housing).await),
        }
        town.applied().await;
        let practice = look::story(&cast.practice, &person).await.unwrap();
        let charity = look::story(&cast.charity, &person).await.unwrap();
        days.insert(town.clock.now(), [practice, charity]);
    }

    let officer = town.acting(CHARITY, "pat.hill", "privacy-officer");
    let mut taken_away = 0;
    for (at, [practice, charity]) in &days {
        // The practice lost nothing since.
        let then = as_of(&cast.practice, &person, *at).await;
        assert!(then.iter().all(|shown| shown.still_shown));
        assert_eq!(facts(&then), sorted(practice), "{at}");
        // A privacy officer is told of what the charity was shown and is shown no more, without its words.
        let then = as_of(&officer, &person, *at).await;
        assert_eq!(ids(&facts(&then)), ids(&sorted(charity)), "{at}");
        for shown in &then {
            let fact = shown.fact.as_ref().unwrap();
            let told = charity
                .iter()
                .find(|told| told.fact_id == fact.fact_id)
                .unwrap();
            let content = told.content.clone().filter(|_| shown.still_shown);
            assert_eq!(
                fact,
                &v1::Fact {
                    content,
                    ..told.clone()
                }
            );
            assert!(shown.still_shown || (shown.kind == "note" && words(told) == "Damp."));
            taken_away += usize::from(!shown.still_shown);
        }
        // Anybody else of the charity is not told of it at all.
        let still: Vec<_> = then.into_iter().filter(|shown| shown.still_shown).collect();
        assert_eq!(as_of(&cast.charity, &person, *at).await, still, "{at}");
    }
    assert_eq!(
        taken_away, 2,
        "the note was shown on two of the days, and objected to later"
    );
    town.close().await;
}

async fn explained(who: &Acting, person: &str, said: &str) -> Vec<Reason> {
    let story = look::story(who, person).await.unwrap();
    let fact = story.iter().find(|fact| words(fact) == said);
    let request = ExplainFactRequest {
        person_id: person.into(),
        fact_id: fact.unwrap().fact_id.clone(),
    };
    let explained = who.disclosure().explain_fact(who.ask(request)).await;
    explained.unwrap().into_inner().reasons
}

fn rules(reasons: &[Reason]) -> Vec<(Rule, String)> {
    let rule = |reason: &Reason| reason.basis.as_ref().unwrap().rule();
    reasons
        .iter()
        .map(|reason| (rule(reason), reason.event_type.clone()))
        .collect()
}

fn just(rule: Rule, event_type: &str) -> (Rule, String) {
    (rule, event_type.to_owned())
}

async fn as_of(who: &Acting, person: &str, at: Timestamp) -> Vec<ShownFact> {
    let request = ListShownAsOfRequest {
        person_id: person.into(),
        at: Some(timestamp(at)),
        page_size: 200,
        ..ListShownAsOfRequest::default()
    };
    let listed = who.disclosure().list_shown_as_of(who.ask(request)).await;
    listed.unwrap().into_inner().facts
}

fn facts(shown: &[ShownFact]) -> Vec<v1::Fact> {
    let facts: Vec<v1::Fact> = shown
        .iter()
        .map(|shown| shown.fact.clone().unwrap())
        .collect();
    sorted(&facts)
}

fn sorted(facts: &[v1::Fact]) -> Vec<v1::Fact> {
    let mut facts = facts.to_vec();
    facts.sort_by(|one, other| one.fact_id.cmp(&other.fact_id));
    facts
}

fn ids(facts: &[v1::Fact]) -> Vec<&str> {
    facts.iter().map(|fact| fact.fact_id.as_str()).collect()
}
