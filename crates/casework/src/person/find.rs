//! `FindPerson`: whoever knows the NHS number and the date of birth is told that there is a case to join, and no more.

use jiff::civil::Date;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::Content,
    history::History,
    ids::Mint,
    refusal::{Code, Refusal},
};

/// Looks for the person whom this stream is about. It is recorded whether or not they are found, so that they can be
/// told who looked; no organisation is shown it.
#[derive(Clone, Debug)]
pub struct FindPerson {
    /// The date of birth.
    pub birth_date: Date,
}

impl FindPerson {
    /// Whether there is an open case of somebody who was born that day.
    pub fn finds(&self, history: &History) -> bool {
        let identities = history.facts().iter().rev().filter_map(|recorded| {
            let standing = !history.is_retracted(recorded.id);
            match &recorded.fact.content {
                Content::Identity(identity) if standing => Some(identity.birth_date),
                _ => None,
            }
        });
        let newest = { identities }.next();
        history.open_case().is_some() && newest == Some(self.birth_date)
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
        context.working_with_people()?;
        // Nobody is made known by a search.
        if history.version() == 0 {
            return Err(Refusal::of(Code::CaseUnknown, "nhs_number"));
        }
        Ok(vec![Draft {
            what: What::PersonSought {
                found: self.finds(history),
            },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::By,
        role::Role,
        testing::{World, gp, link_worker},
    };

    fn find(birth_date: &str) -> FindPerson {
        FindPerson {
            birth_date: birth_date.parse().unwrap(),
        }
    }

    #[test]
    fn it_is_recorded_and_shown_to_no_organisation() {
        let mut world = World::with_case();
        let before = world.shown_in_all(&gp());
        for (birth_date, found) in [("1951-03-04", true), ("1951-04-03", false)] {
            let events = world.when(&link_worker(), &find(birth_date)).unwrap();
            assert_eq!(events[0].what, What::PersonSought { found });
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
