//! `CorrectIdentity`: who the person is was recorded wrongly, or has changed.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, Identity},
    history::History,
    identity,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    version::newest_seen,
};

/// Corrects who the person is.
#[derive(Clone, Debug)]
pub struct CorrectIdentity {
    /// The newest version that the caller has seen.
    pub seen: FactId,
    /// Who the person is. The NHS number is the one by which they are known: under another one they would be somebody
    /// else. A provisional record is given one by this.
    pub identity: Identity,
}

impl Command for CorrectIdentity {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let is_identity = |about: &About| *about == About::Identity;
        let unknown = Refusal::of(Code::FactUnknown, "token");
        let older = newest_seen(history, context, self.seen, is_identity, unknown)?;
        identity::possible(&self.identity, context.now)?;
        // Everybody who meets the person is shown who they are, and so who corrected it.
        let reveals = history.reveals(context.organisation());
        if !older.fact.categories.covers(reveals) {
            return Err(Refusal::of(Code::NameReveals, "token"));
        }
        if let Content::Identity(known) = &older.fact.content {
            let settled = known.nhs_number.is_some();
            if settled && known.nhs_number != self.identity.nhs_number {
                return Err(Refusal::of(Code::NumberSettled, "identity.nhs_number"));
            }
            if *known == self.identity {
                return Err(Refusal::of(Code::NothingToRecord, "identity"));
            }
        }
        Ok(vec![Draft {
            what: What::IdentityCorrected {},
            facts: vec![Fact {
                replaces: Some(self.seen),
                content: Content::Identity(self.identity.clone()),
                ..older.fact.clone()
            }],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::{Categories, Category},
        testing::{World, accept, correction, first_fact, gp, link_worker, maureen, referral},
        words::NhsNumber,
    };

    #[test]
    fn everybody_who_meets_the_person_is_shown_the_new_name() {
        let mut world = World::with_involved_charity();
        let renamed = correction(&world.history, "Maureen Adeyemi");
        let event = world.when(&link_worker(), &renamed).unwrap()[0].id;
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [1, 1]);
    }

    #[test]
    fn who_has_not_seen_the_newest_version_reads_it_again_first() {
        let mut world = World::with_involved_charity();
        let first = correction(&world.history, "Maureen Adeyemi");
        let second = correction(&world.history, "M. Okafor");
        let newest = first_fact(&world.when(&link_worker(), &first).unwrap());
        let stale = world.when(&gp(), &second).unwrap_err();
        assert_eq!(stale, Refusal::of(Code::Stale, "token"));
        let seen = newest;
        world
            .when(&gp(), &CorrectIdentity { seen, ..second })
            .unwrap();
    }

    #[test]
    fn the_number_stays_and_what_changes_nothing_is_refused() {
        let mut world = World::with_case();
        let mut other = correction(&world.history, "Maureen Adeyemi");
        other.identity.nhs_number = NhsNumber::parse("999 400 1043");
        let refusal = world.when(&gp(), &other).unwrap_err();
        assert_eq!(
            refusal,
            Refusal::of(Code::NumberSettled, "identity.nhs_number")
        );
        other.identity.nhs_number = None;
        let refusal = world.when(&gp(), &other).unwrap_err();
        assert_eq!(refusal.code, Code::NumberSettled);
        let mut same = correction(&world.history, "Maureen Okafor");
        same.identity = maureen().identity;
        let refusal = world.when(&gp(), &same).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::NothingToRecord, "identity"));
        let mut unborn = correction(&world.history, "Maureen Adeyemi");
        unborn.identity.birth_date = "2027-01-01".parse().unwrap();
        let refusal = world.when(&gp(), &unborn).unwrap_err();
        assert_eq!(refusal.code, Code::DateFuture);
    }

    #[test]
    fn a_provisional_record_is_given_a_number_once() {
        let mut world = World::new();
        let mut provisional = maureen();
        provisional.identity.nhs_number = None;
        world.when(&gp(), &provisional).unwrap();
        let numbered = correction(&world.history, "Maureen Okafor");
        world.when(&gp(), &numbered).unwrap();
        let known = world.history.identity().unwrap();
        assert_eq!(known.nhs_number, maureen().identity.nhs_number);
        let mut other = correction(&world.history, "Maureen Okafor");
        other.identity.nhs_number = NhsNumber::parse("999 400 1043");
        let refusal = world.when(&gp(), &other).unwrap_err();
        assert_eq!(refusal.code, Code::NumberSettled);
    }

    #[test]
    fn an_organisation_whose_name_reveals_more_has_somebody_else_correct_it() {
        let mut world = World::with_case();
        let mut asked = referral();
        asked.service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world.when(&gp(), &asked).unwrap();
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        let renamed = correction(&world.history, "Maureen Adeyemi");
        let refusal = world.when(&link_worker(), &renamed).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::NameReveals, "token"));
    }
}
