//! What is offered to whom: a link to a page that refuses whoever opens it helps nobody. The services refuse by what they
//! know; here stands what a page can tell before, by the role that somebody works in and by how their organisation stands
//! to the case. What is not in the table is offered to everybody who sees the page that it stands on.

use api::v1::CaseState;
use identity::Right::{self, ActForOrganisation, PutBack, RecordDuty, TakeCustody, WorkWithPeople};

use crate::page::Page;

/// What it takes to be offered something.
#[derive(Clone, Copy)]
enum Takes {
    /// A role with this right.
    Right(Right),
    /// That, and that one's organisation takes part in the case, which goes on.
    Part(Right),
    /// That, and that it is paused, or is not.
    Paused(bool),
    /// To answer for an organisation, in a case that came to an end.
    Ended,
}

use Takes::{Ended, Part, Paused};

/// What it takes, and for which paths; `*` stands for any one part.
const TAKES: [(Takes, &[&str]); 10] = [
    (
        Takes::Right(WorkWithPeople),
        &[
            "people",
            "referrals",
            "handovers",
            "meetings",
            "actions",
            "sharing/ending",
        ],
    ),
    (
        Takes::Right(ActForOrganisation),
        &["people/find", "people/new"],
    ),
    (
        Part(WorkWithPeople),
        &[
            "people/*/notes/new",
            "people/*/about-me/write",
            "people/*/about-me/confirm",
        ],
    ),
    (
        Part(ActForOrganisation),
        &[
            "people/*/plan/write",
            "people/*/plan/agree",
            "people/*/plan/review",
            "people/*/plan/goal-reached",
            "people/*/plan/goal-stopped",
            "people/*/decisions/new",
            "people/*/actions/new",
            "people/*/actions/ask",
            "people/*/referrals/new",
            "people/*/referrals/new/*/*",
            "people/*/referrals/receive",
            "people/*/reviews/new",
            "people/*/handovers/new",
            "people/*/volunteers/new",
            "people/*/volunteers/*/release",
            "people/*/leave",
            "people/*/sharing",
            "people/*/agreements/new",
            "people/*/objections/new",
            "people/*/identity",
            "people/*/contact-points/new",
            "people/*/contact-points/*",
            "people/*/contact-points/*/end",
            "people/*/visit-warnings/new",
            "people/*/visit-warnings/lift",
            "people/*/records/merge",
            "people/*/records/link",
            "people/*/facts/*/correct",
            "people/*/facts/*/retract",
            "people/*/facts/*/wrong-person",
            "people/*/facts/*/restrict",
            "people/*/facts/*/lift",
            "people/*/close",
            "people/*/stop",
            "people/*/move-away",
            "people/*/death",
        ],
    ),
    (
        Part(RecordDuty),
        &["people/*/duties/new", "people/*/duties/*/end"],
    ),
    (Takes::Right(PutBack), &["people/*/facts/*/right-person"]),
    (Paused(false), &["people/*/pause"]),
    (Paused(true), &["people/*/resume"]),
    (Ended, &["people/*/reopen"]),
    (Takes::Right(TakeCustody), &["people/*/custody"]),
];

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(wanted), Some(part)) if wanted == "*" || wanted == part => {}
            _ => return false,
        }
    }
}

impl Page {
    /// Whether whoever looks is offered what stands at this path.
    pub fn offers(&self, path: &str) -> bool {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let path = path.trim_start_matches('/');
        let its = |(_, patterns): &&(Takes, &[&str])| patterns.iter().any(|one| fits(one, path));
        let takes = TAKES.iter().find(its);
        takes.is_none_or(|(takes, _)| self.meets(*takes))
    }

    /// As [`Page::offers`], for a page of the case that this one is about.
    pub fn offers_here(&self, end: &str) -> bool {
        self.offers(&format!("people/{}/{end}", self.person()))
    }

    fn meets(&self, takes: Takes) -> bool {
        let somebody = self.somebody.as_ref();
        let may = |right| somebody.is_some_and(|one| one.speaker.may(right));
        match takes {
            Takes::Right(right) => may(right),
            Part(right) => may(right) && self.takes_part(),
            Paused(paused) => {
                let is_paused = self.state() == CaseState::Paused;
                may(ActForOrganisation) && self.takes_part() && is_paused == paused
            }
            Ended => may(ActForOrganisation) && self.has_ended(),
        }
    }

    fn state(&self) -> CaseState {
        let bar = self.bar.as_ref();
        bar.map(|bar| bar.state).unwrap_or_default()
    }

    fn has_ended(&self) -> bool {
        !matches!(self.state(), CaseState::Unspecified | CaseState::Paused)
    }

    fn takes_part(&self) -> bool {
        let takes_part = self.bar.as_ref().is_some_and(|bar| bar.takes_part);
        takes_part && !self.has_ended()
    }
}

#[cfg(test)]
mod tests {
    use identity::Role;

    use super::*;
    use crate::{bar::Bar, session::Somebody, speaking::Speaker};

    fn page(role: Role, takes_part: bool, state: CaseState) -> Page {
        Page {
            somebody: Some(Somebody {
                speaker: Speaker {
                    organisation: "HAVEN".to_owned(),
                    worker: "one".to_owned(),
                    role: role.to_string(),
                },
                name: String::new(),
                organisation: String::new(),
                roles: Vec::new(),
                from_elsewhere: None,
            }),
            bar: Some(Bar {
                person: "one".to_owned(),
                takes_part,
                state,
                ..Default::default()
            }),
            ..Default::default()
        }
    }

    #[test]
    fn whoever_takes_part_is_offered_what_their_role_may() {
        let page = |role| page(role, true, CaseState::Unspecified);
        let (worker, volunteer) = (page(Role::LinkWorker), page(Role::Volunteer));
        assert!(worker.offers("/people/one/notes/new?heading=3") && worker.offers_here("pause"));
        assert!(volunteer.offers_here("notes/new") && !volunteer.offers_here("referrals/new"));
        assert!(worker.offers("/people/find") && !volunteer.offers("/people/find"));
        assert!(!worker.offers_here("custody") && !worker.offers_here("duties/new"));
        assert!(page(Role::PrivacyOfficer).offers_here("duties/new"));
        assert!(!page(Role::Manager).offers("/people") && page(Role::Manager).offers("/work"));
        assert!(worker.offers("/people/one") && worker.offers("/services"));
    }

    #[test]
    fn a_case_that_one_takes_no_part_in_is_read_and_no_more() {
        let asked = page(Role::Practitioner, false, CaseState::Unspecified);
        assert!(asked.offers_here("story") && asked.offers_here("concerns/new"));
        for end in ["notes/new", "sharing", "referrals/new/HAVEN/one", "reopen"] {
            assert!(!asked.offers_here(end), "{end}");
        }
    }

    #[test]
    fn what_goes_on_is_paused_and_what_is_paused_or_ended_is_taken_up() {
        let page = |state| page(Role::Practitioner, true, state);
        let (open, paused) = (page(CaseState::Unspecified), page(CaseState::Paused));
        assert!(open.offers_here("pause") && !open.offers_here("resume"));
        assert!(paused.offers_here("resume") && !paused.offers_here("pause"));
        assert!(paused.offers_here("close") && !paused.offers_here("reopen"));
        let ended = page(CaseState::Closed);
        assert!(ended.offers_here("reopen") && !ended.offers_here("close"));
    }
}
