//! How referrals are answered: with a decline and where to ask instead, or not at all.

use api::{
    types::timestamp,
    v1::{self, DeclineReason, Direction, ReferralState, fact::Content},
};
use jiff::Timestamp;
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{acceptance, refer, referral, referral_in, refusal},
    look, until,
};

use crate::cast::{Cast, STRANGER};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decline_tells_the_referrer_why_and_where_to_ask_instead() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    town.applied().await;
    let asked = referral_in(&cast.charity, &person).await;
    let request = refusal(
        &asked,
        "We are full until autumn.",
        "Walking group, Mondays.",
    );
    let declined = cast
        .charity
        .referrals()
        .decline_referral(cast.charity.ask(request))
        .await;
    let withdrawal = declined.unwrap().into_inner().withdrawal.unwrap();
    assert!(withdrawal.complete && !withdrawal.cannot_be_undone.is_empty());

    let out = only(&cast.practice, Direction::Out).await;
    assert_eq!(out.state(), ReferralState::Declined);
    let Some(Content::ReferralDeclined(answer)) = &out.facts.last().unwrap().content else {
        panic!("no answer: {out:?}")
    };
    assert_eq!(answer.reason(), DeclineReason::NoCapacity);
    assert_eq!(answer.words, "We are full until autumn.");
    assert_eq!(answer.instead, "Walking group, Mondays.");
    assert_eq!(
        out.facts
            .last()
            .unwrap()
            .recorded_by
            .as_ref()
            .unwrap()
            .worker,
        "sam.lee"
    );

    // The charity keeps the referral and its answer, and nothing about who it was.
    let kept = only(&cast.charity, Direction::In).await;
    assert_eq!(
        (kept.state(), kept.facts.len()),
        (ReferralState::Declined, 2)
    );
    assert_eq!(kept.identity, None);
    assert!(look::story(&cast.charity, &person).await.unwrap().len() == 2);
    assert!(
        referral_in(&cast.charity, &person).await.token.is_empty(),
        "it was answered"
    );

    // Where to ask instead can be asked: the declined referral stands in nobody's way.
    refer(&cast.practice, referral(&person, &cast.leisure, "Walking.")).await;
    town.applied().await;
    assert_eq!(
        only(cast.of(STRANGER), Direction::In).await.state(),
        ReferralState::Open
    );
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_referral_is_overdue_after_the_receivers_opening_days_and_escalated_after_as_many_again()
{
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    // Friday: two weekdays later it is Tuesday, whose last moment is at 23:00 UTC in summer.
    town.at("2026-06-05T10:00:00Z");
    let person = cast.opens(0).await;
    refer(
        &cast.practice,
        referral(&person, &cast.link_workers, "Company."),
    )
    .await;
    let sides = [
        (&cast.practice, Direction::Out),
        (&cast.charity, Direction::In),
    ];
    for (moment, late) in [
        ("2026-06-05T10:00:00Z", false),
        ("2026-06-08T23:30:00Z", false),
        ("2026-06-09T22:59:59Z", false),
        ("2026-06-09T23:00:00Z", true),
    ] {
        town.at(moment);
        town.applied().await;
        for (who, direction) in sides {
            let seen = only(who, direction).await;
            assert_eq!(seen.overdue, late, "{} at {moment}", who.organisation());
            assert_eq!(seen.answer_by, Some(timestamp(at("2026-06-09T23:00:00Z"))));
        }
    }
    for (who, direction) in sides {
        assert_eq!(
            recorded(who, direction, 1).await,
            [false],
            "{}",
            who.organisation()
        );
    }
    town.at("2026-06-11T23:00:00Z");
    for (who, direction) in sides {
        assert_eq!(
            recorded(who, direction, 2).await,
            [false, true],
            "{}",
            who.organisation()
        );
        assert_eq!(only(who, direction).await.state(), ReferralState::Open);
    }

    // It can still be answered, and is late no longer then.
    let request = acceptance(&referral_in(&cast.charity, &person).await, "At last.");
    cast.charity
        .referrals()
        .accept_referral(cast.charity.ask(request))
        .await
        .unwrap();
    town.applied().await;
    for (who, direction) in sides {
        let seen = only(who, direction).await;
        assert_eq!(
            (seen.state(), seen.overdue),
            (ReferralState::Accepted, false)
        );
    }
    town.close().await;
}

/// Waits until it is recorded so often that the referral is overdue; gives for each time whether it was escalated.
async fn recorded(who: &Acting, direction: Direction, times: usize) -> Vec<bool> {
    until("a referral was recorded as overdue", async || {
        let seen = only(who, direction).await;
        let overdue = seen.facts.iter().filter_map(|fact| match &fact.content {
            Some(Content::ReferralOverdue(overdue)) => Some(overdue.escalated),
            _ => None,
        });
        let overdue: Vec<bool> = overdue.collect();
        (overdue.len() >= times).then_some(overdue)
    })
    .await
}

/// The only referral in this direction.
async fn only(who: &Acting, direction: Direction) -> v1::Referral {
    let mut listed = look::referrals(who, direction).await.unwrap();
    assert_eq!(listed.len(), 1, "{} {direction:?}", who.organisation());
    listed.remove(0)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
