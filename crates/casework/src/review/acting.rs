//! Which review a caller acts on, and in which state it has to be.

use crate::{
    command::Context,
    disclosure::shown_to,
    history::History,
    ids::{EventId, ReviewId},
    refusal::{Code, Refusal},
    review::{Review, State},
};

/// The review that the caller acts on: who asked for it, who is invited, or who holds the case, and is shown all about
/// it. For anybody else there is none, so that no refusal betrays what became of it.
///
/// `seen` is the last event on it that the caller has seen; none where what they add takes the place of nothing.
fn to_act_on<'a>(
    history: &'a History,
    id: ReviewId,
    seen: Option<EventId>,
    context: &Context,
) -> Result<&'a Review, Refusal> {
    context.acting_for_organisation()?;
    let unknown = || Refusal::of(Code::ReviewUnknown, "review_id");
    let organisation = context.organisation();
    let review = history.review(id).ok_or_else(unknown)?;
    let holder = history.open_case().map(|case| &case.holder.organisation);
    let asked = review.from == *organisation && history.involves(organisation);
    let invited = review.window.is_some_and(|until| context.now < until)
        && review.guest(organisation).is_some();
    if holder.is_none() || !(asked || invited || holder == Some(organisation)) {
        return Err(unknown());
    }
    let told = || {
        history
            .facts()
            .iter()
            .filter(|known| known.fact.about == review.about())
    };
    if !told().all(|known| shown_to(history, &context.by, known, context.now)) {
        return Err(unknown());
    }
    let last = told().next_back().ok_or_else(unknown)?;
    // What two recorded at the same moment has no order that a caller can see: each of them is the last.
    let is_last = |seen| {
        told()
            .rev()
            .take_while(|known| known.at == last.at)
            .any(|known| known.id.event == seen)
    };
    if !seen.is_none_or(is_last) {
        return Err(Refusal::of(Code::Stale, "token"));
    }
    Ok(review)
}

/// As [`to_act_on`], of a review that may still be discussed.
pub(crate) fn open_to_act_on<'a>(
    history: &'a History,
    id: ReviewId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Review, Refusal> {
    open(to_act_on(history, id, Some(seen), context)?)
}

/// As [`open_to_act_on`], of a review that is on an agenda.
pub(crate) fn scheduled_to_act_on<'a>(
    history: &'a History,
    id: ReviewId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Review, Refusal> {
    scheduled(open_to_act_on(history, id, seen, context)?)
}

/// As [`scheduled_to_act_on`], for what several people add at the same time.
pub(crate) fn meeting_to_act_on<'a>(
    history: &'a History,
    id: ReviewId,
    context: &Context,
) -> Result<&'a Review, Refusal> {
    scheduled(open(to_act_on(history, id, None, context)?)?)
}

fn open(review: &Review) -> Result<&Review, Refusal> {
    if review.is_open() {
        Ok(review)
    } else {
        Err(Code::ReviewClosed.into())
    }
}

fn scheduled(review: &Review) -> Result<&Review, Refusal> {
    match review.state {
        State::Scheduled(_) => Ok(review),
        _ => Err(Code::ReviewNotScheduled.into()),
    }
}
