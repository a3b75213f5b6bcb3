//! Meetings in three states.

use super::{
    Meetings, Row,
    live::{Item, Live, Open},
    order::order_form,
    papers::{Paper, Papers},
    plan::{cancel_form, end_form, schedule_form, support_form},
    present::{First, Present},
};
use crate::{
    entry::{Entry, Section, Tag},
    form::{Choice, Field, Form},
    gallery::{self, Gallery, State, count},
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("schedule-meeting", || {
        schedule_form(vec![Choice::new("one", "Park Road Surgery")])
    });
    gallery.form("end-meeting", || {
        end_form("/meetings/WALBROOK-CARE/meeting", "token")
    });
    gallery.form("cancel-meeting", || cancel_form("/meetings", "token"));
    gallery.form("request-support", || support_form("/meetings"));
    gallery.form("order-agenda", || {
        order_form(
            "/meetings",
            "token",
            (1..6).map(|place| (place.to_string(), "Mo".to_owned())),
        )
    });
    let first = First {
        styles: crate::assets::path("pages.css"),
        go_on: "/meetings/WALBROOK-CARE/meeting/present?item=1&off=yes".to_owned(),
        back: "/meetings/WALBROOK-CARE/meeting?item=1".to_owned(),
    };
    gallery.page("present-first", State::Usual, &first);
    for state in State::ALL {
        gallery.page("meetings", state, &list(state));
        gallery.page("meeting", state, &live(state));
        gallery.page("present", state, &present(state));
        gallery.page("meeting-papers", state, &papers(state));
    }
}

fn list(state: State) -> Meetings {
    let row = |number: usize| Row {
        title: "Walbrook and Lea team meeting".to_owned(),
        href: format!("/meetings/WALBROOK-CARE/{number}"),
        when: "Tue 9 June, 2:00pm to 3:00pm".to_owned(),
        about: "Walbrook Council, Adult Social Care, 5 items".to_owned(),
    };
    Meetings {
        page: gallery::page("Meetings").within("meetings"),
        to_come: (0..count(state)).map(row).collect(),
        past: (0..count(state)).map(row).collect(),
        next: String::new(),
    }
}

fn live(state: State) -> Live {
    let item = |number: usize| Item {
        id: number.to_string(),
        label: format!("{number}. Minnie of the Thousand Hats"),
        about: "2:10pm, asked by Lea Valley Friends".to_owned(),
        tags: vec![Tag::new("Discussed", "green")],
        is_open: number == 1,
    };
    let entry = |number: usize| Entry {
        id: number.to_string(),
        ..Entry::new("The team decided").says("A medicines review this month, sleep first.")
    };
    let open = Open {
        id: "1".to_owned(),
        person: "person".to_owned(),
        question: "How do we get the rail fitted before choir starts?".to_owned(),
        person_says: "I’m not ill, I’m lonely. Please tell me who to text when the plan changes."
            .to_owned(),
        asked_by: "Lea Valley Friends".to_owned(),
        until: "2:20pm".to_owned(),
        until_ms: 1_781_011_200_000,
        done: Section::new("What was decided", (0..count(state)).map(entry).collect()),
        pack: Section::new(
            "What the team is to see",
            (0..count(state)).map(entry).collect(),
        ),
        finish: Some(
            Form::new("Decide", "Finish this item")
                .inline("/reviews/review/hold")
                .field(Field::words(
                    "decisions",
                    "What was decided? One a line.",
                    2,
                )),
        ),
        review: "review".to_owned(),
    };
    Live {
        page: match state {
            State::Empty => gallery::page("Meeting"),
            _ => gallery::page_about("Meeting", state),
        }
        .within("meetings")
        .live(),
        title: "Walbrook and Lea team meeting".to_owned(),
        when: "Tue 9 June, 2:00pm to 3:00pm".to_owned(),
        path: "/meetings/WALBROOK-CARE/meeting".to_owned(),
        agenda: (0..count(state)).map(item).collect(),
        open: (state != State::Empty).then_some(open),
        can_end: true,
        has_papers: state != State::Empty,
    }
}

fn papers(state: State) -> Papers {
    let lines = |words: &str| vec![words.to_owned(); 5];
    let paper = |number: usize| Paper {
        id: number.to_string(),
        called: "Mo".to_owned(),
        minutes: "/reviews/review/minutes".to_owned(),
        teller: "Sam Lee, Lea Valley Friends".to_owned(),
        gp_copy: lines("Discussed at the team meeting of 9 June 2026."),
        letter: match number {
            2 => Vec::new(),
            _ => lines("Dear Mo, this is what we talked about."),
        },
    };
    Papers {
        page: gallery::page("Papers of the meeting").within("meetings"),
        title: "Walbrook and Lea team meeting".to_owned(),
        when: "Tue 9 June, 2:00pm to 3:00pm".to_owned(),
        path: "/meetings/WALBROOK-CARE/meeting".to_owned(),
        papers: (0..count(state).min(12)).map(paper).collect(),
    }
}

fn present(state: State) -> Present {
    let many = count(state).min(9);
    Present {
        styles: crate::assets::path("pages.css"),
        called: "Mo".to_owned(),
        person_says: "I’m not ill, I’m lonely.".to_owned(),
        question: "How do we get the rail fitted before choir starts?".to_owned(),
        passages: (0..many)
            .map(|_| ("Goals".to_owned(), "Sing with the choir again.".to_owned()))
            .collect(),
        decided: (0..many)
            .map(|_| "A medicines review this month.".to_owned())
            .collect(),
        next: "/meetings/WALBROOK-CARE/meeting/present?item=2".to_owned(),
    }
}
