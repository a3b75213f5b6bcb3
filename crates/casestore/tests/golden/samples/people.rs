//! Who the person is, how they are reached, and what to mind on a visit.

use casework::{
    contact_point::{ContactPoint, Sort},
    ids::{ContactPointId, VisitWarningId},
    people::Told,
    visit_warning::Warning,
};

use super::*;

const POINT: ContactPointId = ContactPointId(id(0xC0));
const WARNING: VisitWarningId = VisitWarningId(id(0xDA));

fn older(number: u128) -> Option<FactId> {
    let event = EventId(id(number));
    Some(FactId { event, index: 0 })
}

pub fn contact_point_recorded() -> Event {
    let what = What::ContactPointRecorded {
        contact_point: POINT,
    };
    let about = About::ContactPoint {
        contact_point: POINT,
    };
    let point = Told::ContactPoint(ContactPoint {
        sort: Sort::Phone,
        value: words("07700 900 123"),
        safety: Some(words("Text only, never post.")),
    });
    let point = Fact {
        restriction: Some(Restriction {
            organisations: ["LVF-FRIENDS".parse().unwrap()].into(),
            ..Restriction::default()
        }),
        ..fact(about, &[Category::Contact], Content::People(point))
    };
    event(100, what, vec![point])
}

pub fn contact_point_ended() -> Event {
    let what = What::ContactPointEnded {
        contact_point: POINT,
    };
    let about = About::ContactPoint {
        contact_point: POINT,
    };
    let ended = Content::People(Told::ContactPointEnded);
    let ended = Fact {
        replaces: older(100),
        ..fact(about, &[Category::Contact], ended)
    };
    event(101, what, vec![ended])
}

pub fn visit_warning_recorded() -> Event {
    let what = What::VisitWarningRecorded {
        visit_warning: WARNING,
    };
    let about = About::VisitWarning {
        visit_warning: WARNING,
    };
    let warning = Told::VisitWarning {
        warnings: [Warning::Animal, Warning::RingFirst].into(),
    };
    let why = About::VisitWarningReason {
        visit_warning: WARNING,
    };
    let reason = Told::VisitWarningReason {
        words: words("It bit the postman."),
    };
    let reason = Fact {
        restriction: Some(Restriction::default()),
        ..fact(why, &[Category::Safety], Content::People(reason))
    };
    let warning = fact(about, &[Category::Safety], Content::People(warning));
    event(102, what, vec![warning, reason])
}

pub fn visit_warning_lifted() -> Event {
    let what = What::VisitWarningLifted {
        visit_warning: WARNING,
    };
    let about = About::VisitWarning {
        visit_warning: WARNING,
    };
    let lifted = Content::People(Told::VisitWarningLifted);
    let lifted = Fact {
        replaces: older(102),
        ..fact(about, &[Category::Safety], lifted)
    };
    event(103, what, vec![lifted])
}

fn for_officers(told: Told) -> Vec<Fact> {
    let entry = FactId {
        event: EventId(id(7)),
        index: 0,
    };
    let about = About::WrongPerson { entry };
    vec![Fact {
        restriction: Some(Restriction {
            privacy_officers: true,
            ..Restriction::default()
        }),
        ..fact(about, &[Category::Health], Content::People(told))
    }]
}

pub fn wrong_person_marked() -> Event {
    let fact = older(7).unwrap();
    let told = Told::WrongPerson {
        words: words("There are two of that name."),
    };
    event(104, What::WrongPersonMarked { fact }, for_officers(told))
}

pub fn wrong_person_unmarked() -> Event {
    let fact = older(7).unwrap();
    let told = Told::WrongPersonUnmarked {
        words: words("It was about her after all."),
    };
    event(105, What::WrongPersonUnmarked { fact }, for_officers(told))
}

pub fn identity_corrected() -> Event {
    let identity = Content::Identity(Identity {
        name: words("Maureen Adeyemi"),
        preferred_name: None,
        birth_date: "1951-03-04".parse().unwrap(),
        nhs_number: NhsNumber::parse("999 018 2477"),
    });
    let corrected = Fact {
        replaces: older(1),
        ..fact(About::Identity, &[Category::Identity], identity)
    };
    event(106, What::IdentityCorrected {}, vec![corrected])
}
