//! About Me in three states.

use api::v1::Heading;

use super::{AboutMe, Passage, Said, confirm_form, write_form};
use crate::{
    entry::Entry,
    form::Choice,
    gallery::{self, Gallery, State},
    labels::Labelled,
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("record-about-me", || write_form("person"));
    gallery.form("confirm-about-me", || {
        let passage =
            |number: usize| Choice::new(number.to_string(), "My wellness").hint("I get very low.");
        confirm_form("person", (0..7).map(passage).collect())
    });
    for state in State::ALL {
        gallery.page("about-me", state, &about_me(state));
    }
}

fn about_me(state: State) -> AboutMe {
    let each = match state {
        State::Empty => 0,
        State::Usual => 1,
        State::Overfull => 9,
    };
    let passage = |_| Passage {
        entry: Entry::new("My wellness")
            .own_words("I get very low, and I have thought about not being here.".repeat(3)),
        confirmed: "Still true on 9 June 2026, said to Sam Lee, Lea Valley Friends.".to_owned(),
        revise: "/people/person/about-me/write?fact=fact".to_owned(),
    };
    let said = |(heading, label): &(Heading, &'static str)| Said {
        number: i32::from(*heading),
        heading: label,
        passages: (0..each).map(passage).collect(),
    };
    AboutMe {
        page: gallery::page_about("About me", state),
        headings: Heading::LABELS.iter().map(said).collect(),
        has_some: each > 0,
    }
}
