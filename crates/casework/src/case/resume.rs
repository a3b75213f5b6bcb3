//! `ResumeCase`: the case goes on, and whatever waited for an answer has as long as it had when the case was paused.

use jiff::{SignedDuration, Timestamp};

use crate::{
    action::{self, Action},
    command::{Command, Context},
    event::{Draft, What},
    fact::About,
    history::History,
    ids::Mint,
    life::{self, Told},
    referral::{Referral, State},
    refusal::{Code, Refusal},
};

/// Resumes the case.
#[derive(Clone, Copy, Debug)]
pub struct ResumeCase;

impl Command for ResumeCase {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let since = history.paused_since().ok_or(Code::CaseNotPaused)?;
        let paused_for = context.now.duration_since(since);
        let resumed = Draft {
            what: What::CaseResumed {
                paused_for_ms: paused_for.as_millis().try_into().unwrap_or(i64::MAX),
            },
            facts: vec![life::fact(history, context, About::Pause, Told::Resumed)],
        };
        // Each in an event of its own: a place among an event's facts would tell how many there are.
        let moved = moved(history, paused_for)
            .into_iter()
            .map(|(about, told)| Draft {
                what: What::AnswerByMoved {},
                facts: vec![life::fact(history, context, about, told)],
            });
        Ok([resumed].into_iter().chain(moved).collect())
    }
}

/// What has another time now: whatever waits for an answer, and whatever is to be done by a day. One line for each theme.
fn moved(history: &History, paused_for: SignedDuration) -> Vec<(About, Told)> {
    let later = |at: Timestamp| Told::AnswerByMoved {
        answer_by: at.saturating_add(paused_for).unwrap_or(at),
    };
    let open = |referral: &&Referral| referral.state == State::Open;
    let referrals = history.referrals().filter(open);
    let referrals = referrals.map(|referral| (referral.about(), later(referral.answer_by[0])));
    let information = history.referrals().filter_map(|referral| {
        let asked = referral.question()?;
        Some((referral.about_information(), later(asked.answer_by[0])))
    });
    let joining = history.join_requests().filter_map(|request| {
        request.next_answer_by()?;
        Some((request.about(), later(request.answer_by?[0])))
    });
    let offers = history.handovers().filter(|offer| offer.open);
    let offers = offers.map(|offer| (offer.about(), later(offer.answer_by[0])));
    let requested = history.actions().filter_map(|action| {
        let request = action.request.as_ref();
        let request = request.filter(|_| action.state == action::State::Requested)?;
        Some((action.about(), later(request.answer_by[0])))
    });
    let waiting =
        |action: &&Action| matches!(action.state, action::State::Requested | action::State::Open);
    let actions = history.actions().filter(waiting).filter_map(|action| {
        let due = action.due?.moved(paused_for).date;
        Some((action.about(), Told::DueMoved { due }))
    });
    let waiting = referrals
        .chain(information)
        .chain(joining)
        .chain(offers)
        .chain(requested);
    waiting.chain(actions).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::ToSpan;

    use super::*;
    use crate::{
        life::testing::pause,
        testing::{World, gp, link_worker, referral},
        timer,
    };

    #[test]
    fn what_waited_has_as_long_as_it_had() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let before = timer::due(&world.history)[0].at;
        world.when(&gp(), &pause()).unwrap();
        world.now += (24 * 10).hours();
        let events = world.when(&gp(), &ResumeCase).unwrap();
        assert_eq!(timer::due(&world.history)[0].at, before + (24 * 10).hours());
        let told = [
            world.shown(&gp(), events[1].id),
            world.shown(&link_worker(), events[1].id),
        ];
        assert_eq!(told, [1, 1], "both sides see the new time");
    }

    #[test]
    fn what_is_not_paused_cannot_be_resumed() {
        let mut world = World::with_case();
        let refusal = world.when(&gp(), &ResumeCase).unwrap_err();
        assert_eq!(refusal.code, Code::CaseNotPaused);
    }
}
