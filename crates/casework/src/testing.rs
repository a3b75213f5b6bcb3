//! People, organisations and a small world to try commands in. For tests only.

#![allow(clippy::unwrap_used, reason = "for tests only")]

pub mod actions;
pub mod decisions;
mod directory;
pub mod handovers;
mod joining;
pub mod merges;
mod people;
pub mod plans;
pub mod referrals;
pub mod reviews;
mod volunteers;

use jiff::{Timestamp, civil::Weekday};
use uuid::Uuid;

use crate::{
    about_me::{
        Heading,
        confirm::ConfirmAboutMe,
        record::{Passage, RecordAboutMe},
    },
    agreement::{Audience, record::RecordAgreement},
    calendar::OpeningDays,
    capacity::Capacity,
    case::open::OpenCase,
    category::{Categories, Category},
    command::{Command, Context},
    decided_by::DecidedBy,
    disclosure::{Disclosed, disclose_to},
    event::{By, Draft, Event, Kinds},
    fact::Identity,
    history::{Folded, History},
    ids::{EventId, FactId, Mint, PersonId, ServiceId},
    note::record::RecordNote,
    objection::{Against, record::RecordObjection},
    referral::{
        DeclineReason, accept::AcceptReferral, decline::DeclineReferral, raise::RaiseReferral,
    },
    refusal::Refusal,
    role::Role,
    service::{Purpose, Service, ServiceTerms},
    words::{NhsNumber, Words},
};

pub use directory::{administrator, charity_details, register_worker, registered, with_service};
pub use handovers::*;
pub use joining::{admit, ask_to_join};
pub use people::*;
pub use reviews::*;
pub use volunteers::*;

/// One person's stream, and a clock that the test sets.
pub struct World {
    /// The stream, folded.
    pub history: History,
    /// The stream.
    pub events: Vec<Event>,
    /// The time.
    pub now: Timestamp,
    commands: u64,
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// Nothing has happened; it is a Monday morning in June 2026.
    pub fn new() -> Self {
        let now = "2026-06-08T09:00:00Z".parse().unwrap();
        Self {
            history: History::new(PersonId(Uuid::from_u128(1))),
            events: Vec::new(),
            now,
            commands: 0,
        }
    }

    /// As [`World::new`], whose commands are numbered from here: two worlds have no event in common.
    pub fn numbered(from: u64) -> Self {
        Self {
            commands: from,
            ..Self::new()
        }
    }

    /// The practice has opened Maureen's case.
    pub fn with_case() -> Self {
        let mut world = Self::new();
        world.when(&gp(), &maureen()).unwrap();
        world
    }

    /// The practice has referred her to the charity, which has accepted.
    pub fn with_involved_charity() -> Self {
        let mut world = Self::with_case();
        world.when(&gp(), &referral()).unwrap();
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        world
    }

    /// Carries out a command, and gives what was recorded.
    pub fn when<C: Command<On = History>>(
        &mut self,
        by: &By,
        command: &C,
    ) -> Result<Vec<Event>, Refusal> {
        self.commands += 1;
        let events = decide(&self.history, by, command, self.now, self.commands)?;
        for event in &events {
            self.history.apply(event.clone());
            self.events.push(event.clone());
        }
        Ok(events)
    }

    /// Records what was decided elsewhere.
    pub fn record(&mut self, by: &By, draft: Draft) -> EventId {
        self.commands += 1;
        let id = EventId(Uuid::from_u128(u128::from(self.commands)));
        let event = Event {
            id,
            recorded_at: self.now,
            by: by.clone(),
            what: draft.what,
            facts: draft.facts,
        };
        self.history.apply(event.clone());
        self.events.push(event);
        id
    }

    /// How many facts of an event this worker is shown now.
    pub fn shown(&self, by: &By, event: EventId) -> usize {
        let now = self.now;
        let readable = |disclosed: &Disclosed| {
            disclosed
                .grants
                .iter()
                .any(|grant| grant.holds(&by.worker, by.role, now))
        };
        self.disclosed(by)
            .into_iter()
            .filter(|d| d.id.event == event && readable(d))
            .count()
    }

    /// How many facts this worker's organisation is shown.
    pub fn shown_in_all(&self, by: &By) -> usize {
        self.disclosed(by).len()
    }

    /// What this worker's organisation is shown.
    pub fn disclosed(&self, by: &By) -> Vec<Disclosed> {
        disclose_to(&self.history, &by.organisation)
    }
}

/// Decides a command that has this number, and numbers and dates its events.
pub fn decide<C: Command>(
    state: &C::On,
    by: &By,
    command: &C,
    now: Timestamp,
    number: u64,
) -> Result<Vec<Event<<C::On as Folded>::What>>, Refusal> {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_be_bytes());
    let mut mint = Mint::new(seed);
    let context = Context {
        by: by.clone(),
        now,
    };
    let drafts = crate::command::decide(command, state, &context, &mut mint)?;
    let event = |Draft { what, facts }: Draft<<C::On as Folded>::What>| Event {
        id: EventId(mint.mint()),
        recorded_at: now,
        by: what.recorded_by().unwrap_or(by).clone(),
        what,
        facts,
    };
    Ok(drafts.into_iter().map(event).collect())
}

/// Carries out a command on any sort of state.
pub fn decide_on<C: Command>(state: &mut C::On, by: &By, command: &C) -> Result<(), Refusal> {
    let events = decide(state, by, command, World::new().now, 1)?;
    events.into_iter().for_each(|event| state.apply(event));
    Ok(())
}

/// Somebody in a role.
pub fn by(organisation: &str, worker: &str, role: Role) -> By {
    By {
        organisation: organisation.parse().unwrap(),
        worker: worker.parse().unwrap(),
        role,
    }
}

/// The GP.
pub fn gp() -> By {
    by("E82999", "dr.patel", Role::Practitioner)
}

/// The charity's link worker.
pub fn link_worker() -> By {
    by("LVF-FRIENDS", "sam.lee", Role::LinkWorker)
}

/// The operator.
pub fn operator() -> By {
    by("ICB-OPERATOR", "operator", Role::Operator)
}

/// Timers, recorded for the organisation that holds the case.
pub fn timekeeper() -> By {
    By {
        role: Role::Timekeeper,
        worker: "timekeeper".parse().unwrap(),
        ..gp()
    }
}

/// A service.
pub fn service(organisation: &str, purpose: Purpose, needs: &[Category]) -> Service {
    let weekdays = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];
    Service {
        name: Words::name("name", &format!("A service of {organisation}")).unwrap(),
        description: None,
        for_whom: None,
        area: None,
        capacity: Capacity::Open,
        retired: false,
        last_event: EventId(Uuid::nil()),
        terms: ServiceTerms {
            organisation: organisation.parse().unwrap(),
            service: ServiceId(Uuid::new_v5(&Uuid::NAMESPACE_OID, organisation.as_bytes())),
            purpose,
            needs: Categories::of(needs),
            reveals: Categories::NONE,
            opening_days: OpeningDays::of(weekdays).unwrap(),
            answer_within_days: 2,
        },
    }
}

/// The practice's service.
pub fn practice() -> Service {
    let needs = [
        Category::Identity,
        Category::AboutMe,
        Category::Health,
        Category::MentalHealth,
        Category::SocialCare,
    ];
    service("E82999", Purpose::HealthCare, &needs)
}

/// The charity's service.
pub fn charity() -> Service {
    service(
        "LVF-FRIENDS",
        Purpose::CommunitySupport,
        &[Category::AboutMe, Category::Contact],
    )
}

/// The council's housing service.
pub fn housing() -> Service {
    service("HCC-HOUSING", Purpose::Housing, &[Category::Housing])
}

/// The practice opens Maureen's case.
pub fn maureen() -> OpenCase {
    OpenCase {
        service: practice(),
        lead: gp().worker,
        identity: Identity {
            name: Words::name("name", "Maureen Okafor").unwrap(),
            preferred_name: Some(Words::name("preferred_name", "Mo").unwrap()),
            birth_date: "1951-03-04".parse().unwrap(),
            nhs_number: NhsNumber::parse("999 018 2477"),
        },
        address: None,
    }
}

/// A note.
pub fn note(words: &str, categories: &[Category]) -> RecordNote {
    RecordNote {
        words: Words::prose("words", words).unwrap(),
        categories: Categories::of(categories),
        restriction: None,
    }
}

/// A passage under the first heading.
pub fn passage(words: &str, categories: &[Category]) -> Passage {
    Passage {
        heading: Heading::MostImportant,
        words: Words::prose("words", words).unwrap(),
        categories: Categories::of(categories),
        do_not_ask_again: false,
        helped_by: None,
        replaces: None,
    }
}

/// About Me.
pub fn about_me(passages: Vec<Passage>) -> RecordAboutMe {
    RecordAboutMe { passages }
}

/// The person says that these passages are still true.
pub fn confirm(passages: &[FactId]) -> ConfirmAboutMe {
    ConfirmAboutMe {
        passages: passages.to_vec(),
    }
}

/// An agreement without an end.
pub fn agreement(audience: Audience, categories: &[Category]) -> RecordAgreement {
    let categories = Categories::of(categories);
    RecordAgreement {
        audience,
        categories,
        until: None,
        decided_by: DecidedBy::Person,
        words: None,
    }
}

/// An objection.
pub fn objection(against: Against, categories: Option<&[Category]>) -> RecordObjection {
    let categories = categories.map(Categories::of);
    RecordObjection {
        against,
        categories,
        decided_by: DecidedBy::Person,
        words: None,
    }
}

/// The practice refers to the charity, with the person's agreement.
pub fn referral() -> RaiseReferral {
    RaiseReferral {
        service: charity(),
        reason: Words::prose("reason", "She would like company.").unwrap(),
        categories: Categories::of(&[Category::SocialCare]),
        without_agreement: None,
        ticked: Vec::new(),
        call_taken_by: None,
        offered: Vec::new(),
        choice: None,
    }
}

/// The first referral is accepted.
pub fn accept(history: &History) -> AcceptReferral {
    let referral = history.referrals().next().unwrap();
    AcceptReferral {
        referral: referral.id,
        seen: referral.last_event,
        words: None,
    }
}

/// The first referral is declined.
pub fn decline(history: &History) -> DeclineReferral {
    let referral = history.referrals().next().unwrap();
    DeclineReferral {
        referral: referral.id,
        seen: referral.last_event,
        reason: DeclineReason::NoCapacity,
        words: Words::prose("words", "We are full until August.").unwrap(),
        instead: None,
        service: None,
    }
}

/// The first fact of the first event.
pub fn first_fact(events: &[Event]) -> FactId {
    FactId {
        event: events[0].id,
        index: 0,
    }
}
