//! The duplicate is merged away: all that it held is shown as the other record's, and nothing here any more.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::{History, Merging},
    ids::{Mint, PersonId},
    refusal::{Code, Refusal},
};

/// Leaves this record for the one into which it was merged.
#[derive(Clone, Debug)]
pub struct LeaveRecord {
    /// The record that stays.
    pub into: PersonId,
}

impl Command for LeaveRecord {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        let into = self.into;
        if history.merging() != Some(Merging { into, done: false }) {
            return Err(Refusal::of(Code::CaseUnknown, super::begin::FIELD));
        }
        Ok(vec![Draft {
            what: What::MergedAway { into },
            facts: Vec::new(),
        }])
    }

    fn despite_standstill(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        testing::{
            gp,
            merges::{SURVIVOR, begin, duplicate},
        },
        timer,
    };

    #[test]
    fn nothing_is_shown_and_nothing_falls_due_there_any_more() {
        let mut world = duplicate();
        world.when(&gp(), &crate::testing::referral()).unwrap();
        let leave = LeaveRecord { into: SURVIVOR };
        assert_eq!(
            world.when(&gp(), &leave).unwrap_err().code,
            Code::CaseUnknown
        );
        world.when(&gp(), &begin()).unwrap();
        assert!(world.shown_in_all(&gp()) > 0 && !timer::due(&world.history).is_empty());
        world.when(&gp(), &leave).unwrap();
        assert_eq!(world.shown_in_all(&gp()), 0);
        assert!(timer::due(&world.history).is_empty());
        assert_eq!(world.history.merged_into(), Some(SURVIVOR));
    }
}
