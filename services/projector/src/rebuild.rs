//! Making one organisation's file anew: the first pass over the log, and the file that it fills.
//!
//! The first pass writes what was true at the position where the rebuild began: readings page by page, since the same one
//! again is the same row, and facts person by person. Meanwhile the
//! engine writes every person whom a page of the log touches into the same file, whole, and the first pass then
//! leaves them alone. So a withdrawal reaches the new file no later than the old one. When the new file takes the
//! old one's place is the engine's business.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use casestore::Stream;
use casework::{
    disclosure::disclose_to,
    history::History,
    ids::{EventId, OrganisationId, PersonId},
};
use eventlog::{Commit, Position};
use orgviews::{Batch, Change, Error, Rebuild, readings::Reading};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    backoff::Backoff,
    blocking,
    effects::Changes,
    log::{self, Page},
    projector::Sources,
    readings,
    standing::{Last, Standing, standing},
};

/// How many people are written in one transaction.
const CHUNK: usize = 32;

/// How far a rebuild is, in positions of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) read: u64,
    pub(crate) in_all: u64,
}

/// A file that is being made anew.
pub(crate) struct Aside {
    rebuild: Rebuild,
    /// People whom the engine has written, who are newer than what the first pass knows.
    written: BTreeSet<PersonId>,
    /// People who were erased meanwhile: what the first pass has read of them before is not written.
    erased: BTreeSet<PersonId>,
    /// Whether the log stands still meanwhile.
    alone: bool,
}

impl Aside {
    /// A file to fill; `alone` where no page of the log is written meanwhile.
    pub(crate) fn new(rebuild: Rebuild, alone: bool) -> Self {
        Self {
            rebuild,
            written: BTreeSet::new(),
            erased: BTreeSet::new(),
            alone,
        }
    }

    /// Writes what a page of the log changes. What is taken away is in no byte of the file when this returns.
    pub(crate) fn write(&mut self, changes: Changes) -> Result<(), Error> {
        for (person, change, _) in &changes {
            match change {
                Change::Read(..) => continue,
                Change::Erase => self.erased.insert(*person),
                _ => false,
            };
            self.written.insert(*person);
        }
        if self.put(self.rebuild.checkpoint() + 1, changes)? && !self.rebuild.scrub()? {
            return Err(Error::Busy);
        }
        Ok(())
    }

    /// The file, once the first pass is through.
    pub(crate) fn into_rebuild(self) -> Rebuild {
        self.rebuild
    }

    /// Writes people whose last commit is at `position` or before, and whom nothing newer has been written of.
    fn write_first(&mut self, position: u64, mut changes: Changes) -> Result<(), Error> {
        changes.retain(|(person, _, _)| !self.written.contains(person));
        // A batch needs a position beyond the last one. Alone, people come in the order of their last commits, and
        // what changed since the old file stopped is noted under its own position. Otherwise batches are counted:
        // each stands for at least one commit, so that they never pass the position at which the file is put in use.
        let position = if self.alone {
            position
        } else {
            self.rebuild.checkpoint() + 1
        };
        self.put(position, changes).map(|_| ())
    }

    /// Writes readings of the time before the rebuild.
    fn write_readings(
        &mut self,
        mut readings: Vec<(PersonId, EventId, Reading)>,
    ) -> Result<(), Error> {
        readings.retain(|(person, ..)| !self.erased.contains(person));
        self.rebuild.take_in(&readings)
    }

    fn put(&mut self, position: u64, people: Changes) -> Result<bool, Error> {
        Ok(self.rebuild.apply(&Batch { position, people })?.withdrew)
    }
}

/// The first pass of a rebuild.
pub(crate) struct FirstPass {
    pub(crate) sources: Arc<Sources>,
    pub(crate) organisation: OrganisationId,
    /// The file; emptied by the engine where it gave the rebuild up.
    pub(crate) aside: Arc<Mutex<Option<Aside>>>,
    /// The position at which the rebuild began.
    pub(crate) up_to: Position,
    pub(crate) steps: watch::Sender<Step>,
    pub(crate) token: CancellationToken,
}

impl FirstPass {
    /// Fills the file. False where it was stopped.
    ///
    /// # Errors
    /// Where the file fails. The log and the keys are waited for.
    pub(crate) async fn run(self) -> Result<bool, Error> {
        self.steps.send_replace(Step {
            read: 0,
            in_all: self.up_to.0,
        });
        let Some(people) = self.people().await? else {
            return Ok(false);
        };
        for chunk in people.chunks(CHUNK) {
            let mut changes = Changes::new();
            for (person, last) in chunk {
                let Some(change) = self.change(*person, *last).await else {
                    return Ok(false);
                };
                changes.extend(change.map(|change| (*person, change, last.at)));
            }
            let read = chunk.last().map_or(0, |(_, last)| last.position.0);
            if !changes.is_empty() {
                let write = move |aside: &mut Option<Aside>| {
                    aside.as_mut().map(|aside| aside.write_first(read, changes))
                };
                let Some(written) = blocking::with(&self.aside, write).await else {
                    return Ok(false);
                };
                written?;
            }
            self.steps.send_modify(|step| step.read = read);
        }
        Ok(!self.token.is_cancelled())
    }

    /// Everybody in the log, in the order of their last commits. Writes what the organisation's workers read on the way.
    /// None where it was stopped.
    async fn people(&self) -> Result<Option<Vec<(PersonId, Last)>>, Error> {
        let (mut found, mut after) = (BTreeMap::new(), Position::START);
        let mut backoff = Backoff::new();
        while after < self.up_to {
            match log::page(&*self.sources.log, after).await {
                Ok(page) if page.up_to(after) > after => {
                    after = page.up_to(after);
                    // Who has no other commit than damaged ones is in no file.
                    if let Page::Sound(commits) = page {
                        found.extend(self.last_of(&commits));
                        if !self.readings(&commits).await? {
                            return Ok(None);
                        }
                    }
                }
                read => {
                    tracing::warn!(error = ?read.err(), "a rebuild waits for the log");
                    if !backoff.wait(&self.token).await {
                        return Ok(None);
                    }
                }
            }
        }
        let mut people: Vec<_> = found.into_iter().collect();
        people.sort_by_key(|(_, last)| last.position);
        Ok(Some(people))
    }

    /// Writes what the organisation's workers read, by these commits. False where it was stopped.
    async fn readings(&self, commits: &[Commit]) -> Result<bool, Error> {
        let mut ours = Vec::new();
        for commit in commits.iter().filter(|one| one.position <= self.up_to) {
            let mut backoff = Backoff::new();
            let all = loop {
                match readings::of_commit(&self.sources.readings, commit).await {
                    Ok(found) => break found.readings,
                    Err(error) => {
                        tracing::warn!(%error, "a rebuild waits for the keys");
                        if !backoff.wait(&self.token).await {
                            return Ok(false);
                        }
                    }
                }
            };
            let all = all.into_iter();
            let of_ours = all.filter(|read| read.organisation == self.organisation);
            ours.extend(of_ours.map(|read| (read.person, read.id, read.reading)));
        }
        if ours.is_empty() {
            return Ok(true);
        }
        let write =
            |aside: &mut Option<Aside>| aside.as_mut().map(|aside| aside.write_readings(ours));
        match blocking::with(&self.aside, write).await {
            Some(written) => written.map(|()| true),
            None => Ok(false),
        }
    }

    /// Whose commits these are, as far as they count here.
    fn last_of(&self, commits: &[Commit]) -> impl Iterator<Item = (PersonId, Last)> {
        commits
            .iter()
            .filter(|commit| commit.position <= self.up_to)
            .filter_map(|commit| Some((History::id(&commit.stream)?, Last::from(commit))))
    }

    /// What the new file is to hold of a person; nothing where that is nothing. None where it was stopped.
    async fn change(&self, person: PersonId, last: Last) -> Option<Option<Change>> {
        let Sources {
            log, people_aside, ..
        } = &*self.sources;
        let mut backoff = Backoff::new();
        loop {
            let state = match standing(&**log, people_aside, person, last).await {
                Ok(Standing::Shown(state)) => Some(state),
                Ok(Standing::Halted { kept, .. }) => kept,
                Ok(Standing::Erased) => None,
                Err(error) => {
                    tracing::warn!(%error, "a rebuild waits for the log or the keys");
                    if !backoff.wait(&self.token).await {
                        return None;
                    }
                    continue;
                }
            };
            let facts = state
                .map(|state| disclose_to(&state.state, &self.organisation))
                .unwrap_or_default();
            return Some((!facts.is_empty()).then_some(Change::Replace(facts)));
        }
    }
}
