//! What clients come up with about reviews.

use casework::{
    event::By,
    history::History,
    ids::EventId,
    no_discussion::record::RecordNoDiscussion,
    review::{
        Review, State, carry::CarryReview, hold::HoldReview, request::RequestReview,
        schedule::ScheduleReview, withdraw::WithdrawReview,
    },
    review_decision::record::RecordReviewDecision,
    review_invitation::send::SendReviewInvitation,
    testing::reviews as sample,
};
use jiff::{SignedDuration, Timestamp};

use super::{ORGANISATIONS, categories, involved, passages, somebody};
use crate::{chance::Chance, order::Ask};

/// A review is asked for.
pub fn request(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let passages = passages(history);
    let attached = if passages.is_empty() || chance.one_in(2) {
        Vec::new()
    } else {
        vec![chance.pick(&passages)]
    };
    let command = RequestReview {
        attached,
        categories: categories(chance).into_iter().collect(),
        ..sample::review()
    };
    Some((involved(chance, history), Ask::RequestReview(command)))
}

/// A review goes onto an agenda, comes off it, is held, or needs none.
pub fn act(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let review = one(chance, history)?;
    let by = somebody(chance, review.from.as_str());
    let (id, seen) = (review.id, last_event(history, review)?);
    let carry = || {
        Ask::CarryReview(CarryReview {
            review: id,
            seen,
            ..sample::carry(history)
        })
    };
    let settle = |chance: &mut Chance| match chance.below(2) {
        0 => Ask::RecordNoDiscussion(RecordNoDiscussion {
            review: id,
            seen,
            ..sample::no_discussion(history)
        }),
        _ => Ask::WithdrawReview(WithdrawReview {
            review: id,
            seen,
            ..sample::withdraw(history)
        }),
    };
    let ask = match review.state {
        _ if chance.one_in(8) => settle(chance),
        State::Scheduled(_) if chance.one_in(3) => carry(),
        State::Scheduled(_) if chance.one_in(4) => {
            Ask::RecordReviewDecision(RecordReviewDecision {
                review: id,
                ..sample::review_decision(history)
            })
        }
        State::Scheduled(_) if chance.one_in(2) => hold(history, &by, id, seen),
        State::Scheduled(_) => invite(chance, history, id, seen),
        _ if chance.one_in(5) => invite(chance, history, id, seen),
        _ => {
            let starts_at = now + SignedDuration::from_hours(1);
            let mut command = sample::schedule(history, now);
            command.organiser = sample::guest_of(chance.pick(&ORGANISATIONS));
            Ask::ScheduleReview(ScheduleReview {
                review: id,
                seen,
                starts_at,
                ends_at: starts_at + SignedDuration::from_hours(1),
                ..command
            })
        }
    };
    Some((by, ask))
}

fn hold(history: &History, by: &By, review: casework::ids::ReviewId, seen: EventId) -> Ask {
    let mut command = sample::hold(history);
    // Whoever writes the minutes was there, and nobody else has to be.
    command.attended.truncate(1);
    command.attended[0].guest = sample::guest_of(by.organisation.as_str());
    command.attended[0].workers = vec![by.worker.clone()];
    command.decisions[0].dissent.clear();
    command.actions.clear();
    Ask::HoldReview(HoldReview {
        review,
        seen,
        teller: by.organisation.clone(),
        telling: by.worker.clone(),
        ..command
    })
}

fn invite(
    chance: &mut Chance,
    history: &History,
    review: casework::ids::ReviewId,
    seen: EventId,
) -> Ask {
    Ask::SendReviewInvitation(SendReviewInvitation {
        review,
        seen,
        invited: sample::guest_of(chance.pick(&ORGANISATIONS)),
        ..sample::invite(history)
    })
}

/// One of the reviews that are open; now and then, any.
fn one<'a>(chance: &mut Chance, history: &'a History) -> Option<&'a Review> {
    let any = chance.one_in(8);
    let mut reviews: Vec<_> = history.reviews().collect();
    reviews.retain(|review| any || review.is_open());
    reviews.sort_by_key(|review| review.version);
    (!reviews.is_empty()).then(|| reviews[chance.below(reviews.len())])
}

fn last_event(history: &History, review: &Review) -> Option<EventId> {
    let mut facts = history.facts().iter().rev();
    let last = facts.find(|known| known.fact.about == review.about())?;
    Some(last.id.event)
}
