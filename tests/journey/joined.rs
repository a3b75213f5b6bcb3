//! Joined instead of doubled: two organisations ask the same service for one person. The service has one entry and
//! answers once; each of the two is told, and learns nothing of the other.

use api::v1::{
    self, Direction, ListMyWorkRequest, ListReferralsRequest, ReferralState, fact::Content,
};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::{
        acceptance, involve, refer, referral,
        referrals::{completion, one},
    },
    look,
};

use crate::cast::{COUNCIL, Cast, PRACTICE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_has_one_entry_and_answers_once_and_each_referrer_sees_only_their_own() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let (practice, council, charity) = (&cast.practice, &cast.council, &cast.charity);
    let person = cast.opens(0).await;
    involve(&town, practice, council, &cast.social_care, &person).await;
    town.days_pass(1);
    // What the practice asks is about her mind: the council may not know of it, nor the practice of what the council asks.
    let ours = v1::RaiseReferralRequest {
        categories: vec![
            v1::Category::MentalHealth.into(),
            v1::Category::Justice.into(),
        ],
        ..referral(&person, &cast.link_workers, "She dreads the evenings.")
    };
    let first = refer(practice, ours).await;
    town.days_pass(1);
    let theirs = v1::RaiseReferralRequest {
        categories: vec![
            v1::Category::SocialCare.into(),
            v1::Category::Justice.into(),
        ],
        ..referral(&person, &cast.link_workers, "She would like company.")
    };
    // The council is answered as if nobody had asked before.
    let second = refer(council, theirs.clone()).await;
    town.applied().await;

    // Raising it once more is refused: it is there already.
    let again = v1::RaiseReferralRequest {
        command_id: throughline::demo::acting::command_id(),
        ..theirs
    };
    let again = council.referrals().raise_referral(council.ask(again)).await;
    assert_eq!(again.unwrap_err().code(), tonic::Code::AlreadyExists);

    let mut listed = list(charity).await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    let entry = listed.remove(0);
    assert_eq!(
        (&entry.referral_id, &entry.joined),
        (&first, &vec![second.clone()])
    );
    // Asked for by the id of the second, it is found in its place.
    let request = charity.ask(ListReferralsRequest {
        referral_id: second.clone(),
        ..ListReferralsRequest::default()
    });
    let found = charity.read_referrals().list_referrals(request).await;
    let found = found.unwrap().into_inner().referrals;
    let found = found.iter().map(|one| (&one.referral_id, &one.facts));
    assert!(found.eq([(&first, &entry.facts)]));
    let raised: Vec<_> = entry.facts.iter().filter_map(raised).collect();
    assert_eq!(
        raised,
        [
            (PRACTICE.to_owned(), "She dreads the evenings.".to_owned()),
            (COUNCIL.to_owned(), "She would like company.".to_owned())
        ]
    );
    // The first answer that is due counts.
    let Some(Content::ReferralRaised(earliest)) = &entry.facts[0].content else {
        panic!("{entry:?}")
    };
    assert_eq!(entry.answer_by, earliest.answer_by);
    let request = charity.ask(ListMyWorkRequest::default());
    let work = charity.work().list_my_work(request).await.unwrap();
    let work = work.into_inner().entries;
    assert_eq!(work.len(), 1, "{work:?}");
    assert_eq!((&work[0].thing_id, work[0].due), (&first, entry.answer_by));

    town.days_pass(1);
    let accepting = charity.ask(acceptance(&entry, "Come on Thursday."));
    charity
        .referrals()
        .accept_referral(accepting)
        .await
        .unwrap();
    town.applied().await;
    for (who, own) in [(practice, &first), (council, &second)] {
        let seen = one(who, Direction::Out, own).await;
        assert_eq!(seen.state(), ReferralState::Accepted);
        assert!(seen.joined.is_empty() && seen.facts.len() == 2, "{seen:?}");
    }
    assert_eq!(parts(charity, &person).await, 1);
    nothing_of_the_other(&cast, &person, [&first, &second]).await;

    town.days_pass(1);
    let entry = list(charity).await.remove(0);
    assert_eq!(entry.joined.as_slice(), std::slice::from_ref(&second));
    let complete = charity.ask(completion(&entry, "She sings.", "It is far."));
    charity
        .referrals()
        .complete_referral(complete)
        .await
        .unwrap();
    town.applied().await;
    for (who, own) in [(practice, &first), (council, &second)] {
        let seen = one(who, Direction::Out, own).await;
        assert_eq!(seen.state(), ReferralState::Completed);
    }
    nothing_of_the_other(&cast, &person, [&first, &second]).await;
    town.close().await;
}

/// Neither referrer's views name the other's referral, nor what was asked with it.
async fn nothing_of_the_other(cast: &Cast, person: &str, [first, second]: [&String; 2]) {
    for (who, other, reason) in [
        (&cast.practice, second, "She would like company."),
        (&cast.council, first, "She dreads the evenings."),
    ] {
        for (view, seen) in look::all(who, person).await {
            let seen = seen.unwrap();
            assert!(!seen.contains(other.as_str()), "{view:?}: {seen}");
            assert!(!seen.contains(reason), "{view:?}: {seen}");
        }
        // Nor does a place among an event's facts tell of something beside it.
        let story = look::story(who, person).await.unwrap();
        let parts = story.iter().filter(|fact| {
            matches!(&fact.content, Some(Content::Involvement(part)) if part.organisation == cast.charity.organisation())
        });
        assert!(parts.into_iter().all(|fact| fact.fact_id.ends_with(".0")));
    }
}

async fn list(who: &Acting) -> Vec<v1::Referral> {
    let request = who.ask(ListReferralsRequest {
        direction: Direction::In.into(),
        ..ListReferralsRequest::default()
    });
    let listed = who.read_referrals().list_referrals(request).await;
    listed.unwrap().into_inner().referrals
}

fn raised(fact: &v1::Fact) -> Option<(String, String)> {
    match &fact.content {
        Some(Content::ReferralRaised(raised)) => Some((raised.from.clone(), raised.reason.clone())),
        _ => None,
    }
}

/// How many facts say that the organisation takes part.
async fn parts(who: &Acting, person: &str) -> usize {
    let story = look::story(who, person).await.unwrap();
    let ours = |fact: &&v1::Fact| matches!(&fact.content, Some(Content::Involvement(part)) if part.organisation == who.organisation());
    story.iter().filter(ours).count()
}
