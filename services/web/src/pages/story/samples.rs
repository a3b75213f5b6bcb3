//! The story in three states.

use super::{Story, Why, as_of, correct_form, note_form, retract_form};
use crate::{
    entry::{Entry, Section},
    form::Choice,
    gallery::{self, Gallery, State},
    readers,
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("record-note", || {
        note_form(
            "person",
            readers::of(vec![Choice::new("alone", "Nobody but you")]),
        )
    });
    gallery.form("correct-fact", || correct_form("person"));
    gallery.form("retract-fact", || retract_form("person"));
    for state in State::ALL {
        gallery.page("story", state, &story(state));
        gallery.page("why", state, &why(state));
        let shown = as_of::list(
            gallery::page_about("What could be seen then", state),
            "person",
            jiff::civil::date(2026, 6, 9),
            "14:30",
            (0..gallery::count(state)).map(entry).collect(),
        );
        gallery.page("shown-as-of", state, &shown);
    }
}

fn story(state: State) -> Story {
    Story {
        page: gallery::page_about("Story", state).live(),
        notice: "This may not be everything.",
        category: 0,
        categories: vec![(4, "Physical health"), (7, "Housing")],
        entries: (0..gallery::count(state)).map(entry).collect(),
        next: "?page=token".to_owned(),
    }
}

fn entry(number: usize) -> Entry {
    Entry {
        id: number.to_string(),
        by: "Dr Patel, Park Road Surgery".to_owned(),
        at: "9 June 2026, 2:13pm".to_owned(),
        why: "/people/person/facts/fact/why".to_owned(),
        ..Entry::new("Update")
            .says("We practised the bus route to choir. She felt nearly ready.".repeat(3))
    }
}

fn why(state: State) -> Why {
    let reasons = (0..gallery::count(state))
        .map(|_| Entry::new("They agreed to share it").says("Maureen agreed."));
    Why {
        page: gallery::page_about("Why can I see this?", state),
        reasons: Section::new("The reasons", reasons.collect()),
        fact: "fact".to_owned(),
        person: "person".to_owned(),
        is_own: state != State::Empty,
        is_duty: state == State::Overfull,
        is_restricted: state == State::Overfull,
        is_misplaced: state == State::Overfull,
    }
}
