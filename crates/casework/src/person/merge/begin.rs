//! The duplicate comes to a standstill: from here on nothing is recorded there that would not be taken over.

use jiff::civil::Date;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::{History, Merging},
    ids::{Mint, PersonId},
    refusal::{Code, Refusal},
};

/// The field of the request that names the duplicate.
pub(super) const FIELD: &str = "duplicate_person_id";

/// Begins to merge this record into another.
#[derive(Clone, Debug)]
pub struct BeginMerge {
    /// The record that stays.
    pub into: PersonId,
    /// The date of birth in the record that stays.
    pub birth_date: Option<Date>,
}

impl Command for BeginMerge {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let of_the_duplicate = |refusal: Refusal| Refusal::of(refusal.code, FIELD);
        context.holds(history).map_err(of_the_duplicate)?;
        if self.into == history.person {
            return Err(Refusal::of(Code::SamePerson, FIELD));
        }
        let identity = history.identity();
        if identity.is_some_and(|known| known.nhs_number.is_some()) {
            return Err(Refusal::of(Code::NotProvisional, FIELD));
        }
        if identity.map(|known| known.birth_date) != self.birth_date {
            return Err(Refusal::of(Code::DetailsDiffer, FIELD));
        }
        let offered = history.handovers().any(|one| one.open);
        if history.paused_since().is_some() || offered {
            return Err(Refusal::of(Code::MergeNotNow, FIELD));
        }
        // Somebody may have begun it and never come back: whoever could begin it can go on with it.
        let standing = history.merging();
        let into = self.into;
        if standing.is_some_and(|merging| merging != Merging { into, done: false }) {
            return Err(Refusal::of(Code::RecordMerged, FIELD));
        }
        Ok(vec![Draft {
            what: What::MergeBegun { into: self.into },
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
        category::Category,
        event::By,
        testing::{
            World, correction, gp, handovers, link_worker,
            merges::{begin, duplicate},
            note,
        },
    };

    #[test]
    fn nothing_more_is_recorded_there_and_only_they_learn_why_who_could_have() {
        let mut world = duplicate();
        world.when(&gp(), &begin()).unwrap();
        let note = note("She rang.", &[Category::Health]);
        let refusal = world.when(&gp(), &note).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::RecordMerged, "person_id"));
        let refusal = world.when(&link_worker(), &note).unwrap_err();
        assert_eq!(refusal.code, Code::CaseUnknown);
    }

    fn refused(world: &mut World, by: &By, begin: BeginMerge) -> Refusal {
        world.when(by, &begin).unwrap_err()
    }

    #[test]
    fn whoever_holds_the_duplicate_merges_it_and_it_has_no_number() {
        let mut world = duplicate();
        let refusal = refused(&mut world, &link_worker(), begin());
        assert_eq!(refusal, Refusal::of(Code::CaseUnknown, FIELD));
        let into = world.history.person;
        let itself = BeginMerge { into, ..begin() };
        assert_eq!(refused(&mut world, &gp(), itself).code, Code::SamePerson);
        let birth_date = Some("1951-04-03".parse().unwrap());
        let other = BeginMerge {
            birth_date,
            ..begin()
        };
        assert_eq!(refused(&mut world, &gp(), other).code, Code::DetailsDiffer);
        let mut numbered = duplicate();
        let number = correction(&numbered.history, "Maureen Okafor");
        numbered.when(&gp(), &number).unwrap();
        assert_eq!(
            refused(&mut numbered, &gp(), begin()).code,
            Code::NotProvisional
        );
        world.when(&gp(), &handovers::offer_to_charity()).unwrap();
        assert_eq!(refused(&mut world, &gp(), begin()).code, Code::MergeNotNow);
    }
}
