//! `LeaveCase`: an organisation that does not hold the case takes part no longer. What taking part showed leaves its file.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::Mint,
    joining::Told,
    refusal::{Code, Refusal},
    words::Words,
};

/// Leaves the open case.
#[derive(Clone, Debug)]
pub struct LeaveCase {
    /// Why.
    pub words: Words,
}

impl Command for LeaveCase {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let holds =
            |case: &crate::custody::OpenCase| case.holder.organisation == *context.organisation();
        if history.open_case().is_some_and(holds) {
            return Err(Code::CaseHeld.into());
        }
        let fact = Fact {
            about: About::Involvement,
            categories: history.reveals(context.organisation()),
            restriction: None,
            replaces: None,
            content: Content::Joining(Told::Left {
                organisation: context.organisation().clone(),
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::CaseLeft {},
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        testing::{World, agreement, gp, link_worker, note},
    };

    fn leave() -> LeaveCase {
        LeaveCase {
            words: Words::prose("words", "She has found her choir.").unwrap(),
        }
    }

    #[test]
    fn what_taking_part_showed_is_gone_and_own_records_stay() {
        let mut world = World::with_involved_charity();
        let audience = Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Housing]))
            .unwrap();
        let damp = world
            .when(&gp(), &note("Damp.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        let own = world
            .when(&link_worker(), &note("Rang.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        world.when(&link_worker(), &leave()).unwrap();
        assert_eq!(
            [damp, own].map(|event| world.shown(&link_worker(), event)),
            [0, 1]
        );
        assert!(!world.history.involves(&link_worker().organisation));
        assert_eq!(
            world.when(&link_worker(), &leave()).unwrap_err().code,
            Code::CaseUnknown
        );
    }

    #[test]
    fn whoever_holds_the_case_hands_it_over_first() {
        let mut world = World::with_case();
        assert_eq!(
            world.when(&gp(), &leave()).unwrap_err().code,
            Code::CaseHeld
        );
    }
}
