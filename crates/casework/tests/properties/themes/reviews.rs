//! Reviews in the stories: what is tried, nonsense, and how they are told to the oracle.

#[path = "reviews/told.rs"]
mod told;

use std::collections::BTreeSet;

use casework::{
    Categories,
    disclosure::shown_to,
    event::{By, What},
    fact::About,
    ids::{EventId, FactId, MeetingId, OrganisationId, ReviewId},
    no_discussion::record::RecordNoDiscussion,
    review::{
        Guest, Review, ReviewDecided, ReviewHeld, ReviewInvitationSent, ReviewRequested,
        ReviewScheduled, State,
        carry::CarryReview,
        hold::HoldReview,
        lapse::LapseReview,
        request::{Consent, RequestReview},
        schedule::ScheduleReview,
        withdraw::WithdrawReview,
    },
    review_decision::record::RecordReviewDecision,
    review_invitation::send::SendReviewInvitation,
    service::Purpose,
    testing::{reviews as sample, timekeeper},
};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::{
    cast, mangle,
    plan::{self, Who},
    story::{Story, pick, words},
    themes::{Needs, Step, Try, step},
};

pub use told::{Met, ends, met, parties, purposes_of};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("request_review", Needs::Part),
    ("schedule_review", Needs::Any),
    ("send_review_invitation", Needs::Any),
    ("carry_review", Needs::Any),
    ("record_no_discussion", Needs::Any),
    ("record_review_decision", Needs::Any),
    ("withdraw_review", Needs::Any),
    ("hold_review", Needs::Any),
    ("lapse_review", Needs::Nothing),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let bool = prop::bool::weighted;
    let attached = prop::collection::vec(any::<u8>(), 0..3);
    let request = (plan::who(), plan::topics(), bool(0.7), attached).prop_map(
        |(who, categories, agreed, attached)| Request {
            who,
            categories,
            agreed,
            attached,
        },
    );
    let act = (
        (plan::who(), bool(0.85), any::<u8>()),
        0..18_u8,
        any::<u8>(),
        -1..9_i8,
        bool(0.1),
    )
        .prop_map(|((who, knows, review), deed, guest, days, stale)| Act {
            who,
            knows,
            review,
            deed,
            guest,
            days,
            stale,
        });
    let pass = bool(0.5).prop_map(|recorded| Pass { recorded });
    vec![(5, step(request)), (20, step(act)), (5, step(pass))]
}

/// The week passes after which a pack can be read no longer, and now and then that is recorded at once.
#[derive(Clone, Debug)]
struct Pass {
    recorded: bool,
}

impl Try for Pass {
    fn carry_out(&self, story: &mut Story) {
        let reviews = story.world.history.reviews();
        let windows = reviews.filter_map(|review| Some((review.window?, review.id)));
        let Some((due, review)) = windows.min() else {
            return;
        };
        story.world.now = story.world.now.max(due);
        let holder = story.world.history.open_case();
        let holder = holder.map(|case| case.holder.organisation.clone());
        if let Some(organisation) = holder.filter(|_| self.recorded) {
            let by = By {
                organisation,
                ..timekeeper()
            };
            let lapse = LapseReview { review, due };
            story.send("lapse_review", &by, &lapse);
        }
    }
}

#[derive(Clone, Debug)]
struct Request {
    who: Who,
    categories: Categories,
    agreed: bool,
    attached: Vec<u8>,
}

impl Try for Request {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let world = &story.world;
        let facts = world.history.facts().iter();
        let visible: Vec<FactId> = facts
            .filter(|fact| matches!(fact.fact.about, About::Note | About::Passage { .. }))
            .filter(|fact| shown_to(&world.history, &by, fact, world.now))
            .map(|fact| fact.id)
            .collect();
        let attached = self.attached.iter();
        let command = RequestReview {
            categories: self.categories,
            consent: if self.agreed {
                sample::review().consent
            } else {
                Consent::Without(words("There was no time to ask."))
            },
            attached: attached
                .filter_map(|number| pick(&visible, *number).copied())
                .collect(),
            ..sample::review()
        };
        story.send("request_review", &by, &command);
    }
}

#[derive(Clone, Debug)]
struct Act {
    who: Who,
    /// Whether somebody of the asker's organisation does it.
    knows: bool,
    review: u8,
    /// Schedule, invite, hold, carry, answer, withdraw or decide.
    deed: u8,
    guest: u8,
    /// In how many days the meeting ends.
    days: i8,
    stale: bool,
}

impl Try for Act {
    fn carry_out(&self, story: &mut Story) {
        let history = &story.world.history;
        let open: Vec<_> = history
            .reviews()
            .filter(|review| review.is_open())
            .collect();
        let fits = |review: &&Review| {
            let scheduled = matches!(review.state, State::Scheduled(_));
            if self.deed < 5 { !scheduled } else { scheduled }
        };
        let fitting: Vec<_> = open.iter().copied().filter(fits).collect();
        let all: Vec<_> = history.reviews().collect();
        let among = [&fitting, &open, &all]
            .into_iter()
            .find(|list| !list.is_empty());
        let Some(review) = among.and_then(|list| pick(list, self.review)).copied() else {
            return;
        };
        let by = if self.knows {
            cast::by(&review.from, self.who.worker.into(), self.who.role)
        } else {
            story.by(self.who)
        };
        let mut facts = history.facts().iter().rev();
        let last = facts.find(|fact| fact.fact.about == review.about());
        let seen = match last {
            Some(last) if !self.stale => last.id.event,
            _ => EventId(uuid::Uuid::nil()),
        };
        let (id, history) = (review.id, history.clone());
        self.send(story, &by, id, seen, &history);
    }
}

impl Act {
    fn send(
        &self,
        story: &mut Story,
        by: &By,
        review: ReviewId,
        seen: EventId,
        history: &casework::history::History,
    ) {
        let guest = guest(&story.organisation(self.guest), self.guest);
        match self.deed {
            0..=4 => {
                let ends_at =
                    story.world.now + SignedDuration::from_hours(24 * i64::from(self.days));
                let command = ScheduleReview {
                    review,
                    seen,
                    organiser: guest,
                    ends_at,
                    ..sample::schedule(history, story.world.now)
                };
                story.send("schedule_review", by, &command);
            }
            5..=6 => {
                let command = SendReviewInvitation {
                    review,
                    seen,
                    invited: guest,
                    ..sample::invite(history)
                };
                story.send("send_review_invitation", by, &command);
            }
            7..=9 => {
                let mut command = sample::hold(history);
                command.attended.truncate(2);
                command.attended[0].guest = self::guest(&by.organisation, self.guest);
                command.attended[1].guest = guest;
                command.decisions[0].dissent.clear();
                command.actions[0].by = "2031-06-22".parse().unwrap();
                let command = HoldReview {
                    review,
                    seen,
                    teller: if self.days == 0 {
                        cast::organisation(usize::from(self.review))
                    } else {
                        by.organisation.clone()
                    },
                    ..command
                };
                story.send("hold_review", by, &command);
            }
            10..=13 => {
                let command = CarryReview {
                    review,
                    seen,
                    ..sample::carry(history)
                };
                story.send("carry_review", by, &command);
            }
            14 => {
                let command = RecordNoDiscussion {
                    review,
                    seen,
                    ..sample::no_discussion(history)
                };
                story.send("record_no_discussion", by, &command);
            }
            15 => {
                let command = WithdrawReview {
                    review,
                    seen,
                    ..sample::withdraw(history)
                };
                story.send("withdraw_review", by, &command);
            }
            _ => {
                let command = RecordReviewDecision {
                    review,
                    differing: vec![guest],
                    ..sample::review_decision(history)
                };
                story.send("record_review_decision", by, &command);
            }
        }
    }
}

fn guest(organisation: &OrganisationId, number: u8) -> Guest {
    Guest {
        purposes: BTreeSet::from([Purpose::ALL[usize::from(number) % Purpose::ALL.len()]]),
        ..sample::guest_of(organisation.as_str())
    }
}

/// Events of any content.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let review = || mangle::id().prop_map(ReviewId);
    let guest = || {
        (mangle::by(), any::<u8>(), mangle::categories()).prop_map(|(by, number, reveals)| Guest {
            reveals,
            ..guest(&by.organisation, number)
        })
    };
    let facts = prop::collection::vec(mangle::fact_id(), 0..3);
    let meeting = mangle::id().prop_map(MeetingId);
    let attended = prop::collection::vec(guest(), 0..3);
    let any = prop_oneof![
        3 => (review(), any::<bool>(), facts).prop_map(|(review, agreed, attached)| {
            What::ReviewRequested(ReviewRequested { review, agreed, attached })
        }),
        4 => (review(), meeting, guest(), mangle::moment()).prop_map(
            |(review, meeting, organiser, window_ends)| {
                What::ReviewScheduled(ReviewScheduled { review, meeting, organiser, window_ends })
            }
        ),
        2 => (review(), guest()).prop_map(|(review, invited)| {
            What::ReviewInvitationSent(ReviewInvitationSent { review, invited })
        }),
        1 => review().prop_map(|review| What::ReviewCarried { review }),
        1 => review().prop_map(|review| What::NoDiscussionRecorded { review }),
        1 => review().prop_map(|review| What::ReviewWithdrawn { review }),
        1 => review().prop_map(|review| What::ReviewDecided(ReviewDecided { review })),
        2 => (review(), attended, mangle::moment()).prop_map(|(review, attended, window_ends)| {
            What::ReviewHeld(ReviewHeld { review, attended, window_ends })
        }),
        1 => review().prop_map(|review| What::ReviewLapsed { review }),
    ];
    vec![any.boxed()]
}

/// What facts can be about.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let review = || mangle::id().prop_map(ReviewId);
    vec![
        review().prop_map(|review| About::Review { review }).boxed(),
        review()
            .prop_map(|review| About::ReviewInvitation { review })
            .boxed(),
    ]
}
