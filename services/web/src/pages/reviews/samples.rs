//! Reviews in three states.

use api::v1::Review;

use super::{
    Minutes, OneReview, Reviews, Row, carry_form,
    hold::{Room, hold_form},
    invite::{invite_form, withdraw_form},
    request_form, schedule_form, written_form,
};
use crate::{
    entry::{Entry, Section, Tag},
    form::Choice,
    gallery::{self, Gallery, State, count},
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let review = Review {
        person_id: "person".to_owned(),
        review_id: "review".to_owned(),
        token: "token".to_owned(),
        ..Default::default()
    };
    let choices = |label: &str| vec![Choice::new("one", label)];
    gallery.form("request-review", || {
        let note = Choice::new("note", "Note of 2 June 2026").hint("She fell on the stairs.");
        request_form("person", vec![note])
    });
    gallery.form("schedule-review", || {
        schedule_form(&review, choices("Walbrook and Lea team meeting"))
    });
    gallery.form("send-review-invitation", || {
        invite_form(&review, choices("Park Road Surgery"))
    });
    gallery.form("withdraw-review", || withdraw_form(&review));
    gallery.form("carry-review", || carry_form(&review));
    gallery.form("record-no-discussion", || written_form(&review));
    gallery.form("hold-review", || {
        let room = Room {
            team: choices("Park Road Surgery"),
            workers: choices("Dr Patel"),
            own: "one".to_owned(),
            due: "2026-06-19".to_owned(),
        };
        hold_form(&review, &room, &["one".to_owned()].into())
    });
    for state in State::ALL {
        let entry =
            |_| Entry::new("The team decided").says("A medicines review this month, sleep first.");
        let section = |heading: &str| Section::new(heading, (0..count(state)).map(entry).collect());
        let row = |number: usize| Row {
            id: number.to_string(),
            href: "/reviews/review".to_owned(),
            called: "Mo".to_owned(),
            tag: Tag::new("On an agenda", "blue"),
            when: "9 June 2026".to_owned(),
        };
        let list = Reviews {
            page: gallery::page("Reviews"),
            rows: (0..count(state)).map(row).collect(),
            next: String::new(),
        };
        gallery.page("reviews", state, &list);
        let one = OneReview {
            page: gallery::page_about("Review", state),
            tag: Tag::new("On an agenda", "blue"),
            facts: section("What was asked, and what came of it"),
            schedule: (state != State::Empty).then(|| {
                schedule_form(&review, choices("A meeting")).inline("/reviews/review/schedule")
            }),
            links: vec![(
                "/meetings/WALBROOK-CARE/meeting".to_owned(),
                "Go to the meeting",
            )],
        };
        gallery.page("review", state, &one);
        let lines = |words: &str| {
            (0..count(state).min(12))
                .map(|_| words.to_owned())
                .collect()
        };
        let minutes = Minutes {
            page: gallery::page_about("Minutes", state),
            minutes: section("Minutes"),
            gp_copy: lines("Discussed at the team meeting of 9 June 2026."),
            letter: lines("Dear Mo, this is what we talked about."),
            printed: "Printed 10 June 2026 by Sam Lee, Lea Valley Friends.".to_owned(),
        };
        gallery.page("minutes", state, &minutes);
    }
}
