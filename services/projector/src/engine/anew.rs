//! Files made anew: asked for by the operator, to check one that grew, or to repair one that failed. One at a time.
//!
//! Here is when a rebuild begins, when its file takes the old one's place, and when it is given up.

use std::sync::{Arc, Mutex, PoisonError};

use casework::ids::OrganisationId;
use orgviews::Rebuild;
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
    time::Instant,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::Engine;
use crate::{
    blocking,
    effects::Changes,
    error::RebuildError,
    projector::Rebuilt,
    rebuild::{Aside, FirstPass, Step},
};

/// Somebody asks for a rebuild.
pub(crate) struct Ask {
    /// Of whose file; of the one whose turn it is, where none is named.
    pub(crate) organisation: Option<OrganisationId>,
    /// Where to tell how far it is.
    pub(crate) steps: watch::Sender<Step>,
    /// Whom to tell how it ended.
    pub(crate) reply: Option<oneshot::Sender<Result<Rebuilt, RebuildError>>>,
}

/// A rebuild under way.
pub(super) struct Anew {
    pub(super) organisation: OrganisationId,
    aside: Arc<Mutex<Option<Aside>>>,
    first_pass: JoinHandle<Result<bool, orgviews::Error>>,
    steps: watch::Sender<Step>,
    reply: Option<oneshot::Sender<Result<Rebuilt, RebuildError>>>,
    _stop_first_pass: DropGuard,
}

impl Drop for Anew {
    /// However it ends, nothing writes to its file any more, and the folder's rebuild lock is free.
    fn drop(&mut self) {
        self.first_pass.abort();
        let aside = self.aside.lock();
        drop(aside.unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Ask {
    /// The check of the file whose turn it is; nobody waits for it.
    pub(super) fn check() -> Self {
        Self {
            organisation: None,
            steps: watch::channel(Step::default()).0,
            reply: None,
        }
    }

    fn answer(self, answer: RebuildError) {
        // Whoever asked may have gone away.
        let _ = self.reply.map(|reply| reply.send(Err(answer)));
    }
}

impl Anew {
    /// Waits for the end of the first pass.
    pub(super) async fn ended(&mut self) -> Result<bool, orgviews::Error> {
        match (&mut self.first_pass).await {
            Ok(ended) => ended,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Ok(false),
        }
    }
}

impl Engine<'_> {
    /// Begins what was asked for, where nothing else is under way.
    pub(super) async fn begin(&mut self, ask: Ask) {
        if self.anew.is_some() {
            return ask.answer(RebuildError::UnderWay);
        }
        let Some(organisation) = ask.organisation.clone().or_else(|| self.whose_turn()) else {
            return ask.answer(RebuildError::Unknown);
        };
        if !self.known.contains(&organisation) {
            return ask.answer(RebuildError::Unknown);
        }
        let rebuild = match self.start_file(&organisation).await {
            Ok(rebuild) => rebuild,
            Err(error) => return ask.answer(error.into()),
        };
        let aside = Arc::new(Mutex::new(Some(Aside::new(rebuild, false))));
        let token = self.token.child_token();
        let pass = self.first_pass(&organisation, &aside, &ask.steps, &token);
        self.anew = Some(Anew {
            organisation,
            aside,
            first_pass: tokio::spawn(pass.run()),
            steps: ask.steps,
            reply: ask.reply,
            _stop_first_pass: token.drop_guard(),
        });
    }

    /// Writes what a page changes into the file that is being made anew too.
    pub(super) async fn write_aside(&mut self, changes: Changes) {
        let Some(anew) = self.anew.as_ref().filter(|_| !changes.is_empty()) else {
            return;
        };
        let write = |aside: &mut Option<Aside>| aside.as_mut().map(|aside| aside.write(changes));
        if let Some(Err(error)) = blocking::with(&anew.aside, write).await {
            self.give_up(error).await;
        }
    }

    /// Puts the new file in use, now that its first pass is through.
    pub(super) async fn put_in_use(&mut self, ended: Result<bool, orgviews::Error>) {
        let Some(anew) = &self.anew else { return };
        let (organisation, position) = (anew.organisation.clone(), self.position.0);
        match ended {
            Err(error) => return self.give_up(error).await,
            Ok(false) => return self.give_up(orgviews::Error::Busy).await,
            Ok(true) => {}
        }
        let Some(aside) = blocking::with(&anew.aside, Option::take).await else {
            return;
        };
        let finish =
            move |files: &mut crate::files::Files| files.finish(aside.into_rebuild(), position);
        match blocking::with(&self.projector.files, finish).await {
            Err(error) => self.give_up(error).await,
            Ok(equal) => {
                let was_whole = self.broken.remove(&organisation).is_none();
                if was_whole && !equal {
                    tracing::error!(%organisation, position, "a file did not hold what the log says, and has been replaced");
                }
                let Some(mut anew) = self.anew.take() else {
                    return;
                };
                anew.steps.send_modify(|step| {
                    *step = Step {
                        read: position,
                        in_all: position,
                    }
                });
                let _ = anew.reply.take().map(|reply| {
                    reply.send(Ok(Rebuilt {
                        organisation,
                        equal,
                    }))
                });
            }
        }
    }

    /// Makes the files anew that cannot be written. The log stands still meanwhile; that is rare.
    pub(super) async fn repair(&mut self) {
        let broken: Vec<_> = self.broken.keys().cloned().collect();
        for organisation in broken {
            match self.repair_one(&organisation).await {
                Ok(true) => {
                    self.broken.remove(&organisation);
                    tracing::info!(%organisation, "a file has been made anew");
                }
                Ok(false) => return,
                Err(error) => {
                    tracing::error!(%organisation, %error, "a file could not be made anew; it is tried again later");
                    self.repair_at = Instant::now() + self.projector.settings.repair_after;
                }
            }
        }
    }

    async fn repair_one(&mut self, organisation: &OrganisationId) -> Result<bool, orgviews::Error> {
        let rebuild = self.start_file(organisation).await?;
        let aside = Arc::new(Mutex::new(Some(Aside::new(rebuild, true))));
        let pass = self.first_pass(
            organisation,
            &aside,
            &watch::channel(Step::default()).0,
            self.token,
        );
        if !pass.run().await? {
            return Ok(false);
        }
        let Some(aside) = blocking::with(&aside, Option::take).await else {
            return Ok(false);
        };
        let position = self.position.0;
        blocking::with(&self.projector.files, move |files| {
            files.finish(aside.into_rebuild(), position)
        })
        .await?;
        Ok(true)
    }

    /// Gives up the rebuild under way. Its file may hold what is withdrawn in this moment, and so goes at once.
    async fn give_up(&mut self, error: orgviews::Error) {
        let Some(mut anew) = self.anew.take() else {
            return;
        };
        let (organisation, position) = (anew.organisation.clone(), self.position.0);
        tracing::warn!(%organisation, %error, "a rebuild was given up; the file in use stays");
        drop(blocking::with(&anew.aside, Option::take).await);
        let abandoned = organisation.clone();
        let cleared = blocking::with(&self.projector.files, move |files| {
            files.clear_abandoned(&abandoned)
        })
        .await;
        if let Err(error) = cleared {
            tracing::error!(%organisation, %error, "a file cannot be opened; it is made anew");
            self.broken.entry(organisation).or_insert(position);
        }
        let _ = anew.reply.take().map(|reply| reply.send(Err(error.into())));
    }

    async fn start_file(&self, organisation: &OrganisationId) -> Result<Rebuild, orgviews::Error> {
        let organisation = organisation.clone();
        blocking::with(&self.projector.files, move |files| {
            files.begin(&organisation)
        })
        .await
    }

    fn first_pass(
        &self,
        organisation: &OrganisationId,
        aside: &Arc<Mutex<Option<Aside>>>,
        steps: &watch::Sender<Step>,
        token: &CancellationToken,
    ) -> FirstPass {
        FirstPass {
            sources: self.projector.sources.clone(),
            organisation: organisation.clone(),
            aside: aside.clone(),
            up_to: self.position,
            steps: steps.clone(),
            token: token.clone(),
        }
    }

    /// The organisation after the one that was checked last, in the order of codes, and round again.
    fn whose_turn(&mut self) -> Option<OrganisationId> {
        let after = self
            .checked
            .as_ref()
            .and_then(|last| self.known.iter().find(|one| *one > last));
        self.checked = after.or_else(|| self.known.first()).cloned();
        self.checked.clone()
    }
}
