//! Finding and joining in three states.

use api::v1::RequestToJoin;

use super::{
    Found, JoinRequest, accept_form, decline_form, find_form, join_form, join_now_form, leave_form,
    open_form,
};
use crate::{
    entry::{Entry, Section},
    form::Choice,
    gallery::{self, Gallery, State, count},
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let services = || vec![Choice::new("service", "General practice")];
    gallery.form("find-person", find_form);
    gallery.form("raise-join-request", || join_form(services()));
    gallery.form("join-case", || join_now_form(Vec::new()));
    gallery.form("open-case", || open_form(services()));
    gallery.form("leave-case", || leave_form("person"));
    let request = RequestToJoin {
        person_id: "person".to_owned(),
        ..Default::default()
    };
    gallery.form("decline-join-request", || decline_form(&request));
    for state in State::ALL {
        let page = gallery::page("Find a person");
        let is_there = state != State::Empty;
        let token = "token".to_owned();
        gallery.page(
            "found",
            state,
            &Found {
                page,
                is_there,
                joins_at_once: state == State::Usual,
                token,
            },
        );
        let asked = (0..count(state))
            .map(|_| Entry::new("Adult social care asks to join").says("She has fallen."));
        let request = JoinRequest {
            page: gallery::page_about("Request to join", state),
            asked: Section::new("What was asked", asked.collect()),
            answer: is_there.then(|| accept_form(&request).inline("/join-requests/id/accept")),
            decline: "/join-requests/id/decline".to_owned(),
        };
        gallery.page("join-request", state, &request);
    }
}
