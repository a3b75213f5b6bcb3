//! Who was let in: each invitation, by whom it was made, and whether it was taken. Everybody of the organisation sees it, so
//! that somebody who was made up, or whose account was taken over, is noticed.

use std::cmp::Reverse;

use identity::accounts::{Happened, Standing, What, Who};

use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    gallery::{self, Gallery, State},
    listing::Listing,
    names::Names,
    page::Page,
    visit::Visit,
    words,
};

/// How much of what happened is shown: the latest.
const SHOWN: usize = 200;

/// Who of one's own organisation was let in.
pub(super) async fn let_in(visit: Visit) -> Answer {
    let accounts = visit.site.accounts.as_ref().ok_or(Failure::NoSuchPage)?;
    let all = accounts.of(&visit.who.organisation, visit.now).await;
    let all = all.map_err(|_| Failure::Accounts)?;
    let names = visit.names([visit.organisation()]).await?;
    let page = visit.page("Who was let in")?.within("services");
    visit.show(&listing(page, &all, &names))
}

fn listing(page: Page, all: &[Standing], names: &Names) -> Listing {
    let mut entries = Vec::new();
    for one in all {
        let organisation = one.who.organisation.as_str();
        let worker = names.worker(organisation, one.who.worker.as_str());
        for happened in one.history.iter().rev() {
            let mut entry = told(happened, organisation, names);
            let what = std::mem::replace(&mut entry.heading, worker.clone());
            entries.push((happened.at, entry.says(what)));
        }
    }
    entries.sort_by_key(|(at, _)| Reverse(*at));
    let entries = entries.into_iter().map(|(_, entry)| entry).take(SHOWN);
    Listing::new(page, "Who was let in")
        .lead("Whoever has an invitation signs in as the worker whom it names, and an administrator hands it over. Where you do not know somebody here, or where a colleague did not ask to be invited again, tell your privacy officer.")
        .section(Section::new("The latest first", entries.collect()).or("Nobody was invited yet."))
}

/// What happened to an account, and who did it.
pub(in crate::pages) fn told(happened: &Happened, organisation: &str, names: &Names) -> Entry {
    let heading = match happened.what {
        What::Invited => "Invited",
        What::InvitedAgain => "Invited again",
        What::Opened => "The invitation was taken",
        What::Closed => "The account was closed",
    };
    let by = match (&happened.by, happened.what) {
        (Some(by), _) => names.worker(organisation, by.as_str()),
        // Whoever had the link: it cannot be told who that was.
        (None, What::Opened) => String::new(),
        (None, _) => "The operator, on the machine itself".to_owned(),
    };
    Entry {
        by,
        at: words::when(happened.at),
        ..Entry::new(heading)
    }
}

/// Samples of this page.
pub(super) fn samples(gallery: &mut Gallery) {
    let names = crate::samples::names();
    let at = |at: &str| at.parse().unwrap_or_default();
    let by = "jo.hart".parse().ok();
    let all = [
        (What::Invited, "2026-06-01T09:00:00Z", by.clone()),
        (What::Opened, "2026-06-01T09:20:00Z", None),
        (What::InvitedAgain, "2026-06-09T17:40:00Z", by),
        (What::Closed, "2026-06-10T08:00:00Z", None),
    ];
    let history: Vec<_> = all
        .map(|(what, when, by)| Happened {
            what,
            at: at(when),
            by,
        })
        .into();
    for state in State::ALL {
        let who = Who::new("LEA-VALLEY-FRIENDS", "sam.lee").ok();
        let standing = who.map(|who| Standing {
            who,
            invited_until: None,
            signed_in_at: None,
            is_open: true,
            is_closed: false,
            history: history.clone(),
        });
        let all: Vec<_> = (0..gallery::count(state))
            .filter_map(|_| standing.clone())
            .collect();
        let page = gallery::page("Who was let in").within("services");
        gallery.page("let-in", state, &listing(page, &all, &names));
    }
}
