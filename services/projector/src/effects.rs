//! What one page of the log changes: for every organisation's file, in the directory and in the due times.
//!
//! Reads streams and decides nothing but what the rules of disclosure say. No file is touched here.

use std::collections::{BTreeMap, BTreeSet};

use casestore::{Error, Held, Stream};
use casework::{
    disclosure::{disclose, disclose_added, disclose_to, only_adds},
    event::Event,
    history::History,
    ids::{FactId, OrganisationId, PersonId},
    meeting::Meeting,
    organisation::Organisation,
    service::Service,
    timer::{self, Due},
    words::Words,
    worker::Worker,
};
use eventlog::{Commit, Position};
use jiff::Timestamp;
use orgviews::{Change, Halted, cover::Cover};

use crate::{
    log::{Damaged, Page},
    projector::Sources,
    readings,
    standing::{self, CORRUPT, Last, Standing, Trouble, recorded_at},
};

/// Changes of one file: whose, what, and when it was recorded.
pub(crate) type Changes = Vec<(PersonId, Change, Timestamp)>;

/// What one page of the log changes.
#[derive(Default)]
pub(crate) struct Effects {
    /// The position of the page's last commit.
    pub(crate) position: u64,
    /// Each organisation's file.
    pub(crate) files: BTreeMap<OrganisationId, Changes>,
    /// The file that is being made anew: whole, for everybody in the page.
    pub(crate) aside: Changes,
    /// What falls due for everybody in the page.
    pub(crate) due: Vec<(PersonId, Vec<Due>)>,
    /// Names in the directory.
    pub(crate) names: Vec<(OrganisationId, Words)>,
    /// Services in the directory.
    pub(crate) services: Vec<Service>,
    /// Workers in the directory.
    pub(crate) workers: Vec<(OrganisationId, Worker)>,
    /// Who covers whom in each organisation of the page.
    pub(crate) cover: Vec<(OrganisationId, Vec<Cover>)>,
    /// Meetings, as they stand.
    pub(crate) meetings: Vec<Meeting>,
    /// Who stopped here.
    pub(crate) halted: Vec<Halted>,
    /// Who goes on again.
    pub(crate) resumed: Vec<PersonId>,
}

/// What a page is read with.
pub(crate) struct Reading<'a> {
    /// Where to read.
    pub(crate) sources: &'a Sources,
    /// Who stopped earlier.
    pub(crate) halted: &'a BTreeMap<PersonId, u64>,
    /// Whether those are to be tried again.
    pub(crate) try_again: bool,
    /// The organisations that have a file.
    pub(crate) known: &'a BTreeSet<OrganisationId>,
    /// The organisation whose file is being made anew.
    pub(crate) aside: Option<&'a OrganisationId>,
    /// The position after which the page begins.
    pub(crate) after: Position,
}

impl Reading<'_> {
    /// What the page changes; it is not empty.
    ///
    /// # Errors
    /// Where the log or the keys cannot be reached: then the whole page is read again.
    pub(crate) async fn effects(&self, page: &Page) -> Result<Effects, Error> {
        let up_to = page.up_to(self.after);
        let mut effects = Effects {
            position: up_to.0,
            ..Effects::default()
        };
        let mut people = BTreeMap::<PersonId, Vec<&Commit>>::new();
        let (mut organisations, mut meetings) = (BTreeMap::new(), BTreeMap::new());
        let commits = match page {
            Page::Sound(commits) => &commits[..],
            Page::Damaged(_) => &[],
        };
        for commit in commits {
            self.readings(commit, &mut effects).await?;
            if let Some(person) = History::id(&commit.stream) {
                people.entry(person).or_default().push(commit);
            } else if let Some(organisation) = Organisation::id(&commit.stream) {
                organisations.insert(organisation, commit);
            } else if let Some(meeting) = Meeting::id(&commit.stream) {
                meetings.insert(meeting, commit);
            }
        }
        for commit in organisations.into_values() {
            self.directory(commit, &mut effects).await?;
        }
        for commit in meetings.into_values() {
            self.meeting(commit, &mut effects).await?;
        }
        if self.try_again {
            for person in self.halted.keys() {
                people.remove(person);
                self.try_again(*person, up_to, &mut effects).await?;
            }
        }
        if let Page::Damaged(damaged) = page {
            self.damaged(damaged, &mut effects);
        }
        for (person, commits) in people {
            self.person(person, &commits, &mut effects).await?;
        }
        Ok(effects)
    }

    async fn directory(&self, commit: &Commit, effects: &mut Effects) -> Result<(), Error> {
        match self
            .sources
            .organisations
            .follow(commit)
            .await
            .map_err(Trouble::from)
        {
            Ok(None) | Err(Trouble::Erased) => {}
            Ok(Some(followed)) => {
                let organisation = &followed.stream.state;
                effects.names.extend(
                    organisation
                        .name
                        .clone()
                        .map(|name| (organisation.id.clone(), name)),
                );
                effects
                    .services
                    .extend(organisation.services.values().cloned());
                let workers = organisation.workers.values();
                effects
                    .workers
                    .extend(workers.map(|worker| (organisation.id.clone(), worker.clone())));
                let covered = (organisation.id.clone(), cover(organisation));
                effects.cover.push(covered);
            }
            Err(Trouble::Elsewhere(error)) => return Err(error),
            Err(Trouble::Halt(reason)) => {
                tracing::error!(
                    position = commit.position.0,
                    reason,
                    "a directory entry cannot be read, and stays as it was"
                );
            }
        }
        Ok(())
    }

    async fn meeting(&self, commit: &Commit, effects: &mut Effects) -> Result<(), Error> {
        let followed = self.sources.meetings.follow(commit).await;
        match followed.map_err(Trouble::from) {
            Ok(None) | Err(Trouble::Erased) => {}
            Ok(Some(followed)) => effects.meetings.push(followed.stream.state.clone()),
            Err(Trouble::Elsewhere(error)) => return Err(error),
            Err(Trouble::Halt(reason)) => {
                let position = commit.position.0;
                tracing::error!(
                    position,
                    reason,
                    "a meeting cannot be read, and stays as it was"
                );
            }
        }
        Ok(())
    }

    async fn person(
        &self,
        person: PersonId,
        commits: &[&Commit],
        effects: &mut Effects,
    ) -> Result<(), Error> {
        let Some(last) = commits.last() else {
            return Ok(());
        };
        if self.halted.contains_key(&person) {
            if commits.iter().any(|commit| standing::may_withdraw(commit)) {
                self.leave(person, &Change::Remove, recorded_at(last), effects);
            }
            return Ok(());
        }
        let mut added = Some(Vec::new());
        for commit in commits {
            match self
                .sources
                .people
                .follow(commit)
                .await
                .map_err(Trouble::from)
            {
                Err(Trouble::Elsewhere(error)) => return Err(error),
                Ok(None) | Err(Trouble::Erased | Trouble::Halt(_)) => {
                    return self.stand(person, Last::from(*last), effects).await;
                }
                Ok(Some(followed)) => {
                    added = added.and_then(|added| with_added(added, &followed.events));
                    if commit.position == last.position {
                        self.show(
                            &followed.stream,
                            added.take().as_deref(),
                            recorded_at(last),
                            effects,
                        );
                    }
                }
            }
        }
        Ok(())
    }

    /// Tries again to read somebody who was halted.
    async fn try_again(
        &self,
        person: PersonId,
        up_to: Position,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        let Sources { log, readings, .. } = self.sources;
        let read = readings::of_person(&**log, readings, person, up_to).await?;
        self.take_in(read, effects);
        match standing::last(&**log, person, up_to).await {
            Ok(None) => Ok(()),
            Ok(Some(last)) => self.stand(person, last, effects).await,
            Err(Error::Log(eventlog::Error::Corrupt(corrupt))) => {
                let damaged = Damaged {
                    position: corrupt.position,
                    person: Some(person),
                    at: Timestamp::UNIX_EPOCH,
                };
                self.damaged(&damaged, effects);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Takes the person out of every file: what cannot be read may have taken anything away.
    fn damaged(&self, damaged: &Damaged, effects: &mut Effects) {
        let position = damaged.position.0;
        let Some(person) = damaged.person else {
            tracing::error!(
                position,
                reason = CORRUPT,
                "a directory entry or a reading cannot be read, and nothing changes by it"
            );
            return;
        };
        tracing::error!(
            position,
            reason = CORRUPT,
            "a commit is damaged; what follows for this person waits"
        );
        self.leave(person, &Change::Remove, damaged.at, effects);
        effects.halted.push(Halted {
            person,
            position,
            reason: CORRUPT.to_owned(),
        });
    }

    /// Brings a person to what the files are to hold of them, whatever they held before.
    async fn stand(
        &self,
        person: PersonId,
        last: Last,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        match standing::standing(&*self.sources.log, &self.sources.people, person, last).await? {
            Standing::Shown(state) => {
                self.show(&state, None, last.at, effects);
                effects
                    .resumed
                    .extend(self.halted.contains_key(&person).then_some(person));
            }
            Standing::Erased => {
                self.leave(person, &Change::Erase, last.at, effects);
                effects
                    .resumed
                    .extend(self.halted.contains_key(&person).then_some(person));
            }
            Standing::Halted {
                position,
                reason,
                kept,
            } => {
                tracing::error!(
                    position,
                    reason,
                    "an event cannot be applied; what follows for this person waits"
                );
                match kept {
                    Some(state) => self.show(&state, None, last.at, effects),
                    None => self.leave(person, &Change::Remove, last.at, effects),
                }
                effects.halted.push(Halted {
                    person,
                    position,
                    reason: reason.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// What disclosure shows of this state; of the added facts alone, where nothing else has changed.
    fn show(
        &self,
        state: &Held<History>,
        added: Option<&[FactId]>,
        at: Timestamp,
        effects: &mut Effects,
    ) {
        let history = &state.state;
        let person = history.person;
        let disclosed = match added {
            Some(added) => disclose_added(history, added),
            None => disclose(history),
        };
        for (organisation, facts) in disclosed {
            let change = match added {
                Some(_) if facts.is_empty() => continue,
                Some(_) => Change::Add(facts),
                None if facts.is_empty() && !self.known.contains(&organisation) => continue,
                None => Change::Replace(facts),
            };
            effects
                .files
                .entry(organisation)
                .or_default()
                .push((person, change, at));
        }
        if let Some(organisation) = self.aside {
            effects.aside.push((
                person,
                Change::Replace(disclose_to(history, organisation)),
                at,
            ));
        }
        effects.due.push((person, timer::due(history)));
    }

    /// Everything about the person leaves every file.
    fn leave(&self, person: PersonId, how: &Change, at: Timestamp, effects: &mut Effects) {
        for organisation in self.known {
            effects
                .files
                .entry(organisation.clone())
                .or_default()
                .push((person, how.clone(), at));
        }
        if self.aside.is_some() {
            effects.aside.push((person, how.clone(), at));
        }
        effects.due.push((person, Vec::new()));
    }
}

/// Every worker of the organisation who has a deputy or was away, by id.
fn cover(organisation: &Organisation) -> Vec<Cover> {
    let Organisation {
        deputies, absences, ..
    } = organisation;
    let workers: BTreeSet<_> = deputies.keys().chain(absences.keys()).collect();
    let cover = workers.into_iter().map(|worker| Cover {
        worker: worker.clone(),
        deputy: deputies.get(worker).cloned(),
        absence: absences.get(worker).copied(),
    });
    cover.collect()
}

/// The facts that were added so far and with these events; none where an event does more than add.
fn with_added(mut added: Vec<FactId>, events: &[Event]) -> Option<Vec<FactId>> {
    for event in events {
        if !only_adds(event) {
            return None;
        }
        added.extend((0..=u16::MAX).zip(&event.facts).map(|(index, _)| FactId {
            event: event.id,
            index,
        }));
    }
    Some(added)
}
