//! Lists of events that no stream would hold: out of order, twice, missing, of two people, or nonsense.

use casework::{
    Categories, Category, Role,
    about_me::Heading,
    agreement::{AgreementRecorded, Audience},
    calendar::LastDay,
    event::{By, Event, What},
    fact::{About, Content, Fact, Restriction},
    ids::{CaseId, EventId, FactId},
    life::CaseOpened,
    objection::{Against, ObjectionRecorded},
    service::{Purpose, ServiceTerms},
};
use jiff::{Timestamp, ToSpan};
use proptest::{option, prelude::*};
use uuid::Uuid;

use crate::{cast, plan::plans, story::Story, themes};

/// What is done to a list of events.
#[derive(Clone, Copy, Debug)]
enum Harm {
    Drop(usize),
    Repeat(usize, usize),
    Swap(usize, usize),
}

/// The events of two people's stories in one list, some of them dropped, repeated or out of order.
pub fn mangled() -> impl Strategy<Value = Vec<Event>> {
    let place = || 0..120_usize;
    let harm = prop_oneof![
        2 => place().prop_map(Harm::Drop),
        1 => (place(), place()).prop_map(|(from, to)| Harm::Repeat(from, to)),
        2 => (place(), place()).prop_map(|(one, other)| Harm::Swap(one, other)),
    ];
    (
        plans(),
        plans(),
        0..15_usize,
        prop::collection::vec(harm, 0..40),
    )
        .prop_map(|(one, other, strangers, harms)| {
            let mut events = Story::of(&one).world.events;
            events.extend(
                Story::of(&other)
                    .world
                    .events
                    .into_iter()
                    .take(strangers)
                    .map(of_somebody_else),
            );
            harms
                .into_iter()
                .for_each(|harm| inflict(&mut events, harm));
            events
        })
}

/// Both stories number their commands from one; another person's events have ids of their own.
fn of_somebody_else(mut event: Event) -> Event {
    event.id = EventId(Uuid::from_u128(event.id.0.as_u128() ^ 1 << 40));
    event
}

fn inflict(events: &mut Vec<Event>, harm: Harm) {
    let count = events.len().max(1);
    match harm {
        Harm::Drop(place) if !events.is_empty() => drop(events.remove(place % count)),
        Harm::Repeat(from, to) if !events.is_empty() => {
            events.insert(to % count, events[from % count].clone())
        }
        Harm::Swap(one, other) if !events.is_empty() => events.swap(one % count, other % count),
        _ => {}
    }
}

/// Events of any kind and content, with few ids, so that they are about the same things.
pub fn nonsense() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..50)
}

fn event() -> impl Strategy<Value = Event> {
    let facts = prop::collection::vec(fact(), 0..3);
    (id(), moment(), by(), what(), facts).prop_map(|(id, recorded_at, by, what, facts)| Event {
        id: EventId(id),
        recorded_at,
        by,
        what,
        facts,
    })
}

fn what() -> impl Strategy<Value = What> {
    let first = prop::strategy::Union::new_weighted(vec![(7, first().boxed())]);
    themes::nonsense()
        .into_iter()
        .fold(first, |all, one| all.or(one))
}

fn first() -> impl Strategy<Value = What> {
    prop_oneof![
        (id(), terms(), any::<u8>()).prop_map(|(case, terms, lead)| What::CaseOpened(CaseOpened {
            case: CaseId(case),
            terms,
            lead: cast::worker(lead.into()),
        })),
        Just(What::AboutMeRecorded {}),
        Just(What::AboutMeConfirmed {}),
        Just(What::NoteRecorded {}),
        (audience(), categories(), option::of(last_day())).prop_map(
            |(audience, categories, until)| {
                What::AgreementRecorded(AgreementRecorded {
                    audience,
                    categories,
                    until,
                })
            }
        ),
        id().prop_map(|agreement| What::AgreementLapsed {
            agreement: EventId(agreement)
        }),
        (against(), option::of(categories())).prop_map(|(against, categories)| {
            What::ObjectionRecorded(ObjectionRecorded {
                against,
                categories,
            })
        }),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    let first = prop_oneof![
        Just(About::Identity),
        Just(About::Involvement),
        Just(About::Note),
        Just(About::Agreement),
        Just(About::Objection),
        prop::sample::select(Heading::ALL.to_vec()).prop_map(|heading| About::Passage { heading }),
        fact_id().prop_map(|passage| About::Confirmation { passage }),
    ];
    let first = prop::strategy::Union::new_weighted(vec![(7, first.boxed())]);
    let about = themes::abouts()
        .into_iter()
        .fold(first, |all, one| all.or(one));
    (
        about,
        categories(),
        option::weighted(0.3, restriction()),
        option::of(fact_id()),
    )
        .prop_map(|(about, categories, restriction, replaces)| Fact {
            about,
            categories,
            restriction,
            replaces,
            content: Content::Erased,
        })
}

pub fn restriction() -> impl Strategy<Value = Restriction> {
    let organisation = || any::<u8>().prop_map(|place| cast::organisation(place.into()));
    let workers = (organisation(), any::<u8>())
        .prop_map(|(one, worker)| (one, [cast::worker(worker.into())].into()));
    (option::of(organisation()), option::of(workers)).prop_map(|(organisations, workers)| {
        Restriction {
            organisations: organisations.into_iter().collect(),
            workers: workers.into_iter().collect(),
            ..Restriction::default()
        }
    })
}

pub fn id() -> impl Strategy<Value = Uuid> {
    (0..12_u128).prop_map(Uuid::from_u128)
}

pub fn fact_id() -> impl Strategy<Value = FactId> {
    (id(), 0..3_u16).prop_map(|(event, index)| FactId {
        event: EventId(event),
        index,
    })
}

pub fn moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        10 => (0..10_000_i64).prop_map(|minutes| Timestamp::UNIX_EPOCH + minutes.minutes()),
        1 => Just(Timestamp::MAX),
        1 => Just(Timestamp::MIN),
    ]
}

pub fn last_day() -> impl Strategy<Value = LastDay> {
    (0..9_i64, moment()).prop_map(|(day, ends_at)| {
        let date = jiff::civil::date(2026, 6, 1).saturating_add(day.days());
        LastDay { date, ends_at }
    })
}

pub fn terms() -> impl Strategy<Value = ServiceTerms> {
    prop::sample::select(cast::services(6)).prop_map(|service| service.terms)
}

pub fn by() -> impl Strategy<Value = By> {
    any::<(u8, u8)>().prop_map(|(one, worker)| {
        cast::by(
            &cast::organisation(one.into()),
            worker.into(),
            Role::LinkWorker,
        )
    })
}

pub fn categories() -> impl Strategy<Value = Categories> {
    prop::collection::vec(prop::sample::select(Category::ALL.to_vec()), 0..3)
        .prop_map(|categories| categories.into_iter().collect())
}

pub fn audience() -> impl Strategy<Value = Audience> {
    prop_oneof![
        any::<u8>().prop_map(|place| Audience::Organisation(cast::organisation(place.into()))),
        prop::sample::select(Purpose::ALL.to_vec()).prop_map(Audience::Purpose),
        Just(Audience::EveryoneInvolved),
    ]
}

pub fn against() -> impl Strategy<Value = Against> {
    prop_oneof![
        any::<u8>().prop_map(|place| Against::Organisation(cast::organisation(place.into()))),
        any::<(u8, u8)>().prop_map(|(one, worker)| Against::Worker(
            cast::organisation(one.into()),
            cast::worker(worker.into())
        )),
        prop::sample::select(Purpose::ALL.to_vec()).prop_map(Against::Purpose),
        Just(Against::Everyone),
    ]
}
