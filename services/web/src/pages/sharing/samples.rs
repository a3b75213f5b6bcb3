//! Sharing in three states.

use super::{
    Decided, Row, Sharing, agreement_form, objection_form,
    restrict::{lift_form, restrict_form},
    withdraw::withdraw_form,
};
use crate::{
    entry::Entry,
    form::Choice,
    gallery::{self, Gallery, State, count},
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    for state in State::ALL {
        gallery.page("sharing", state, &sharing(state));
    }
    let parties = || vec![Choice::new("everybody", "Everybody involved")];
    gallery.form("record-agreement", || agreement_form("person", parties()));
    gallery.form("record-objection", || objection_form("person", parties()));
    gallery.form("restrict-fact", || restrict_form("person"));
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
