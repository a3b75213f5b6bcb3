//! Actions in three states.

use api::v1::Action;

use super::{
    accept_form,
    agree::agree_form,
    ask::{ask_form, reassign_form},
    cancel_form, complete_form, decline_form,
    list::{Actions, Group, Row},
};
use crate::{
    entry::Tag,
    form::Choice,
    gallery::{self, Gallery, State, count},
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
        let passage = Choice::new("passage", "What is most important to me").hint("My garden.");
        ask_form(
            "person",
            vec![Choice::new("", "Choose")],
            vec![passage],
            "2026-06-19",
        )
    });
    gallery.form("reassign-action", || {
        reassign_form(&action, vec![Choice::new("jo.hart", "Jo Hart")])
    });
    gallery.form("accept-action", || accept_form(&action));
    gallery.form("decline-action", || decline_form(&action));
    gallery.form("complete-action", || complete_form(&action));
    gallery.form("cancel-action", || cancel_form(&action));
    for state in State::ALL {
        let row = |number: usize| Row {
            id: number.to_string(),
            words: "Chase the grab rail date, and write down who said what and when.".to_owned(),
            href: "/actions/action".to_owned(),
            who: "Sam Lee, Lea Valley Friends".to_owned(),
            person: "Maureen Okafor".to_owned(),
            person_href: "/people/person".to_owned(),
            by: "19 June 2026".to_owned(),
            tags: vec![Tag::new("Overdue", "red")],
        };
        let group = |heading, empty| Group {
            heading,
            rows: (0..count(state)).map(row).collect(),
            empty,
            more: match state {
                State::Overfull => "?of=yours&page=token".to_owned(),
                _ => String::new(),
            },
        };
        let groups = || {
            vec![
                group("Yours", "Nothing is yours to do."),
                group("Everybody’s in your organisation", ""),
            ]
        };
        let across = Actions {
            page: gallery::page("Actions").within("actions").live(),
            groups: groups(),
            of: String::new(),
        };
        gallery.page("actions", state, &across);
        let of_person = Actions {
            page: gallery::page_about("Actions", state).live(),
            groups: groups(),
            of: "/people/person/actions".to_owned(),
        };
        gallery.page("actions-of-person", state, &of_person);
    }
}
