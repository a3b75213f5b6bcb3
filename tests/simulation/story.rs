//! One story: what a seed makes of two processes, a projector, three people and their clients.
//!
//! Nothing runs by itself: each turn polls one request, or lets a client, a clock or a fault act.

mod trouble;

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    task::Poll,
};

use casestore::{Done, Error, Streams};
use casework::{history::History, ids::PersonId};
use eventlog::{
    EventLog, LogId,
    memory::{Fault, MemoryLog},
};
use jiff::{Timestamp, ToSpan};
use keyring::Keyring;
use uuid::Uuid;

use super::{
    chance::Chance,
    client,
    keys::{Keys, Pool},
    network::Network,
    order::{Ask, Order},
    pause::{Pauses, Woken},
    projector::{self, Files},
    tally::Tally,
    witness::Witness,
};

/// The people.
pub const PEOPLE: [PersonId; 3] = [
    PersonId(Uuid::from_u128(1)),
    PersonId(Uuid::from_u128(2)),
    PersonId(Uuid::from_u128(3)),
];
/// Orders in one story.
const ORDERS: usize = 30;
/// Turns after which something must have got stuck.
const TURNS_MAX: usize = 60_000;
/// The place of the projector, after the two processes.
const PROJECTOR: usize = 2;

/// Two processes, a projector, their clients, and the log between them.
pub struct Story {
    pub(super) chance: Chance,
    pub(super) log: Arc<MemoryLog>,
    pub(super) network: Arc<Network>,
    pub(super) keys: Arc<Keys>,
    /// The streams of the two processes and of the projector.
    pub(super) streams: [Arc<Streams<History>>; 3],
    /// How far each process's clock is off, in seconds.
    pub(super) skew_s: [i64; 2],
    pub(super) files: Arc<Mutex<Files>>,
    pub(super) witness: Witness,
    pub(super) orders: Vec<Order>,
    flights: Vec<Flight>,
    now: Timestamp,
    pub(super) tally: Tally,
}

/// A request under way.
struct Flight {
    /// The process that it runs in.
    at: usize,
    sent: Option<Sent>,
    woken: Arc<Woken>,
    task: Pin<Box<dyn Future<Output = Landed> + Send>>,
}

/// What a client sent.
#[derive(Clone, Copy)]
struct Sent {
    order: usize,
    /// The process's time.
    now: Timestamp,
    /// How many events the stream held.
    version: usize,
}

enum Landed {
    Answered(Result<Done, Error>),
    Projected(Result<(), Error>),
}

impl Story {
    /// The story of this seed, before its first turn.
    pub fn new(seed: u64, pool: &Pool) -> Self {
        let mut chance = Chance::new(seed);
        let pauses = Pauses::new(chance.split());
        let log = Arc::new(MemoryLog::new(LogId(Uuid::from_u128(1))));
        let network = Arc::new(Network {
            log: log.clone(),
            pauses: pauses.clone(),
        });
        let keys = Arc::new(Keys::new(pool.clone(), pauses));
        let witness = Witness::new(log.clone(), keys.at_once(), PEOPLE);
        let streams = [1_000, 60, 1_000].map(|weight_max| streams(&network, &keys, weight_max));
        Self {
            chance,
            log,
            network,
            keys,
            streams,
            skew_s: [0, 0],
            files: Arc::default(),
            witness,
            orders: Vec::new(),
            flights: Vec::new(),
            now: "2026-06-08T09:00:00Z".parse().unwrap(),
            tally: Tally::default(),
        }
    }

    /// Tells the story to its end.
    pub fn tell(mut self) -> Tally {
        for _ in 0..TURNS_MAX {
            self.turn();
            if self.orders.len() >= ORDERS && self.flights.is_empty() && self.chance.one_in(4) {
                self.settle();
                self.check_end();
                return self.tally;
            }
        }
        panic!("the story does not end: something waits for ever");
    }

    fn turn(&mut self) {
        match self.chance.below(100) {
            0..=9 => self.client_acts(),
            10 => self.crash(),
            11 => self.fault(),
            12 | 13 => self.clocks_move(),
            14..=16 => self.projector_starts(),
            _ => self.poll_somebody(),
        }
    }

    fn client_acts(&mut self) {
        let unheard = |order: &Order| order.is_open() && order.in_flight == 0;
        let waiting: Vec<usize> = (0..self.orders.len())
            .filter(|place| unheard(&self.orders[*place]))
            .collect();
        if !waiting.is_empty() && self.chance.one_in(2) {
            let order = self.chance.pick(&waiting);
            // Most clients try again, some never do.
            self.orders[order].given_up = self.chance.one_in(12);
            if !self.orders[order].given_up {
                self.send(order);
            }
        } else if !self.orders.is_empty() && self.chance.one_in(5) {
            // A repeat that was not needed, or that overtakes the first.
            let order = self.chance.below(self.orders.len());
            self.send(order);
        } else if self.orders.len() < ORDERS {
            self.new_order();
        }
    }

    fn new_order(&mut self) {
        let person = self.chance.pick(&PEOPLE);
        let history = &self.witness.person(person).history;
        let (by, ask) = client::idea(&mut self.chance, history, self.now);
        let place = self.orders.len();
        let id = self.id_for(place, person, &by, &ask);
        if let Some(known) = self.orders.iter().position(|order| {
            order.id == id && order.person == person && is_timer(&ask) && order.by == by
        }) {
            // Another replica of the timekeeper sends what this one has sent.
            return self.send(known);
        }
        let mut digest = [0; 32];
        digest[..8].copy_from_slice(&(place as u64).to_be_bytes());
        self.tally.say(|| format!("order {place}: {}", ask.name()));
        let (in_flight, done, first_hand, refused, given_up) = (0, None, false, false, false);
        self.orders.push(Order {
            person,
            by,
            id,
            digest,
            ask,
            in_flight,
            done,
            first_hand,
            refused,
            given_up,
        });
        self.send(place);
    }

    /// A timer's id derives from the timer and its due time; other ids are new, but for a client in error.
    fn id_for(
        &mut self,
        place: usize,
        person: PersonId,
        by: &casework::event::By,
        ask: &Ask,
    ) -> Uuid {
        if is_timer(ask) {
            return Uuid::new_v5(&person.0, format!("{ask:?}").as_bytes());
        }
        let same_sender =
            |order: &&Order| order.person == person && order.by == *by && !is_timer(&order.ask);
        let earlier: Vec<Uuid> = self
            .orders
            .iter()
            .filter(same_sender)
            .map(|order| order.id)
            .collect();
        if !earlier.is_empty() && self.chance.one_in(12) {
            return self.chance.pick(&earlier);
        }
        Uuid::from_u128(place as u128 + 1)
    }

    fn send(&mut self, place: usize) {
        let at = self.chance.below(2);
        let now = self.now + self.skew_s[at].seconds();
        let order = &mut self.orders[place];
        order.in_flight += 1;
        let (streams, person, ask, request) = (
            self.streams[at].clone(),
            order.person,
            order.ask.clone(),
            order.request(now),
        );
        let version = self.witness.person(person).events.len();
        self.tally
            .say(|| format!("order {place} is sent to process {at}"));
        let task =
            Box::pin(async move { Landed::Answered(ask.send(&streams, &person, &request).await) });
        self.flights.push(Flight {
            at,
            sent: Some(Sent {
                order: place,
                now,
                version,
            }),
            woken: Woken::new(),
            task,
        });
    }

    fn projector_starts(&mut self) {
        if self.flights.iter().any(|flight| flight.at == PROJECTOR) {
            return;
        }
        let (streams, network, files) = (
            self.streams[PROJECTOR].clone(),
            self.network.clone(),
            self.files.clone(),
        );
        let task = Box::pin(async move {
            Landed::Projected(projector::advance(streams, network, files).await)
        });
        self.flights.push(Flight {
            at: PROJECTOR,
            sent: None,
            woken: Woken::new(),
            task,
        });
    }

    fn poll_somebody(&mut self) {
        let ready: Vec<usize> = (0..self.flights.len())
            .filter(|place| self.flights[*place].woken.is())
            .collect();
        if ready.is_empty() {
            assert!(
                self.flights.is_empty(),
                "every request waits, and nobody will wake one"
            );
            return;
        }
        let place = self.chance.pick(&ready);
        let flight = &mut self.flights[place];
        let landed = flight.woken.clone().poll(flight.task.as_mut());
        let kinds = self.witness.look(&self.orders);
        kinds.into_iter().for_each(|kind| self.tally.count(kind));
        if let Poll::Ready(landed) = landed {
            let Flight { sent, .. } = self.flights.swap_remove(place);
            self.land(sent, landed);
        }
    }

    fn land(&mut self, sent: Option<Sent>, landed: Landed) {
        match (sent, landed) {
            (Some(sent), Landed::Answered(answer)) => self.answered(sent, answer),
            (_, Landed::Projected(result)) => {
                result.expect("the log can be read at any time");
                self.check_files();
            }
            (None, Landed::Answered(_)) => unreachable!("an answer is to an order"),
        }
    }

    fn answered(
        &mut self,
        Sent {
            order: place,
            now,
            version,
        }: Sent,
        answer: Result<Done, Error>,
    ) {
        let order = &mut self.orders[place];
        order.in_flight -= 1;
        match answer {
            Ok(done) => {
                self.witness.check_done(order, &done);
                let first = *order.done.get_or_insert(done);
                assert_eq!(
                    (done.position, done.thing),
                    (first.position, first.thing),
                    "every repeat says the same"
                );
                assert!(done.repeated || !order.first_hand, "done a second time");
                order.first_hand |= !done.repeated;
                self.tally
                    .count(if done.repeated { "repeated" } else { "done" });
            }
            Err(Error::Refused(refusal)) => {
                self.witness
                    .check_refused(order, refusal.code, now, version);
                order.refused = true;
                self.tally.count(refusal.code.as_str());
            }
            Err(error) => {
                assert!(
                    error.retry_helps(),
                    "nothing here is beyond repair: {error}"
                );
                self.tally.count(if matches!(error, Error::Contended) {
                    "contended"
                } else {
                    "unavailable"
                });
            }
        }
        self.tally.say(|| format!("order {place} is answered"));
    }

    /// Every order whose client still waits is sent until it is answered; then the projector catches up.
    fn settle(&mut self) {
        for place in 0..self.orders.len() {
            let mut tries = 0;
            while self.orders[place].is_open() {
                tries += 1;
                assert!(tries < 500, "an order is never answered");
                self.send(place);
                self.drain();
            }
        }
        while self.files.lock().unwrap().checkpoint < self.witness.seen() {
            self.projector_starts();
            self.drain();
        }
    }

    fn drain(&mut self) {
        while !self.flights.is_empty() {
            self.poll_somebody();
        }
    }

    /// How many events each stream holds.
    pub(super) fn versions(&self) -> BTreeMap<PersonId, usize> {
        self.witness.versions()
    }
}

/// The streams of a process that starts.
pub(super) fn streams(
    network: &Arc<Network>,
    keys: &Arc<Keys>,
    weight_max: usize,
) -> Arc<Streams<History>> {
    let (log, keys): (Arc<dyn EventLog>, Arc<dyn Keyring>) = (network.clone(), keys.clone());
    Arc::new(Streams::new(log, keys, weight_max))
}

fn is_timer(ask: &Ask) -> bool {
    matches!(ask, Ask::Due(_))
}
