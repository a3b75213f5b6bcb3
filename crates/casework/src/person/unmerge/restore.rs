//! The record that was merged away is one of its own again, with everything that it held, its custody too.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::{History, Merging},
    ids::{Mint, PersonId},
    refusal::{Code, Refusal},
};

/// Restores this record.
#[derive(Clone, Debug)]
pub struct RestoreRecord {
    /// The record into which it was merged, or was about to be.
    pub into: PersonId,
    /// Whether that was done, where it matters: what was only begun is taken back without undoing what somebody else
    /// has finished meanwhile.
    pub done: Option<bool>,
}

impl Command for RestoreRecord {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        let meant = |merging: &Merging| {
            merging.into == self.into && self.done.is_none_or(|done| done == merging.done)
        };
        if !history.merging().as_ref().is_some_and(meant) {
            return Err(Refusal::of(Code::MergeUnknown, "merge_id"));
        }
        Ok(vec![Draft {
            what: What::RecordRestored {},
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
        person::merge::leave::LeaveRecord,
        testing::{
            gp,
            merges::{SURVIVOR, begin, duplicate},
        },
    };

    #[test]
    fn it_is_what_it_was() {
        let mut world = duplicate();
        let before = world.disclosed(&gp());
        let restore = RestoreRecord {
            into: SURVIVOR,
            done: None,
        };
        let refusal = world.when(&gp(), &restore).unwrap_err();
        assert_eq!(refusal.code, Code::MergeUnknown);
        world.when(&gp(), &begin()).unwrap();
        world.when(&gp(), &LeaveRecord { into: SURVIVOR }).unwrap();
        let begun = RestoreRecord {
            into: SURVIVOR,
            done: Some(false),
        };
        assert_eq!(
            world.when(&gp(), &begun).unwrap_err().code,
            Code::MergeUnknown
        );
        world.when(&gp(), &restore).unwrap();
        assert_eq!(world.disclosed(&gp()), before);
    }
}
