//! `LiftRestriction`: a restricted fact is shown again to everybody whose grants cover it.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, restrict::own_standing},
    history::History,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    sharing::Told,
};

/// Lifts a restriction, and with it the mark that keeps the fact from the person.
#[derive(Clone, Debug)]
pub struct LiftRestriction {
    /// The fact: the newest version that the caller has seen.
    pub fact: FactId,
}

impl Command for LiftRestriction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let recorded = own_standing(history, context, self.fact)?;
        let Some(restriction) = &recorded.fact.restriction else {
            return Err(Code::NotRestricted.into());
        };
        // Agreements, objections, duties and reasons are never for everybody.
        if !matches!(
            recorded.fact.about,
            About::Note
                | About::Passage { .. }
                | About::Referral { .. }
                | About::ContactPoint { .. }
        ) {
            return Err(Refusal::of(Code::StaysRestricted, "fact_id"));
        }
        // Writing a newer version of what another organisation restricted must not open it up.
        if history.inherited(recorded).is_some() {
            return Err(Refusal::of(Code::StaysRestricted, "fact_id"));
        }
        let fact = Fact {
            about: About::Restriction,
            categories: recorded.fact.categories,
            restriction: Some(restriction.within(context.organisation())),
            replaces: None,
            content: Content::Sharing(Told::RestrictionLifted { fact: self.fact }),
        };
        Ok(vec![Draft {
            what: What::RestrictionLifted { fact: self.fact },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        fact::{Restriction, restrict::RestrictFact},
        note::record::RecordNote,
        testing::{World, first_fact, gp, link_worker, note, objection},
    };

    #[test]
    fn it_is_shown_again_to_whom_grants_show_it() {
        let mut world = World::with_involved_charity();
        let audience = crate::agreement::Audience::EveryoneInvolved;
        let agreement = crate::testing::agreement(audience, &[Category::Safety]);
        world.when(&gp(), &agreement).unwrap();
        let restricted = RecordNote {
            restriction: Some(Restriction::default()),
            ..note("Careful.", &[Category::Safety])
        };
        let fact = first_fact(&world.when(&gp(), &restricted).unwrap());
        assert_eq!(world.shown(&link_worker(), fact.event), 0);
        world.when(&gp(), &LiftRestriction { fact }).unwrap();
        assert_eq!(world.shown(&link_worker(), fact.event), 1);
        let again = world.when(&gp(), &LiftRestriction { fact }).unwrap_err();
        assert_eq!(again.code, Code::NotRestricted);
    }

    #[test]
    fn what_another_organisation_restricted_stays_so_in_a_newer_version() {
        use crate::{
            about_me::record::Passage,
            testing::{about_me, passage},
        };
        let mut world = World::with_involved_charity();
        let first = first_fact(
            &world
                .when(&gp(), &about_me(vec![passage("Choir.", &[])]))
                .unwrap(),
        );
        let ours = [gp().organisation, link_worker().organisation];
        let restrict = RestrictFact {
            fact: first,
            restriction: Restriction {
                organisations: ours.into(),
                ..Restriction::default()
            },
            kept_from_person: None,
        };
        world.when(&gp(), &restrict).unwrap();
        let newer = Passage {
            replaces: Some(first),
            ..passage("Choir on Fridays.", &[])
        };
        let second = first_fact(&world.when(&link_worker(), &about_me(vec![newer])).unwrap());
        let lift = |fact| LiftRestriction { fact };
        assert_eq!(
            world.when(&link_worker(), &lift(second)).unwrap_err().code,
            Code::StaysRestricted
        );
        assert_eq!(
            world.when(&link_worker(), &lift(first)).unwrap_err().code,
            Code::FactUnknown
        );
        let everyone = objection(crate::objection::Against::Everyone, None);
        let decision = first_fact(&world.when(&gp(), &everyone).unwrap());
        assert_eq!(
            world.when(&gp(), &lift(decision)).unwrap_err().code,
            Code::StaysRestricted
        );
    }
}
