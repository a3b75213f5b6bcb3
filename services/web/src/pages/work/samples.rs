//! My work in three states.

use super::{Covered, Group, Meeting, MyWork, Row};
use crate::{
    entry::Tag,
    gallery::{self, Gallery, State},
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        gallery.page("work", state, &my_work(state));
    }
}

fn my_work(state: State) -> MyWork {
    let (groups, meetings, covered) = match state {
        State::Empty => (Vec::new(), Vec::new(), Vec::new()),
        State::Usual => (
            vec![group("Urgent and overdue", 2), group("Today", 3)],
            vec![meeting()],
            Vec::new(),
        ),
        State::Overfull => (
            vec![
                group("Urgent and overdue", 24),
                group("Today", 12),
                group("Later", 24),
            ],
            (0..4).map(|_| meeting()).collect(),
            vec![Covered {
                name: "Wilhelmina Featherstonehaugh-Cholmondeley".to_owned(),
                until: "9 June 2026".to_owned(),
                people: (0..30)
                    .map(|_| ("/people/person".to_owned(), "Maureen Okafor".to_owned()))
                    .collect(),
            }],
        ),
    };
    MyWork {
        page: gallery::page("My work").within("work").live(),
        groups,
        meetings,
        covered,
        is_officer: false,
        next: String::new(),
    }
}

fn group(heading: &'static str, rows: usize) -> Group {
    let row = |number: usize| {
        Row {
        id: number.to_string(),
        what: "Your referral was not answered in time",
        about: match number {
            0 => String::new(),
            _ => "Walking group at the Lido, with somebody who fetches her from home and brings her back".to_owned(),
        },
        href: "/referrals/referral".to_owned(),
        person: "Maureen Okafor".to_owned(),
        person_href: "/people/person".to_owned(),
        due: "Tue 9 June".to_owned(),
        tags: vec![Tag::new("Overdue 5 days", "red")],
        why_mine: "nobody has taken it yet".to_owned(),
    }
    };
    Group {
        heading,
        rows: (0..rows).map(row).collect(),
    }
}

fn meeting() -> Meeting {
    Meeting {
        title: "Walbrook and Lea team meeting".to_owned(),
        when: "Wed 10 June, 2:00pm".to_owned(),
        href: "/meetings/WALBROOK-CARE/meeting".to_owned(),
        items: "3 items".to_owned(),
    }
}
