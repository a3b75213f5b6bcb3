//! Every list is paged over the wire: whatever the size of a page, the pages joined are the whole list.

use std::collections::BTreeSet;

use api::{
    types::timestamp,
    v1::{
        Category, Direction, ListCaseloadRequest, ListReferralsRequest, ListServicesRequest,
        ListSharingDecisionsRequest, ListShownAsOfRequest, ListStoryRequest, Purpose,
    },
};
use runtime::clock::Clock;
use throughline_tests::town::{
    Town,
    deeds::{agree, note, refer, referral},
};

use crate::cast::Cast;

/// More than the pages that any list here has.
const PAGES_MAX: usize = 50;
const PEOPLE: usize = 5;

/// Reads a list page by page, as the ids of what stands on each page.
macro_rules! pages {
    ($who:expr, $client:ident.$rpc:ident, $request:expr, $size:expr, $entries:ident, $id:expr) => {{
        let (mut pages, mut page_token) = (Vec::<Vec<String>>::new(), String::new());
        loop {
            let mut request = $request.clone();
            request.page_size = $size;
            request.page_token = page_token;
            let page = $who
                .$client()
                .$rpc($who.ask(request))
                .await
                .unwrap()
                .into_inner();
            pages.push(page.$entries.iter().map($id).collect());
            page_token = page.next_page_token;
            assert!(pages.len() < PAGES_MAX, "the list has no end");
            if page_token.is_empty() {
                break pages;
            }
        }
    }};
}

/// Reads a list in pages of one, two, three and as many as there are, which all have to say the same.
macro_rules! whatever_the_size {
    ($expected:expr, $who:expr, $client:ident.$rpc:ident, $request:expr, $entries:ident, $id:expr) => {{
        let whole = pages!($who, $client.$rpc, $request, 200, $entries, $id);
        assert_eq!(whole.len(), 1, "{}", stringify!($rpc));
        let whole = whole.concat();
        assert_eq!(whole.len(), $expected, "{}: {whole:?}", stringify!($rpc));
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len());
        for size in [1, 2, 3] {
            let pages = pages!($who, $client.$rpc, $request, size, $entries, $id);
            assert_eq!(
                pages.concat(),
                whole,
                "{} in pages of {size}",
                stringify!($rpc)
            );
            let full = pages
                .iter()
                .rev()
                .skip(1)
                .all(|page| page.len() == size as usize);
            assert!(full, "{}: {pages:?}", stringify!($rpc));
        }
        whole
    }};
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_joined_are_the_whole_list() {
    // A timekeeper would record late referrals between one page and the next.
    let town = Town::without_timekeeper().await;
    let cast = Cast::register(&town).await;
    let who = &cast.practice;
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let person = cast.opens(n).await;
        for to in [&cast.link_workers, &cast.social_care] {
            refer(who, referral(&person, to, "Company.")).await;
        }
        people.push(person);
        // So that the order is one that a reader can tell; two of them share a moment.
        town.days_pass(u64::from(n > 0));
    }
    let person = people[0].clone();
    for time in 0..6 {
        note(who, &person, &format!("note {time}"), &[Category::Health]).await;
    }
    for purpose in [Purpose::Advice, Purpose::Housing, Purpose::CommunitySupport] {
        agree(who, &person, purpose, &[Category::Housing], "", "").await;
    }
    town.applied().await;

    let request = ListCaseloadRequest::default();
    let entries = whatever_the_size!(
        PEOPLE,
        who,
        people.list_caseload,
        request,
        entries,
        |entry| entry.person_id.clone()
    );
    assert_eq!(entries[0], person, "the latest first");

    let story = ListStoryRequest {
        person_id: person.clone(),
        ..ListStoryRequest::default()
    };
    // Identity, involvement, two referrals, six notes, three agreements.
    let facts = whatever_the_size!(13, who, story.list_story, story, facts, |fact| fact
        .fact_id
        .clone());
    let of_health = ListStoryRequest {
        categories: vec![Category::Health.into()],
        ..story
    };
    whatever_the_size!(6, who, story.list_story, of_health, facts, |fact| fact
        .fact_id
        .clone());

    let request = ListShownAsOfRequest {
        person_id: person.clone(),
        at: Some(timestamp(town.clock.now())),
        ..ListShownAsOfRequest::default()
    };
    let shown = whatever_the_size!(
        13,
        who,
        disclosure.list_shown_as_of,
        request,
        facts,
        |shown| { shown.fact.as_ref().unwrap().fact_id.clone() }
    );
    assert_eq!(
        shown.iter().collect::<BTreeSet<_>>(),
        facts.iter().collect()
    );

    let request = ListSharingDecisionsRequest {
        person_id: person,
        ..ListSharingDecisionsRequest::default()
    };
    whatever_the_size!(
        3,
        who,
        read_sharing.list_sharing_decisions,
        request,
        decisions,
        |fact| { fact.fact_id.clone() }
    );
    whatever_the_size!(
        4,
        who,
        services.list_services,
        ListServicesRequest::default(),
        services,
        |service| { service.service_id.clone() }
    );
    for (who, direction, expected) in [
        (who, Direction::Out, 2 * PEOPLE),
        (who, Direction::In, 0),
        (&cast.charity, Direction::In, PEOPLE),
    ] {
        let request = ListReferralsRequest {
            direction: direction.into(),
            ..ListReferralsRequest::default()
        };
        whatever_the_size!(
            expected,
            who,
            read_referrals.list_referrals,
            request,
            referrals,
            |referral| { referral.referral_id.clone() }
        );
    }
    town.close().await;
}
