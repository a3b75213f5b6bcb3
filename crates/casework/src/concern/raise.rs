//! `RaiseConcern`: somebody saw or was told something that makes them fear for the person, or for somebody close by.

use std::collections::BTreeSet;

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    concern::{self, ConcernRaised, Subject, Told},
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{ConcernId, Mint, WorkerId},
    refusal::{Code, Refusal},
    role::Right,
    words::Words,
};

/// Raises a concern.
#[derive(Clone, Debug)]
pub struct RaiseConcern {
    /// What was seen or said.
    pub words: Words,
    /// Whom it is about.
    pub subject: Subject,
    /// What it is about, besides safety.
    pub categories: Categories,
    /// Whether somebody is in immediate danger.
    pub immediate_danger: bool,
    /// What was done at once.
    pub done: Option<Words>,
    /// The safeguarding leads of the author's organisation; none where nobody is named.
    pub leads: BTreeSet<WorkerId>,
}

impl Command for RaiseConcern {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        had_a_part(history, context)?;
        let concern = ConcernId(mint.mint());
        let tell_by = concern::tell_by(context.now, self.immediate_danger);
        let raised = ConcernRaised {
            concern,
            leads: self.leads.clone(),
            tell_by,
        };
        let mut readers = self.leads.clone();
        readers.insert(context.by.worker.clone());
        let fact = Fact {
            about: About::Concern { concern },
            categories: self.categories(history, context),
            restriction: Some(concern::restricted_to(context.organisation(), readers)),
            replaces: None,
            content: Content::Concern(Told::Raised {
                words: self.words.clone(),
                subject: self.subject.clone(),
                name: name(history, context),
                immediate_danger: self.immediate_danger,
                done: self.done.clone(),
                tell_by: tell_by[0],
            }),
        };
        Ok(vec![Draft {
            what: What::ConcernRaised(raised),
            facts: vec![fact],
        }])
    }
}

impl RaiseConcern {
    fn categories(&self, history: &History, context: &Context) -> Categories {
        let mut about = Categories::of(&[Category::Safety]);
        if matches!(self.subject, Subject::SomebodyElse(_)) {
            about = about.with(Categories::of(&[Category::AboutSomebodyElse]));
        }
        let said = self.categories.with(about);
        said.with(history.reveals(context.organisation()))
    }
}

/// Whoever has had anything to do with the person can raise a concern, also when the case is closed, when they were
/// asked and did not come, or when the person wants nothing to do with them: to refuse it could do harm, and it tells
/// them nothing.
fn had_a_part(history: &History, context: &Context) -> Result<(), Refusal> {
    let organisation = context.organisation();
    let involved = history.involvements_ever().map(|i| &i.terms.organisation);
    let asked = history.asks().map(|ask| &ask.terms.organisation);
    if !involved.chain(asked).any(|one| one == organisation) {
        return Err(Refusal::of(Code::CaseUnknown, "person_id"));
    }
    context.may(Right::WorkWithPeople)
}

/// The person's name, as far as the author sees it.
fn name(history: &History, context: &Context) -> Option<Words> {
    let identity = history.facts().iter().rev().find(|recorded| {
        recorded.fact.about == About::Identity
            && shown_to(history, &context.by, recorded, context.now)
    });
    match &identity?.fact.content {
        Content::Identity(identity) => Some(identity.name.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        concern::testing::{colleague, concern, first, lead},
        objection::Against,
        testing::{World, by, charity, decline, gp, link_worker, objection, referral},
        timer,
    };

    #[test]
    fn its_author_and_the_leads_see_it_and_nobody_else() {
        let mut world = World::with_involved_charity();
        let event = world.when(&link_worker(), &concern()).unwrap()[0].id;
        let shown = [link_worker(), lead(), colleague(), gp()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [1, 1, 0, 0]);
        let restriction = &world.history.facts().last().unwrap().fact.restriction;
        assert!(restriction.as_ref().unwrap().kept_from_person);
    }

    #[test]
    fn no_objection_takes_it_from_the_leads() {
        let mut world = World::with_involved_charity();
        let event = world.when(&link_worker(), &concern()).unwrap()[0].id;
        let organisation = link_worker().organisation;
        for against in [
            Against::Everyone,
            Against::Organisation(organisation.clone()),
            Against::Purpose(charity().terms.purpose),
            Against::Worker(organisation.clone(), lead().worker),
            Against::Worker(organisation, link_worker().worker),
        ] {
            world.when(&gp(), &objection(against, None)).unwrap();
        }
        // Whoever was objected to by name reads nothing, also of what they wrote.
        assert_eq!(
            [
                world.shown(&lead(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
    }

    #[test]
    fn it_is_taken_also_where_no_lead_is_named_and_nobody_could_do_anything_else() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        world
            .when(&link_worker(), &decline(&world.history))
            .unwrap();
        let objected = Against::Worker(link_worker().organisation, link_worker().worker);
        world.when(&gp(), &objection(objected, None)).unwrap();
        let command = RaiseConcern {
            leads: BTreeSet::new(),
            ..concern()
        };
        world.when(&link_worker(), &command).unwrap();
        assert_eq!(timer::due(&world.history).len(), 1);
    }

    #[test]
    fn for_whoever_had_no_part_there_is_no_such_person() {
        let refusal = World::with_case().when(&link_worker(), &concern());
        assert_eq!(
            refusal.unwrap_err(),
            Refusal::of(Code::CaseUnknown, "person_id")
        );
        let manager = by("E82999", "boss", crate::role::Role::Manager);
        let refusal = World::with_case().when(&manager, &concern()).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
    }

    #[test]
    fn somebody_is_told_by_midnight_and_within_two_hours_where_there_is_danger() {
        for (now, danger, first_by, second_by) in [
            (
                "09:00",
                false,
                "2026-06-08T23:00:00Z",
                "2026-06-09T23:00:00Z",
            ),
            (
                "22:30",
                false,
                "2026-06-09T00:30:00Z",
                "2026-06-09T23:00:00Z",
            ),
            (
                "09:00",
                true,
                "2026-06-08T11:00:00Z",
                "2026-06-08T23:00:00Z",
            ),
        ] {
            let mut world = World::with_involved_charity();
            world.now = format!("2026-06-08T{now}:00Z").parse().unwrap();
            let command = RaiseConcern {
                immediate_danger: danger,
                ..concern()
            };
            world.when(&link_worker(), &command).unwrap();
            let expected = [first_by, second_by].map(|at| at.parse().unwrap());
            assert_eq!(first(&world.history).tell_by, expected);
        }
    }

    #[test]
    fn it_is_about_safety_and_about_whom_it_is() {
        let mut world = World::with_involved_charity();
        let command = RaiseConcern {
            subject: Subject::SomebodyElse(words("Her grandson Leo, 7")),
            ..concern()
        };
        world.when(&link_worker(), &command).unwrap();
        let fact = &world.history.facts().last().unwrap().fact;
        for category in [
            Category::Safety,
            Category::Money,
            Category::AboutSomebodyElse,
        ] {
            assert!(fact.categories.contains(category));
        }
        let Content::Concern(Told::Raised { name, .. }) = &fact.content else {
            panic!("{fact:?} is no concern");
        };
        assert_eq!(name.as_ref().unwrap().as_str(), "Maureen Okafor");
    }

    fn words(text: &str) -> Words {
        Words::prose("words", text).unwrap()
    }
}
