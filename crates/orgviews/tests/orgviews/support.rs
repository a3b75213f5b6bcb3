//! A folder, callers, and worlds whose events are applied to the organisations' files. What is asserted here is
//! that pages are read to their end.

use std::collections::BTreeMap;

use casework::{
    Role,
    command::Command,
    disclosure::{self, Disclosed},
    event::{By, Event},
    history::History,
    ids::{FactId, OrganisationId, PersonId},
    testing::{self, World},
};
use identity::{Authenticator, Caller, DevelopmentCallers, ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};
use jiff::{Timestamp, ToSpan};
use orgviews::{Applied, Batch, Change, Cursor, Page, Paged, Reader, Readers, Shown, Writer};
use tempfile::TempDir;
use uuid::Uuid;

/// A data folder with its writers.
pub struct Files {
    pub folder: TempDir,
    pub writers: BTreeMap<OrganisationId, Writer>,
    pub readers: Readers,
    pub position: u64,
    /// Whether a batch took something away.
    pub withdrew: bool,
}

impl Files {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let readers = Readers::new(folder.path());
        Self {
            folder,
            writers: BTreeMap::new(),
            readers,
            position: 0,
            withdrew: false,
        }
    }

    pub fn writer(&mut self, organisation: &OrganisationId) -> &mut Writer {
        let open = || Writer::open(self.folder.path(), organisation).unwrap();
        self.writers
            .entry(organisation.clone())
            .or_insert_with(open)
    }

    /// Applies one change for one person to one organisation's file.
    pub fn apply(
        &mut self,
        organisation: &OrganisationId,
        person: PersonId,
        change: Change,
        at: Timestamp,
    ) -> Applied {
        self.position += 1;
        let batch = Batch {
            position: self.position,
            people: vec![(person, change, at)],
        };
        let applied = self.writer(organisation).apply(&batch).unwrap();
        self.withdrew |= applied.withdrew;
        applied
    }

    /// Applies what these events of a person's stream, which are already in the history, change for everybody.
    pub fn take_in(&mut self, person: PersonId, history: &History, events: &[Event]) {
        let Some(last) = events.last() else { return };
        let only_adds = events.iter().all(disclosure::only_adds);
        let shown = if only_adds {
            disclosure::disclose_added(history, &fact_ids(events))
        } else {
            disclosure::disclose(history)
        };
        for (organisation, facts) in shown {
            let change = if only_adds {
                Change::Add(facts)
            } else {
                Change::Replace(facts)
            };
            self.apply(&organisation, person, change, last.recorded_at);
        }
    }

    pub fn reader(&self, by: &By) -> Reader {
        self.readers.open(&caller(by)).unwrap()
    }
}

/// One person's stream that is applied to files as it grows.
pub struct Told {
    pub person: PersonId,
    pub world: World,
}

impl Told {
    pub fn new(number: u128) -> Self {
        Self {
            person: PersonId(Uuid::from_u128(number)),
            world: World::new(),
        }
    }

    /// Carries a command out and applies it; what was refused changes nothing.
    pub fn tell<C: Command<On = History>>(
        &mut self,
        files: &mut Files,
        by: &By,
        command: &C,
    ) -> Vec<Event> {
        let events = self.world.when(by, command).unwrap_or_default();
        files.take_in(self.person, &self.world.history, &events);
        events
    }

    /// As [`Told::tell`], a minute after what came before, of something that is not refused.
    pub fn later<C: Command<On = History>>(
        &mut self,
        files: &mut Files,
        by: &By,
        command: &C,
    ) -> Vec<Event> {
        self.world.now += 1.minute();
        let events = self.tell(files, by, command);
        assert!(!events.is_empty(), "the command was refused");
        events
    }

    /// What this worker is to be shown of the person now, by disclosure itself: the latest first.
    pub fn expected(&self, by: &By) -> Vec<FactId> {
        let mut shown = self.world.disclosed(by);
        shown.retain(|disclosed| {
            let holds =
                |grant: &disclosure::Grant| grant.holds(&by.worker, by.role, self.world.now);
            disclosed.grants.iter().any(holds)
        });
        shown.sort_by_key(|disclosed| {
            let event = disclosed.id.event.0.as_u128() as u64;
            std::cmp::Reverse((disclosed.at, event, disclosed.id.index))
        });
        shown.iter().map(|disclosed| disclosed.id).collect()
    }
}

/// A nurse of the practice.
pub fn nurse() -> By {
    testing::by("E82999", "nurse.jones", Role::Practitioner)
}

/// A befriender whom the charity employs.
pub fn befriender() -> By {
    testing::by("LVF-FRIENDS", "kim.ray", Role::VcseWorker)
}

/// The ids of facts.
pub fn ids(shown: &[Shown]) -> Vec<FactId> {
    shown.iter().map(|shown| shown.disclosed.id).collect()
}

/// The whole of a list, page by page; `between` is told which page comes next, from 1 on.
pub fn joined<T>(
    size: usize,
    mut read: impl FnMut(&Page) -> Paged<T>,
    mut between: impl FnMut(usize),
) -> Vec<T> {
    let (mut all, mut after): (Vec<T>, Option<Cursor>) = (Vec::new(), None);
    for number in 1..1_000 {
        let (entries, next) = read(&Page { size, after });
        assert!(entries.len() <= size);
        all.extend(entries);
        if next.is_none() {
            return all;
        }
        assert_ne!(next, after, "a page goes on from where it began");
        after = next;
        between(number);
    }
    panic!("a list without an end");
}

fn fact_ids(events: &[Event]) -> Vec<FactId> {
    let of = |event: &Event| {
        let id = event.id;
        (0..event.facts.len()).map(move |index| FactId {
            event: id,
            index: u16::try_from(index).unwrap(),
        })
    };
    events.iter().flat_map(of).collect()
}

/// The verified caller who is this worker.
pub fn caller(by: &By) -> Caller {
    let callers = DevelopmentCallers::on_loopback("127.0.0.1:0".parse().unwrap()).unwrap();
    let mut metadata = tonic::metadata::MetadataMap::new();
    metadata.insert(ORGANISATION_KEY, by.organisation.as_str().parse().unwrap());
    metadata.insert(WORKER_KEY, by.worker.as_str().parse().unwrap());
    metadata.insert(ROLE_KEY, by.role.as_str().parse().unwrap());
    callers.authenticate("/", &metadata).unwrap().caller
}

/// The fresh file that holds exactly this.
pub fn fresh(
    organisation: &OrganisationId,
    people: &[(PersonId, Vec<Disclosed>)],
) -> (TempDir, Writer) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), organisation).unwrap();
    let replace = |(person, facts): &(PersonId, Vec<Disclosed>)| {
        (
            *person,
            Change::Replace(facts.clone()),
            Timestamp::UNIX_EPOCH,
        )
    };
    writer
        .apply(&Batch {
            position: 1,
            people: people.iter().map(replace).collect(),
        })
        .unwrap();
    (folder, writer)
}
