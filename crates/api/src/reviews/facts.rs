//! What facts say of reviews, on the wire.

use casework::{
    ids::{OrganisationId, ReviewId, WorkerId},
    review::{Action, Attendee, Decision, Minutes, Next, Presence, Told},
};

use super::wire_aim;
use crate::{
    fact::text,
    sharing::wire_decided_by,
    types::timestamp,
    v1::{self, review_fact, review_fact::Told as Wire},
};

/// What a fact says of a review.
pub(crate) fn wire_fact(review: ReviewId, told: &Told) -> v1::ReviewFact {
    v1::ReviewFact {
        review_id: review.to_string(),
        told: Some(wire_told(told)),
    }
}

fn wire_told(told: &Told) -> Wire {
    match told {
        Told::Requested {
            from,
            called,
            aim,
            question,
            person_says,
            decided_by,
            without_agreement,
        } => Wire::Requested(review_fact::Requested {
            from: from.to_string(),
            called: called.to_string(),
            aim: wire_aim(*aim) as i32,
            question: question.to_string(),
            person_says: text(person_says),
            decided_by: decided_by.as_ref().map(wire_decided_by),
            without_agreement: text(without_agreement),
        }),
        Told::Scheduled {
            organiser,
            meeting,
            starts_at,
        } => Wire::Scheduled(review_fact::Scheduled {
            organiser: organiser.to_string(),
            meeting_id: meeting.to_string(),
            starts_at: Some(timestamp(*starts_at)),
        }),
        Told::Invited { organisation, name } => Wire::Invited(review_fact::Invited {
            organisation: organisation.to_string(),
            name: name.to_string(),
        }),
        Told::Carried { reason } => Wire::Carried(review_fact::Carried {
            reason: reason.to_string(),
        }),
        Told::NoDiscussion { answer } => Wire::NoDiscussion(review_fact::NoDiscussion {
            answer: answer.to_string(),
        }),
        Told::Withdrawn { reason } => Wire::Withdrawn(review_fact::Withdrawn {
            reason: reason.to_string(),
        }),
        Told::Held(minutes) => Wire::Held(wire_minutes(minutes)),
        Told::Decided(decision) => Wire::Decided(wire_decision(decision)),
        Told::Agreed(action) => Wire::Agreed(wire_action(action)),
    }
}

fn wire_minutes(minutes: &Minutes) -> v1::ReviewMinutes {
    let attendee = |one: &Attendee| v1::review_minutes::Attendee {
        organisation: one.organisation.to_string(),
        name: one.name.to_string(),
        workers: one.workers.iter().map(ToString::to_string).collect(),
    };
    v1::ReviewMinutes {
        attended: minutes.attended.iter().map(attendee).collect(),
        person: Some(wire_presence(&minutes.person)),
        discussion: minutes.discussion.to_string(),
        teller: Some(somebody(&minutes.teller, &minutes.telling)),
        back_on: match minutes.next {
            Next::BackOn { date } => date.to_string(),
            Next::OffTheList => String::new(),
        },
    }
}

fn wire_presence(presence: &Presence) -> v1::Presence {
    use v1::presence::Presence as Wire;
    let presence = match presence {
        Presence::Present { said } => Wire::Present(said.to_string()),
        Presence::Represented { by, said } => Wire::Represented(v1::presence::Represented {
            by: by.to_string(),
            said: said.to_string(),
        }),
        Presence::Absent { reason } => Wire::Absent(reason.to_string()),
    };
    v1::Presence {
        presence: Some(presence),
    }
}

fn wire_decision(decision: &Decision) -> v1::ReviewDecision {
    let dissent = decision.dissent.iter();
    let wire = |one: &casework::review::Dissent| v1::review_decision::Dissent {
        by: Some(somebody(&one.organisation, &one.worker)),
        reason: one.reason.to_string(),
    };
    v1::ReviewDecision {
        words: decision.words.to_string(),
        dissent: dissent.map(wire).collect(),
    }
}

fn wire_action(action: &Action) -> review_fact::Agreed {
    review_fact::Agreed {
        words: action.words.to_string(),
        organisation: action.organisation.to_string(),
        name: action.name.to_string(),
        worker: action
            .worker
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        by: action.by.to_string(),
        requested: action.requested,
    }
}

fn somebody(organisation: &OrganisationId, worker: &WorkerId) -> v1::Worker {
    v1::Worker {
        organisation: organisation.to_string(),
        worker: worker.to_string(),
        role: String::new(),
    }
}
