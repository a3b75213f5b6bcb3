//! What a review that was held leaves on record: the facts, with the categories that naming those who were there adds.

use super::{Attended, Given, HoldReview};
use crate::{
    category::Categories,
    command::Context,
    fact::Fact,
    history::History,
    review::{Action, Attendee, Minutes, Review, Told},
};

impl HoldReview {
    /// The minutes, and each decision and each action in a fact of its own.
    pub(super) fn facts(&self, history: &History, context: &Context, review: &Review) -> Vec<Fact> {
        // The minutes name everybody who was there, and each action who is to do it.
        let guests = self.attended.iter().map(|one| &one.guest);
        let there = guests.fold(Categories::NONE, |all, guest| all.with(guest.reveals));
        let fact = |names, told| review.fact(history, context, there.with(names), told);
        let minutes = fact(Categories::NONE, Told::Held(Box::new(self.minutes())));
        let decisions = self.decisions.iter().cloned();
        let decided = decisions.map(|decision| fact(Categories::NONE, Told::Decided(decision)));
        let given = self.actions.iter();
        let agreed = given.map(|given| fact(given.guest.reveals, Told::Agreed(self.action(given))));
        std::iter::once(minutes)
            .chain(decided)
            .chain(agreed)
            .collect()
    }

    fn minutes(&self) -> Minutes {
        let attendee = |one: &Attended| Attendee {
            organisation: one.guest.organisation.clone(),
            name: one.name.clone(),
            workers: one.workers.clone(),
        };
        Minutes {
            attended: self.attended.iter().map(attendee).collect(),
            person: self.person.clone(),
            discussion: self.discussion.clone(),
            teller: self.teller.clone(),
            telling: self.telling.clone(),
            next: self.next,
        }
    }

    fn action(&self, given: &Given) -> Action {
        Action {
            words: given.words.clone(),
            organisation: given.guest.organisation.clone(),
            name: given.name.clone(),
            worker: given.worker.clone(),
            by: given.by,
            requested: !self.was_there(&given.guest.organisation),
        }
    }
}
