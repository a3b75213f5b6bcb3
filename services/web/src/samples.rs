//! Invented organisations, workers and facts, by which pages are tried out and shown. Nobody of this name exists, and
//! the NHS numbers are of the range that is given to nobody.

mod facts;

use api::v1::{self, fact::Content};
use prost_types::Timestamp;

use crate::names::Names;

/// The person whom the facts are about: Maureen Ellis.
pub const PERSON: &str = "5d0c7a4e-1f7b-8c2a-9b61-3f6f0e7a2b10";
/// Her husband Harold's record, that hers is worked on together with.
pub const OTHER_PERSON: &str = "a1b9e3f2-77c4-8d05-8e12-64d1c02f9a33";
/// Her NHS number.
pub const NHS_NUMBER: &str = "9990182477";

/// A worker: id and name.
pub type Named = (&'static str, &'static str);

/// Each organisation, by code and name, and its workers.
pub const ORGANISATIONS: [(&str, &str, &[Named]); 14] = [
    (
        "PARK-ROAD-SURGERY",
        "Park Road Surgery",
        &[
            ("dr.patel", "Dr Asha Patel"),
            ("anna.kowalska", "Anna Kowalska"),
        ],
    ),
    (
        "MILL-LANE-PRACTICE",
        "Mill Lane Practice",
        &[("dr.khan", "Dr Imran Khan"), ("tom.bright", "Tom Bright")],
    ),
    (
        "LEA-NURSING",
        "Lea Valley Community Nursing",
        &[
            ("grace.mensah", "Grace Mensah"),
            ("priya.nair", "Priya Nair"),
        ],
    ),
    (
        "LEA-MIND-TRUST",
        "Lea Valley Mental Health Trust",
        &[
            ("joe.abbott", "Joe Abbott"),
            ("ruth.adeyemi", "Ruth Adeyemi"),
        ],
    ),
    (
        "WALBROOK-CARE",
        "Walbrook Council, Adult Social Care",
        &[
            ("karen.hughes", "Karen Hughes"),
            ("nadia.rahman", "Nadia Rahman"),
        ],
    ),
    (
        "WALBROOK-HOUSING",
        "Walbrook Council, Housing",
        &[
            ("steve.parry", "Steve Parry"),
            ("aisha.begum", "Aisha Begum"),
        ],
    ),
    (
        "ST-BRIDES-HOSPICE",
        "St Bride’s Hospice",
        &[("sally.winter", "Sally Winter")],
    ),
    (
        "LEA-VALLEY-FRIENDS",
        "Lea Valley Friends",
        &[("sam.lee", "Sam Lee"), ("jo.hart", "Jo Hart")],
    ),
    (
        "WALBROOK-ADVICE",
        "Walbrook Advice Centre",
        &[("mark.ellis", "Mark Ellis")],
    ),
    (
        "TURNING-TIDE",
        "Turning Tide",
        &[("kit.harper", "Kit Harper")],
    ),
    (
        "WALBROOK-CARERS",
        "Walbrook Carers",
        &[("bev.turner", "Bev Turner")],
    ),
    ("HAVEN", "Haven", &[("rosa.martin", "Rosa Martin")]),
    (
        "WALBROOK-FOOD",
        "Walbrook Food Bank",
        &[("ola.nowak", "Ola Nowak")],
    ),
    (
        "LEA-PHARMACY",
        "Lea Bridge Pharmacy",
        &[("meera.shah", "Meera Shah")],
    ),
];

const SURGERY: &str = "PARK-ROAD-SURGERY";
const NURSING: &str = "LEA-NURSING";
const CARE: &str = "WALBROOK-CARE";
const HOUSING: &str = "WALBROOK-HOUSING";
const FRIENDS: &str = "LEA-VALLEY-FRIENDS";

/// The directory as the samples know it.
pub fn names() -> Names {
    ORGANISATIONS
        .iter()
        .fold(Names::default(), |names, (code, name, workers)| {
            let names = names.with_organisation(code, name);
            workers.iter().fold(names, |names, (worker, name)| {
                names.with_worker(code, worker, name)
            })
        })
}

/// At least one fact of every kind of the contract, oldest first, as whoever recorded it sees it.
pub fn every_fact() -> Vec<v1::Fact> {
    let themes = [
        facts::people::all(),
        facts::sharing::all(),
        facts::referrals::all(),
        facts::custody::all(),
        facts::work::all(),
        facts::reviews::all(),
    ];
    let told = themes.into_iter().flatten().enumerate();
    let mut facts: Vec<_> = told.map(|(place, told)| fact(place, told)).collect();
    let marks: [fn(&mut v1::Fact); 3] = [
        |fact| fact.restricted = true,
        |fact| fact.recorded_in_error = true,
        |fact| fact.on_wrong_person = true,
    ];
    let notes = facts.iter_mut();
    let notes = notes.filter(|fact| matches!(fact.content, Some(Content::Note(_))));
    for (fact, mark) in notes.skip(1).zip(marks) {
        mark(fact);
    }
    facts
}

/// Who recorded it, what it is about, and what it says.
struct Sample {
    by: v1::Worker,
    category: v1::Category,
    content: Content,
}

fn fact(place: usize, sample: Sample) -> v1::Fact {
    let event_id = format!("0c52f0aa-6d1e-8b34-9f00-{place:012x}");
    let hours = i64::try_from(place).unwrap_or_default();
    let mut recorded_at = at(1, 9);
    recorded_at.seconds += hours * 3600;
    v1::Fact {
        fact_id: format!("{event_id}.0"),
        recorded_at: Some(recorded_at),
        recorded_by: Some(sample.by),
        categories: vec![sample.category as i32],
        basis: Some(v1::Basis {
            rule: v1::Rule::OwnRecord as i32,
            event_id,
            until: None,
        }),
        replaces: String::new(),
        restricted: false,
        recorded_in_error: false,
        on_wrong_person: false,
        content: Some(sample.content),
    }
}

/// A moment of June 2026, by the clock in London.
fn at(day: i64, hour: i64) -> Timestamp {
    const LAST_OF_MAY: i64 = 1_780_185_600;
    Timestamp {
        seconds: LAST_OF_MAY + day * 86_400 + (hour - 1) * 3600,
        nanos: 0,
    }
}

fn worker(organisation: &str, worker: &str, role: &str) -> v1::Worker {
    v1::Worker {
        organisation: organisation.to_owned(),
        worker: worker.to_owned(),
        role: role.to_owned(),
    }
}

fn link_worker() -> v1::Worker {
    worker(FRIENDS, "sam.lee", "link-worker")
}

fn doctor() -> v1::Worker {
    worker(SURGERY, "dr.patel", "practitioner")
}

fn nurse() -> v1::Worker {
    worker(NURSING, "grace.mensah", "practitioner")
}

fn social_worker() -> v1::Worker {
    worker(CARE, "karen.hughes", "practitioner")
}

fn housing_worker() -> v1::Worker {
    worker(HOUSING, "steve.parry", "care-coordinator")
}

/// Nobody: a time has passed.
fn by_itself() -> v1::Worker {
    worker(FRIENDS, "timekeeper", "timekeeper")
}

/// The person decided.
fn herself() -> v1::DecidedBy {
    v1::DecidedBy {
        who: Some(v1::decided_by::Who::Person(v1::decided_by::Person {})),
    }
}
