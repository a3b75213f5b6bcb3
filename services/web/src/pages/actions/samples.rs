//! Actions in three states.

use api::v1::Action;

use super::{
    accept_form,
    agree::agree_form,
    ask::{ask_form, reassign_form},
    cancel_form, complete_form, decline_form,
};
use crate::{
    form::Choice,
    gallery::{self, Gallery, State},
    listing::Listing,
    words,
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let action = Action {
        person_id: "person".to_owned(),
        ..Default::default()
    };
    gallery.form("agree-action", || {
        agree_form(
            "person",
            vec![Choice::new("sam.lee", "Sam Lee")],
            "sam.lee",
            &words::written("2026-06-19"),
        )
    });
    gallery.form("request-action", || {
        ask_form("person", vec![Choice::new("", "Choose")], "2026-06-19")
    });
    gallery.form("reassign-action", || {
        reassign_form(&action, vec![Choice::new("jo.hart", "Jo Hart")])
    });
    gallery.form("accept-action", || accept_form(&action));
    gallery.form("decline-action", || decline_form(&action));
    gallery.form("complete-action", || complete_form(&action));
    gallery.form("cancel-action", || cancel_form(&action));
    for state in State::ALL {
        let listing = Listing::new(gallery::page("Actions").within("actions").live(), "Actions")
            .section(gallery::section("Yours", state).or("Nothing is yours to do."))
            .section(gallery::section("Your colleagues’", state));
        gallery.page("actions", state, &listing);
    }
}
