//! Telling organisations' own systems who changed: never what, and nobody of whom not everybody in the organisation may
//! hear. How it is told is the [`Feed`]'s business, and whoever hears of it twice is told nothing new.
//!
//! Several projectors may tell the same organisation: each goes on from what the feed itself says was told.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use casework::ids::{OrganisationId, PersonId};
use futures::{StreamExt, stream};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{backoff::Backoff, blocking, projector::Projector};

/// How many organisations are told at the same time.
const AT_ONCE: usize = 16;
/// How often an organisation is begun again that others are telling, too, before the next one's turn.
const TRIES: usize = 8;
/// How many people one message names, as soon as all of one position are in it.
const PEOPLE_AT_ONCE: usize = 250;

/// Where organisations' own systems are told.
#[tonic::async_trait]
pub trait Feed: Send + Sync {
    /// Whether this organisation is told.
    fn tells(&self, organisation: &OrganisationId) -> bool;

    /// What was told last.
    ///
    /// # Errors
    /// Where that cannot be found out now.
    async fn told(&self, organisation: &OrganisationId) -> Result<Told, NotTold>;

    /// Tells that these people changed, where nothing was told since `last`.
    ///
    /// # Errors
    /// Where somebody else has told something meanwhile, or it cannot be told now: look again what was told.
    async fn tell(
        &self,
        organisation: &OrganisationId,
        last: Told,
        news: News,
    ) -> Result<Told, NotTold>;
}

/// What an organisation was told last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Everything up to this position of the log.
    pub position: u64,
    /// By which message of this organisation's, counted from 1.
    pub number: u64,
    /// Where that message stands in the feed, as the feed counts.
    pub place: u64,
}

/// What there is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Who changed.
    pub people: BTreeSet<PersonId>,
    /// With this, everything is told up to this position of the log.
    pub position: u64,
}

/// It was not told.
#[derive(Debug, thiserror::Error)]
pub enum NotTold {
    /// Somebody else has told something since.
    #[error("somebody else has told something since")]
    Overtaken,
    /// It cannot be told now.
    #[error("{0}")]
    Failed(String),
}

/// Who is to be told, and by what.
pub(crate) struct Feeds {
    feed: Arc<dyn Feed>,
    waiting: Mutex<BTreeSet<OrganisationId>>,
    woken: Notify,
}

impl Feeds {
    pub(crate) fn new(feed: Arc<dyn Feed>) -> Self {
        Self {
            feed,
            waiting: Mutex::default(),
            woken: Notify::new(),
        }
    }

    /// Something may have changed in these organisations' files.
    pub(crate) fn note<'a>(&self, touched: impl IntoIterator<Item = &'a OrganisationId>) {
        let touched = touched
            .into_iter()
            .filter(|organisation| self.feed.tells(organisation));
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(touched.cloned());
        if !waiting.is_empty() {
            self.woken.notify_one();
        }
    }

    /// Tells until the token is cancelled.
    pub(crate) async fn run(&self, projector: &Projector, token: &CancellationToken) {
        // As far as this projector has looked; where it is not in here, the feed is asked.
        let mut looked = BTreeMap::<OrganisationId, Told>::new();
        let mut backoff = Backoff::new();
        while token
            .run_until_cancelled(self.woken.notified())
            .await
            .is_some()
        {
            let waiting =
                std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
            let each = waiting.into_iter().map(|organisation| {
                let last = looked.remove(&organisation);
                async move {
                    let told = self.catch_up(projector, &organisation, last).await;
                    (organisation, told)
                }
            });
            let all = stream::iter(each).buffer_unordered(AT_ONCE).collect();
            let Some(ended) = token.run_until_cancelled(all).await else {
                return;
            };
            let ended: Vec<(OrganisationId, Result<Told, NotTold>)> = ended;
            let (all, mut again) = (ended.len(), BTreeSet::new());
            for (organisation, told) in ended {
                match told {
                    Ok(told) => {
                        looked.insert(organisation, told);
                    }
                    Err(error) => {
                        tracing::warn!(%organisation, %error, "an organisation's feed is behind; it is tried again");
                        again.insert(organisation);
                    }
                }
            }
            // Where one feed fails and others do not, those others do not wait for long.
            if again.len() < all {
                backoff = Backoff::new();
            }
            if !again.is_empty() && backoff.wait(token).await {
                self.note(&again);
            }
        }
    }

    /// Tells one organisation what its file says and the feed does not.
    async fn catch_up(
        &self,
        projector: &Projector,
        organisation: &OrganisationId,
        mut last: Option<Told>,
    ) -> Result<Told, NotTold> {
        for _ in 0..TRIES {
            match self.tell(projector, organisation, last.take()).await {
                Err(NotTold::Overtaken) => {}
                told => return told,
            }
        }
        Err(NotTold::Overtaken)
    }

    async fn tell(
        &self,
        projector: &Projector,
        organisation: &OrganisationId,
        last: Option<Told>,
    ) -> Result<Told, NotTold> {
        let mut told = match last {
            Some(told) => told,
            None => self.feed.told(organisation).await?,
        };
        let (of, after) = (organisation.clone(), told.position);
        let changed =
            blocking::with(&projector.files, move |files| files.changed(&of, after)).await;
        let (changed, included) = changed.map_err(|error| NotTold::Failed(error.to_string()))?;
        for news in in_messages(changed) {
            told = self.feed.tell(organisation, told, news).await?;
        }
        // What not everybody may hear of is passed over, here and the next time.
        told.position = told.position.max(included);
        Ok(told)
    }
}

/// All of one position in one message, and so that messages are neither many nor long.
fn in_messages(changed: Vec<(u64, PersonId)>) -> Vec<News> {
    let mut messages = Vec::<News>::new();
    for (position, person) in changed {
        match messages.last_mut() {
            Some(news) if news.position == position || news.people.len() < PEOPLE_AT_ONCE => {
                news.position = position;
                news.people.insert(person);
            }
            _ => messages.push(News {
                people: BTreeSet::from([person]),
                position,
            }),
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn person(number: u64) -> PersonId {
        PersonId(Uuid::from_u64_pair(number, 0))
    }

    #[test]
    fn a_message_holds_all_of_a_position_and_few_people_more_than_it_has_to() {
        let one_by_one = (1..=251).map(|number| (number, person(number)));
        let together = (252..=900).map(|number| (252, person(number)));
        let messages = in_messages(one_by_one.chain(together).collect());
        let sizes: Vec<_> = messages
            .iter()
            .map(|news| (news.position, news.people.len()))
            .collect();
        assert_eq!(sizes, [(250, 250), (252, 650)]);
        assert!(in_messages(Vec::new()).is_empty());
    }
}
