//! Finding people, joining and leaving.

use casework::{
    ids::JoinRequestId, join_request::JoinRequestRaised, joining::CaseJoined, joining::Told,
    person::PersonSought,
};

use super::*;

const REQUEST: JoinRequestId = JoinRequestId(id(0x101));

fn told(told: Told) -> Fact {
    let about = About::JoinRequest { request: REQUEST };
    fact(about, &[Category::Family], Content::Joining(told))
}

fn involvement() -> Fact {
    let involvement = Content::Involvement {
        organisation: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        worker: "sam.lee".parse().unwrap(),
        lead: false,
    };
    fact(About::Involvement, &[Category::Family], involvement)
}

pub fn person_sought() -> Event {
    event(
        44,
        What::PersonSought(PersonSought { found: true }),
        Vec::new(),
    )
}

pub fn join_request_raised() -> Event {
    let answer_by =
        ["2026-06-12T23:00:00Z", "2026-06-16T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let asked = Told::Asked {
        from: "LVF-FRIENDS".parse().unwrap(),
        to: "E82999".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        reason: words("She comes to our lunch club."),
        answer_by: answer_by[0],
    };
    let what = What::JoinRequestRaised(JoinRequestRaised {
        request: REQUEST,
        terms: charity(),
        asked: "E82999".parse().unwrap(),
        answer_by,
    });
    event(45, what, vec![told(asked)])
}

pub fn join_request_accepted() -> Event {
    let accepted = Told::Accepted {
        words: Some(words("Welcome.")),
    };
    let what = What::JoinRequestAccepted { request: REQUEST };
    event(46, what, vec![told(accepted), involvement()])
}

pub fn join_request_declined() -> Event {
    let declined = Told::Declined {
        words: words("She wants nobody else just now."),
    };
    let what = What::JoinRequestDeclined { request: REQUEST };
    event(47, what, vec![told(declined)])
}

pub fn join_request_overdue() -> Event {
    let overdue = Told::Overdue {
        answer_by: "2026-06-12T23:00:00Z".parse().unwrap(),
        escalated: true,
    };
    let what = What::JoinRequestOverdue {
        request: REQUEST,
        escalated: true,
    };
    event(48, what, vec![told(overdue)])
}

pub fn case_joined() -> Event {
    let joined = Told::Joined {
        from: "LVF-FRIENDS".parse().unwrap(),
        to: "E82999".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        worker: "sam.lee".parse().unwrap(),
        identified_by: words("Her name, address and bus pass."),
    };
    let what = What::CaseJoined(CaseJoined {
        request: REQUEST,
        terms: charity(),
        told: "E82999".parse().unwrap(),
    });
    event(49, what, vec![told(joined), involvement()])
}

pub fn case_left() -> Event {
    let left = Told::Left {
        organisation: "E82999".parse().unwrap(),
        words: words("She has found her choir."),
    };
    let left = fact(About::Involvement, &[], Content::Joining(left));
    event(50, What::CaseLeft {}, vec![left])
}
