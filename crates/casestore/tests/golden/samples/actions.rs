//! Actions.

use casework::action::reassign::ActionReassigned;
use casework::action::{ActionAgreed, ActionRequested, Owner, Told};

use super::*;

const ACTION: ActionId = ActionId(id(0xAC7));
const ABOUT_ACTION: About = About::Action { action: ACTION };

fn told(number: u128, what: What, told: Told) -> Event {
    let told = fact(ABOUT_ACTION, &[Category::Health], Content::Action(told));
    event(number, what, vec![told])
}

fn last_day() -> LastDay {
    LastDay {
        date: "2026-06-19".parse().unwrap(),
        ends_at: "2026-06-19T23:00:00Z".parse().unwrap(),
    }
}

pub fn action_agreed() -> Event {
    let what = What::ActionAgreed(ActionAgreed {
        action: ACTION,
        owner: Owner::Organisation {
            organisation: "LVF-FRIENDS".parse().unwrap(),
            worker: "sam.lee".parse().unwrap(),
            due: last_day(),
        },
        agreed: false,
        room: ["HCC-HOUSING".parse().unwrap()].into(),
    });
    let agreed = Told::Agreed {
        words: words("Ring the pharmacy."),
        organisation: "LVF-FRIENDS".parse().unwrap(),
        worker: "sam.lee".parse().unwrap(),
        due: last_day().date,
        without_agreement: Some(words("She could not be reached.")),
    };
    told(55, what, agreed)
}

pub fn action_requested() -> Event {
    let answer_by =
        ["2026-06-10T23:00:00Z", "2026-06-12T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let what = What::ActionRequested(ActionRequested {
        action: ACTION,
        terms: charity(),
        agreed: false,
        ticked: vec![FactId {
            event: EventId(id(2)),
            index: 6,
        }],
        due: last_day(),
        answer_by,
    });
    let requested = Told::Requested {
        from: "E82999".parse().unwrap(),
        to: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        words: words("Go to the choir with her once."),
        due: last_day().date,
        without_agreement: Some(words("She could not be reached.")),
        answer_by: answer_by[0],
    };
    told(56, what, requested)
}

pub fn action_unanswered() -> Event {
    let what = What::ActionUnanswered {
        action: ACTION,
        escalated: true,
    };
    let unanswered = Told::Unanswered {
        answer_by: "2026-06-10T23:00:00Z".parse().unwrap(),
        escalated: true,
    };
    told(57, what, unanswered)
}

pub fn action_accepted() -> Event {
    let accepted = Told::Accepted {
        worker: "sam.lee".parse().unwrap(),
        words: Some(words("Gladly.")),
    };
    told(58, What::ActionAccepted { action: ACTION }, accepted)
}

pub fn action_declined() -> Event {
    let declined = Told::Declined {
        reason: DeclineReason::NoCapacity,
        words: words("Nobody is free on Thursdays."),
        instead: Some(words("The church has a choir too.")),
    };
    told(59, What::ActionDeclined { action: ACTION }, declined)
}

pub fn action_reassigned() -> Event {
    let what = What::ActionReassigned(ActionReassigned {
        action: ACTION,
        worker: "ali".parse().unwrap(),
    });
    let reassigned = Told::Reassigned {
        worker: "ali".parse().unwrap(),
        words: Some(words("You know the choir.")),
    };
    told(60, what, reassigned)
}

pub fn action_overdue() -> Event {
    let overdue = Told::Overdue {
        due: last_day().date,
    };
    told(61, What::ActionOverdue { action: ACTION }, overdue)
}

pub fn action_completed() -> Event {
    let completed = Told::Completed {
        words: words("They will deliver from now on."),
    };
    told(62, What::ActionCompleted { action: ACTION }, completed)
}

pub fn action_cancelled() -> Event {
    let cancelled = Told::Cancelled {
        words: words("She does not need it any more."),
    };
    told(63, What::ActionCancelled { action: ACTION }, cancelled)
}
