//! `RequestInformation`: the service that was asked to help has a question to whoever raised the referral.

use jiff::Timestamp;

use super::{InformationRequested, Told, fact, waiting};
use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    history::{History, Involvement},
    ids::{EventId, FactId, Mint, ReferralId},
    referral::{Referral, to_answer},
    refusal::{Code, Refusal},
    words::Words,
};

/// Asks for information.
#[derive(Clone, Debug)]
pub struct RequestInformation {
    /// The referral that it is asked about.
    pub referral: ReferralId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// The question.
    pub words: Words,
    /// What the question is about.
    pub categories: Categories,
}

impl Command for RequestInformation {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let joined = to_answer(history, self.referral, self.seen, context)?;
        let named = joined.into_iter().find(|one| one.id == self.referral);
        let referral = named.ok_or(Refusal::of(Code::ReferralUnknown, "referral_id"))?;
        referral.was_asked()?;
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        if waiting(history, referral, context).is_some() {
            return Err(Code::InformationAsked.into());
        }
        let raised = history.fact(FactId {
            event: referral.event,
            index: 0,
        });
        let raised = raised.ok_or(Refusal::of(Code::ReferralUnknown, "referral_id"))?;
        let answer_by = answer_by(history, referral, context.now);
        let asked = Told::Asked {
            from: context.organisation().clone(),
            to: referral.from.clone(),
            worker: raised.by.worker.clone(),
            words: self.words.clone(),
            answer_by: answer_by[0],
        };
        // Whoever may not see the referral is not told of it by a question.
        let categories = self.categories.with(referral.categories);
        Ok(vec![Draft {
            what: What::InformationRequested(InformationRequested {
                referral: referral.id,
                answer_by,
            }),
            facts: vec![fact(referral, categories, asked)],
        }])
    }
}

/// In the opening days of whoever is asked: of the service through which they take part, or last did.
fn answer_by(history: &History, referral: &Referral, now: Timestamp) -> [Timestamp; 2] {
    let ours = |part: &&Involvement| part.terms.organisation == referral.from;
    let part = history.involvements().find(ours);
    let part = part.or_else(|| history.involvements_ever().filter(ours).last());
    part.map_or(&referral.terms, |part| &part.terms)
        .answer_by(now)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        event::Event,
        objection::Against,
        referral::{State, raise::RaiseReferral},
        role::Role,
        testing::{
            World, accept, agreement, by, gp, housing, link_worker, objection, practice, referral,
            referrals::{request_information, withdraw},
        },
        timer::{self, Timer},
    };

    #[test]
    fn both_sides_of_the_referral_see_the_question_and_nobody_else_does() {
        let mut world = World::with_case();
        let elsewhere = RaiseReferral {
            service: housing(),
            ..referral()
        };
        world.when(&gp(), &elsewhere).unwrap();
        let third = by(
            housing().terms.organisation.as_str(),
            "kit",
            Role::Practitioner,
        );
        world.when(&third, &accept(&world.history)).unwrap();
        let audience = Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Money]))
            .unwrap();
        world.when(&gp(), &referral()).unwrap();
        let question = {
            let mut open = world.history.referrals();
            let open = open.find(|one| one.state == State::Open).unwrap();
            RequestInformation {
                referral: open.id,
                seen: open.last_event,
                ..request_information(&world.history)
            }
        };
        let asked = world.when(&link_worker(), &question).unwrap();
        // The third may know of money, and not of what the referral is about.
        let shown = [gp(), link_worker(), third].map(|by| world.shown(&by, asked[0].id));
        assert_eq!(shown, [1, 1, 0]);
        let question = &asked[0].facts[0];
        assert!(question.categories.contains(Category::SocialCare));
    }

    #[test]
    fn an_answer_is_due_in_the_opening_days_of_whoever_is_asked() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        world
            .when(&link_worker(), &request_information(&world.history))
            .unwrap();
        let due = timer::due(&world.history);
        let due = due
            .iter()
            .find(|due| matches!(due.timer, Timer::InformationOverdue { .. }));
        assert_eq!(due.unwrap().at, practice().terms.answer_by(world.now)[0]);
    }

    #[test]
    fn one_question_at_a_time() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let question = request_information(&world.history);
        world.when(&link_worker(), &question).unwrap();
        let refusal = world.when(&link_worker(), &question).unwrap_err();
        assert_eq!(refusal.code, Code::InformationAsked);
        // Who is not shown the question is not told of it either.
        let against = Against::Worker(link_worker().organisation, link_worker().worker);
        world
            .when(&gp(), &objection(against, Some(&[Category::Money])))
            .unwrap();
        world.when(&link_worker(), &question).unwrap();
    }

    #[test]
    fn nobody_waits_once_the_referral_is_answered_or_taken_back() {
        for answers in [true, false] {
            let mut world = World::with_case();
            world.when(&gp(), &referral()).unwrap();
            let question = request_information(&world.history);
            world.when(&link_worker(), &question).unwrap();
            let events = if answers {
                world.when(&link_worker(), &accept(&world.history))
            } else {
                world.when(&gp(), &withdraw(&world.history))
            };
            let events = events.unwrap();
            let ends = |event: &&Event| matches!(event.what, What::InformationEnded { .. });
            let ended = events.iter().find(ends).unwrap();
            let shown = [gp(), link_worker()].map(|by| world.shown(&by, ended.id));
            assert_eq!(shown, [1, 1]);
            assert!(timer::due(&world.history).is_empty());
        }
    }

    #[test]
    fn whoever_raised_it_does_not_ask_and_nobody_asks_after_the_answer() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let question = request_information(&world.history);
        let refusal = world.when(&gp(), &question).unwrap_err();
        assert_eq!(refusal.code, Code::ReferralUnknown);
        let empty = RequestInformation {
            categories: Categories::NONE,
            ..question.clone()
        };
        let refusal = world.when(&link_worker(), &empty).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::CategoryMissing, "categories"));
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        let refusal = world.when(&link_worker(), &question).unwrap_err();
        assert_eq!(refusal.code, Code::ReferralAnswered);
    }
}
