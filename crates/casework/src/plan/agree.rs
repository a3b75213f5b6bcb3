//! `AgreePlan`: the person, or whoever decides for them, agrees to the plan as it stands.

use crate::{
    command::{Command, Context},
    decided_by::DecidedBy,
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint},
    plan::{Section, Told, seen_last, whole},
    refusal::Refusal,
    words::Words,
};

/// Records that the plan was agreed.
#[derive(Clone, Debug)]
pub struct AgreePlan {
    /// The last event on the plan that the caller has seen.
    pub seen: EventId,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// What they said about it.
    pub words: Option<Words>,
}

impl Command for AgreePlan {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        self.decided_by.check("decided_by", context.now)?;
        seen_last(history, context, self.seen)?;
        let told = Told::Agreed {
            decided_by: self.decided_by.clone(),
            words: self.words.clone(),
        };
        Ok(vec![Draft {
            what: What::PlanAgreed {},
            facts: vec![whole(history, context, Section::Agreement, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::ToSpan;

    use super::*;
    use crate::{
        refusal::Code,
        testing::{
            World, gp, link_worker,
            plans::{agree, goal, plan},
        },
    };

    #[test]
    fn everybody_involved_sees_that_it_was_agreed() {
        let mut world = World::with_involved_charity();
        let seen = world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap()[0].id;
        let event = world.when(&gp(), &agree(seen)).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 1);
    }

    #[test]
    fn a_plan_that_has_changed_since_is_stale_and_without_one_there_is_nothing_to_agree_to() {
        let mut world = World::with_case();
        let none = world.when(&gp(), &agree(EventId(uuid::Uuid::nil())));
        assert_eq!(none.unwrap_err().code, Code::PlanUnknown);
        let seen = world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap()[0].id;
        world.now += 1.minute();
        world.when(&gp(), &plan(vec![goal("Walk.")])).unwrap();
        assert_eq!(
            world.when(&gp(), &agree(seen)).unwrap_err(),
            Refusal::of(Code::Stale, "token")
        );
    }
}
