//! `RetractFact`: an entry was recorded in error. Its words leave every view but its recorder's, where they are marked so.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, restrict::own_standing},
    history::History,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    sharing::Told,
    words::Words,
};

/// Says that an entry was recorded in error.
#[derive(Clone, Debug)]
pub struct RetractFact {
    /// The entry: the newest version that the caller has seen.
    pub fact: FactId,
    /// Why, in words for everybody who could see the entry.
    pub why: Words,
}

impl Command for RetractFact {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let recorded = own_standing(history, context, self.fact)?;
        if !recorded.fact.about.is_entry() {
            return Err(Refusal::of(Code::FactFixed, "fact_id"));
        }
        let fact = Fact {
            about: About::Retraction { entry: self.fact },
            categories: recorded.fact.categories,
            // Shown as the entry was. A copy of its restriction would name the readers to whoever reads this.
            restriction: None,
            replaces: None,
            content: Content::Sharing(Told::RecordedInError {
                entry: self.fact,
                why: self.why.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::FactRetracted { fact: self.fact },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        about_me::record::Passage,
        agreement::Audience,
        category::Category,
        event::By,
        fact::Restriction,
        note::record::RecordNote,
        testing::{
            World, about_me, agreement, first_fact, gp, housing, link_worker, note, passage,
        },
    };

    fn retract(fact: FactId) -> RetractFact {
        RetractFact {
            fact,
            why: Words::prose("why", "It is about somebody else.").unwrap(),
        }
    }

    #[test]
    fn its_words_stay_with_the_recorder_and_who_could_see_it_is_told() {
        let mut world = World::with_involved_charity();
        let audience = Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Housing]))
            .unwrap();
        let shared = first_fact(
            &world
                .when(&gp(), &note("Damp.", &[Category::Housing]))
                .unwrap(),
        );
        let hidden = first_fact(
            &world
                .when(&gp(), &note("Low.", &[Category::MentalHealth]))
                .unwrap(),
        );
        let told = [shared, hidden].map(|fact| world.when(&gp(), &retract(fact)).unwrap()[0].id);
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        let shown =
            |by: &By, facts: [crate::ids::EventId; 2]| facts.map(|event| world.shown(by, event));
        assert_eq!(shown(&link_worker(), [shared.event, hidden.event]), [0, 0]);
        assert_eq!(shown(&link_worker(), told), [1, 0]);
        assert_eq!(shown(&colleague, [shared.event, hidden.event]), [1, 1]);
        assert_eq!(shown(&colleague, told), [1, 1]);
        let marked = world
            .disclosed(&gp())
            .into_iter()
            .find(|one| one.id == shared)
            .unwrap();
        assert!(marked.fact.restriction.unwrap().in_error);
    }

    #[test]
    fn of_a_restricted_entry_nobody_new_is_told() {
        let mut world = World::with_involved_charity();
        let restriction = Some(Restriction::default());
        let restricted = RecordNote {
            restriction,
            ..note("Careful.", &[Category::Safety])
        };
        let entry = first_fact(&world.when(&gp(), &restricted).unwrap());
        let told = world.when(&gp(), &retract(entry)).unwrap()[0].id;
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        let shown = |by: &By| [entry.event, told].map(|event| world.shown(by, event));
        assert_eq!(
            [shown(&gp()), shown(&colleague), shown(&link_worker())],
            [[1, 1], [0, 0], [0, 0]]
        );
    }

    #[test]
    fn what_another_organisation_wrote_before_stands_again() {
        let mut world = World::with_involved_charity();
        let first = first_fact(
            &world
                .when(&link_worker(), &about_me(vec![passage("Choir.", &[])]))
                .unwrap(),
        );
        let newer = Passage {
            replaces: Some(first),
            ..passage("Not the choir.", &[Category::Health])
        };
        let second = first_fact(&world.when(&gp(), &about_me(vec![newer])).unwrap());
        let ask = crate::referral::raise::RaiseReferral {
            service: housing(),
            ..crate::testing::referral()
        };
        world.when(&gp(), &ask).unwrap();
        let officer = crate::testing::by("HCC-HOUSING", "jo", crate::role::Role::Practitioner);
        let accept = crate::referral::accept::AcceptReferral {
            referral: world
                .history
                .referrals()
                .find(|one| one.terms == housing().terms)
                .unwrap()
                .id,
            seen: world.events.last().unwrap().id,
            words: None,
        };
        world.when(&officer, &accept).unwrap();
        assert_eq!(world.shown(&officer, first.event), 0);
        world.when(&gp(), &retract(second)).unwrap();
        assert_eq!(
            [
                world.shown(&officer, first.event),
                world.shown(&officer, second.event)
            ],
            [1, 0]
        );
    }

    #[test]
    fn it_is_done_once_and_to_entries_only() {
        let mut world = World::with_case();
        let entry = first_fact(
            &world
                .when(&gp(), &note("Damp.", &[Category::Housing]))
                .unwrap(),
        );
        let event = world.when(&gp(), &retract(entry)).unwrap();
        assert_eq!(
            world.when(&gp(), &retract(entry)).unwrap_err().code,
            Code::FactInError
        );
        let told = first_fact(&event);
        assert_eq!(
            world.when(&gp(), &retract(told)).unwrap_err().code,
            Code::FactFixed
        );
    }
}
