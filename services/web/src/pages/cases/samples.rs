//! The brief and the caseload in three states.

use super::{Brief, Caseload, CaseloadRow, Contact, OwnWords, Passage};
use crate::{
    entry::{Entry, Section, Tag},
    gallery::{self, Gallery, State, count},
    labels::Labelled,
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    super::life::samples(gallery);
    for state in State::ALL {
        gallery.page("brief", state, &brief(state));
        gallery.page("caseload", state, &caseload(state));
    }
}

fn entries(state: State, heading: &str) -> Vec<Entry> {
    let entry = |number: usize| Entry {
        id: format!("{heading} {number}"),
        by: "Dr Patel, Park Road Surgery".to_owned(),
        at: "9 June 2026, 2:13pm".to_owned(),
        why: "/people/person/facts/fact/why".to_owned(),
        ..Entry::new(format!("{heading} {number}"))
            .says("Chase the grab rail date with the occupational therapist.")
            .tag("Overdue", "red")
    };
    (0..count(state)).map(entry).collect()
}

fn own_words(state: State) -> Vec<OwnWords> {
    let passages = match state {
        State::Empty => return Vec::new(),
        State::Usual => 1,
        State::Overfull => 5,
    };
    let passage = |_| {
        Passage {
        words: "I want to get back to choir on Thursdays. Since Joe died the evenings are the worst. I’m not ill, I’m lonely, and I’m fed up of explaining it.".to_owned(),
        source: "Written with Sam Lee, Lea Valley Friends, 20 May 2026. Still true on 2 June 2026.".to_owned(),
        why: "/people/person/facts/fact/why".to_owned(),
    }
    };
    let headings = api::v1::Heading::LABELS.iter();
    headings
        .map(|(_, heading)| OwnWords {
            heading,
            passages: (0..passages).map(passage).collect(),
        })
        .collect()
}

fn brief(state: State) -> Brief {
    let people = match state {
        State::Empty => 0,
        State::Usual => 3,
        State::Overfull => 14,
    };
    let contact = |_| Contact {
        sort: "Phone",
        value: "07700 900123".to_owned(),
        safety: "Text only, never post".to_owned(),
    };
    Brief {
        page: gallery::page_about("Brief", state).live(),
        standing: match state {
            State::Overfull => vec![Tag::new("Paused", "yellow")],
            _ => Vec::new(),
        },
        lead: "Dr Patel, Park Road Surgery".to_owned(),
        notice: "This may not be everything.".to_owned(),
        last_read: "2 June 2026, 9:14am".to_owned(),
        new_since: entries(state, "New").into_iter().take(5).collect(),
        more_new: 7,
        own_words: own_words(state),
        do_not_ask: (0..count(state).min(9)).map(|_| "How Joe died.".to_owned()).collect(),
        actions: Section::new("Next actions", entries(state, "Action")).or("Nothing is to be done yet."),
        goals: Section::new("Goals", entries(state, "Goal")).or("No goals yet."),
        people: (0..people)
            .map(|_| ("Priya Nair, lead worker".to_owned(), "Falls and balance, Lea Valley Community Nursing".to_owned()))
            .collect(),
        contacts: (0..people).map(contact).collect(),
        referrals: Section::new("Referrals that wait for an answer", entries(state, "Referral")),
        decisions: Section::new("What they have decided", entries(state, "Decision")),
        latest: Section::new("What has happened", entries(state, "Update")).or("Nothing has been recorded yet."),
        printed: "Printed 10 June 2026, 9:14am by Sam Lee, Lea Valley Friends. Out of date after 24 June 2026. Give to Mo or shred.".to_owned(),
    }
}

fn caseload(state: State) -> Caseload {
    let row = |number: usize| CaseloadRow {
        href: format!("/people/{number}"),
        name: "Wilhelmina Featherstonehaugh-Cholmondeley".to_owned(),
        born: "4 March 1951 (75)".to_owned(),
        tags: vec![Tag::new("You are asked to help", "blue")],
        lead: "Dr Patel, Park Road Surgery".to_owned(),
        last: "9 June 2026".to_owned(),
    };
    Caseload {
        page: gallery::page("People").within("people"),
        rows: (0..count(state)).map(row).collect(),
        next: String::new(),
    }
}
