//! Referrals in three states.

use api::v1::{Capacity, Referral, Service};

use super::{
    OneReferral, Outcomes,
    answer::{
        accept_form, answer_form, complete_form, contact_form, decline_form, question_form,
        withdraw_form,
    },
    list::{Referrals, Row},
    raise, receive, steps,
};
use crate::{
    entry::{Entry, Section, Tag},
    form::Choice,
    gallery::{self, Gallery, State, count},
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        gallery.page("referrals", state, &list(state));
        gallery.page("referral", state, &one(state));
        gallery.page("choose-service", state, &choose(state));
    }
    let referral = Referral {
        person_id: "person".to_owned(),
        referral_id: "referral".to_owned(),
        ..Default::default()
    };
    gallery.form("accept-referral", || accept_form(&referral));
    gallery.form("decline-referral", || {
        decline_form(
            &referral,
            vec![Choice::new(
                "LEA befriending",
                "Befriending, Lea Valley Friends",
            )],
        )
    });
    gallery.form("withdraw-referral", || withdraw_form(&referral));
    gallery.form("request-information", || question_form(&referral));
    gallery.form("provide-information", || answer_form(&referral));
    gallery.form("record-first-contact", || contact_form(&referral));
    gallery.form("complete-referral", || complete_form(&referral));
    gallery.form("receive-referral", || {
        receive::form(
            "person",
            vec![Choice::new("one", "Befriending")],
            "2026-06-09",
        )
    });
    gallery.form("raise-referral", || {
        let passage = |number: usize| {
            Choice::new(number.to_string(), "What is most important to me")
                .hint("I want to get back to choir on Thursdays.")
        };
        raise::form("person", &service(), (0..7).map(passage).collect())
    });
}

fn list(state: State) -> Referrals {
    let row = |number: usize| Row {
        id: number.to_string(),
        href: "/referrals/referral".to_owned(),
        person: "Wilhelmina Featherstonehaugh-Cholmondeley".to_owned(),
        service: "Befriending".to_owned(),
        other: "Park Road Surgery".to_owned(),
        tags: vec![
            Tag::new("Waiting for an answer", "blue"),
            Tag::new("Urgent", "red"),
        ],
        waiting: "19 days".to_owned(),
    };
    Referrals {
        page: gallery::page("Referrals").within("referrals").live(),
        is_in: true,
        which: "open",
        rows: (0..count(state)).map(row).collect(),
        next: String::new(),
    }
}

fn one(state: State) -> OneReferral {
    let entry = |_| Entry {
        by: "Dr Patel, Park Road Surgery".to_owned(),
        at: "9 June 2026, 2:13pm".to_owned(),
        why: "/people/person/facts/fact/why".to_owned(),
        ..Entry::new("Referral accepted").says("I can visit on Tuesday.")
    };
    let referral = Referral::default();
    let answer = (state != State::Empty)
        .then(|| accept_form(&referral).inline("/referrals/referral/accept"));
    OneReferral {
        page: gallery::page_about("Referral", state),
        service: "Befriending, Lea Valley Friends".to_owned(),
        tags: vec![Tag::new("Waiting for an answer", "blue")],
        due: "Fri 12 June".to_owned(),
        steps: steps(api::v1::ReferralState::Open),
        answer,
        links: match state {
            State::Empty => Vec::new(),
            _ => vec![("/referrals/referral/decline".to_owned(), "Decline")],
        },
        asked: Section::new(
            "What was asked, and what came of it",
            (0..count(state).max(1)).map(entry).collect(),
        ),
        information: Section::new(
            "Questions and answers",
            (0..count(state)).map(entry).collect(),
        ),
        joined: if state == State::Overfull { 3 } else { 0 },
        outcomes: match state {
            State::Overfull => vec![Outcomes {
                service: (
                    "It helped",
                    "She came to six of eight walks and knows the group now.".to_owned(),
                ),
                person: (
                    "It helped in part",
                    "They are kind, but I still cannot get to choir.".to_owned(),
                ),
            }],
            _ => Vec::new(),
        },
        person: "person".to_owned(),
    }
}

fn choose(state: State) -> raise::ChooseService {
    raise::ChooseService {
        page: gallery::page_about("Refer: choose a service", state),
        text: "walk".to_owned(),
        services: (0..count(state))
            .map(|_| raise::offer(&service(), "/".to_owned()))
            .collect(),
        next: String::new(),
    }
}

fn service() -> Service {
    Service {
        organisation_name: "Lea Valley Friends".to_owned(),
        name: "Befriending".to_owned(),
        description: "Somebody to walk, talk and have tea with, once a week.".to_owned(),
        for_whom: "Adults who feel alone".to_owned(),
        area: "Walbrook and the Lea valley".to_owned(),
        capacity: Capacity::Waiting.into(),
        waiting_weeks: 3,
        answer_within_days: 3,
        needs: vec![6],
        ..Default::default()
    }
}
