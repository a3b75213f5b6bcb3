//! The organisations' files that are open for writing: at most 256, the least recently used closed.
//!
//! Blocking work. What is written was decided before.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    path::PathBuf,
    thread,
    time::Duration,
};

use casework::ids::{OrganisationId, PersonId};
use lru::LruCache;
use orgviews::{Applied, Batch, Counts, Error, Rebuild, Writer};

use crate::effects::Changes;

/// Files open at the same time at most.
const OPEN_MAX: NonZeroUsize = NonZeroUsize::new(256).expect("256 is not 0");
/// How often a batch is tried where trying again may help.
const TRIES: u32 = 3;
/// How long to wait between two tries.
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// The files that are open for writing.
pub(crate) struct Files {
    folder: PathBuf,
    open: LruCache<OrganisationId, Writer>,
}

impl Files {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            open: LruCache::new(OPEN_MAX),
        }
    }

    /// Closes all of them. What an abandoned rebuild left behind is deleted when the file is next opened.
    pub(crate) fn close(&mut self) {
        self.open.clear();
    }

    /// Applies each organisation's changes in one transaction of its file.
    pub(crate) fn apply(
        &mut self,
        position: u64,
        changes: BTreeMap<OrganisationId, Changes>,
    ) -> Vec<(OrganisationId, Result<Applied, Error>)> {
        let one = |(organisation, people): (OrganisationId, Changes)| {
            let applied = self.apply_one(&organisation, &Batch { position, people });
            (organisation, applied)
        };
        changes.into_iter().map(one).collect()
    }

    fn apply_one(
        &mut self,
        organisation: &OrganisationId,
        batch: &Batch,
    ) -> Result<Applied, Error> {
        let mut tries = 1;
        loop {
            match self
                .writer(organisation)
                .and_then(|writer| writer.apply(batch))
            {
                Err(error) if error.retry_helps() && tries < TRIES => {
                    tries += 1;
                    thread::sleep(BETWEEN_TRIES);
                }
                Err(error) => {
                    self.open.pop(organisation);
                    return Err(error);
                }
                applied => return applied,
            }
        }
    }

    /// Makes sure that what was deleted from these files is in no byte of them; gives those of which that is so.
    pub(crate) fn scrub(&mut self, organisations: &[OrganisationId]) -> BTreeSet<OrganisationId> {
        let mut clean = |organisation: &&OrganisationId| {
            let scrubbed = self.writer(organisation).and_then(Writer::scrub);
            if let Err(error) = &scrubbed {
                tracing::warn!(%organisation, %error, "what was withdrawn could not be overwritten yet");
            }
            matches!(scrubbed, Ok(true))
        };
        organisations
            .iter()
            .filter(|organisation| clean(organisation))
            .cloned()
            .collect()
    }

    /// Up to where a file includes the log.
    pub(crate) fn checkpoint(&mut self, organisation: &OrganisationId) -> Result<u64, Error> {
        Ok(self.writer(organisation)?.checkpoint())
    }

    /// Who changed after a position, of whom everybody in the organisation may hear, in order, each with their position;
    /// and up to where the file includes the log.
    pub(crate) fn changed(
        &mut self,
        organisation: &OrganisationId,
        after: u64,
    ) -> Result<(Vec<(u64, PersonId)>, u64), Error> {
        let writer = self.writer(organisation)?;
        Ok((writer.changed_after(after)?, writer.checkpoint()))
    }

    /// How much a file holds.
    pub(crate) fn counts(&mut self, organisation: &OrganisationId) -> Result<Counts, Error> {
        self.writer(organisation)?.counts()
    }

    /// Begins to make a file anew, beside the one in use.
    pub(crate) fn begin(&self, organisation: &OrganisationId) -> Result<Rebuild, Error> {
        Rebuild::start(&self.folder, organisation)
    }

    /// Puts a file that was made anew in use, complete up to `position`, and says whether the old one held the same.
    pub(crate) fn finish(&mut self, mut rebuild: Rebuild, position: u64) -> Result<bool, Error> {
        let organisation = rebuild.organisation().clone();
        rebuild.apply(&Batch {
            position,
            people: Vec::new(),
        })?;
        let digest = rebuild.digest()?;
        let equal = self
            .writer(&organisation)
            .and_then(|writer| writer.digest())
            .is_ok_and(|old| old == digest);
        self.open.pop(&organisation);
        let writer = rebuild.finish()?;
        self.open.push(organisation, writer);
        Ok(equal)
    }

    /// Deletes what an abandoned rebuild left behind.
    pub(crate) fn clear_abandoned(&mut self, organisation: &OrganisationId) -> Result<(), Error> {
        self.open.pop(organisation);
        self.writer(organisation).map(|_| ())
    }

    fn writer(&mut self, organisation: &OrganisationId) -> Result<&mut Writer, Error> {
        let folder = &self.folder;
        self.open
            .try_get_or_insert_mut(organisation.clone(), || Writer::open(folder, organisation))
    }
}
