//! Reviews, and the meetings at which they are held.

use casework::{
    ids::{ItemId, MeetingId, PersonId, ReviewId},
    meeting::{Matter, MeetingEvent, Plan},
    review::{
        Action, Aim, Attendee, Decision, Dissent, Guest, Minutes, Next, Presence, ReviewDecided,
        ReviewHeld, ReviewInvitationSent, ReviewRequested, ReviewScheduled, Told,
    },
};

use super::*;

const REVIEW: ReviewId = ReviewId(id(0x4E1));
const MEETING: MeetingId = MeetingId(id(0x3EE));
const ITEM: ItemId = ItemId(id(0x17E));

fn about(content: Told) -> Fact {
    let about = About::Review { review: REVIEW };
    fact(about, &[Category::SocialCare], Content::Review(content))
}

fn guest() -> Guest {
    Guest {
        organisation: "PCN-NETWORK".parse().unwrap(),
        purposes: [Purpose::HealthCare].into(),
        reveals: Categories::of(&[Category::Family]),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn review_requested() -> Event {
    let attached = vec![FactId {
        event: EventId(id(6)),
        index: 0,
    }];
    let what = What::ReviewRequested(ReviewRequested {
        review: REVIEW,
        agreed: true,
        attached,
    });
    let told = Told::Requested {
        from: "E82999".parse().unwrap(),
        called: words("Mo"),
        aim: Aim::Advise,
        question: words("How can she get out again?"),
        person_says: Some(words("I miss the choir.")),
        decided_by: Some(DecidedBy::Person),
        without_agreement: None,
    };
    event(80, what, vec![about(told)])
}

pub fn review_scheduled() -> Event {
    let what = What::ReviewScheduled(ReviewScheduled {
        review: REVIEW,
        meeting: MEETING,
        organiser: guest(),
        window_ends: at("2026-06-22T10:00:00Z"),
    });
    let told = Told::Scheduled {
        organiser: guest().organisation,
        meeting: MEETING,
        starts_at: at("2026-06-15T09:00:00Z"),
    };
    event(81, what, vec![about(told)])
}

pub fn review_invitation_sent() -> Event {
    let what = What::ReviewInvitationSent(ReviewInvitationSent {
        review: REVIEW,
        invited: guest(),
    });
    let told = Told::Invited {
        organisation: guest().organisation,
        name: words("The network"),
    };
    let about = About::ReviewInvitation { review: REVIEW };
    let told = fact(about, &[Category::Family], Content::Review(told));
    event(82, what, vec![told])
}

pub fn review_carried() -> Event {
    let reason = words("We ran out of time.");
    let what = What::ReviewCarried { review: REVIEW };
    event(83, what, vec![about(Told::Carried { reason })])
}

pub fn no_discussion_recorded() -> Event {
    let answer = words("The day centre has a place.");
    let what = What::NoDiscussionRecorded { review: REVIEW };
    event(84, what, vec![about(Told::NoDiscussion { answer })])
}

pub fn review_withdrawn() -> Event {
    let reason = words("She has found a group herself.");
    let what = What::ReviewWithdrawn { review: REVIEW };
    event(85, what, vec![about(Told::Withdrawn { reason })])
}

pub fn review_decided() -> Event {
    let what = What::ReviewDecided(ReviewDecided { review: REVIEW });
    let decision = Decision {
        words: words("She moves in June."),
        dissent: Vec::new(),
    };
    event(128, what, vec![about(Told::Decided(decision))])
}

pub fn review_held() -> Event {
    let what = What::ReviewHeld(ReviewHeld {
        review: REVIEW,
        attended: vec![guest()],
        window_ends: at("2026-06-22T09:30:00Z"),
    });
    let worker = || "jo.chair".parse().unwrap();
    let minutes = Minutes {
        attended: vec![Attendee {
            organisation: guest().organisation,
            name: words("The network"),
            workers: vec![worker()],
        }],
        person: Presence::Represented {
            by: words("Her sister"),
            said: words("She would like company."),
        },
        discussion: words("Who could go with her."),
        teller: guest().organisation,
        telling: worker(),
        next: Next::BackOn {
            date: "2026-09-14".parse().unwrap(),
        },
    };
    let decision = Decision {
        words: words("A befriender visits."),
        dissent: vec![Dissent {
            organisation: guest().organisation,
            worker: worker(),
            reason: words("She asked for a group."),
        }],
    };
    let action = Action {
        words: words("Find a befriender."),
        organisation: guest().organisation,
        name: words("The network"),
        worker: Some(worker()),
        by: "2026-06-22".parse().unwrap(),
        requested: false,
    };
    let facts = vec![
        about(Told::Held(Box::new(minutes))),
        about(Told::Decided(decision)),
        about(Told::Agreed(action)),
    ];
    event(86, what, facts)
}

pub fn review_lapsed() -> Event {
    event(87, What::ReviewLapsed { review: REVIEW }, Vec::new())
}

pub fn meeting_scheduled() -> Event<MeetingEvent> {
    let plan = Plan {
        title: words("Team meeting"),
        starts_at: at("2026-06-15T09:00:00Z"),
        ends_at: at("2026-06-15T10:00:00Z"),
        place: Some(words("Room 2")),
        minutes_per_item: 5,
        team: ["E82999".parse().unwrap()].into(),
    };
    event(90, MeetingEvent::MeetingScheduled(plan), Vec::new())
}

pub fn meeting_cancelled() -> Event<MeetingEvent> {
    let reason = words("The hall is flooded.");
    event(91, MeetingEvent::MeetingCancelled { reason }, Vec::new())
}

pub fn item_taken() -> Event<MeetingEvent> {
    let matter = Matter::Review {
        review: REVIEW,
        person: PersonId(id(1)),
    };
    event(
        92,
        MeetingEvent::ItemTaken { item: ITEM, matter },
        Vec::new(),
    )
}

pub fn item_released() -> Event<MeetingEvent> {
    event(93, MeetingEvent::ItemReleased { item: ITEM }, Vec::new())
}

pub fn agenda_ordered() -> Event<MeetingEvent> {
    let order = vec![ITEM];
    event(94, MeetingEvent::AgendaOrdered { order }, Vec::new())
}

pub fn meeting_ended() -> Event<MeetingEvent> {
    event(95, MeetingEvent::MeetingEnded {}, Vec::new())
}
