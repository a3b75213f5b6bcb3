//! `FindPerson`: whoever knows the NHS number, or name and address, and the date of birth is told that there is a case to
//! join, and no more.

use jiff::civil::Date;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::Mint,
    person::{Description, PersonSought},
    refusal::{Code, Refusal},
};

/// Looks for the person whom this stream is about. It is recorded whether or not they are found, so that they can be
/// told who looked; no organisation is shown it.
#[derive(Clone, Debug)]
pub struct FindPerson {
    /// The date of birth.
    pub birth_date: Date,
    /// What the person is looked for by, where it is not the NHS number.
    pub described: Option<Description>,
}

impl FindPerson {
    /// Whether there is an open case of somebody who was born that day, and lives there under that name.
    pub fn finds(&self, history: &History) -> bool {
        let known = history.identity().map(|identity| identity.birth_date);
        let fits = |described: &Description| history.descriptions().any(|one| one == *described);
        history.open_case().is_some()
            && known == Some(self.birth_date)
            && self.described.as_ref().is_none_or(fits)
    }
}

impl Command for FindPerson {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        // Nobody is made known by a search.
        if history.version() == 0 {
            return Err(Code::CaseUnknown.into());
        }
        Ok(vec![Draft {
            what: What::PersonSought(PersonSought {
                found: self.finds(history),
            }),
            facts: Vec::new(),
        }])
    }

    /// Whoever looks has no part in the case, and is not to learn that it is being merged.
    fn despite_standstill(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::By,
        role::Role,
        testing::{
            World, address, first_fact, gp, link_worker,
            merges::{begin, duplicate},
        },
        words::Words,
    };

    fn find(birth_date: &str) -> FindPerson {
        FindPerson {
            birth_date: birth_date.parse().unwrap(),
            described: None,
        }
    }

    #[test]
    fn by_name_and_address_they_are_found_where_they_live_now() {
        let mut world = World::with_case();
        let recorded = world.when(&gp(), &address()).unwrap();
        let by = |place: &str| {
            let words = |text| Words::prose("words", text).unwrap();
            let find = find("1951-03-04");
            let described =
                Description::new(&words("Maureen Okafor"), find.birth_date, &words(place));
            FindPerson { described, ..find }
        };
        let found = |world: &World, place| by(place).finds(&world.history);
        assert!(found(&world, "hx1 1aa"));
        assert!(!found(&world, "HX1 1AB"));
        let mut moved = address();
        moved.replaces = Some(first_fact(&recorded));
        moved.contact_point.value = Words::prose("value", "HX1 1AB").unwrap();
        world.when(&gp(), &moved).unwrap();
        assert!(found(&world, "HX1 1AB"));
        assert!(!found(&world, "HX1 1AA"));
    }

    #[test]
    fn it_is_recorded_and_shown_to_no_organisation() {
        let mut world = World::with_case();
        let before = world.shown_in_all(&gp());
        for (birth_date, found) in [("1951-03-04", true), ("1951-04-03", false)] {
            let events = world.when(&link_worker(), &find(birth_date)).unwrap();
            assert_eq!(events[0].what, What::PersonSought(PersonSought { found }));
        }
        assert_eq!(
            [
                world.shown_in_all(&link_worker()),
                world.shown_in_all(&gp())
            ],
            [0, before]
        );
    }

    #[test]
    fn whoever_looks_is_not_told_that_the_record_is_being_merged() {
        for birth_date in ["1951-03-04", "1951-04-03"] {
            let mut world = duplicate();
            let before = world.when(&link_worker(), &find(birth_date)).unwrap();
            world.when(&gp(), &begin()).unwrap();
            let since = world.when(&link_worker(), &find(birth_date)).unwrap();
            assert_eq!(since[0].what, before[0].what);
        }
    }

    #[test]
    fn who_does_not_work_with_people_looks_for_nobody() {
        let manager = By {
            role: Role::Manager,
            ..link_worker()
        };
        let refusal = World::with_case()
            .when(&manager, &find("1951-03-04"))
            .unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
        let unknown = World::new()
            .when(&link_worker(), &find("1951-03-04"))
            .unwrap_err();
        assert_eq!(unknown.code, Code::CaseUnknown);
    }
}
