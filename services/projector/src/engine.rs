//! The engine: one task that reads the log in order, page by page, and brings the files up to each page.
//!
//! For each page: the organisations' files first, then the overwriting of what was withdrawn, then `system.db`
//! with the position. What it starts from is in `engine/start.rs`, and the files that it makes anew in
//! `engine/anew.rs`.

mod anew;
mod start;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use casework::ids::{OrganisationId, PersonId};
use eventlog::Position;
use orgviews::{SystemBatch, SystemWriter};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use crate::{
    backoff::Backoff,
    blocking,
    effects::{Changes, Effects, Reading},
    error::Error,
    log::{self, Page},
    projector::Projector,
};
use anew::Anew;
pub(crate) use anew::Ask;

/// How long to wait before a file that a reader kept from being scrubbed is tried again.
const SCRUB_AGAIN: Duration = Duration::from_millis(5);

/// What the engine knows between two pages.
struct Engine<'a> {
    projector: &'a Projector,
    token: &'a CancellationToken,
    system: Arc<Mutex<SystemWriter>>,
    position: Position,
    /// Where the log ended when it started. Files may include more than `system.db` says, up to here.
    started_at_head: Position,
    known: Arc<BTreeSet<OrganisationId>>,
    halted: BTreeMap<PersonId, u64>,
    try_again: bool,
    /// Files that still hold what was withdrawn, with the first position of which that is so.
    unscrubbed: BTreeMap<OrganisationId, u64>,
    /// Files that cannot be written, with the first position that they lack.
    broken: BTreeMap<OrganisationId, u64>,
    repair_at: Instant,
    anew: Option<Anew>,
    checked: Option<OrganisationId>,
}

/// What comes next.
enum Next {
    Page(Page),
    Ask(Ask),
    FirstPassEnded(Result<bool, orgviews::Error>),
    Repair,
    Check,
    Scrub,
}

/// Runs until the token is cancelled.
pub(crate) async fn run(
    projector: &Projector,
    asked: &mut mpsc::Receiver<Ask>,
    token: &CancellationToken,
) -> Result<(), Error> {
    let Some(mut engine) = Engine::start(projector, token).await? else {
        return Ok(());
    };
    engine.publish();
    engine.note_changed(engine.known.iter());
    let mut checks = projector.settings.check_every.map(|every| {
        let mut checks = tokio::time::interval_at(Instant::now() + every, every);
        // Those that were due while a rebuild was under way are not made up for.
        checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        checks
    });
    while let Some(next) = engine.next(asked, &mut checks).await {
        match next {
            Next::Page(page) => engine.page(&page).await,
            Next::Ask(ask) => engine.begin(ask).await,
            Next::FirstPassEnded(ended) => engine.put_in_use(ended).await,
            Next::Repair => {
                engine.repair().await;
                engine.note_changed(engine.known.iter());
            }
            Next::Check => engine.begin(Ask::check()).await,
            Next::Scrub => {}
        }
        engine.scrub().await;
        engine.publish();
    }
    Ok(())
}

impl Engine<'_> {
    /// Waits for what comes next; none once the token is cancelled.
    async fn next(
        &mut self,
        asked: &mut mpsc::Receiver<Ask>,
        checks: &mut Option<tokio::time::Interval>,
    ) -> Option<Next> {
        // Before that, a file made anew could be older than the one in use.
        let caught_up = self.position >= self.started_at_head;
        let (scrub, repair) = (
            !self.unscrubbed.is_empty(),
            caught_up && !self.broken.is_empty() && self.anew.is_none(),
        );
        let (repair_at, projector, position, token) =
            (self.repair_at, self.projector, self.position, self.token);
        tokio::select! {
            biased;
            () = token.cancelled() => None,
            ended = first_pass(&mut self.anew) => Some(Next::FirstPassEnded(ended)),
            () = tokio::time::sleep_until(repair_at), if repair => Some(Next::Repair),
            Some(ask) = asked.recv(), if caught_up => Some(Next::Ask(ask)),
            page = read_page(projector, position) => Some(Next::Page(page)),
            () = tick(checks), if caught_up && self.anew.is_none() => Some(Next::Check),
            () = tokio::time::sleep(SCRUB_AGAIN), if scrub => Some(Next::Scrub),
        }
    }

    /// Takes in one page of the log.
    async fn page(&mut self, page: &Page) {
        let begun = log::now();
        let Some(mut effects) = self.effects(page).await else {
            return;
        };
        self.note_halted(&effects);
        let kept = &self.projector.kept;
        effects
            .files
            .retain(|organisation, _| kept.has(organisation));
        let touched: Vec<_> = effects.files.keys().cloned().collect();
        if !touched
            .iter()
            .all(|organisation| self.known.contains(organisation))
        {
            Arc::make_mut(&mut self.known).extend(touched.iter().cloned());
        }
        self.write_aside(std::mem::take(&mut effects.aside)).await;
        self.write_files(effects.position, std::mem::take(&mut effects.files))
            .await;
        // What was withdrawn is overwritten before the position says that the page is done, where no reader prevents it.
        self.scrub().await;
        if let Some(observer) = &self.projector.observer {
            observer.written(&page.commands(), begun, touched.len());
        }
        self.note_changed(&touched);
        let batch = SystemBatch {
            position: effects.position,
            organisations: effects.names,
            services: effects.services,
            workers: effects.workers,
            cover: effects.cover,
            meetings: effects.meetings,
            due: effects.due,
            touched,
            halted: effects.halted,
            resumed: effects.resumed,
        };
        if self.write_system(batch).await {
            self.position = Position(effects.position);
        }
    }

    /// What a page changes; none where it was stopped while it waited for the log or the keys.
    async fn effects(&mut self, page: &Page) -> Option<Effects> {
        let organisation = self.anew.as_ref().map(|anew| anew.organisation.clone());
        let reading = Reading {
            sources: &self.projector.sources,
            halted: &self.halted,
            try_again: self.try_again,
            known: &self.known,
            aside: organisation.as_ref(),
            after: self.position,
        };
        let mut backoff = Backoff::new();
        loop {
            match reading.effects(page).await {
                Ok(effects) => return Some(effects),
                Err(error) => {
                    let position = self.position.0;
                    tracing::warn!(%error, position, retry_helps = error.retry_helps(), "a page of the log cannot be read; it is tried again");
                    if !backoff.wait(self.token).await {
                        return None;
                    }
                }
            }
        }
    }

    /// Organisations' own systems are told who changed, where there is something to tell.
    fn note_changed<'a>(&self, organisations: impl IntoIterator<Item = &'a OrganisationId>) {
        if let Some(feeds) = &self.projector.feeds {
            feeds.note(organisations);
        }
    }

    fn note_halted(&mut self, effects: &Effects) {
        self.try_again = false;
        for person in &effects.resumed {
            self.halted.remove(person);
        }
        self.halted.extend(
            effects
                .halted
                .iter()
                .map(|halted| (halted.person, halted.position)),
        );
    }

    async fn write_files(&mut self, position: u64, mut changes: BTreeMap<OrganisationId, Changes>) {
        changes.retain(|organisation, _| !self.broken.contains_key(organisation));
        let first = self.position.0 + 1;
        let applied = blocking::with(&self.projector.files, move |files| {
            files.apply(position, changes)
        })
        .await;
        for (organisation, applied) in applied {
            match applied {
                Ok(applied) if applied.withdrew => {
                    self.unscrubbed.entry(organisation).or_insert(first);
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%organisation, %error, "a file cannot be written; it is made anew");
                    self.broken.entry(organisation).or_insert(first);
                    self.repair_at = Instant::now();
                }
            }
        }
    }

    /// Overwrites what was withdrawn, where no reader is in the way.
    async fn scrub(&mut self) {
        if self.unscrubbed.is_empty() {
            return;
        }
        let organisations: Vec<_> = self.unscrubbed.keys().cloned().collect();
        let clean = blocking::with(&self.projector.files, move |files| {
            files.scrub(&organisations)
        })
        .await;
        self.unscrubbed
            .retain(|organisation, _| !clean.contains(organisation));
    }

    /// Writes `system.db`; false where it was stopped while that could not be written.
    async fn write_system(&self, batch: SystemBatch) -> bool {
        let (batch, mut backoff) = (Arc::new(batch), Backoff::new());
        loop {
            let written = batch.clone();
            match blocking::with(&self.system, move |system| system.apply(&written)).await {
                Ok(()) => return true,
                Err(error) => {
                    tracing::error!(%error, "system.db cannot be written; it is tried again")
                }
            }
            if !backoff.wait(self.token).await {
                return false;
            }
        }
    }

    /// Tells how far the files are.
    fn publish(&self) {
        let mut pending = self.unscrubbed.clone();
        for (organisation, position) in &self.broken {
            let first = pending.entry(organisation.clone()).or_insert(*position);
            *first = (*first).min(*position);
        }
        let known = self.known.clone();
        self.projector.progress.send_modify(|progress| {
            *progress = crate::progress::Progress {
                ready: true,
                position: self.position.0,
                pending,
                known,
            };
        });
    }
}

/// The next page of the log; waits until there is one.
async fn read_page(projector: &Projector, after: Position) -> Page {
    let log = &*projector.sources.log;
    let never = CancellationToken::new();
    let mut backoff = Backoff::new();
    loop {
        let read = match log.grown_beyond(after).await {
            Ok(_) => log::page(log, after).await,
            Err(error) => Err(error),
        };
        match read {
            Ok(page) if page.up_to(after) > after => return page,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, position = after.0, retry_helps = error.retry_helps(), "the log cannot be read; it is tried again");
            }
        }
        backoff.wait(&never).await;
    }
}

async fn first_pass(anew: &mut Option<Anew>) -> Result<bool, orgviews::Error> {
    match anew {
        Some(anew) => anew.ended().await,
        None => std::future::pending().await,
    }
}

async fn tick(checks: &mut Option<tokio::time::Interval>) {
    match checks {
        Some(checks) => {
            checks.tick().await;
        }
        None => std::future::pending().await,
    }
}
