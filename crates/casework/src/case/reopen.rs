//! `ReopenCase`: whoever held the case last takes it up again: it was closed too soon, or an end was recorded in error.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::About,
    history::History,
    ids::Mint,
    life::{self, CaseReopened, Ended, Told},
    refusal::{Code, Refusal},
};

/// Takes the case up again, with the worker who led it last.
#[derive(Clone, Copy, Debug)]
pub struct ReopenCase;

impl Command for ReopenCase {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        let unknown = Refusal::of(Code::CaseUnknown, "person_id");
        let held = |ended: &&Ended| {
            ended
                .holder
                .as_ref()
                .is_some_and(|holder| holder.organisation == *context.organisation())
        };
        let ended = history.last_ending().filter(held).ok_or(unknown.clone())?;
        let ours = |i: &&crate::history::Involvement| {
            i.ended == Some(ended.event) && i.terms.organisation == *context.organisation()
        };
        let part = history.involvements_ever().find(ours).ok_or(unknown)?;
        let lead = ended.holder.as_ref().map(|holder| holder.worker.clone());
        let about = About::Ending {
            case: ended.what.case,
        };
        Ok(vec![Draft {
            what: What::CaseReopened(CaseReopened {
                case: ended.what.case,
                terms: part.terms.clone(),
                lead: lead.unwrap_or(context.by.worker.clone()),
            }),
            facts: vec![life::fact(history, context, about, Told::Reopened)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        life::testing::close,
        testing::{World, gp, link_worker},
    };

    #[test]
    fn the_last_holder_takes_it_up_again_and_those_who_were_told_learn_it() {
        let mut world = World::with_involved_charity();
        let before = world.history.open_case().cloned().unwrap();
        world.when(&gp(), &close()).unwrap();
        let event = world.when(&gp(), &ReopenCase).unwrap()[0].id;
        let after = world.history.open_case().unwrap();
        assert_eq!((after.case, &after.holder), (before.case, &before.holder));
        assert_eq!(world.shown(&link_worker(), event), 1);
        assert!(!world.history.involves(&link_worker().organisation));
    }

    #[test]
    fn nobody_else_and_no_open_case() {
        let mut world = World::with_involved_charity();
        let open = world.when(&gp(), &ReopenCase).unwrap_err();
        world.when(&gp(), &close()).unwrap();
        let other = world.when(&link_worker(), &ReopenCase).unwrap_err();
        assert_eq!([open.code, other.code], [Code::CaseUnknown; 2]);
    }
}
