//! The witness reads every commit as soon as it is in the log, and holds it against the rules: written out a second
//! time where that is short, run on the state before it where it is not.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use casestore::{Done, Stream, codec};
use casework::{
    command::Context,
    custody::Holder,
    event::{Event, Kinds, What},
    history::{Folded, History},
    ids::{OrganisationId, PersonId, ReferralId},
    life::CaseOpened,
    referral::ReferralRaised,
    refusal::Code,
};
use eventlog::{Commit, EventLog, Position, memory::MemoryLog};
use jiff::Timestamp;
use keyring::Keyring;
use uuid::Uuid;

use super::{keys::Keys, known, order::Order, pause::at_once};

/// Everything in the log, as one who never waits sees it.
pub struct Witness {
    log: Arc<MemoryLog>,
    keys: Keys,
    seen: Position,
    people: BTreeMap<PersonId, Person>,
    recorded: BTreeMap<Uuid, Recorded>,
}

/// One person's stream.
pub struct Person {
    /// Its events.
    pub events: Vec<Event>,
    /// They, folded.
    pub history: History,
    answered: BTreeMap<ReferralId, bool>,
    overdue: BTreeMap<ReferralId, u8>,
}

/// What one command recorded.
struct Recorded {
    person: PersonId,
    digest: [u8; 32],
    position: Position,
    thing: Option<Uuid>,
}

impl Witness {
    /// A witness of these people's streams.
    pub fn new(
        log: Arc<MemoryLog>,
        keys: Keys,
        people: impl IntoIterator<Item = PersonId>,
    ) -> Self {
        let people = people.into_iter().map(|id| (id, Person::new(id))).collect();
        Self {
            log,
            keys,
            seen: Position::START,
            people,
            recorded: BTreeMap::new(),
        }
    }

    /// One person's stream so far.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[&id]
    }

    /// How many events the streams hold.
    pub fn versions(&self) -> BTreeMap<PersonId, usize> {
        self.people
            .iter()
            .map(|(id, person)| (*id, person.events.len()))
            .collect()
    }

    /// The last commit's position.
    pub fn seen(&self) -> Position {
        self.seen
    }

    /// Takes in what is new in the log, and gives the kinds of the events.
    pub fn look(&mut self, orders: &[Order]) -> Vec<&'static str> {
        let commits = at_once(self.log.read_log(self.seen, usize::MAX)).unwrap();
        commits
            .iter()
            .flat_map(|commit| self.take_in(commit, orders))
            .collect()
    }

    fn take_in(&mut self, commit: &Commit, orders: &[Order]) -> Vec<&'static str> {
        assert!(
            commit.position > self.seen,
            "positions must rise: {} after {}",
            commit.position,
            self.seen
        );
        self.seen = commit.position;
        let id = History::id(&commit.stream).expect("only people have streams here");
        let person = self
            .people
            .get_mut(&id)
            .expect("only the people of the story have streams");
        let (events, command_id, digest) = open(&self.keys, id, commit);
        let sent = |order: &&Order| {
            order.person == id
                && order.digest == digest
                && order.mint(self.keys.secrets()).0 == command_id
        };
        let order = orders
            .iter()
            .find(sent)
            .expect("a commit comes from an order that was sent");

        person.follows_the_rules(order, &events, self.keys.secrets());
        let thing = events.iter().find_map(|event| event.what.thing());
        let recorded = Recorded {
            person: id,
            digest,
            position: commit.position,
            thing,
        };
        assert!(
            self.recorded.insert(command_id, recorded).is_none(),
            "{} was recorded twice",
            order.ask.name()
        );
        let kinds = events.iter().map(|event| event.what.kind()).collect();
        for event in events {
            assert_eq!(
                commit.first_version.0 - 1 + commit.records.len() as u64,
                commit.last_version().0
            );
            person.take_in(event);
        }
        assert_eq!(
            person.events.len() as u64,
            commit.last_version().0,
            "versions count events"
        );
        kinds
    }

    /// Holds a success against the log.
    pub fn check_done(&self, order: &Order, done: &Done) {
        let recorded = self
            .recorded
            .get(&order.mint(self.keys.secrets()).0)
            .expect("what was acknowledged is in the log");
        assert_eq!(
            (recorded.person, recorded.digest),
            (order.person, order.digest)
        );
        assert_eq!(
            (recorded.position, recorded.thing),
            (done.position, done.thing),
            "a receipt says what was recorded"
        );
    }

    /// Holds a refusal against the log: at some moment since the request set out, it was right.
    pub fn check_refused(&self, order: &Order, code: Code, now: Timestamp, version_then: usize) {
        let (command_id, mint) = order.mint(self.keys.secrets());
        let recorded = self
            .recorded
            .get(&command_id)
            .filter(|recorded| recorded.person == order.person);
        if code == Code::CommandReused {
            assert!(
                recorded.is_some_and(|recorded| recorded.digest != order.digest),
                "the id had not been used"
            );
            return;
        }
        let person = &self.people[&order.person];
        let mut history = History::new(order.person);
        let mut last = Timestamp::MIN;
        for version in 0..=person.events.len() {
            if version >= version_then {
                let context = Context {
                    by: order.by.clone(),
                    now: now.max(last),
                };
                let decided = order.ask.decide(&history, &context, &mut mint.clone());
                if decided.is_err_and(|refusal| refusal.code == code) {
                    return;
                }
            }
            if let Some(event) = person.events.get(version) {
                last = event.recorded_at;
                history.apply(event.clone());
            }
        }
        panic!(
            "{} was refused ({}), and at no moment was that right",
            order.ask.name(),
            code.as_str()
        );
    }

    /// Whether the order's command is in the log.
    pub fn has(&self, order: &Order) -> bool {
        let recorded = self.recorded.get(&order.mint(self.keys.secrets()).0);
        recorded.is_some_and(|recorded| recorded.digest == order.digest)
    }
}

impl Person {
    fn new(id: PersonId) -> Self {
        Self {
            events: Vec::new(),
            history: History::new(id),
            answered: BTreeMap::new(),
            overdue: BTreeMap::new(),
        }
    }

    /// What was recorded is what is decided on the state before it, with the ids that the command mints.
    fn follows_the_rules(&self, order: &Order, events: &[Event], secrets: &keyring::Secrets) {
        let (_, mut mint) = order.mint(secrets);
        let context = Context {
            by: order.by.clone(),
            now: events[0].recorded_at,
        };
        let drafts = order.ask.decide(&self.history, &context, &mut mint);
        let drafts = drafts.unwrap_or_else(|refusal| {
            panic!(
                "{} was recorded, and should be refused: {refusal}",
                order.ask.name()
            )
        });
        assert_eq!(drafts.len(), events.len());
        for (draft, event) in drafts.into_iter().zip(events) {
            assert_eq!((&draft.what, &draft.facts), (&event.what, &event.facts));
            // What is taken over from another record stays its recorder's.
            let by = draft.what.recorded_by().unwrap_or(&order.by);
            assert_eq!((event.id.0, &event.by), (mint.mint(), by));
        }
    }

    fn take_in(&mut self, event: Event) {
        let last = self
            .events
            .last()
            .map_or(Timestamp::MIN, |last| last.recorded_at);
        assert!(event.recorded_at >= last, "recorded-at must not go back");
        self.referrals_end_once(&event);
        let holder = self.history.open_case().map(|case| case.holder.clone());
        self.history.apply(event.clone());
        let open = self.history.open_case().map(|case| case.holder.clone());
        let begun = match &event.what {
            What::CaseOpened(CaseOpened { lead, .. }) => Some(lead),
            What::CaseReopened(reopened) => Some(&reopened.lead),
            _ => None,
        };
        let expected = match (begun, &event.what) {
            (Some(lead), _) => {
                assert!(holder.is_none(), "a case was opened while one was open");
                Some(Holder {
                    organisation: event.by.organisation.clone(),
                    worker: lead.clone(),
                })
            }
            (None, What::CaseEnded(_)) => {
                assert!(holder.is_some(), "a case ended that was not open");
                None
            }
            (None, What::HandoverAccepted { .. }) => Some(Holder {
                organisation: event.by.organisation.clone(),
                worker: event.by.worker.clone(),
            }),
            (None, What::CustodyTaken(taken)) => Some(Holder {
                organisation: taken.terms.organisation.clone(),
                worker: taken.lead.clone(),
            }),
            (None, What::LeadReassigned { lead }) => holder.map(|holder| Holder {
                worker: lead.clone(),
                ..holder
            }),
            // Nothing else hands a case over.
            (None, _) => holder,
        };
        assert_eq!(open, expected, "the holder changed");
        self.events.push(event);
    }

    fn referrals_end_once(&mut self, event: &Event) {
        match &event.what {
            What::ReferralRaised(ReferralRaised { referral, .. }) => {
                assert_eq!(self.answered.insert(*referral, false), None, "raised twice");
            }
            What::ReferralReceived(received) => {
                let before = self.answered.insert(received.referral, false);
                assert_eq!(before, None, "received twice");
            }
            What::ReferralAccepted { referral }
            | What::ReferralDeclined { referral, .. }
            | What::ReferralWithdrawn { referral } => {
                assert_eq!(
                    self.answered.insert(*referral, true),
                    Some(false),
                    "answered twice, or never raised"
                );
            }
            What::CaseEnded(_) => self.answered.values_mut().for_each(|end| *end = true),
            What::ReferralOverdue {
                referral,
                escalated,
            } => {
                assert_eq!(
                    self.answered.get(referral),
                    Some(&false),
                    "overdue after its answer"
                );
                let before = self.overdue.entry(*referral).or_default();
                assert_eq!(
                    *before,
                    u8::from(*escalated),
                    "each answer-by time passes once"
                );
                *before += 1;
            }
            _ => {}
        }
    }

    /// Who has anything to do with this person, told from the events alone.
    pub fn known(&self) -> BTreeSet<OrganisationId> {
        known::of(&self.events)
    }

    /// The history of the first events.
    pub fn history_up_to(&self, version: u64) -> History {
        let mut history = History::new(self.history.person);
        let prefix = self
            .events
            .iter()
            .zip(0..version)
            .map(|(event, _)| event.clone());
        prefix.for_each(|event| history.apply(event));
        history
    }
}

fn open(keys: &Keys, person: PersonId, commit: &Commit) -> (Vec<Event>, Uuid, [u8; 32]) {
    let opened = commit.records.iter().map(|record| {
        at_once(codec::open::<History>(
            keys as &dyn Keyring,
            &person,
            record,
        ))
        .unwrap()
    });
    let (events, stamps): (Vec<_>, Vec<_>) = opened.unzip();
    assert!(
        stamps.iter().all(|stamp| *stamp == stamps[0]),
        "a commit comes from one command"
    );
    (events, stamps[0].command_id, stamps[0].digest)
}
