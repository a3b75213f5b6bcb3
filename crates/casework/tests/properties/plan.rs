//! Plans: what the workers of a history try, one step after another, and how proptest draws them.
//!
//! A plan names things by number, so that it stays one while it shrinks; [`crate::story`] finds the things.

use casework::{Categories, Category, Role, about_me::Heading, service::Purpose};
use proptest::{option, prelude::*};

use crate::{cast, themes};

/// What is tried in one history.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many organisations there are.
    pub organisations: usize,
    /// What is tried.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each name is the command's own word")]
pub enum Step {
    /// A theme's own.
    Theme(themes::Step),
    Wait {
        minutes: u16,
    },
    /// Everything that is due is recorded; and, where `early`, what is not due yet is tried.
    Timers {
        early: bool,
    },
    Open {
        who: Who,
    },
    AboutMe {
        who: Who,
        passages: Vec<Passage>,
    },
    Confirm {
        who: Who,
        passages: Vec<Named>,
    },
    Note {
        who: Who,
        categories: Categories,
        restriction: Option<Restricted>,
    },
    Agree {
        who: Who,
        with: Target,
        categories: Categories,
        days: Option<i8>,
    },
    Object {
        who: Who,
        against: Target,
        categories: Option<Categories>,
    },
    Refer {
        who: Who,
        service: u8,
        categories: Categories,
        agreed: bool,
        ticked: Vec<u8>,
        blind: bool,
    },
    Answer {
        who: Who,
        asked: bool,
        referral: u8,
        accept: bool,
        stale: bool,
    },
}

/// Who tries it: one of the involved, or anybody.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// Whether one of the involved organisations.
    pub involved: bool,
    /// Which of them.
    pub organisation: u8,
    /// Which of its workers.
    pub worker: u8,
    /// In which role.
    pub role: Role,
}

/// A passage as it is tried.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "as the command's")]
pub struct Passage {
    pub heading: Heading,
    pub categories: Categories,
    /// Which passage it replaces, where it does.
    pub replaces: Option<u8>,
    /// Whether it replaces a passage that has a newer version already.
    pub outdated: bool,
}

/// A passage that is there already, as it is named.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Which one.
    pub passage: u8,
    /// Whether also one that the worker does not see.
    pub blind: bool,
    /// Whether also one that has a newer version already.
    pub outdated: bool,
}

/// Whom a restriction names besides the writer.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "as the restriction's")]
pub struct Restricted {
    pub organisation: Option<u8>,
    pub worker: Option<(u8, u8)>,
}

/// An audience of an agreement, or whom an objection is against.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "as the audience's")]
pub enum Target {
    Organisation(u8),
    Worker(u8, u8),
    Purpose(Purpose),
    Everyone,
}

/// Six organisations and a hundred to a hundred and forty steps, of which one of the first few opens the case.
pub fn plans() -> impl Strategy<Value = Plan> {
    let before = prop::collection::vec(step(), 0..3);
    let after = prop::collection::vec(step(), 99..139);
    (before, who(), after).prop_map(|(before, who, after)| {
        let open = Step::Open {
            who: Who {
                involved: false,
                role: Role::Practitioner,
                ..who
            },
        };
        let steps = before.into_iter().chain([open]).chain(after).collect();
        Plan {
            organisations: cast::ORGANISATIONS.len(),
            steps,
        }
    })
}

/// How often one of the steps of this file is tried, in comparison with those of the themes.
const FIRST: u32 = 72;

fn step() -> impl Strategy<Value = Step> {
    let first = prop_oneof![
        6 => prop::sample::select(vec![0, 10, 1440, 2880, 5760]).prop_map(|minutes| Step::Wait { minutes }),
        5 => prop::bool::weighted(0.25).prop_map(|early| Step::Timers { early }),
        1 => who().prop_map(|who| Step::Open { who }),
        10 => about_me(),
        8 => confirm(),
        9 => (who(), topics(), option::weighted(0.5, restricted()))
            .prop_map(|(who, categories, restriction)| Step::Note { who, categories, restriction }),
        7 => (who(), target(), scopes(), option::weighted(0.7, -1..6_i8))
            .prop_map(|(who, with, categories, days)| Step::Agree { who, with, categories, days }),
        4 => (who(), target(), option::weighted(0.8, topics()))
            .prop_map(|(who, against, categories)| Step::Object { who, against, categories }),
        8 => refer(),
        7 => answer(),
    ];
    let themes = themes::steps().into_iter();
    let themes = themes.map(|(weight, step)| (weight, step.prop_map(Step::Theme).boxed()));
    prop::strategy::Union::new_weighted(
        [(FIRST, first.boxed())].into_iter().chain(themes).collect(),
    )
}

fn about_me() -> impl Strategy<Value = Step> {
    let heading = prop_oneof![
        2 => Just(Heading::Communication),
        3 => prop::sample::select(Heading::ALL.to_vec()),
    ];
    let passage = (
        heading,
        added(),
        option::weighted(0.45, any::<u8>()),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(heading, categories, replaces, outdated)| Passage {
            heading,
            categories,
            replaces,
            outdated,
        });
    let passages = prop_oneof![1 => Just(Vec::new()), 20 => prop::collection::vec(passage, 1..4)];
    (who(), passages).prop_map(|(who, passages)| Step::AboutMe { who, passages })
}

fn confirm() -> impl Strategy<Value = Step> {
    let named = (
        any::<u8>(),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(passage, blind, outdated)| Named {
            passage,
            blind,
            outdated,
        });
    let passages = prop_oneof![1 => Just(Vec::new()), 20 => prop::collection::vec(named, 1..4)];
    (who(), passages).prop_map(|(who, passages)| Step::Confirm { who, passages })
}

fn refer() -> impl Strategy<Value = Step> {
    let ticked = prop::collection::vec(any::<u8>(), 0..4);
    (
        who(),
        any::<u8>(),
        topics(),
        prop::bool::weighted(0.6),
        ticked,
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |(who, service, categories, agreed, ticked, blind)| Step::Refer {
                who,
                service,
                categories,
                agreed,
                ticked,
                blind,
            },
        )
}

fn answer() -> impl Strategy<Value = Step> {
    (
        who(),
        prop::bool::weighted(0.85),
        any::<u8>(),
        prop::bool::weighted(0.75),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(who, asked, referral, accept, stale)| Step::Answer {
            who,
            asked,
            referral,
            accept,
            stale,
        })
}

pub fn who() -> impl Strategy<Value = Who> {
    let role = prop_oneof![12 => Just(Role::Practitioner), 6 => Just(Role::LinkWorker), 1 => Just(Role::Manager), 1 => Just(Role::Volunteer)];
    (prop::bool::weighted(0.85), any::<u8>(), any::<u8>(), role).prop_map(
        |(involved, organisation, worker, role)| Who {
            involved,
            organisation,
            worker,
            role,
        },
    )
}

pub fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        3 => any::<u8>().prop_map(Target::Organisation),
        2 => any::<(u8, u8)>().prop_map(|(organisation, worker)| Target::Worker(organisation, worker)),
        3 => prop::sample::select(Purpose::ALL.to_vec()).prop_map(Target::Purpose),
        1 => Just(Target::Everyone),
    ]
}

pub fn restricted() -> impl Strategy<Value = Restricted> {
    (
        option::weighted(0.4, any::<u8>()),
        option::weighted(0.6, any::<(u8, u8)>()),
    )
        .prop_map(|(organisation, worker)| Restricted {
            organisation,
            worker,
        })
}

/// What one thing is about: one or two categories, now and then none.
pub fn topics() -> impl Strategy<Value = Categories> {
    sets(&[
        &[Category::Health],
        &[Category::MentalHealth],
        &[Category::SocialCare],
        &[Category::Housing],
        &[Category::SubstanceUse],
        &[Category::SexualHealth],
        &[Category::AboutMe],
        &[Category::Identity],
        &[Category::Health, Category::MentalHealth],
        &[Category::SocialCare, Category::AboutSomebodyElse],
        &[Category::AboutMe, Category::Plan],
        &[],
    ])
}

/// What a passage is about, besides the person: mostly nothing.
pub fn added() -> impl Strategy<Value = Categories> {
    sets(&[
        &[],
        &[],
        &[],
        &[Category::Plan],
        &[Category::Health],
        &[Category::MentalHealth],
        &[Category::SexualHealth],
    ])
}

/// What an agreement is about: a little, much, all; now and then nothing.
pub fn scopes() -> impl Strategy<Value = Categories> {
    let health = [
        Category::Health,
        Category::MentalHealth,
        Category::SubstanceUse,
    ];
    let home = [
        Category::Housing,
        Category::Money,
        Category::AboutMe,
        Category::Plan,
    ];
    let care = [
        Category::SocialCare,
        Category::AboutMe,
        Category::AboutSomebodyElse,
    ];
    sets(&[
        &health,
        &home,
        &care,
        &[Category::Health],
        &[Category::AboutMe],
        &Category::ALL,
        &Category::ALL,
        &[],
    ])
}

fn sets(sets: &[&[Category]]) -> impl Strategy<Value = Categories> + use<> {
    prop::sample::select(
        sets.iter()
            .map(|set| Categories::of(set))
            .collect::<Vec<_>>(),
    )
}
