//! `AgreeAction`: somebody who was in the room does something, or the person does; who, what and by when.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{
    action::{ActionAgreed, Owner, Told},
    calendar::{self, LastDay},
    category::Categories,
    command::{Command, Context},
    disclosure::knows_of,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{ActionId, Mint, OrganisationId, WorkerId},
    refusal::{Code, Refusal},
    words::Words,
};

/// Records an action as it was agreed.
#[derive(Clone, Debug)]
pub struct AgreeAction {
    /// What is to be done; the person's own words, where it is their step.
    pub words: Words,
    /// What it is about.
    pub categories: Categories,
    /// Who does it.
    pub who: Who,
}

/// Who does something, as it is written down.
#[derive(Clone, Debug)]
pub enum Who {
    /// The person, or a helper of theirs.
    Person {
        /// Who helps them or does it for them.
        helper: Option<Words>,
        /// The day that the person has in mind.
        hoped_by: Option<Date>,
    },
    /// A worker of the caller's organisation, or of another one that takes part and was in the room.
    Organisation {
        /// The organisation.
        organisation: OrganisationId,
        /// Its worker.
        worker: WorkerId,
        /// The day by which it is to be done.
        due: LastDay,
        /// Why the person was not asked or did not agree; none where they agreed.
        without_agreement: Option<Words>,
    },
}

impl Command for AgreeAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        self.check(context, "")?;
        if let Who::Organisation { organisation, .. } = &self.who {
            takes_part(history, context, organisation)?;
        }
        Ok(vec![self.draft(history, context, mint, BTreeSet::new())])
    }
}

impl AgreeAction {
    /// Refuses what cannot stand as it is written; `at` stands before the names of the fields.
    pub fn check(&self, context: &Context, at: &str) -> Result<(), Refusal> {
        if self.categories.is_empty() {
            return Err(Refusal::of(
                Code::CategoryMissing,
                format!("{at}categories"),
            ));
        }
        match &self.who {
            Who::Person {
                hoped_by: Some(date),
                ..
            } => calendar::to_come(&format!("{at}person.hoped_by"), *date, context.now),
            Who::Person { .. } => Ok(()),
            Who::Organisation { due, .. } => {
                calendar::to_come(&format!("{at}organisation.due"), due.date, context.now)
            }
        }
    }

    /// The event, where the action was agreed in the presence of these organisations. What was agreed at a meeting is
    /// recorded with it in one commit: nothing is looked up here that the meeting has not settled.
    pub fn draft(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
        room: BTreeSet<OrganisationId>,
    ) -> Draft {
        let action = ActionId(mint.mint());
        let mut categories = self
            .categories
            .with(history.reveals(context.organisation()));
        let (owner, agreed, told) = match &self.who {
            Who::Person { helper, hoped_by } => {
                let told = Told::OwnStep {
                    words: self.words.clone(),
                    helper: helper.clone(),
                    hoped_by: *hoped_by,
                };
                (Owner::Person {}, true, told)
            }
            Who::Organisation {
                organisation,
                worker,
                due,
                without_agreement,
            } => {
                // Who does it is named too.
                categories = categories.with(history.reveals(organisation));
                let owner = Owner::Organisation {
                    organisation: organisation.clone(),
                    worker: worker.clone(),
                    due: *due,
                };
                let told = Told::Agreed {
                    words: self.words.clone(),
                    organisation: organisation.clone(),
                    worker: worker.clone(),
                    due: due.date,
                    without_agreement: without_agreement.clone(),
                };
                (owner, without_agreement.is_none(), told)
            }
        };
        Draft {
            what: What::ActionAgreed(ActionAgreed {
                action,
                owner,
                agreed,
                room,
            }),
            facts: vec![Fact {
                about: About::Action { action },
                categories,
                restriction: None,
                replaces: None,
                content: Content::Action(told),
            }],
        }
    }
}

/// Refuses another organisation that does not take part, and just so one of which the caller does not know.
fn takes_part(
    history: &History,
    context: &Context,
    organisation: &OrganisationId,
) -> Result<(), Refusal> {
    let ours = organisation == context.organisation();
    let known = || {
        history.involves(organisation) && knows_of(history, &context.by, organisation, context.now)
    };
    if ours || known() {
        Ok(())
    } else {
        Err(Refusal::of(Code::OwnerUnknown, "organisation.organisation"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        objection::Against,
        testing::{
            World, accept,
            actions::{agree, own_step, to},
            gp, housing, link_worker, objection, referral,
        },
        timer,
    };

    #[test]
    fn both_sides_see_it_and_it_falls_due_after_its_day() {
        let mut world = World::with_involved_charity();
        let event = world.when(&gp(), &agree(&link_worker())).unwrap()[0].id;
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 1]
        );
        let due = timer::due(&world.history);
        assert_eq!(due.len(), 1);
        assert_eq!(due[0].at.to_string(), "2026-06-19T23:00:00Z");
    }

    #[test]
    fn the_persons_own_step_has_no_clock() {
        let mut world = World::with_case();
        world.when(&gp(), &own_step()).unwrap();
        assert!(timer::due(&world.history).is_empty());
        let action = world.history.actions().next().unwrap();
        assert_eq!((&action.owner, action.due), (&None, None));
    }

    #[test]
    fn who_was_not_in_the_room_cannot_be_given_anything() {
        let mut world = World::with_involved_charity();
        let outside = by_housing();
        let refusal = world.when(&gp(), &agree(&outside)).unwrap_err();
        assert_eq!(
            refusal,
            Refusal::of(Code::OwnerUnknown, "organisation.organisation")
        );
    }

    #[test]
    fn an_organisation_of_which_the_caller_may_not_know_is_unknown() {
        let mut world = World::with_involved_charity();
        let mut asked = referral();
        asked.service = housing();
        asked.service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world.when(&gp(), &asked).unwrap();
        let second = world
            .history
            .referrals()
            .find(|r| r.terms.organisation == housing().terms.organisation)
            .unwrap();
        let joins = crate::referral::accept::AcceptReferral {
            referral: second.id,
            seen: second.last_event,
            ..accept(&world.history)
        };
        world.when(&by_housing(), &joins).unwrap();
        let agree = agree(&by_housing());
        let hidden = world.when(&link_worker(), &agree).unwrap_err();
        assert_eq!(hidden.code, Code::OwnerUnknown);
        world.when(&gp(), &agree).unwrap();
        let agreed = world.history.facts().last().unwrap();
        assert!(agreed.fact.categories.contains(Category::SubstanceUse));
    }

    #[test]
    fn those_in_the_room_see_what_was_agreed_there() {
        let mut world = World::with_involved_charity();
        let mut mint = Mint::new([9; 32]);
        let context = Context {
            by: gp(),
            now: world.now,
        };
        let room = [housing().terms.organisation].into();
        let draft = agree(&gp()).draft(&world.history, &context, &mut mint, room);
        let event = world.record(&gp(), draft);
        assert_eq!(
            [
                world.shown(&by_housing(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
    }

    #[test]
    fn an_objection_takes_it_from_its_owner_until_the_person_agrees_to_another() {
        let mut world = World::with_involved_charity();
        let first = world.when(&gp(), &agree(&link_worker())).unwrap()[0].id;
        let charity = Against::Organisation(link_worker().organisation);
        world.when(&gp(), &objection(charity, None)).unwrap();
        let second = world.when(&gp(), &agree(&link_worker())).unwrap()[0].id;
        assert_eq!(
            [first, second].map(|event| world.shown(&link_worker(), event)),
            [0, 1]
        );
    }

    #[test]
    fn what_has_no_category_or_lies_in_the_past_is_refused() {
        let mut world = World::with_case();
        let none = AgreeAction {
            categories: Categories::NONE,
            ..own_step()
        };
        assert_eq!(
            world.when(&gp(), &none).unwrap_err(),
            Refusal::of(Code::CategoryMissing, "categories")
        );
        let past = to(&gp(), "2026-06-07");
        assert_eq!(
            world.when(&gp(), &past).unwrap_err(),
            Refusal::of(Code::DatePast, "organisation.due")
        );
    }

    fn by_housing() -> crate::event::By {
        crate::event::By {
            organisation: housing().terms.organisation,
            ..link_worker()
        }
    }
}
