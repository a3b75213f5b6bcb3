//! `CorrectIdentity`: who the person is was recorded wrongly, or their NHS number is found.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, Identity},
    history::History,
    identity,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    version::newest_seen,
    words::NhsNumber,
};

/// Corrects who the person is.
#[derive(Clone, Debug)]
pub struct CorrectIdentity {
    /// The newest version that the caller has seen.
    pub seen: FactId,
    /// Who the person is; without a number, the one that is known stays.
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
        if !older
            .fact
            .categories
            .covers(history.reveals(context.organisation()))
        {
            return Err(Refusal::of(Code::NameReveals, "token"));
        }
        let known = match &older.fact.content {
            Content::Identity(identity) => identity.nhs_number.clone(),
            _ => None,
        };
        let corrected = Identity {
            nhs_number: self.number(known)?,
            ..self.identity.clone()
        };
        if Content::Identity(corrected.clone()) == older.fact.content {
            return Err(Refusal::of(Code::NothingToRecord, "identity"));
        }
        Ok(vec![Draft {
            what: What::IdentityCorrected {},
            facts: vec![Fact {
                about: About::Identity,
                replaces: Some(older.id),
                content: Content::Identity(corrected),
                ..older.fact.clone()
            }],
        }])
    }
}

impl CorrectIdentity {
    /// The number by which the person is found does not change: under another one they would be somebody else.
    fn number(&self, known: Option<NhsNumber>) -> Result<Option<NhsNumber>, Refusal> {
        match (known, self.identity.nhs_number.clone()) {
            (Some(known), Some(given)) if known != given => {
                Err(Refusal::of(Code::NumberSettled, "identity.nhs_number"))
            }
            (Some(known), _) => Ok(Some(known)),
            (None, given) => Ok(given),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::Event,
        testing::{World, correction, first_fact, gp, link_worker, maureen, provisional},
    };

    fn identity(events: &[Event]) -> Identity {
        match &events[0].facts[0].content {
            Content::Identity(identity) => identity.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_provisional_person_is_given_their_number() {
        let mut world = World::new();
        world.when(&gp(), &provisional()).unwrap();
        let corrected = world
            .when(&gp(), &correction(&world.history, "Maureen Okafor", true))
            .unwrap();
        assert_eq!(identity(&corrected), maureen().identity);
        assert_eq!(world.shown(&gp(), corrected[0].id), 1);
    }

    #[test]
    fn a_number_stays_where_none_is_given_and_is_never_exchanged_for_another() {
        let mut world = World::with_case();
        let renamed = correction(&world.history, "Maureen Adeyemi", false);
        let corrected = identity(&world.when(&gp(), &renamed).unwrap());
        assert_eq!(corrected.nhs_number, maureen().identity.nhs_number);
        let mut other = correction(&world.history, "Maureen Adeyemi", true);
        other.identity.nhs_number = NhsNumber::parse("999 400 1043");
        assert_eq!(
            world.when(&gp(), &other).unwrap_err(),
            Refusal::of(Code::NumberSettled, "identity.nhs_number")
        );
    }

    #[test]
    fn who_has_not_seen_the_newest_version_reads_it_again_first() {
        let mut world = World::with_involved_charity();
        let (first, second) = (
            correction(&world.history, "Maureen Adeyemi", false),
            correction(&world.history, "M. Okafor", false),
        );
        let newest = first_fact(&world.when(&link_worker(), &first).unwrap());
        assert_eq!(
            world.when(&gp(), &second).unwrap_err(),
            Refusal::of(Code::Stale, "token")
        );
        let again = CorrectIdentity {
            seen: newest,
            ..second
        };
        world.when(&gp(), &again).unwrap();
    }

    #[test]
    fn a_correction_that_changes_nothing_is_refused() {
        let mut world = World::with_case();
        let same = CorrectIdentity {
            identity: maureen().identity,
            ..correction(&world.history, "Maureen Okafor", false)
        };
        assert_eq!(
            world.when(&gp(), &same).unwrap_err().code,
            Code::NothingToRecord
        );
    }
}
