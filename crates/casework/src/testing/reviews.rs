//! Meetings and reviews to try commands with.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{World, by, decide, decide_on, gp};
use crate::{
    agenda::take::TakePlace,
    category::{Categories, Category},
    decided_by::DecidedBy,
    event::By,
    history::{Folded, History},
    ids::{EventId, MeetingId, PersonId, ReviewId},
    meeting::{Meeting, Plan, schedule::ScheduleMeeting},
    no_discussion::record::RecordNoDiscussion,
    review::{
        Aim, Decision, Dissent, Guest, MeetingOf, Next, Presence,
        carry::CarryReview,
        hold::{Attended, Given, HoldReview},
        request::{Consent, RequestReview},
        schedule::ScheduleReview,
        withdraw::WithdrawReview,
    },
    review_decision::record::RecordReviewDecision,
    review_invitation::send::SendReviewInvitation,
    role::Role,
    service::Purpose,
    words::Words,
};

impl World {
    /// The practice has asked for a review, and put it on the network's meeting.
    pub fn with_scheduled_review() -> Self {
        let mut world = Self::with_case();
        world.when(&gp(), &review()).unwrap();
        world
            .when(&gp(), &schedule(&world.history, world.now))
            .unwrap();
        world
    }
}

/// Who organises the team's meetings.
pub fn chair() -> By {
    by("PCN-NETWORK", "jo.chair", Role::MstCoordinator)
}

/// Somebody of the council's housing service.
pub fn housing_worker() -> By {
    by("HCC-HOUSING", "kit.home", Role::CareCoordinator)
}

/// The practice asks for a review, with the person's agreement.
pub fn review() -> RequestReview {
    RequestReview {
        aim: Aim::Decide,
        question: words("How can she get out again?"),
        person_says: Some(words("I miss the choir.")),
        categories: Categories::of(&[Category::SocialCare]),
        consent: Consent::Agreed(DecidedBy::Person),
        attached: Vec::new(),
    }
}

/// The first review goes onto the network's meeting, in a week.
pub fn schedule(history: &History, now: Timestamp) -> ScheduleReview {
    let (review, seen) = last(history);
    let starts_at = now + SignedDuration::from_hours(7 * 24);
    ScheduleReview {
        review,
        seen,
        meeting: meeting_of().meeting,
        organiser: guest(&chair(), Purpose::HealthCare),
        starts_at,
        ends_at: starts_at + SignedDuration::from_hours(1),
    }
}

/// The council's housing service is invited to the first review.
pub fn invite(history: &History) -> SendReviewInvitation {
    let (review, seen) = last(history);
    SendReviewInvitation {
        review,
        seen,
        invited: housing_guest(),
        name: words("Housing"),
    }
}

/// The first review is carried over.
pub fn carry(history: &History) -> CarryReview {
    let (review, seen) = last(history);
    CarryReview {
        review,
        seen,
        reason: words("We ran out of time."),
    }
}

/// The first review is withdrawn.
pub fn withdraw(history: &History) -> WithdrawReview {
    let (review, seen) = last(history);
    WithdrawReview {
        review,
        seen,
        reason: words("She has found a group herself."),
    }
}

/// The first review is answered in writing.
pub fn no_discussion(history: &History) -> RecordNoDiscussion {
    let (review, seen) = last(history);
    RecordNoDiscussion {
        review,
        seen,
        answer: words("The day centre has a place."),
    }
}

/// The team decides, while it meets about the first review.
pub fn review_decision(history: &History) -> RecordReviewDecision {
    RecordReviewDecision {
        review: last(history).0,
        decision: Decision {
            words: words("She moves in June."),
            dissent: Vec::new(),
        },
        differing: Vec::new(),
    }
}

/// The first review is held: the practice and the network met, with the person.
pub fn hold(history: &History) -> HoldReview {
    let (review, seen) = last(history);
    let attended = |by: &By, name: &str| Attended {
        guest: guest(by, Purpose::HealthCare),
        name: words(name),
        workers: vec![by.worker.clone()],
    };
    HoldReview {
        review,
        seen,
        attended: vec![
            attended(&gp(), "Lavender Field Surgery"),
            attended(&chair(), "The network"),
        ],
        person: Presence::Present {
            said: words("I would like company."),
        },
        discussion: words("Who could go with her."),
        decisions: vec![Decision {
            words: words("A befriender visits."),
            dissent: vec![Dissent {
                organisation: gp().organisation,
                worker: gp().worker,
                reason: words("She asked for a group."),
            }],
        }],
        actions: vec![Given {
            words: words("Find a befriender."),
            guest: guest(&chair(), Purpose::HealthCare),
            name: words("The network"),
            worker: Some(chair().worker),
            by: "2026-06-22".parse().unwrap(),
        }],
        teller: gp().organisation,
        telling: gp().worker,
        next: Next::OffTheList,
    }
}

/// The council's housing service, as it is invited.
pub fn housing_guest() -> Guest {
    guest(&housing_worker(), Purpose::Housing)
}

/// An organisation of this code, as it is invited.
pub fn guest_of(organisation: &str) -> Guest {
    Guest {
        organisation: organisation.parse().unwrap(),
        purposes: BTreeSet::from([Purpose::HealthCare]),
        reveals: Categories::NONE,
    }
}

fn guest(by: &By, purpose: Purpose) -> Guest {
    Guest {
        organisation: by.organisation.clone(),
        purposes: BTreeSet::from([purpose]),
        reveals: Categories::NONE,
    }
}

/// The first review, and the last event on it.
fn last(history: &History) -> (ReviewId, EventId) {
    let review = history.reviews().next().unwrap();
    let mut facts = history.facts().iter().rev();
    let last = facts.find(|known| known.fact.about == review.about());
    (review.id, last.unwrap().id.event)
}

/// The network's meeting.
pub fn meeting_of() -> MeetingOf {
    MeetingOf {
        organiser: chair().organisation,
        meeting: MeetingId(Uuid::from_u128(0x3EE7)),
    }
}

/// The network plans to meet with the practice.
pub fn meeting() -> ScheduleMeeting {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    ScheduleMeeting {
        plan: Plan {
            title: words("Team meeting"),
            starts_at: at("2026-06-15T09:00:00Z"),
            ends_at: at("2026-06-15T10:00:00Z"),
            place: Some(words("Room 2")),
            minutes_per_item: 5,
            team: BTreeSet::from([gp().organisation]),
        },
    }
}

/// A meeting of the network with the practice.
pub fn planned_meeting() -> Meeting {
    let mut found = Meeting::new(meeting_of());
    decide_on(&mut found, &chair(), &meeting()).unwrap();
    found
}

/// The same, with so many reviews on its agenda.
pub fn meeting_with_items(count: u64) -> Meeting {
    let mut found = planned_meeting();
    (0..count).for_each(|number| take_item(&mut found, number));
    found
}

/// One more review takes a place.
pub fn take_item(meeting: &mut Meeting, number: u64) {
    let take = TakePlace {
        review: ReviewId(Uuid::from_u128(u128::from(number))),
        person: PersonId(Uuid::from_u128(1)),
    };
    let events = decide(meeting, &gp(), &take, World::new().now, 100 + number).unwrap();
    events.into_iter().for_each(|event| meeting.apply(event));
}

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}
