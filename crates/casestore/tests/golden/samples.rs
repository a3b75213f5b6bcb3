//! One sample of each event type, written out: nothing here may come from a decision, which can change.

use std::collections::BTreeMap;

use casework::{
    Categories, Category, Role,
    about_me::Heading,
    agreement::{AgreementRecorded, Audience},
    calendar::{LastDay, OpeningDays},
    decided_by::DecidedBy,
    event::{By, Event, What},
    fact::{About, Content, Fact, Identity, Restriction},
    ids::{CaseId, EventId, FactId, ReferralId, ServiceId},
    objection::{Against, ObjectionRecorded},
    organisation::DirectoryEvent,
    referral::DeclineReason,
    service::{Purpose, ServiceTerms},
    words::{NhsNumber, Words},
};
use jiff::{Timestamp, civil::Weekday};
use uuid::Uuid;

use crate::Sample;

/// Makes the list of samples. A kind without a line does not compile, and a line has one sample of its own kind.
macro_rules! samples {
    ($name:ident of $what:ty { $($kind:pat => $sample:expr,)* }) => {
        fn $name() -> Vec<Event<$what>> {
            // Never called: it compiles where the lines cover every kind.
            let _covers = |what: &$what| match what { $($kind => (),)* };
            vec![$({
                let sample: Event<$what> = $sample;
                assert!(matches!(sample.what, $kind), "{} is of another kind", stringify!($sample));
                sample
            }),*]
        }
    };
}

samples! {
    person of What {
        What::CaseOpened { .. } => case_opened(),
        What::AboutMeRecorded {} => about_me_recorded(),
        What::AboutMeConfirmed {} => about_me_confirmed(),
        What::NoteRecorded {} => note_recorded(),
        What::AgreementRecorded(_) => agreement_recorded(),
        What::AgreementLapsed { .. } => agreement_lapsed(),
        What::ObjectionRecorded(_) => objection_recorded(),
        What::ReferralRaised { .. } => referral_raised(),
        What::ReferralAccepted { .. } => referral_accepted(),
        What::ReferralDeclined { .. } => referral_declined(),
        What::ReferralOverdue { .. } => referral_overdue(),
    }
}

samples! {
    directory of DirectoryEvent {
        DirectoryEvent::OrganisationRegistered { .. } => organisation_registered(),
        DirectoryEvent::ServiceRegistered { .. } => service_registered(),
    }
}

/// A sample of each type, as it is written now.
pub fn present() -> Vec<Box<dyn Sample>> {
    let person = person()
        .into_iter()
        .map(|event| Box::new(event) as Box<dyn Sample>);
    person
        .chain(
            directory()
                .into_iter()
                .map(|event| Box::new(event) as Box<dyn Sample>),
        )
        .collect()
}

/// What the stored sample of an older version reads as.
pub fn older(kind: &str, schema: u16) -> Box<dyn Sample> {
    match (kind, schema) {
        ("agreement-recorded", 1) => Box::new(agreement_of_version_1()),
        _ => panic!("say here what {kind} v{schema} reads as"),
    }
}

fn case_opened() -> Event {
    let (case, lead) = (CaseId(id(0xCA5E)), "dr.patel".parse().unwrap());
    let identity = Content::Identity(Identity {
        name: words("Maureen Okafor"),
        preferred_name: Some(words("Mo")),
        birth_date: "1951-03-04".parse().unwrap(),
        nhs_number: NhsNumber::parse("999 018 2477").unwrap(),
    });
    let involvement = Content::Involvement {
        organisation: "E82999".parse().unwrap(),
        service: ServiceId(id(0x5E1)),
        service_name: words("Lavender Field Surgery"),
        worker: "dr.patel".parse().unwrap(),
        lead: true,
    };
    let facts = vec![
        fact(About::Identity, &[Category::Identity], identity),
        fact(About::Involvement, &[], involvement),
    ];
    event(
        1,
        What::CaseOpened {
            case,
            terms: practice(),
            lead,
        },
        facts,
    )
}

fn about_me_recorded() -> Event {
    let passage = |place: u16, heading: Heading| {
        let content = Content::Passage {
            words: words(&format!("Words under heading {place}.")),
            do_not_ask_again: place == 0,
            helped_by: (place == 1).then(|| words("Her daughter")),
        };
        let replaces = (place == 2).then(|| FactId {
            event: EventId(id(0xE0)),
            index: place,
        });
        Fact {
            replaces,
            ..fact(
                About::Passage { heading },
                &[Category::AboutMe, Category::Family],
                content,
            )
        }
    };
    event(
        2,
        What::AboutMeRecorded {},
        (0..)
            .zip(Heading::ALL)
            .map(|(place, heading)| passage(place, heading))
            .collect(),
    )
}

fn about_me_confirmed() -> Event {
    let confirmed = |index: u16| {
        let passage = FactId {
            event: EventId(id(2)),
            index,
        };
        let categories = [Category::AboutMe, Category::Family];
        fact(
            About::Confirmation { passage },
            &categories,
            Content::Confirmation,
        )
    };
    event(13, What::AboutMeConfirmed {}, [0, 6].map(confirmed).into())
}

fn note_recorded() -> Event {
    let readers = [(
        "LVF-FRIENDS".parse().unwrap(),
        ["sam.lee".parse().unwrap()].into(),
    )];
    let restriction = Restriction {
        organisations: ["HCC-SOCIAL".parse().unwrap()].into(),
        workers: BTreeMap::from(readers),
    };
    let content = Content::Note {
        words: words("She was tired today.\nShe asked for a call on Friday."),
    };
    let note = fact(About::Note, &Category::ALL, content);
    event(
        3,
        What::NoteRecorded {},
        vec![Fact {
            restriction: Some(restriction),
            ..note
        }],
    )
}

fn agreement_recorded() -> Event {
    let decided_by = DecidedBy::Attorney {
        name: words("Grace Okafor"),
        document_seen: words("Lasting power of attorney, health and welfare"),
    };
    agreement(
        decided_by,
        Some(words("The choir may know about the flat.")),
    )
}

fn agreement_of_version_1() -> Event {
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

fn agreement_lapsed() -> Event {
    event(
        5,
        What::AgreementLapsed {
            agreement: EventId(id(4)),
        },
        Vec::new(),
    )
}

fn objection_recorded() -> Event {
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

fn referral_raised() -> Event {
    let answer_by =
        ["2026-06-10T23:00:00Z", "2026-06-12T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let content = Content::Referral {
        from: "E82999".parse().unwrap(),
        to: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        reason: words("She would like company."),
        without_agreement: Some(words("She could not be reached.")),
        answer_by: answer_by[0],
    };
    let what = What::ReferralRaised {
        referral: REFERRAL,
        terms: charity(),
        agreed: false,
        ticked: vec![FactId {
            event: EventId(id(2)),
            index: 6,
        }],
        answer_by,
    };
    event(
        7,
        what,
        vec![fact(ABOUT_REFERRAL, &[Category::SocialCare], content)],
    )
}

fn referral_accepted() -> Event {
    let worker = || "sam.lee".parse().unwrap();
    let answer = Content::Accepted {
        worker: worker(),
        words: Some(words("Come on Thursday.")),
    };
    let involvement = Content::Involvement {
        organisation: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        service_name: words("Singing together"),
        worker: worker(),
        lead: false,
    };
    let facts = vec![
        fact(ABOUT_REFERRAL, &[Category::SocialCare], answer),
        fact(About::Involvement, &[Category::Family], involvement),
    ];
    event(8, What::ReferralAccepted { referral: REFERRAL }, facts)
}

fn referral_declined() -> Event {
    let reason = DeclineReason::MoreInformationNeeded;
    let (words, instead) = (
        words("Which stairs can she manage?"),
        Some(words("The day centre has a lift.")),
    );
    let content = Content::Declined {
        reason,
        words,
        instead,
    };
    let facts = vec![fact(ABOUT_REFERRAL, &[Category::SocialCare], content)];
    event(
        9,
        What::ReferralDeclined {
            referral: REFERRAL,
            reason,
        },
        facts,
    )
}

fn referral_overdue() -> Event {
    let content = Content::Overdue {
        answer_by: "2026-06-10T23:00:00Z".parse().unwrap(),
        escalated: true,
    };
    let facts = vec![fact(ABOUT_REFERRAL, &[Category::SocialCare], content)];
    event(
        10,
        What::ReferralOverdue {
            referral: REFERRAL,
            escalated: true,
        },
        facts,
    )
}

fn organisation_registered() -> Event<DirectoryEvent> {
    event(
        11,
        DirectoryEvent::OrganisationRegistered {
            name: words("Lavender Field Friends"),
        },
        Vec::new(),
    )
}

fn service_registered() -> Event<DirectoryEvent> {
    let (name, description) = (
        words("Singing together"),
        Some(words("For anybody who likes company.")),
    );
    event(
        12,
        DirectoryEvent::ServiceRegistered {
            name,
            description,
            terms: charity(),
        },
        Vec::new(),
    )
}

const REFERRAL: ReferralId = ReferralId(id(0x4EF));
const ABOUT_REFERRAL: About = About::Referral { referral: REFERRAL };

fn practice() -> ServiceTerms {
    ServiceTerms {
        organisation: "E82999".parse().unwrap(),
        service: ServiceId(id(0x5E1)),
        purpose: Purpose::HealthCare,
        needs: Categories::of(&[Category::Identity, Category::Health]),
        reveals: Categories::NONE,
        opening_days: OpeningDays::of([Weekday::Monday, Weekday::Friday]).unwrap(),
        answer_within_days: 2,
    }
}

fn charity() -> ServiceTerms {
    ServiceTerms {
        organisation: "LVF-FRIENDS".parse().unwrap(),
        service: ServiceId(id(0x5E2)),
        purpose: Purpose::CommunitySupport,
        needs: Categories::of(&[Category::AboutMe, Category::Contact]),
        reveals: Categories::of(&[Category::Family]),
        opening_days: OpeningDays::of([Weekday::Tuesday, Weekday::Saturday, Weekday::Sunday])
            .unwrap(),
        answer_within_days: 3,
    }
}

fn event<W>(number: u128, what: W, facts: Vec<Fact>) -> Event<W> {
    let by = By {
        organisation: "E82999".parse().unwrap(),
        worker: "dr.patel".parse().unwrap(),
        role: Role::Practitioner,
    };
    Event {
        id: EventId(id(number)),
        recorded_at: "2026-06-08T09:00:00.123Z".parse().unwrap(),
        by,
        what,
        facts,
    }
}

fn fact(about: About, categories: &[Category], content: Content) -> Fact {
    Fact {
        about,
        categories: Categories::of(categories),
        restriction: None,
        replaces: None,
        content,
    }
}

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}
