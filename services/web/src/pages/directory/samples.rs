//! The directory in three states.

use api::v1::Service;

use super::{
    let_in, list,
    organisation::{self, Employed, Offered, Organisation},
    search_form, service, worker,
};
use crate::{
    entry::Entry,
    gallery::{self, Gallery, State, count},
    sent::Sent,
};

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    let befriending = Service {
        name: "Befriending".to_owned(),
        description: "Somebody to talk to, once a week.".to_owned(),
        opening_days: (1..=5).collect(),
        answer_within_days: 3,
        ..Default::default()
    };
    gallery.form("update-capacity", || service::capacity_form(&befriending));
    gallery.form("register-service", service::new_form);
    gallery.form("update-service", || service::edit_form(&befriending));
    gallery.form("retire-service", || service::retire_form(&befriending));
    gallery.form("register-worker", worker::worker_form);
    gallery.form("retire-worker", || worker::retire_form("Sam Lee"));
    gallery.form("update-organisation", || {
        organisation::name_form("Lea Valley Friends")
    });
    gallery.form("register-organisation", organisation::register_form);
    let_in::samples(gallery);
    for state in State::ALL {
        let entries = || (0..count(state)).map(|_| super::entry(&befriending, true));
        let mut services = list(
            gallery::page("Services").within("services"),
            entries().collect(),
        );
        services.form = Some(search_form(&Sent::new(Vec::new(), false)));
        gallery.page("services", state, &services);
        let all = (0..count(state))
            .map(|_| Entry::new("Lea Valley Friends").about("Code", "LEA-VALLEY-FRIENDS"));
        let all = organisation::list(gallery::page("Organisations"), all.collect());
        gallery.page("organisations", state, &all);
        let own = Organisation {
            page: gallery::page("Your organisation").within("services"),
            name: "Lea Valley Friends".to_owned(),
            code: "LEA-VALLEY-FRIENDS".to_owned(),
            is_administrator: state != State::Empty,
            has_accounts: true,
            services: entries()
                .zip(0..)
                .map(|(entry, number)| Offered {
                    id: number.to_string(),
                    entry,
                })
                .collect(),
            workers: (0..count(state))
                .map(|number| Employed {
                    id: format!("sam.lee.{number}"),
                    name: "Sam Lee".to_owned(),
                    roles: "link worker and manager".to_owned(),
                    signs_in_as: format!("sam.lee.{number}@lea-friends"),
                    account: "Last signed in 9 June 2026, 2:13pm.".to_owned(),
                    can_be_invited: true,
                    has_account: number != 1,
                })
                .collect(),
        };
        gallery.page("organisation", state, &own);
    }
}
