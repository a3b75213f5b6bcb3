//! Safeguarding.

use casework::{
    concern::{ConcernClosed, ConcernRaised, ConcernTold, Outcome, Subject, Told, Whom},
    ids::ConcernId,
    safeguarding_lead::SafeguardingLead,
};

use super::*;

const CONCERN: ConcernId = ConcernId(id(0xC0C));

fn about(content: Told) -> Vec<Fact> {
    let about = About::Concern { concern: CONCERN };
    let workers = ["dr.patel", "grace.ajayi"].map(|worker| worker.parse().unwrap());
    let restriction = Some(Restriction {
        workers: [("E82999".parse().unwrap(), workers.into())].into(),
        kept_from_person: true,
        ..Restriction::default()
    });
    vec![Fact {
        restriction,
        ..fact(
            about,
            &[Category::Safety, Category::AboutSomebodyElse],
            Content::Concern(content),
        )
    }]
}

pub fn concern_raised() -> Event {
    let tell_by =
        ["2026-06-08T23:00:00Z", "2026-06-09T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let what = What::ConcernRaised(ConcernRaised {
        concern: CONCERN,
        leads: ["grace.ajayi".parse().unwrap()].into(),
        tell_by,
    });
    let raised = Told::Raised {
        words: words("He is left alone all night."),
        subject: Subject::SomebodyElse(words("Her grandson Leo, 7")),
        name: Some(words("Maureen Okafor")),
        immediate_danger: false,
        done: Some(words("Stayed until his aunt came.")),
        tell_by: tell_by[0],
    };
    event(60, what, about(raised))
}

pub fn concern_told() -> Event {
    let what = What::ConcernTold(ConcernTold {
        concern: CONCERN,
        leads: ["grace.ajayi".parse().unwrap()].into(),
    });
    let told = Told::SomebodyTold {
        whom: Whom::CouncilForChildren,
        name: words("Duty desk"),
        at: "2026-06-08T08:45:00Z".parse().unwrap(),
        words: Some(words("They visit today.")),
    };
    event(61, what, about(told))
}

pub fn concern_overdue() -> Event {
    let what = What::ConcernOverdue {
        concern: CONCERN,
        escalated: true,
    };
    let overdue = Told::Overdue {
        tell_by: "2026-06-06T23:00:00Z".parse().unwrap(),
        escalated: true,
    };
    event(62, what, about(overdue))
}

pub fn concern_closed() -> Event {
    let what = What::ConcernClosed(ConcernClosed {
        concern: CONCERN,
        leads: ["grace.ajayi".parse().unwrap()].into(),
        outcome: Outcome::Enquiry,
    });
    let closed = Told::Closed {
        outcome: Outcome::Enquiry,
        words: words("The council has begun an enquiry."),
    };
    event(63, what, about(closed))
}

pub fn lead_named() -> Event<DirectoryEvent> {
    let what = DirectoryEvent::SafeguardingLeadNamed {
        lead: SafeguardingLead {
            worker: "grace.ajayi".parse().unwrap(),
            name: words("Grace Ajayi"),
            telephone: words("01632 960 001"),
        },
        instead_of: Some("joy.obi".parse().unwrap()),
    };
    event(64, what, Vec::new())
}
