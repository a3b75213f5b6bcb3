//! A service that is asked to help has a question first: whoever raised the referral hears of it, answers in time or
//! late, and nobody else learns that anything was asked.

use api::v1::{
    self, Category, Direction, Purpose, WorkKind, WorkReason, fact::Content, information_fact::Told,
};
use throughline_tests::town::{
    Town,
    deeds::{
        acceptance, agree, involve, refer, referral,
        referrals::{one, question, reply},
    },
    look, until,
};

use crate::{cast::Cast, work::work};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_waits_for_whoever_raised_the_referral_until_it_is_answered() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    // The council takes part, and may know of money and of social care.
    involve(
        &town,
        &cast.practice,
        &cast.council,
        &cast.social_care,
        &person,
    )
    .await;
    agree(
        &cast.practice,
        &person,
        Purpose::SocialCare,
        &[Category::Money],
        "",
        "",
    )
    .await;
    // Why she is referred is about her mind, which the council may not know of.
    let request = v1::RaiseReferralRequest {
        categories: vec![Category::MentalHealth.into()],
        ..referral(&person, &cast.link_workers, "Company.")
    };
    let id = refer(&cast.practice, request).await;
    town.days_pass(1);
    town.applied().await;
    let (practice, charity) = (&cast.practice, &cast.charity);
    let asked = one(charity, Direction::In, &id).await;
    let asking = question(&asked, "Can she pay for the bus?", &[Category::Money]);
    let asking = charity.ask(asking);
    charity
        .referrals()
        .request_information(asking)
        .await
        .unwrap();
    town.applied().await;
    assert_eq!(
        work(practice).await,
        [(WorkKind::InformationRequest, WorkReason::Owner, false)]
    );
    let before = look::story(&cast.council, &person).await.unwrap();
    assert!(before.iter().all(|fact| told(fact).is_none()));

    town.days_pass(1);
    let seen = one(practice, Direction::Out, &id).await;
    assert!(
        one(charity, Direction::In, &id)
            .await
            .information_token
            .is_empty()
    );
    let answer = practice.ask(reply(&seen, "She has a bus pass."));
    practice
        .referrals()
        .provide_information(answer)
        .await
        .unwrap();
    town.applied().await;
    assert!(work(practice).await.is_empty());
    for seen in [
        one(practice, Direction::Out, &id).await,
        one(charity, Direction::In, &id).await,
    ] {
        assert!(seen.information_token.is_empty());
        let said: Vec<_> = seen.information.iter().filter_map(told).collect();
        let [Told::Asked(asked), Told::Provided(provided)] = said.as_slice() else {
            panic!("{said:?}")
        };
        assert_eq!(asked.words, "Can she pay for the bus?");
        assert_eq!(provided.words, "She has a bus pass.");
    }
    // The referral itself has not moved on: it is answered with the token that it had.
    let accepting = charity.ask(acceptance(&asked, "Come on Thursday."));
    charity
        .referrals()
        .accept_referral(accepting)
        .await
        .unwrap();
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_answered_in_time_is_overdue_on_both_sides_and_ends_with_the_referral() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    let id = refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.applied().await;
    let (practice, charity) = (&cast.practice, &cast.charity);
    let asked = one(charity, Direction::In, &id).await;
    let asking = charity.ask(question(&asked, "Is she alone?", &[Category::SocialCare]));
    charity
        .referrals()
        .request_information(asking)
        .await
        .unwrap();
    town.days_pass(12);
    let late = async || {
        town.applied().await;
        let work = work(practice).await;
        let late = (WorkKind::InformationRequest, WorkReason::Owner, true);
        work.contains(&late).then_some(())
    };
    until("the question to be overdue", late).await;
    let overdue = async || {
        town.applied().await;
        for seen in [
            one(practice, Direction::Out, &id).await,
            one(charity, Direction::In, &id).await,
        ] {
            let mut said = seen.information.iter().filter_map(told);
            if !said.any(|told| matches!(told, Told::Overdue(_))) {
                return None;
            }
        }
        Some(())
    };
    until("both sides to see it", overdue).await;
    town.days_pass(1);
    let late = async || {
        town.applied().await;
        let asked = one(charity, Direction::In, &id).await;
        let accepting = charity.ask(acceptance(&asked, ""));
        charity.referrals().accept_referral(accepting).await.ok()
    };
    until("the charity to accept", late).await;
    town.applied().await;
    assert!(work(practice).await.is_empty());
    let seen = one(practice, Direction::Out, &id).await;
    let last = seen.information.last().and_then(told);
    assert!(matches!(last, Some(Told::Ended(_))), "{last:?}");
    assert!(seen.information_token.is_empty());
    town.close().await;
}

fn told(fact: &v1::Fact) -> Option<Told> {
    match &fact.content {
        Some(Content::Information(fact)) => fact.told.clone(),
        _ => None,
    }
}
