//! `RestrictFact`: from now on a fact that was recorded already is shown to named readers only.

use crate::{
    command::{Command, Context},
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::{History, Recorded},
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    role::Role,
    sharing::{KeptFromPerson, Told},
};

/// Restricts a fact. Older and newer versions are restricted with it.
#[derive(Clone, Debug)]
pub struct RestrictFact {
    /// The fact: the newest version that the caller has seen.
    pub fact: FactId,
    /// The only readers besides the writer.
    pub restriction: Restriction,
    /// Why it is kept from the person, where it is.
    pub kept_from_person: Option<KeptFromPerson>,
}

impl Command for RestrictFact {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let recorded = own_standing(history, context, self.fact)?;
        // What the person decided, a duty, a concern and the reason of a restriction have readers of their own for good.
        if !can_be_restricted(&recorded.fact.about) {
            return Err(Refusal::of(Code::FactFixed, "fact_id"));
        }
        let restriction = Restriction {
            kept_from_person: self.kept_from_person.is_some(),
            ..self.restriction.clone()
        };
        let fact = Fact {
            about: About::Restriction,
            categories: recorded.fact.categories,
            // Why it is restricted is for those of us who may read it.
            restriction: Some(restriction.within(context.organisation())),
            replaces: None,
            content: Content::Sharing(Told::Restricted {
                fact: self.fact,
                kept_from_person: self.kept_from_person.clone(),
            }),
        };
        let what = What::FactRestricted {
            fact: self.fact,
            restriction,
        };
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

fn can_be_restricted(about: &About) -> bool {
    !matches!(
        about,
        About::Identity
            | About::Agreement
            | About::Objection
            | About::Duty
            | About::Restriction
            | About::Retraction { .. }
            | About::AgreementEnding { .. }
            | About::Confirmation { .. }
            | About::Concern { .. }
            // A warning that visitors do not see warns nobody.
            | About::VisitWarning { .. }
            | About::WrongPerson { .. }
    )
}

/// As [`own_newest`], of what was not recorded in error.
pub(crate) fn own_standing<'a>(
    history: &'a History,
    context: &Context,
    id: FactId,
) -> Result<&'a Recorded, Refusal> {
    let recorded = own_newest(history, context, id)?;
    if history.is_retracted(id) {
        return Err(Refusal::of(Code::FactInError, "fact_id"));
    }
    Ok(recorded)
}

/// The fact that the caller names: the newest version that they may see, which their own organisation recorded. Its
/// privacy officer answers for what they are no reader of, too.
pub(crate) fn own_newest<'a>(
    history: &'a History,
    context: &Context,
    id: FactId,
) -> Result<&'a Recorded, Refusal> {
    let seen = |recorded: &Recorded| shown_to(history, &context.by, recorded, context.now);
    let ours = |recorded: &&Recorded| {
        recorded.by.organisation == *context.organisation()
            && recorded.by.role != Role::Timekeeper
            && (seen(recorded) || context.by.role == Role::PrivacyOfficer)
    };
    context.acting_for_organisation()?;
    let unknown = Refusal::of(Code::FactUnknown, "fact_id");
    let recorded = history.fact(id).filter(ours).ok_or(unknown)?;
    if history.is_misplaced(id) {
        return Err(Refusal::of(Code::FactMisplaced, "fact_id"));
    }
    if history
        .newer(recorded)
        .any(|newer| seen(newer) && history.stands(newer.id))
    {
        return Err(Refusal::of(Code::Stale, "fact_id"));
    }
    Ok(recorded)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        about_me::record::Passage,
        category::Category,
        event::By,
        fact::correct::CorrectFact,
        testing::{World, about_me, first_fact, gp, link_worker, note, passage},
        words::Words,
    };

    fn restrict(fact: FactId) -> RestrictFact {
        RestrictFact {
            fact,
            restriction: Restriction::default(),
            kept_from_person: None,
        }
    }

    fn words(text: &str) -> Words {
        Words::prose("words", text).unwrap()
    }

    #[test]
    fn it_leaves_every_view_but_the_named_readers_in_every_version() {
        let mut world = World::with_involved_charity();
        let first = first_fact(
            &world
                .when(&gp(), &about_me(vec![passage("Choir.", &[])]))
                .unwrap(),
        );
        let newer = Passage {
            replaces: Some(first),
            ..passage("Choir on Fridays.", &[])
        };
        let second = first_fact(&world.when(&gp(), &about_me(vec![newer])).unwrap());
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        let shown =
            |world: &World, by: &By| [first, second].map(|fact| world.shown(by, fact.event));
        assert_eq!(shown(&world, &link_worker()), [1, 1]);
        assert_eq!(
            world.when(&gp(), &restrict(first)).unwrap_err().code,
            Code::Stale
        );
        world.when(&gp(), &restrict(second)).unwrap();
        assert_eq!(shown(&world, &link_worker()), [0, 0]);
        assert_eq!(shown(&world, &colleague), [0, 0]);
        assert_eq!(shown(&world, &gp()), [1, 1]);
    }

    #[test]
    fn a_later_version_inherits_it() {
        let mut world = World::with_involved_charity();
        let fact = first_fact(
            &world
                .when(&gp(), &note("Low mood.", &[Category::Health]))
                .unwrap(),
        );
        world.when(&gp(), &restrict(fact)).unwrap();
        let correct = CorrectFact {
            fact,
            words: words("Better mood."),
            categories: Default::default(),
        };
        let newer = first_fact(&world.when(&gp(), &correct).unwrap());
        let restriction = &world.history.fact(newer).unwrap().fact.restriction;
        assert_eq!(restriction, &Some(Restriction::default()));
    }

    #[test]
    fn why_it_is_kept_from_the_person_is_kept_from_them_too_and_from_who_may_not_read_it() {
        let mut world = World::with_involved_charity();
        let fact = first_fact(
            &world
                .when(&gp(), &note("He reads her post.", &[Category::Safety]))
                .unwrap(),
        );
        let kept = KeptFromPerson {
            reason: words("It would put her at risk."),
            decider: words("Dr Patel"),
        };
        let command = RestrictFact {
            kept_from_person: Some(kept),
            ..restrict(fact)
        };
        let event = world.when(&gp(), &command).unwrap()[0].clone();
        let both = [&world.history.fact(fact).unwrap().fact, &event.facts[0]];
        assert!(
            both.iter()
                .all(|fact| fact.restriction.as_ref().unwrap().kept_from_person)
        );
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        assert_eq!(
            [
                world.shown(&colleague, event.id),
                world.shown(&link_worker(), event.id)
            ],
            [0, 0]
        );
    }

    #[test]
    fn only_the_recording_organisation_restricts_and_its_privacy_officer() {
        let mut world = World::with_involved_charity();
        let passages = about_me(vec![passage("Choir.", &[])]);
        let fact = first_fact(&world.when(&gp(), &passages).unwrap());
        assert_eq!(world.shown(&link_worker(), fact.event), 1);
        assert_eq!(
            world
                .when(&link_worker(), &restrict(fact))
                .unwrap_err()
                .code,
            Code::FactUnknown
        );
        world.when(&gp(), &restrict(fact)).unwrap();
        let officer = By {
            worker: "ig.lead".parse().unwrap(),
            role: Role::PrivacyOfficer,
            ..gp()
        };
        assert_eq!(world.shown(&officer, fact.event), 0);
        world.when(&officer, &restrict(fact)).unwrap();
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        assert_eq!(
            world.when(&colleague, &restrict(fact)).unwrap_err().code,
            Code::FactUnknown
        );
    }
}
