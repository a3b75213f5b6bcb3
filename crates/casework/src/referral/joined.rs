//! Joined instead of doubled: what several organisations asked of the same service for one person is answered once.
//!
//! Each keeps a referral of its own, with an event of its own for whatever becomes of it, so that none learns of the
//! others. Only the service that was asked sees them together. What came from outside is answered by itself: whoever sent
//! it is told by the service in its own way, and each came by a way and on a day of its own.

use jiff::Timestamp;

use crate::{
    command::Context,
    disclosure::shown_to,
    event::By,
    history::History,
    ids::{EventId, FactId},
    referral::{Referral, State},
    refusal::{Code, Refusal},
};

/// The referrals that are answered, or gone on with, together with this one, and this one: those to the same service
/// that have come as far, as far as this worker of it is shown them; the first one first.
pub fn with<'a>(
    history: &'a History,
    by: &By,
    now: Timestamp,
    referral: &Referral,
) -> Vec<&'a Referral> {
    let together = |other: &&Referral| {
        let by_itself = (other.received || referral.received) && other.id != referral.id;
        !by_itself
            && other.terms.organisation == referral.terms.organisation
            && other.terms.service == referral.terms.service
            && has_come_as_far(other, referral)
            && is_shown(history, by, now, other)
    };
    let mut joined: Vec<&Referral> = history.referrals().filter(together).collect();
    joined.sort_by_key(|one| one.version);
    joined
}

/// The last event on any of these that the worker is shown: whatever they do next names it.
pub fn last_shown(
    history: &History,
    by: &By,
    now: Timestamp,
    joined: &[&Referral],
) -> Option<EventId> {
    let facts = history.facts().iter().filter(|recorded| {
        let about = recorded.fact.about;
        joined.iter().any(|one| one.about() == about) && shown_to(history, by, recorded, now)
    });
    // As they are listed. Of records that were merged two may share a time: the one that came in later is the last here.
    let last = facts.max_by_key(|recorded| (recorded.at, recorded.version));
    last.map(|recorded| recorded.id.event)
}

/// Those that are joined with this one, where the caller has seen the last that happened to any of them.
pub(super) fn as_seen<'a>(
    history: &'a History,
    referral: &Referral,
    seen: EventId,
    context: &Context,
) -> Result<Vec<&'a Referral>, Refusal> {
    let (by, now) = (&context.by, context.now);
    let joined = with(history, by, now, referral);
    if last_shown(history, by, now, &joined) == Some(seen) {
        Ok(joined)
    } else {
        Err(Refusal::of(Code::Stale, "token"))
    }
}

/// Whether the worker is shown how it was raised.
pub(super) fn is_shown(history: &History, by: &By, now: Timestamp, referral: &Referral) -> bool {
    let raised = history.fact(FactId {
        event: referral.event,
        index: 0,
    });
    raised.is_some_and(|raised| shown_to(history, by, raised, now))
}

fn has_come_as_far(one: &Referral, other: &Referral) -> bool {
    matches!(
        (one.state, other.state),
        (State::Open, State::Open) | (State::Accepted(_), State::Accepted(_))
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::{Categories, Category},
        event::{Event, What},
        fact::About,
        objection::Against,
        referral::{
            accept::AcceptReferral, complete::CompleteReferral, decline::DeclineReferral,
            raise::RaiseReferral,
        },
        role::Role,
        testing::{
            self, World, accept, decline, gp, housing, link_worker, objection, referral,
            referrals::{complete, first_contact},
        },
    };

    fn kit() -> By {
        let housing = housing().terms.organisation;
        testing::by(housing.as_str(), "kit", Role::Practitioner)
    }

    /// The practice and the housing office have asked the charity, each without knowing of the other.
    fn asked_twice() -> World {
        let mut world = World::with_case();
        let housing = RaiseReferral {
            service: housing(),
            ..referral()
        };
        world.when(&gp(), &housing).unwrap();
        world.when(&kit(), &accept(&world.history)).unwrap();
        world.when(&gp(), &referral()).unwrap();
        world.now += jiff::SignedDuration::from_hours(1);
        let also = RaiseReferral {
            categories: Categories::of(&[Category::SocialCare, Category::Money]),
            ..referral()
        };
        world.when(&kit(), &also).unwrap();
        world
    }

    fn to_charity(world: &World) -> (Vec<&Referral>, EventId) {
        let (by, now) = (link_worker(), world.now);
        let charity = |one: &&Referral| one.terms.organisation == link_worker().organisation;
        let first = world.history.referrals().find(charity).unwrap();
        let joined = with(&world.history, &by, now, first);
        let seen = last_shown(&world.history, &by, now, &joined).unwrap();
        (joined, seen)
    }

    fn accepts(world: &mut World) -> Vec<Event> {
        let command = {
            let (joined, seen) = to_charity(world);
            AcceptReferral {
                referral: joined[0].id,
                seen,
                words: None,
            }
        };
        world.when(&link_worker(), &command).unwrap()
    }

    #[test]
    fn one_answer_is_told_to_each_and_there_is_one_part_in_the_case() {
        let mut world = asked_twice();
        let events = accepts(&mut world);
        let kinds: Vec<_> = events.iter().map(|event| &event.what).collect();
        assert!(matches!(
            kinds[..],
            [
                What::ReferralAccepted { .. },
                What::ReferralAccepted { .. },
                What::InvolvementChanged {}
            ]
        ));
        let shown = [gp(), kit(), link_worker()].map(|by| {
            let answers = events[..2].iter();
            answers
                .map(|event| world.shown(&by, event.id))
                .collect::<Vec<_>>()
        });
        assert_eq!(shown, [[1, 0], [0, 1], [1, 1]]);
    }

    #[test]
    fn a_decline_is_told_to_each_too() {
        let mut world = asked_twice();
        let command = {
            let (joined, seen) = to_charity(&world);
            DeclineReferral {
                referral: joined[1].id,
                seen,
                ..decline(&world.history)
            }
        };
        let events = world.when(&link_worker(), &command).unwrap();
        let shown =
            [gp(), kit()].map(|by| [0, 1].map(|place: usize| world.shown(&by, events[place].id)));
        assert_eq!(shown, [[1, 0], [0, 1]]);
    }

    #[test]
    fn what_was_joined_is_gone_on_with_together_and_the_part_ends_once() {
        let mut world = asked_twice();
        accepts(&mut world);
        let contact = {
            let (joined, seen) = to_charity(&world);
            crate::first_contact::record::RecordFirstContact {
                referral: joined[0].id,
                seen,
                ..first_contact(&world.history)
            }
        };
        assert_eq!(world.when(&link_worker(), &contact).unwrap().len(), 2);
        let complete = {
            let (joined, seen) = to_charity(&world);
            CompleteReferral {
                referral: joined[1].id,
                seen,
                ..complete(&world.history)
            }
        };
        let events = world.when(&link_worker(), &complete).unwrap();
        let parts = events.iter().flat_map(|event| &event.facts);
        let parts = parts.filter(|fact| fact.about == About::Involvement);
        assert_eq!((events.len(), parts.count()), (3, 1));
        assert!(!world.history.involves(&link_worker().organisation));
    }

    #[test]
    fn what_was_joined_meanwhile_has_to_be_read_first() {
        let mut world = World::with_case();
        let housing = RaiseReferral {
            service: housing(),
            ..referral()
        };
        world.when(&gp(), &housing).unwrap();
        world.when(&kit(), &accept(&world.history)).unwrap();
        world.when(&gp(), &referral()).unwrap();
        let early = {
            let (joined, seen) = to_charity(&world);
            AcceptReferral {
                referral: joined[0].id,
                seen,
                words: None,
            }
        };
        world.now += jiff::SignedDuration::from_hours(1);
        world.when(&kit(), &referral()).unwrap();
        let refusal = world.when(&link_worker(), &early).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::Stale, "token"));
    }

    #[test]
    fn whoever_is_not_shown_one_of_them_answers_the_others_alone() {
        let mut world = asked_twice();
        let against = Against::Worker(link_worker().organisation, link_worker().worker);
        world
            .when(&gp(), &objection(against, Some(&[Category::Money])))
            .unwrap();
        let events = accepts(&mut world);
        assert_eq!(events.len(), 2);
        let open = world
            .history
            .referrals()
            .filter(|one| one.state == State::Open);
        assert_eq!(open.count(), 1);
    }
}
