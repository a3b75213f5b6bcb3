//! What somebody had typed and not sent, sealed, until they are back: for a week, and a few forms at a time.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    accounts::Who,
    records::{Error, Expected},
    vault::Vault,
};

/// For how long a draft is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many one worker has; the oldest makes room.
const MOST: usize = 20;
/// No draft is longer, in bytes.
const BYTES_MAX: usize = 64 * 1024;

/// A form that was not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The page that it was on: a path of ours.
    pub path: String,
    /// What that page is called; it names nobody.
    pub title: String,
    /// What stood in the form.
    pub values: Vec<(String, String)>,
    /// When.
    pub kept_at: Timestamp,
}

/// All drafts.
#[derive(Clone)]
pub struct Drafts {
    vault: Vault,
}

impl Drafts {
    /// The drafts in this vault.
    pub fn new(vault: Vault) -> Self {
        Self { vault }
    }

    /// Keeps a draft in place of an earlier one of the same page. One that is too long is not kept.
    ///
    /// # Errors
    /// Where drafts cannot be written.
    pub async fn keep(&self, who: &Who, draft: &Draft) -> Result<(), Error> {
        let bytes: usize = draft
            .values
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        if bytes > BYTES_MAX {
            return Ok(());
        }
        let name = self.name(who, &draft.path);
        self.vault.write(&name, draft, Expected::Any).await?;
        let mut all = self.all_named(who).await?;
        all.sort_by_key(|(_, draft)| draft.kept_at);
        for (name, _) in all.iter().take(all.len().saturating_sub(MOST)) {
            self.vault.delete(name).await?;
        }
        Ok(())
    }

    /// The draft of this page.
    ///
    /// # Errors
    /// Where drafts cannot be read.
    pub async fn of(&self, who: &Who, path: &str, now: Timestamp) -> Result<Option<Draft>, Error> {
        let kept = self.vault.read::<Draft>(&self.name(who, path)).await?;
        Ok(kept
            .map(|kept| kept.what)
            .filter(|draft| draft.is_fresh(now)))
    }

    /// Every draft of theirs, newest first.
    ///
    /// # Errors
    /// Where drafts cannot be read.
    pub async fn all(&self, who: &Who, now: Timestamp) -> Result<Vec<Draft>, Error> {
        let all = self.all_named(who).await?.into_iter();
        let mut all: Vec<Draft> = all.map(|(_, draft)| draft).collect();
        all.retain(|draft| draft.is_fresh(now));
        all.sort_by_key(|draft| std::cmp::Reverse(draft.kept_at));
        Ok(all)
    }

    /// Takes a draft away: it was sent, or is not wanted.
    ///
    /// # Errors
    /// Where drafts cannot be written.
    pub async fn discard(&self, who: &Who, path: &str) -> Result<(), Error> {
        self.vault.delete(&self.name(who, path)).await
    }

    /// Takes away what is past its time.
    ///
    /// # Errors
    /// Where drafts cannot be read or written.
    pub async fn sweep(&self, now: Timestamp) -> Result<(), Error> {
        for name in self.vault.names("draft", &[]).await? {
            let kept = self.vault.read::<Draft>(&name).await?;
            if kept.is_none_or(|kept| !kept.what.is_fresh(now)) {
                self.vault.delete(&name).await?;
            }
        }
        Ok(())
    }

    async fn all_named(&self, who: &Who) -> Result<Vec<(String, Draft)>, Error> {
        let parts = [who.organisation.as_str(), who.worker.as_str()];
        let mut all = Vec::new();
        for name in self.vault.names("draft", &parts).await? {
            if let Some(kept) = self.vault.read::<Draft>(&name).await? {
                all.push((name, kept.what));
            }
        }
        Ok(all)
    }

    fn name(&self, who: &Who, path: &str) -> String {
        let (organisation, worker) = (who.organisation.as_str(), who.worker.as_str());
        self.vault.name("draft", &[organisation, worker, path])
    }
}

impl Draft {
    fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.kept_at) < KEPT
    }
}
