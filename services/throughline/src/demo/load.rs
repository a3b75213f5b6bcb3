//! Loads the locality: registers it, and lets its people live through their months, many of them at the same time.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
};

use anyhow::{Context, bail};
use api::{Connection, internal::AwaitAppliedRequest};
use jiff::{Span, civil::Date};
use tokio::task::JoinSet;

use super::{
    chance::Chance,
    clock::DemoClock,
    journeys::{self, Journey},
    locality::Locality,
    people::Person,
    send::{Counts, Sender, pause},
    telling::{DAYS, Telling},
    timeline::{Moment, Timeline, working_day},
    words::NEEDS,
};
use crate::system::System;

/// Longer than any catching up between two moments takes, in milliseconds.
const WAIT_MS: u32 = 10_000;
/// How often it is waited for that long.
const WAITS: u32 = 30;

/// What is loaded.
pub struct Plan {
    /// The same seed gives the same people, days and words, and the same ids where the keys have the same root.
    pub seed: u64,
    /// How many people.
    pub people: usize,
    /// How many times the locality is there.
    pub localities: usize,
    /// How many people's commands are under way at the same time.
    pub at_once: usize,
    /// The day on which the months end.
    pub today: Date,
    /// Whether every file is up to date, and what is due recorded, before the next moment comes: then the same plan
    /// gives the same files. Otherwise the system keeps up as well as it can.
    pub in_step: bool,
}

/// One of the people, as they were told.
pub struct Loaded {
    /// The journey that they are on.
    pub journey: &'static str,
    /// Their id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// The organisations that took part, whoever leads first.
    pub organisations: Vec<String>,
}

/// How far a load is.
#[derive(Clone, Copy, Default)]
pub struct Progress {
    /// The day that it is, of [`DAYS`].
    pub day: u32,
    /// People whose journey has been told to today.
    pub told: usize,
    /// Calls that were answered.
    pub calls: u64,
    /// Commands among them.
    pub commands: u64,
}

/// Loads a plan into a system, over these connections; the clock is the system's own.
///
/// # Errors
/// Where a command is refused.
pub async fn load(
    system: &System,
    connections: &[Connection],
    clock: &DemoClock,
    plan: &Plan,
    mut progress: impl FnMut(Progress),
) -> anyhow::Result<Vec<Loaded>> {
    let counts = Arc::new(Counts::default());
    let first = plan.today.saturating_sub(Span::new().days(DAYS));
    let stage = Stage {
        system,
        clock,
        first,
        in_step: plan.in_step,
    };
    stage.begin(Moment::default()).await?;
    let mut localities = Vec::new();
    for number in 0..plan.localities {
        let name = format!("locality {number}");
        let mut sender = Sender::new(plan.seed, &name, counts.clone());
        let connection = connections.get(number % connections.len().max(1));
        let connection = connection.context("there is no connection to load over")?;
        localities.push(Arc::new(
            Locality::register(connection, number, first, &mut sender).await?,
        ));
    }
    stage.caught_up().await?;

    let timeline = Timeline::new(plan.at_once);
    let mut starts = starts(plan, first);
    let mut told: Vec<(usize, Loaded)> = Vec::with_capacity(plan.people);
    let mut under_way = JoinSet::new();
    while let Some(moment) = starts
        .keys()
        .next()
        .copied()
        .into_iter()
        .chain(timeline.next())
        .min()
    {
        stage.begin(moment).await?;
        timeline.come(moment);
        for start in starts.remove(&moment).unwrap_or_default() {
            let locality = localities[start.number % localities.len()].clone();
            let sender = Sender::new(
                plan.seed,
                &format!("person {}", start.number),
                counts.clone(),
            );
            let mut telling = start.telling(plan, first, moment, locality, sender, timeline.seat());
            under_way.spawn(async move {
                telling.seat.wait_for(moment).await;
                let told = (start.journey.tell)(telling).await;
                let told = told.with_context(|| format!("the journey {}", start.journey.name))?;
                anyhow::Ok((start.number, loaded(start.journey, told)))
            });
        }
        loop {
            tokio::select! {
                Some(ended) = under_way.join_next() => told.push(ended??),
                () = timeline.all_wait() => break,
            }
        }
        progress(Progress {
            day: moment.day,
            told: told.len(),
            calls: counts.calls.load(Ordering::Relaxed),
            commands: counts.commands.load(Ordering::Relaxed),
        });
    }
    while let Some(ended) = under_way.join_next().await {
        told.push(ended??);
    }
    stage.caught_up().await?;
    told.sort_by_key(|(number, _)| *number);
    Ok(told.into_iter().map(|(_, loaded)| loaded).collect())
}

/// Somebody whose journey begins.
struct Start {
    number: usize,
    journey: &'static Journey,
    chance: Chance,
    day: u32,
}

/// Who begins when.
fn starts(plan: &Plan, first: Date) -> BTreeMap<Moment, Vec<Start>> {
    let mut chance = Chance::new(plan.seed);
    let mut starts: BTreeMap<Moment, Vec<Start>> = BTreeMap::new();
    for (number, journey) in journeys::shared_out(plan.people).into_iter().enumerate() {
        let mut chance = chance.split();
        let (from, to) = journey.days_ago;
        let ago = u32::try_from(chance.below((to - from + 1) as usize)).unwrap_or_default() + from;
        let day = DAYS - ago;
        let slot = u8::try_from(chance.below(Moment::SLOTS - 1)).unwrap_or_default();
        let moment = Moment {
            day: working_day(first, day, DAYS),
            slot,
        };
        starts.entry(moment).or_default().push(Start {
            number,
            journey,
            chance,
            day,
        });
    }
    starts
}

impl Start {
    fn telling(
        &self,
        plan: &Plan,
        first: Date,
        moment: Moment,
        locality: Arc<Locality>,
        sender: Sender,
        seat: super::timeline::Seat,
    ) -> Telling {
        let mut chance = self.chance.clone();
        // In turn, shifted each time around, so that even of a few people each need is somebody's.
        let around = self.number / NEEDS.len();
        let need = NEEDS[(self.number + around * 5) % NEEDS.len()];
        let person = if self.journey.name == "maureen" {
            Person::maureen()
        } else {
            Person::invented(self.number, need.ages, plan.today, &mut chance)
        };
        Telling {
            person,
            need,
            chance,
            id: String::new(),
            sender,
            seat,
            locality,
            first,
            parts: Vec::new(),
            day: self.day,
            moment,
            receipts: BTreeMap::new(),
            noted: 0,
        }
    }
}

fn loaded(journey: &Journey, told: Telling) -> Loaded {
    let parts = told.parts.iter();
    Loaded {
        journey: journey.name,
        organisations: parts
            .map(|part| part.who.organisation().to_owned())
            .collect(),
        person: told.id,
        name: told.person.identity.name,
    }
}

/// The system on which it is told, and its clock.
struct Stage<'a> {
    system: &'a System,
    clock: &'a DemoClock,
    first: Date,
    in_step: bool,
}

impl Stage<'_> {
    /// Lets a moment come: what was recorded before is in every file, and what is due by then is recorded.
    async fn begin(&self, moment: Moment) -> anyhow::Result<()> {
        if !self.in_step {
            self.clock.stand_at(moment.at(self.first));
            return Ok(());
        }
        self.caught_up().await?;
        self.clock.stand_at(moment.at(self.first));
        let mut timekeeper = self.system.timekeeper();
        loop {
            let round = timekeeper.round().await?;
            if round.failed > 0 {
                bail!("what is due could not be recorded");
            }
            if round.recorded == 0 {
                return Ok(());
            }
            self.caught_up().await?;
        }
    }

    /// Waits until every file includes what the log holds.
    async fn caught_up(&self) -> anyhow::Result<()> {
        let mut projector = self.system.projector();
        let mut position = None;
        for _ in 0..WAITS {
            let request = AwaitAppliedRequest {
                position: position.unwrap_or_default(),
                wait_ms: WAIT_MS,
            };
            // It refuses for a moment after its start.
            let Ok(answer) = projector.await_applied(request).await else {
                pause().await;
                continue;
            };
            let answer = answer.into_inner();
            if position.is_some() && answer.applied {
                return Ok(());
            }
            position = position.or(Some(answer.head));
        }
        bail!("the files do not catch up with the log")
    }
}
