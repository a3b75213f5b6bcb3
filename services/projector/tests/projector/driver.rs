//! Random commands in a town: everything that a person's stream knows, from a seed. What must hold is not stated here.

use casework::{
    Categories, Category, Role,
    about_me::record::RecordAboutMe,
    agreement::{Audience, record::RecordAgreement},
    calendar::{LastDay, date_at},
    case::open::OpenCase,
    event::By,
    fact::{About, Identity, Restriction},
    history::History,
    ids::{FactId, OrganisationId, PersonId},
    note::record::RecordNote,
    objection::{Against, record::RecordObjection},
    reading::Page,
    referral::{
        DeclineReason, State, accept::AcceptReferral, decline::DeclineReferral,
        raise::RaiseReferral,
    },
    service::{Purpose, Service},
    testing,
    timer::{RecordDue, due},
    words::Words,
};
use eventlog::Position;
use jiff::{Timestamp, ToSpan};

use crate::{bytes::canary, town::Town};

const ORGANISATIONS: [(&str, Purpose); 5] = [
    ("E82999", Purpose::HealthCare),
    ("LVF-FRIENDS", Purpose::CommunitySupport),
    ("HCC-SOCIAL", Purpose::SocialCare),
    ("HCC-HOUSING", Purpose::Housing),
    ("LVF-TURNING", Purpose::HealthCare),
];
const WORKERS: [&str; 2] = ["alex", "billie"];
const NEEDS: [Category; 5] = [
    Category::AboutMe,
    Category::Health,
    Category::MentalHealth,
    Category::SocialCare,
    Category::Housing,
];

/// Random commands from a seed.
pub struct Driver {
    state: u64,
    words: u64,
}

/// What a step recorded.
pub struct Recorded {
    pub position: Position,
    /// Whether it may have taken something away.
    pub withdraws: bool,
}

impl Driver {
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed,
            words: 0,
        }
    }

    /// SplitMix64: every number depends on the seed alone.
    pub fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() {
            None
        } else {
            from.get(self.below(from.len()))
        }
    }

    /// Words that occur nowhere else.
    pub fn words(&mut self) -> Words {
        self.words += 1;
        Words::name("words", &canary(self.words)).unwrap()
    }

    /// Tries commands until one is recorded.
    pub async fn step(&mut self, town: &mut Town) -> Recorded {
        loop {
            if self.one_in(6) {
                town.now += i64::try_from(self.below(3000)).unwrap().minutes();
            }
            let person = *self.pick(&town.people).unwrap();
            let history = town.streams.read(&person).await.unwrap().state.clone();
            self.read(town, person, &history).await;
            let (position, withdraws) = self.command(town, person, &history).await;
            if let Some(position) = position {
                return Recorded {
                    position,
                    withdraws,
                };
            }
        }
    }

    /// Now and then somebody who takes part reads before anything is done.
    async fn read(&mut self, town: &Town, person: PersonId, history: &History) {
        if history.involvements().next().is_some() && self.one_in(3) {
            let (by, page) = (self.by(history), *self.pick(&Page::ALL).unwrap());
            town.opens(person, &by, page).await;
        }
    }

    async fn command(
        &mut self,
        town: &mut Town,
        person: PersonId,
        history: &History,
    ) -> (Option<Position>, bool) {
        let by = self.by(history);
        if history.open_case().is_none() {
            let open = self.open_case(&by.organisation);
            return (town.person(person, &by, &open).await, false);
        }
        match self.below(20) {
            0..6 => (town.person(person, &by, &self.note()).await, false),
            6..9 => (
                town.person(person, &by, &self.about_me(history)).await,
                true,
            ),
            9..12 => (town.person(person, &by, &self.agreement(town)).await, true),
            12 | 13 => (town.person(person, &by, &self.objection()).await, true),
            14 | 15 => (
                town.person(person, &by, &self.referral(history)).await,
                true,
            ),
            16..18 => self.answer(town, person, history).await,
            _ => self.timer(town, person, history).await,
        }
    }

    fn by(&mut self, history: &History) -> By {
        let involved: Vec<_> = history
            .involvements()
            .map(|one| one.terms.organisation.clone())
            .collect();
        let organisation = self
            .pick(&involved)
            .cloned()
            .unwrap_or_else(|| self.organisation());
        let worker = *self.pick(&WORKERS).unwrap();
        testing::by(organisation.as_str(), worker, Role::Practitioner)
    }

    fn organisation(&mut self) -> OrganisationId {
        self.pick(&ORGANISATIONS).unwrap().0.parse().unwrap()
    }

    pub fn open_case(&mut self, organisation: &OrganisationId) -> OpenCase {
        let opened = testing::maureen();
        let identity = Identity {
            name: self.words(),
            preferred_name: None,
            ..opened.identity
        };
        OpenCase {
            service: service(organisation),
            identity,
            ..opened
        }
    }

    fn categories(&mut self) -> Categories {
        let (first, second) = (*self.pick(&NEEDS).unwrap(), *self.pick(&NEEDS).unwrap());
        Categories::of(&[first, second])
    }

    fn note(&mut self) -> RecordNote {
        let restricted = self.one_in(4).then(|| {
            let (organisation, other) = (self.organisation(), self.organisation());
            let workers = [(other, [WORKERS[0].parse().unwrap()].into())].into();
            Restriction {
                organisations: [organisation].into(),
                workers,
                ..Restriction::default()
            }
        });
        RecordNote {
            words: self.words(),
            categories: self.categories(),
            restriction: restricted,
        }
    }

    fn about_me(&mut self, history: &History) -> RecordAboutMe {
        let older = self.passages(history);
        let replaces = if self.one_in(2) {
            self.pick(&older).copied()
        } else {
            None
        };
        let categories = if self.one_in(3) {
            self.categories()
        } else {
            Categories::NONE
        };
        let words = self.words();
        testing::about_me(vec![casework::about_me::record::Passage {
            words,
            categories,
            replaces,
            ..testing::passage("words", &[])
        }])
    }

    fn passages(&self, history: &History) -> Vec<FactId> {
        let passages = history
            .facts()
            .iter()
            .filter(|one| matches!(one.fact.about, About::Passage { .. }));
        passages.map(|one| one.id).collect()
    }

    fn agreement(&mut self, town: &Town) -> RecordAgreement {
        let audience = match self.below(3) {
            0 => Audience::Organisation(self.organisation()),
            1 => Audience::Purpose(self.pick(&ORGANISATIONS).unwrap().1),
            _ => Audience::EveryoneInvolved,
        };
        let categories = if self.one_in(2) {
            Categories::of(&NEEDS)
        } else {
            self.categories()
        };
        let days = i64::try_from(self.below(4)).unwrap();
        let until = self
            .one_in(2)
            .then(|| LastDay::on(date_at(town.now).saturating_add(days.days())).unwrap());
        RecordAgreement {
            audience,
            categories,
            until,
            words: Some(self.words()),
            ..testing::agreement(Audience::EveryoneInvolved, &[])
        }
    }

    fn objection(&mut self) -> RecordObjection {
        let against = match self.below(4) {
            0 | 1 => Against::Organisation(self.organisation()),
            2 => Against::Worker(self.organisation(), WORKERS[0].parse().unwrap()),
            _ => Against::Purpose(self.pick(&ORGANISATIONS).unwrap().1),
        };
        let categories = if self.one_in(3) {
            None
        } else {
            Some(self.categories())
        };
        RecordObjection {
            categories,
            words: Some(self.words()),
            ..testing::objection(against, None)
        }
    }

    fn referral(&mut self, history: &History) -> RaiseReferral {
        let passages = self.passages(history);
        let ticked = self.pick(&passages).copied().into_iter().collect();
        let without_agreement = self.one_in(3).then(|| self.words());
        let (service, categories) = (service(&self.organisation()), self.categories());
        RaiseReferral {
            service,
            reason: self.words(),
            categories,
            without_agreement,
            ticked,
            call_taken_by: None,
            offered: Vec::new(),
            choice: None,
        }
    }

    async fn answer(
        &mut self,
        town: &mut Town,
        person: PersonId,
        history: &History,
    ) -> (Option<Position>, bool) {
        let open: Vec<_> = history
            .referrals()
            .filter(|one| one.state == State::Open)
            .collect();
        let Some(referral) = self.pick(&open) else {
            return (None, false);
        };
        let by = testing::by(
            referral.terms.organisation.as_str(),
            WORKERS[0],
            Role::Practitioner,
        );
        let now = history
            .facts()
            .last()
            .map_or(Timestamp::UNIX_EPOCH, |last| last.at);
        let seen = testing::referrals::seen(history, &by, now, referral);
        let id = referral.id;
        let words = self.words();
        if self.one_in(4) {
            let decline = DeclineReferral {
                referral: id,
                seen,
                reason: DeclineReason::NoCapacity,
                words,
                instead: None,
                service: None,
            };
            return (town.person(person, &by, &decline).await, true);
        }
        let accept = AcceptReferral {
            referral: id,
            seen,
            words: Some(words),
        };
        (town.person(person, &by, &accept).await, true)
    }

    async fn timer(
        &mut self,
        town: &mut Town,
        person: PersonId,
        history: &History,
    ) -> (Option<Position>, bool) {
        let now = town.now;
        let Some(due) = due(history).into_iter().find(|due| due.at <= now) else {
            return (None, false);
        };
        let holder = history.open_case().unwrap().holder.organisation.clone();
        let by = By {
            organisation: holder,
            ..testing::timekeeper()
        };
        let position = town.person(person, &by, &RecordDue(due)).await;
        (position, true)
    }
}

/// The organisation's service.
pub fn service(organisation: &OrganisationId) -> Service {
    let (code, purpose) = *ORGANISATIONS
        .iter()
        .find(|(code, _)| *code == organisation.as_str())
        .unwrap();
    let mut service = testing::service(code, purpose, &NEEDS);
    if code == "LVF-TURNING" {
        service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
    }
    service
}
