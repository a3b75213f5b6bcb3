//! What becomes of decisions, and of facts that were recorded already.

use casework::{
    duty::{DutyKind, DutyRecorded},
    sharing::{KeptFromPerson, Told},
};

use super::*;

fn named(event: u128) -> FactId {
    FactId {
        event: EventId(id(event)),
        index: 0,
    }
}

fn ours() -> Restriction {
    Restriction {
        organisations: ["E82999".parse().unwrap()].into(),
        ..Restriction::default()
    }
}

fn told(about: About, restriction: Option<Restriction>, told: Told) -> Vec<Fact> {
    vec![Fact {
        restriction,
        ..fact(about, &[Category::Housing], Content::Sharing(told))
    }]
}

fn until() -> LastDay {
    LastDay {
        date: "2026-12-31".parse().unwrap(),
        ends_at: "2027-01-01T00:00:00Z".parse().unwrap(),
    }
}

pub fn agreement_ending() -> Event {
    let agreement = EventId(id(4));
    let ending = Told::AgreementEnding {
        agreement: named(4),
        until: until(),
    };
    let facts = told(About::AgreementEnding { agreement }, None, ending);
    event(35, What::AgreementEnding { agreement }, facts)
}

pub fn agreement_withdrawn() -> Event {
    let withdrawn = Told::AgreementWithdrawn {
        agreement: named(4),
        decided_by: DecidedBy::Person,
        words: Some(words("They tell my sister everything.")),
    };
    let what = What::AgreementWithdrawn {
        agreement: EventId(id(4)),
    };
    event(36, what, told(About::Agreement, Some(ours()), withdrawn))
}

pub fn objection_withdrawn() -> Event {
    let withdrawn = Told::ObjectionWithdrawn {
        objection: named(6),
        decided_by: DecidedBy::Person,
        words: None,
    };
    let what = What::ObjectionWithdrawn {
        objection: EventId(id(6)),
    };
    event(37, what, told(About::Objection, Some(ours()), withdrawn))
}

pub fn fact_restricted() -> Event {
    let restriction = Restriction {
        organisations: ["E82999".parse().unwrap()].into(),
        workers: [(
            "LVF-FRIENDS".parse().unwrap(),
            ["sam.lee".parse().unwrap()].into(),
        )]
        .into(),
        kept_from_person: true,
        in_error: false,
        privacy_officers: false,
    };
    let why = Told::Restricted {
        fact: named(3),
        kept_from_person: Some(KeptFromPerson {
            reason: words("He reads her post."),
            decider: words("Dr Patel"),
        }),
    };
    let readers = Restriction {
        kept_from_person: true,
        ..ours()
    };
    let what = What::FactRestricted {
        fact: named(3),
        restriction,
    };
    event(38, what, told(About::Restriction, Some(readers), why))
}

pub fn restriction_lifted() -> Event {
    let lifted = Told::RestrictionLifted { fact: named(3) };
    let what = What::RestrictionLifted { fact: named(3) };
    event(39, what, told(About::Restriction, Some(ours()), lifted))
}

pub fn fact_corrected() -> Event {
    let corrected = Fact {
        replaces: Some(named(3)),
        ..fact(
            About::Note,
            &[Category::Housing],
            Content::Note {
                words: words("Damp in the bathroom."),
            },
        )
    };
    event(40, What::FactCorrected {}, vec![corrected])
}

pub fn fact_retracted() -> Event {
    let why = Told::RecordedInError {
        entry: named(3),
        why: words("It is about her neighbour."),
    };
    let facts = told(About::Retraction { entry: named(3) }, None, why);
    event(41, What::FactRetracted { fact: named(3) }, facts)
}

pub fn duty_recorded() -> Event {
    let organisation: casework::ids::OrganisationId = "HCC-SOCIAL".parse().unwrap();
    let duty = Told::Duty {
        kind: DutyKind::CourtOrder,
        organisation: organisation.clone(),
        facts: vec![named(3)],
        grounds: words("An order of the family court."),
        until: Some(until()),
    };
    let what = What::DutyRecorded(DutyRecorded {
        organisation,
        facts: vec![named(3)],
        until: Some(until()),
    });
    event(42, what, told(About::Duty, Some(ours()), duty))
}

pub fn duty_ended() -> Event {
    let ended = Told::DutyEnded {
        duty: named(42),
        why: words("The order was lifted."),
    };
    let what = What::DutyEnded {
        duty: EventId(id(42)),
    };
    event(43, what, told(About::Duty, Some(ours()), ended))
}
