//! Agreements and objections.

use super::*;

pub fn agreement_recorded() -> Event {
    let decided_by = DecidedBy::Attorney {
        name: words("Grace Okafor"),
        document_seen: words("Lasting power of attorney, health and welfare"),
    };
    agreement(
        decided_by,
        Some(words("The choir may know about the flat.")),
    )
}

pub fn agreement_of_version_1() -> Event {
    agreement(DecidedBy::Person, None)
}

fn agreement(decided_by: DecidedBy, words: Option<Words>) -> Event {
    let categories = Categories::of(&[Category::Housing, Category::Money]);
    let until = Some(LastDay {
        date: "2026-12-31".parse().unwrap(),
        ends_at: "2027-01-01T00:00:00Z".parse().unwrap(),
    });
    let audience = Audience::Organisation("LVF-FRIENDS".parse().unwrap());
    let content = Content::Agreement {
        audience: audience.clone(),
        categories,
        until,
        decided_by,
        words,
    };
    let restriction = Some(Restriction {
        organisations: ["E82999".parse().unwrap()].into(),
        ..Restriction::default()
    });
    let fact = Fact {
        restriction,
        ..fact(
            About::Agreement,
            &[Category::Housing, Category::Money],
            content,
        )
    };
    event(
        4,
        What::AgreementRecorded(AgreementRecorded {
            audience,
            categories,
            until,
        }),
        vec![fact],
    )
}

pub fn agreement_lapsed() -> Event {
    event(
        5,
        What::AgreementLapsed {
            agreement: EventId(id(4)),
        },
        Vec::new(),
    )
}

pub fn objection_recorded() -> Event {
    let against = Against::Worker("LVF-FRIENDS".parse().unwrap(), "sam.lee".parse().unwrap());
    let categories = Some(Categories::of(&[Category::MentalHealth]));
    let decided_by = DecidedBy::BestInterests {
        decider: words("Dr Patel"),
        consulted: words("Grace Okafor, her daughter"),
        review_on: "2026-09-01".parse().unwrap(),
    };
    let content = Content::Objection {
        against: against.clone(),
        categories,
        decided_by,
        words: None,
    };
    let fact = fact(About::Objection, &[Category::MentalHealth], content);
    event(
        6,
        What::ObjectionRecorded(ObjectionRecorded {
            against,
            categories,
        }),
        vec![fact],
    )
}
