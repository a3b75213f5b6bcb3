//! A safeguarding concern: its author and the leads see it everywhere that it may stand, and nobody else sees a trace.

use api::{
    types::timestamp,
    v1::{
        CloseConcernRequest, ConcernOutcome, ConcernRecipient, ConcernState, RaiseConcernRequest,
        RecordConcernToldRequest, concern_fact::Told, fact::Content,
    },
};
use runtime::clock::Clock;
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town, bytes,
    deeds::{concerns, note},
    look, until,
};

use crate::{
    cast::{CHARITY, COUNCIL, Cast, PRACTICE, STRANGER},
    watching::{next, watch},
};

const WORDS: &str = "Bruises on both wrists.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concern_reaches_its_author_and_the_leads_and_nobody_else() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let (person, other) = (cast.shares(&town, 0).await, cast.opens(1).await);
    let lead = concerns::named(&town, PRACTICE, "grace.ajayi").await;
    let colleague = town.acting(PRACTICE, "ann.other", "practitioner");
    town.applied().await;
    let others = [&colleague, &cast.charity, &cast.council, &cast.stranger];
    let before = seen(&others, &person).await;
    let mut leads_changes = watch(&lead, "").await;
    let mut colleagues_changes = watch(&colleague, "").await;

    let raised = concerns::raise(&cast.practice, concerns::about(&person, WORDS)).await;
    assert_eq!(raised.leads.len(), 1);
    assert!(raised.what_next.contains("Grace Ajayi (01632 960 001)"));
    town.applied().await;
    for who in [&cast.practice, &lead] {
        let concerns = concerns::all(who).await;
        assert_eq!(concerns[0].concern_id, raised.concern_id);
        let story = look::story(who, &person).await.unwrap();
        assert!(format!("{story:?}").contains(WORDS));
        // A brief is opened beside the person.
        let brief = look::brief(who, &person).await.unwrap();
        assert!(!format!("{brief:?}").contains(WORDS));
    }
    assert_eq!(seen(&others, &person).await, before);
    for who in others {
        assert!(concerns::all(who).await.is_empty());
    }
    assert_eq!(next(&mut leads_changes).await.0, person);
    // The next that the colleague is told of is about somebody else.
    note(
        &cast.practice,
        &other,
        "Asthma.",
        &[api::v1::Category::Health],
    )
    .await;
    town.applied().await;
    assert_eq!(next(&mut colleagues_changes).await.0, other);
    for organisation in [CHARITY, COUNCIL, STRANGER] {
        assert!(bytes::in_files_of(&town.data(), organisation, &[WORDS]).is_empty());
    }
    assert!(bytes::outside_organisations(&town.data(), &[WORDS]).is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concern_of_which_nobody_was_told_is_overdue_at_midnight_and_once_more_a_day_later() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let lead = concerns::named(&town, PRACTICE, "grace.ajayi").await;
    let raised = concerns::raise(&cast.practice, concerns::about(&person, WORDS)).await;
    for times in [1, 2] {
        town.days_pass(1);
        let overdue = async || {
            town.applied().await;
            let concern = concerns::all(&lead).await.remove(0);
            let said = concern.facts.iter().filter(|fact| is_overdue(fact)).count();
            (said == times).then_some(concern)
        };
        let concern = until("the concern to be overdue", overdue).await;
        assert!(concern.overdue && !concern.told);
    }
    let told = RecordConcernToldRequest {
        command_id: command_id(),
        person_id: person.clone(),
        concern_id: raised.concern_id.clone(),
        recipient: ConcernRecipient::CouncilForAdults.into(),
        name: "Duty desk".into(),
        told_at: Some(timestamp(town.clock.now())),
        words: String::new(),
    };
    let told = cast.practice.ask(told);
    let recorded = cast.practice.safeguarding().record_concern_told(told).await;
    recorded.unwrap();
    town.applied().await;
    let concern = concerns::all(&lead).await.remove(0);
    assert!(concern.told && !concern.overdue);
    let close = CloseConcernRequest {
        command_id: command_id(),
        person_id: person,
        concern_id: raised.concern_id,
        token: concern.token,
        outcome: ConcernOutcome::Enquiry.into(),
        words: "The council enquires.".into(),
    };
    let closed = lead.safeguarding().close_concern(lead.ask(close)).await;
    closed.unwrap();
    town.applied().await;
    let concern = concerns::all(&cast.practice).await.remove(0);
    assert_eq!(concern.state(), ConcernState::Closed);
    assert!(concern.token.is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nobody_is_named_it_is_taken_and_says_whom_to_ring() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let request = RaiseConcernRequest {
        immediate_danger: true,
        ..concerns::about(&person, WORDS)
    };
    let raised = concerns::raise(&cast.practice, request).await;
    assert!(raised.leads.is_empty());
    assert!(raised.what_next.contains("999"));
    assert!(
        raised
            .what_next
            .contains("Ring the safeguarding team of the council")
    );
    town.close().await;
}

fn is_overdue(fact: &api::v1::Fact) -> bool {
    let Some(Content::Concern(concern)) = &fact.content else {
        return false;
    };
    matches!(concern.told, Some(Told::Overdue(_)))
}

/// Everything that these workers are shown.
async fn seen(who: &[&Acting], person: &str) -> Vec<String> {
    let mut all = Vec::new();
    for one in who {
        let seen = look::all(one, person).await.into_values();
        all.extend(seen.map(|seen| seen.unwrap_or_else(|status| status.message().to_owned())));
    }
    all
}
