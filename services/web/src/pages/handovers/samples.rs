//! Handovers in three states.

use api::v1::Handover;

use super::{
    accept_form, cancel_form,
    custody::{custodian_form, take_form},
    decline_form,
    lead::lead_form,
    offer_form,
};
use crate::{
    form::Choice,
    gallery::{self, Gallery, State},
    listing::Listing,
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let handover = Handover {
        person_id: "person".to_owned(),
        ..Default::default()
    };
    gallery.form("offer-handover", || {
        offer_form(
            "person",
            vec![Choice::new("", "Choose")],
            "Chase the grab rail.",
            vec![Choice::new("passage", "What is most important to me").hint("My garden.")],
        )
    });
    gallery.form("reassign-lead", || {
        lead_form(vec![Choice::new("sam.lee", "Sam Lee")])
    });
    gallery.form("name-custodian", || {
        let all = vec![Choice::new(
            "WALBROOK-CARE",
            "Walbrook Council, Adult Social Care",
        )];
        custodian_form(all, "WALBROOK-CARE")
    });
    gallery.form("take-custody", || {
        let of = |label: &str| vec![Choice::new("one", label)];
        take_form("person", of("Social work"), of("Nadia Rahman"), "one")
    });
    gallery.form("accept-handover", || accept_form(&handover));
    gallery.form("decline-handover", || decline_form(&handover));
    gallery.form("cancel-handover", || cancel_form(&handover));
    for state in State::ALL {
        let mut listing = Listing::new(gallery::page_about("Handover", state), "Handover")
            .section(gallery::section(
                "What was offered, and what came of it",
                state,
            ))
            .action("/handovers/handover/decline", "Decline, and say why");
        listing.form = (state != State::Empty)
            .then(|| accept_form(&handover).inline("/handovers/handover/accept"));
        gallery.page("handover", state, &listing);
    }
}
