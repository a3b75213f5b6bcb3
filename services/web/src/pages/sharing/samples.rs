//! Sharing in three states.

use super::{
    Decided, Row, Sharing, agreement_form,
    duty::{duty_form, end_form},
    ending, objection_form,
    restrict::{lift_form, restrict_form},
    withdraw::withdraw_form,
};
use crate::{
    entry::Entry,
    form::Choice,
    gallery::{self, Gallery, State, count},
    readers,
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        gallery.page("sharing", state, &sharing(state));
    }
    let parties = || vec![Choice::new("everybody", "Everybody involved")];
    gallery.form("record-agreement", || agreement_form("person", parties()));
    gallery.form("record-objection", || objection_form("person", parties()));
    gallery.form("record-duty", || {
        let facts =
            vec![Choice::new("fact", "An update, 9 June 2026").hint("She was seen on the bridge.")];
        duty_form("person", vec![Choice::new("", "Choose")], facts)
    });
    gallery.form("end-duty", || end_form("person"));
    for state in State::ALL {
        let entry = |_| Entry::new("Maureen Okafor").about("The last day", "19 June 2026");
        let entries = (0..count(state)).map(entry).collect();
        let page = gallery::page("Agreements that end soon");
        gallery.page("ending-agreements", state, &ending::list(page, entries));
    }
    gallery.form("restrict-fact", || {
        let readers = readers::of(vec![Choice::new("one", "Everybody of Lea Valley Friends")]);
        restrict_form("person", readers, "one")
    });
    gallery.form("lift-restriction", || lift_form("person"));
    gallery.form("withdraw-agreement", || {
        withdraw_form("person", "an agreement")
    });
}

fn sharing(state: State) -> Sharing {
    let organisations = match state {
        State::Empty => 0,
        State::Usual => 3,
        State::Overfull => 14,
    };
    let row = |number: usize| Row {
        organisation: format!("The Walbrook and Lea Valley Partnership for Wellbeing {number}"),
        cells: (0..number.min(16))
            .map(|_| {
                (
                    "Physical health".to_owned(),
                    "Your service needs it to care for them".to_owned(),
                )
            })
            .collect(),
    };
    let decided = |number: usize| Decided {
        entry: Entry::new(format!(
            "Agreed to share with everybody involved ({number})"
        ))
        .about("What", "housing"),
        withdraw: "/people/person/agreements/fact/withdraw".to_owned(),
    };
    Sharing {
        page: gallery::page_about("Sharing", state),
        rows: (0..organisations).map(row).collect(),
        notice: "This may not be everybody.".to_owned(),
        decisions: (0..count(state)).map(decided).collect(),
    }
}
