//! Handovers, the lead worker, custodians, deputies and absences.

use casework::{
    absence::Absence,
    handover::{CustodyTaken, HandoverOffered, Offer, Receiver, To, Told},
    ids::HandoverId,
};

use super::*;

const HANDOVER: HandoverId = HandoverId(id(0x4A0));
const ABOUT_HANDOVER: About = About::Handover { handover: HANDOVER };

fn told(told: Told) -> Fact {
    fact(
        ABOUT_HANDOVER,
        &[Category::SocialCare],
        Content::Handover(told),
    )
}

fn part(worker: &str, lead: bool) -> Fact {
    let involvement = Content::Involvement {
        organisation: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        worker: worker.parse().unwrap(),
        lead,
    };
    let mut part = fact(About::Involvement, &[Category::Family], involvement);
    part.replaces = lead.then_some(FactId {
        event: EventId(id(1)),
        index: 1,
    });
    part
}

pub fn handover_offered() -> Event {
    let answer_by =
        ["2026-06-10T23:00:00Z", "2026-06-12T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let offer = Offer {
        from: "E82999".parse().unwrap(),
        to: To::Service {
            organisation: "LVF-FRIENDS".parse().unwrap(),
            service: ServiceId(id(0x5E2)),
            service_name: words("Singing together"),
        },
        summary: words("She wants company first."),
        outstanding: vec![words("Ring about the choir.")],
        introduction_on: Some("2026-06-15".parse().unwrap()),
        without_agreement: Some(words("She could not be reached.")),
        answer_by: answer_by[0],
        sender_leaves: true,
    };
    let what = What::HandoverOffered(HandoverOffered {
        handover: HANDOVER,
        receiver: Receiver::Service { terms: charity() },
        agreed: false,
        ticked: vec![FactId {
            event: EventId(id(2)),
            index: 6,
        }],
        answer_by,
        sender_leaves: true,
    });
    event(0x20, what, vec![told(Told::Offered(offer))])
}

pub fn handover_accepted() -> Event {
    let answer = Told::Accepted {
        worker: "sam.lee".parse().unwrap(),
        words: Some(words("I shall ring her today.")),
    };
    let facts = vec![told(answer), part("sam.lee", true), part("jo.hart", false)];
    event(0x21, What::HandoverAccepted { handover: HANDOVER }, facts)
}

pub fn handover_declined() -> Event {
    let reason = DeclineReason::NoCapacity;
    let answer = Told::Declined {
        reason,
        words: words("We are full until August."),
    };
    let handover = HANDOVER;
    event(
        0x22,
        What::HandoverDeclined { handover, reason },
        vec![told(answer)],
    )
}

pub fn handover_cancelled() -> Event {
    let answer = Told::Cancelled {
        words: Some(words("She would rather stay with us.")),
    };
    event(
        0x23,
        What::HandoverCancelled { handover: HANDOVER },
        vec![told(answer)],
    )
}

pub fn handover_overdue() -> Event {
    let overdue = Told::Overdue {
        answer_by: "2026-06-10T23:00:00Z".parse().unwrap(),
        escalated: true,
    };
    let what = What::HandoverOverdue {
        handover: HANDOVER,
        escalated: true,
    };
    event(0x24, what, vec![told(overdue)])
}

pub fn lead_reassigned() -> Event {
    let lead = "jo.hart".parse().unwrap();
    event(
        0x25,
        What::LeadReassigned { lead },
        vec![part("jo.hart", true)],
    )
}

pub fn custody_taken() -> Event {
    let what = What::CustodyTaken(CustodyTaken {
        handover: HANDOVER,
        from: "E82999".parse().unwrap(),
        terms: charity(),
        lead: "sam.lee".parse().unwrap(),
    });
    let taken = Told::Taken {
        from: "E82999".parse().unwrap(),
        to: "LVF-FRIENDS".parse().unwrap(),
        worker: "sam.lee".parse().unwrap(),
        reason: words("The practice has closed."),
    };
    event(0x26, what, vec![told(taken), part("sam.lee", true)])
}

pub fn custodian_named() -> Event<DirectoryEvent> {
    entry(
        0x28,
        DirectoryEvent::CustodianNamed {
            custodian: "ICB-CUSTODY".parse().unwrap(),
        },
    )
}

pub fn deputy_set() -> Event<DirectoryEvent> {
    entry(
        0x29,
        DirectoryEvent::DeputySet {
            worker: "sam.lee".parse().unwrap(),
            deputy: Some("jo.hart".parse().unwrap()),
        },
    )
}

pub fn absence_recorded() -> Event<DirectoryEvent> {
    entry(
        0x2a,
        DirectoryEvent::AbsenceRecorded {
            worker: "sam.lee".parse().unwrap(),
            absence: Absence {
                since: "2026-06-08T09:00:00Z".parse().unwrap(),
                last_day: LastDay::on("2026-06-12".parse().unwrap()),
            },
        },
    )
}

pub fn absence_ended() -> Event<DirectoryEvent> {
    entry(
        0x2b,
        DirectoryEvent::AbsenceEnded {
            worker: "sam.lee".parse().unwrap(),
        },
    )
}

fn entry(number: u128, what: DirectoryEvent) -> Event<DirectoryEvent> {
    event(number, what, Vec::new())
}
