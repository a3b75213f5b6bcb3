//! The life of a referral after it was raised: taken back, or accepted, the person met, and completed.

use api::v1::{self, Direction, Outcome, ReferralState, fact::Content, referral_fact::Told};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{acceptance, refer, referral, referrals},
    look,
};

use crate::cast::Cast;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_taken_back_leaves_the_service_the_referral_and_nothing_else() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let id = refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.days_pass(1);
    town.applied().await;
    assert!(both(&cast, &id).await[1].identity.is_some());
    let [out, _] = both(&cast, &id).await;
    let request = referrals::withdrawal(&out, "Her sister comes now.");
    let withdrawn = cast
        .practice
        .referrals()
        .withdraw_referral(cast.practice.ask(request))
        .await;
    assert!(withdrawn.unwrap().into_inner().withdrawal.unwrap().complete);
    for seen in both(&cast, &id).await {
        assert_eq!(seen.state(), ReferralState::Withdrawn);
        assert!(seen.token.is_empty() && !seen.overdue);
        let Told::Withdrawn(withdrawn) = last(&seen) else {
            panic!("{seen:?}")
        };
        assert_eq!(withdrawn.words, "Her sister comes now.");
    }
    assert_eq!(both(&cast, &id).await[1].identity, None);
    assert_eq!(look::story(&cast.charity, &person).await.unwrap().len(), 2);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_referral_is_followed_from_acceptance_to_what_came_of_it() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let id = refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.days_pass(1);
    town.applied().await;
    let charity = &cast.charity;
    let [_, asked] = both(&cast, &id).await;
    let accepting = charity.ask(acceptance(&asked, "Come on Thursday."));
    charity
        .referrals()
        .accept_referral(accepting)
        .await
        .unwrap();
    states(&town, &cast, &id, ReferralState::Accepted).await;
    assert!(takes_part(&cast, &person).await);

    town.days_pass(1);
    let [_, accepted] = both(&cast, &id).await;
    let contact = charity.ask(referrals::first_contact(
        &accepted,
        "2026-06-02",
        "She came.",
    ));
    charity
        .referrals()
        .record_first_contact(contact)
        .await
        .unwrap();
    states(&town, &cast, &id, ReferralState::InContact).await;

    town.days_pass(1);
    let [_, met] = both(&cast, &id).await;
    let complete = charity.ask(referrals::completion(&met, "She sings.", "It is far."));
    let completed = charity.referrals().complete_referral(complete).await;
    let withdrawal = completed.unwrap().into_inner().withdrawal.unwrap();
    assert!(withdrawal.complete);
    states(&town, &cast, &id, ReferralState::Completed).await;
    // What the service says and what the person says stand side by side, on both sides.
    for seen in both(&cast, &id).await {
        let Told::Completed(completed) = last(&seen) else {
            panic!("{seen:?}")
        };
        let person = completed.person.as_ref().unwrap();
        assert!(completed.outcomes_differ);
        assert_eq!(
            (completed.outcome(), person.outcome()),
            (Outcome::Helped, Outcome::HelpedInPart)
        );
        assert_eq!(
            (completed.words.as_str(), person.words.as_str()),
            ("She sings.", "It is far.")
        );
    }
    assert!(!takes_part(&cast, &person).await);
    // The service keeps what it was asked and what came of it, and nothing about who it was.
    let [_, kept] = both(&cast, &id).await;
    assert_eq!(kept.identity, None);
    town.close().await;
}

/// The referral as the practice sees it, and as the charity does.
async fn both(cast: &Cast, id: &str) -> [v1::Referral; 2] {
    [
        referrals::one(&cast.practice, Direction::Out, id).await,
        referrals::one(&cast.charity, Direction::In, id).await,
    ]
}

/// Both sides see how far it has come, and find it by that.
async fn states(town: &Town, cast: &Cast, id: &str, state: ReferralState) {
    town.applied().await;
    for seen in both(cast, id).await {
        assert_eq!(seen.state(), state);
    }
    for who in [&cast.practice, &cast.charity] {
        let request = who.ask(v1::ListReferralsRequest {
            state: state.into(),
            ..v1::ListReferralsRequest::default()
        });
        let listed = who.read_referrals().list_referrals(request).await.unwrap();
        let listed = listed.into_inner().referrals;
        assert!(
            listed.len() == 1 && listed[0].referral_id == id,
            "{state:?}"
        );
    }
}

/// Whether the brief of the practice names the charity among those who take part.
async fn takes_part(cast: &Cast, person: &str) -> bool {
    let people = brief(&cast.practice, person).await.people;
    people.iter().any(|fact| {
        matches!(&fact.content, Some(Content::Involvement(part)) if part.organisation == cast.charity.organisation())
    })
}

async fn brief(who: &Acting, person: &str) -> v1::GetBriefResponse {
    let request = v1::GetBriefRequest {
        person_id: person.into(),
        not_before: String::new(),
    };
    let brief = who.people().get_brief(who.ask(request)).await;
    brief.unwrap().into_inner()
}

/// What was recorded last about a referral.
fn last(seen: &v1::Referral) -> Told {
    match &seen.facts.last().unwrap().content {
        Some(Content::Referral(fact)) => fact.told.clone().unwrap(),
        other => panic!("{other:?}"),
    }
}
