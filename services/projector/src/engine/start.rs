//! What the engine starts from: `system.db`, and the files, each looked through before anything is told of it.
//!
//! A file may include more than `system.db` says (the process ended between the two), and then skips what it has;
//! or less (it lost its last transactions), and then is made anew before it counts.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex},
};

use casework::ids::OrganisationId;
use eventlog::Position;
use orgviews::{Halted, SystemWriter};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Engine;
use crate::{backoff::Backoff, blocking, error::Error, files::Files, projector::Projector};

/// The first position: what is pending from here holds back everything.
const EVERYTHING: u64 = 1;

/// What `system.db` says.
struct Noted {
    system: SystemWriter,
    halted: Vec<Halted>,
    touched: Vec<(OrganisationId, u64)>,
    known: BTreeSet<OrganisationId>,
}

impl<'a> Engine<'a> {
    /// Starts where the files are; none where it was stopped before the log could be reached.
    pub(super) async fn start(
        projector: &'a Projector,
        token: &'a CancellationToken,
    ) -> Result<Option<Self>, Error> {
        let folder = projector.settings.folder.clone();
        let Noted {
            system,
            halted,
            touched,
            known,
        } = blocking::run(move || noted(&folder)).await?;
        let position = Position(system.position());
        let Some(head) = head(projector, token).await else {
            return Ok(None);
        };
        if head < position {
            return Err(Error::LogShorter {
                read: position.0,
                head: head.0,
            });
        }
        // The caches may be ahead of the position, if this projector has run before.
        projector.sources.people.forget();
        projector.sources.organisations.forget();
        let looked_at = known.clone();
        let look = move |files: &mut Files| look_through(files, &looked_at, &touched);
        let (broken, clean) = blocking::with(&projector.files, look).await;
        let unscrubbed = known
            .iter()
            .filter(|one| !clean.contains(*one) && !broken.contains(*one));
        let mut engine = Self {
            projector,
            token,
            system: Arc::new(Mutex::new(system)),
            position,
            started_at_head: head,
            try_again: !halted.is_empty(),
            halted: halted
                .into_iter()
                .map(|halted| (halted.person, halted.position))
                .collect(),
            unscrubbed: unscrubbed.map(|one| (one.clone(), EVERYTHING)).collect(),
            known: Arc::new(known),
            broken: broken.into_iter().map(|one| (one, EVERYTHING)).collect(),
            repair_at: Instant::now(),
            anew: None,
            checked: None,
        };
        engine.repair().await;
        Ok((!token.is_cancelled()).then_some(engine))
    }
}

fn noted(folder: &Path) -> Result<Noted, orgviews::Error> {
    let system = SystemWriter::open(folder)?;
    let (halted, touched) = (system.halted()?, system.touched()?);
    let mut known: BTreeSet<_> = orgviews::organisations(folder)?.into_iter().collect();
    known.extend(touched.iter().map(|(organisation, _)| organisation.clone()));
    Ok(Noted {
        system,
        halted,
        touched,
        known,
    })
}

/// The files that cannot be used as they are, and those that hold nothing that was withdrawn.
fn look_through(
    files: &mut Files,
    known: &BTreeSet<OrganisationId>,
    touched: &[(OrganisationId, u64)],
) -> (BTreeSet<OrganisationId>, BTreeSet<OrganisationId>) {
    let touched: BTreeMap<_, _> = touched
        .iter()
        .map(|(organisation, position)| (organisation, *position))
        .collect();
    // If this projector has run before, it may have left a rebuild behind.
    files.close();
    let mut broken = BTreeSet::new();
    for organisation in known {
        match files.checkpoint(organisation) {
            Ok(checkpoint) if checkpoint >= touched.get(organisation).copied().unwrap_or(0) => {}
            Ok(checkpoint) => {
                tracing::warn!(%organisation, checkpoint, "a file has lost its last transactions; it is made anew");
                broken.insert(organisation.clone());
            }
            Err(error) => {
                tracing::error!(%organisation, %error, "a file cannot be opened; it is made anew");
                broken.insert(organisation.clone());
            }
        }
    }
    let whole: Vec<_> = known.difference(&broken).cloned().collect();
    // The process may have ended after a withdrawal and before what it took away was overwritten.
    let clean = files.scrub(&whole);
    (broken, clean)
}

async fn head(projector: &Projector, token: &CancellationToken) -> Option<Position> {
    let mut backoff = Backoff::new();
    loop {
        match projector.sources.log.head().await {
            Ok(head) => return Some(head),
            Err(error) => tracing::warn!(%error, "the log cannot be reached; it is tried again"),
        }
        if !backoff.wait(token).await {
            return None;
        }
    }
}
