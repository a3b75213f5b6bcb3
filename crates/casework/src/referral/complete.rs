//! `CompleteReferral`: the service has done what it could; what came of it, as it sees it and as the person does.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, Mint, ReferralId},
    referral::{Outcome, PersonOutcome, Referral, Told, to_follow},
    refusal::Refusal,
    words::Words,
};

/// Completes a referral; the part that the service took for it ends.
#[derive(Clone, Debug)]
pub struct CompleteReferral {
    /// The referral.
    pub referral: ReferralId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// What came of it, as the service sees it.
    pub outcome: Outcome,
    /// In words for whoever raised it.
    pub words: Words,
    /// What came of it, as the person sees it, where they said so.
    pub person: Option<PersonOutcome>,
}

impl Command for CompleteReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let joined = to_follow(history, self.referral, self.seen, context)?;
        let told = Told::Completed {
            outcome: self.outcome,
            words: self.words.clone(),
            person: self.person.clone(),
        };
        let completed = joined.iter().map(|referral| {
            let what = What::ReferralCompleted {
                referral: referral.id,
            };
            referral.draft(what, told.clone())
        });
        Ok(completed.chain(part_ended(history, &joined)).collect())
    }
}

/// That the service takes part no longer, where it took part for these alone. In an event of its own: whoever is shown
/// that, and not the referral, would otherwise learn from its place that there is one.
fn part_ended(history: &History, joined: &[&Referral]) -> Option<Draft> {
    let terms = &joined.first()?.terms;
    let ours = |through: Option<About>| joined.iter().any(|one| through == Some(one.about()));
    let of_service = || {
        let involvements = history.involvements();
        involvements.filter(|one| {
            one.terms.organisation == terms.organisation && one.terms.service == terms.service
        })
    };
    let ends = of_service().any(|one| ours(one.through));
    let stays = of_service().any(|one| !ours(one.through));
    let told = Told::PartEnded {
        organisation: terms.organisation.clone(),
        service: terms.service,
    };
    (ends && !stays).then(|| Draft {
        what: What::InvolvementChanged {},
        facts: vec![Fact {
            about: About::Involvement,
            categories: terms.reveals,
            restriction: None,
            replaces: None,
            content: Content::OnReferral(told),
        }],
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        refusal::Code,
        testing::{
            World, accept_handover, agreement, gp, link_worker, note, offer_to_charity, referral,
            referrals::{complete, first_contact},
        },
    };

    #[test]
    fn both_sides_keep_what_came_of_it_and_what_taking_part_showed_goes() {
        let mut world = World::with_involved_charity();
        let audience = Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Housing]))
            .unwrap();
        let damp = world
            .when(&gp(), &note("Damp.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        assert_eq!(world.shown(&link_worker(), damp), 1);
        let events = world
            .when(&link_worker(), &complete(&world.history))
            .unwrap();
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, events[0].id));
        assert_eq!(shown, [1, 1]);
        assert_eq!(world.shown(&link_worker(), damp), 0);
        assert!(!world.history.involves(&link_worker().organisation));
        // Who takes part is told apart from the outcome.
        assert_eq!(events[1].facts[0].about, About::Involvement);
    }

    #[test]
    fn a_service_that_leads_by_now_still_takes_part() {
        let mut world = World::with_involved_charity();
        world.when(&gp(), &offer_to_charity()).unwrap();
        world
            .when(&link_worker(), &accept_handover(&world.history))
            .unwrap();
        let events = world
            .when(&link_worker(), &complete(&world.history))
            .unwrap();
        assert_eq!(events.len(), 1);
        assert!(world.history.involves(&link_worker().organisation));
    }

    #[test]
    fn it_is_completed_once_and_nothing_follows() {
        let mut world = World::with_involved_charity();
        world
            .when(&link_worker(), &complete(&world.history))
            .unwrap();
        let (again, contact) = (complete(&world.history), first_contact(&world.history));
        let codes = [
            world.when(&link_worker(), &again).unwrap_err().code,
            world.when(&link_worker(), &contact).unwrap_err().code,
        ];
        assert_eq!(codes, [Code::ReferralEnded; 2]);
    }

    #[test]
    fn what_nobody_accepted_is_not_completed_and_not_by_whoever_raised_it() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let complete = complete(&world.history);
        let codes = [link_worker(), gp()].map(|by| world.when(&by, &complete).unwrap_err().code);
        assert_eq!(codes, [Code::ReferralNotAccepted, Code::ReferralUnknown]);
    }

    #[test]
    fn the_two_outcomes_are_compared() {
        let person = |outcome| {
            Some(PersonOutcome {
                outcome,
                words: None,
            })
        };
        let told = |person| Told::Completed {
            outcome: Outcome::Helped,
            words: Words::prose("words", "She sings again.").unwrap(),
            person,
        };
        let differ = [None, person(Outcome::Helped), person(Outcome::HelpedInPart)]
            .map(|person| told(person).outcomes_differ());
        assert_eq!(differ, [false, false, true]);
    }
}
