//! One person's months, as a journey tells them: who acts, on which day, and what they have done so far.
//!
//! What can be done stands in `telling/`, one file for each theme; each is one call of the public contract or a few.
//! Which of it is done, and in which order, is the journeys' matter.

mod about_me;
mod action;
mod case;
mod handover;
mod joining;
mod life;
mod people;
mod plan;
mod reading;
mod records;
mod referral;
mod review;
mod safeguarding;
mod sharing;
mod volunteer;

use std::{collections::BTreeMap, sync::Arc};

use anyhow::{Context, ensure};
use api::v1::{Category, Receipt};
use jiff::civil::Date;

use super::{
    acting::Acting,
    chance::Chance,
    locality::{Locality, Offer},
    people::Person,
    send::Sender,
    timeline::{self, Moment, Seat},
    words::{Ask, Need},
};
pub(super) use about_me::new_passage;
pub(super) use sharing::by_the_person;

/// How many days the demo's people live through, up to yesterday.
pub const DAYS: u32 = 180;

/// A service that takes part, and who acts for it.
#[derive(Clone)]
pub struct Part {
    /// The service.
    pub offer: Offer,
    /// Who acts.
    pub who: Acting,
}

/// One person's months.
pub struct Telling {
    /// Who it is about.
    pub person: Person,
    /// What they come with.
    pub need: &'static Need,
    /// What is left to chance.
    pub chance: Chance,
    /// The person's id, once their case is open.
    pub id: String,
    pub(super) sender: Sender,
    pub(super) seat: Seat,
    pub(super) locality: Arc<Locality>,
    pub(super) first: Date,
    /// Who takes part; whoever leads is the first.
    pub(super) parts: Vec<Part>,
    /// The day that it is, and the moment of it; they differ where the day is a weekend.
    pub(super) day: u32,
    pub(super) moment: Moment,
    /// The last receipt of each organisation, so that what it reads includes what it wrote.
    pub(super) receipts: BTreeMap<String, String>,
    /// How many of the need's notes were written.
    pub(super) noted: usize,
}

impl Telling {
    /// Waits until so many days have passed; what happens at a weekend happens on the working day beside it.
    ///
    /// # Errors
    /// Where that is not in the past.
    pub async fn days_pass(&mut self, days: u32) -> anyhow::Result<()> {
        self.day += days;
        ensure!(self.day < DAYS, "a journey goes on beyond yesterday");
        let day = timeline::working_day(self.first, self.day, DAYS);
        let slot = self.chance.below(Moment::SLOTS);
        let slot = u8::try_from(slot).unwrap_or_default();
        // Two of a person's steps have a moment each, so that the second sees what came of the first.
        let next = self.moment.later(self.first, DAYS);
        self.moment = next.max(Moment { day, slot });
        self.seat.wait_for(self.moment).await;
        Ok(())
    }

    /// Waits until a number of days between these have passed.
    ///
    /// # Errors
    /// As [`Telling::days_pass`].
    pub async fn some_days_pass(&mut self, from: usize, to: usize) -> anyhow::Result<()> {
        let days = from + self.chance.below(to - from + 1);
        self.days_pass(u32::try_from(days).unwrap_or_default())
            .await
    }

    /// Waits until the next part of the day.
    pub async fn later(&mut self) {
        self.moment = self.moment.later(self.first, DAYS);
        self.seat.wait_for(self.moment).await;
    }

    /// How many days are left until today.
    pub fn days_left(&self) -> u32 {
        DAYS - self.day
    }

    /// A date so many days after the story's day; before it, where the number is negative.
    pub fn date_in(&self, days: i64) -> String {
        let today = timeline::date(self.first, self.day);
        today
            .saturating_add(jiff::Span::new().days(days))
            .to_string()
    }

    /// Whoever leads the case.
    pub fn lead(&self) -> Acting {
        self.part(0)
    }

    /// Whoever acts for the part of this number; the lead where there is none.
    pub fn part(&self, number: usize) -> Acting {
        let part = self.parts.get(number).or_else(|| self.parts.first());
        part.map(|part| part.who.clone())
            .expect("a case is opened before anybody acts in it")
    }

    /// One of the services of this key, and one of those who do its work.
    pub(super) fn somebody_of(&mut self, key: &str) -> anyhow::Result<Part> {
        let offers = self.locality.offers(key);
        let offer = self.chance.pick(&offers);
        let workers: Vec<_> = offer.workers().collect();
        ensure!(!workers.is_empty(), "nobody works in {key}");
        let worker = self.chance.pick(&workers);
        let who = self.locality.acting(offer.organisation(), worker);
        Ok(Part { offer, who })
    }

    /// As [`Telling::somebody_of`], of an organisation that does not take part yet: of another service, where all who offer
    /// this one do.
    pub(super) fn another_of(&mut self, key: &str) -> anyhow::Result<Part> {
        let mut part = self.somebody_of(key)?;
        while self
            .parts
            .iter()
            .any(|one| one.who.organisation() == part.who.organisation())
        {
            let offered = super::locality::organisations::ORGANISATIONS.iter();
            let keys: Vec<_> = offered
                .flat_map(|one| one.services.iter())
                .map(|one| one.key)
                .collect();
            let key = self.chance.pick(&keys);
            part = self.somebody_of(key)?;
        }
        Ok(part)
    }

    /// A worker of the locality, by organisation and name.
    ///
    /// # Errors
    /// Where there is none.
    pub fn worker(&self, organisation: &str, worker: &str) -> anyhow::Result<Acting> {
        let organisations = super::locality::organisations::ORGANISATIONS.iter();
        let organisation = organisations
            .clone()
            .find(|listed| listed.code == organisation)
            .context("there is no such organisation")?;
        let workers = &mut organisation.workers.iter();
        let worker = workers
            .find(|listed| listed.id == worker)
            .context("nobody there is called that")?;
        Ok(self.locality.acting(organisation, worker))
    }

    /// Keeps the receipt of what somebody did.
    pub(super) fn keep(&mut self, who: &Acting, receipt: Option<Receipt>) {
        if let Some(receipt) = receipt {
            let organisation = who.organisation().to_owned();
            self.receipts.insert(organisation, receipt.token);
        }
    }

    /// What an answer to somebody has to include.
    pub(super) fn not_before(&self, who: &Acting) -> String {
        let receipt = self.receipts.get(who.organisation());
        receipt.cloned().unwrap_or_default()
    }

    /// One of the wordings, with the person in it.
    pub fn say(&mut self, wordings: &[&str]) -> String {
        let wording = self.chance.pick(wordings);
        self.person.in_words(wording)
    }

    /// Whom the need would ask as the one of this number; around again where it has fewer.
    pub fn ask(&self, number: usize) -> &'static Ask {
        &self.need.asks[number % self.need.asks.len()]
    }
}

/// Categories as they go over the wire.
pub(super) fn numbers(categories: &[Category]) -> Vec<i32> {
    categories
        .iter()
        .map(|category| i32::from(*category))
        .collect()
}
