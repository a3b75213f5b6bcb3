//! Sessions at the pages: begun at sign-in under an id by chance, ended by signing out (here or everywhere), by standing
//! idle, or by their length. What a session is allowed is not here: only whether it still is one.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    accounts::Who,
    chance,
    records::{Error, Expected},
    vault::Vault,
};

/// How much later than last kept something has to happen before it is kept again.
const GRAIN: SignedDuration = SignedDuration::from_secs(30);

/// How long sessions last.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Without anything being asked.
    pub idle: SignedDuration,
    /// At all.
    pub at_most: SignedDuration,
}

/// A session as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    began: Timestamp,
    seen: Timestamp,
}

/// When a session that goes on will end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// When, where nothing is asked until then.
    pub at: Timestamp,
    /// Whether it ends then whatever is asked.
    pub is_final: bool,
}

/// All sessions.
#[derive(Clone)]
pub struct Sessions {
    vault: Vault,
    limits: Limits,
}

impl Sessions {
    /// The sessions in this vault.
    pub fn new(vault: Vault, limits: Limits) -> Self {
        Self { vault, limits }
    }

    /// Begins one, and gives its id: 256 bits of chance, which nothing known before the sign-in leads to.
    ///
    /// # Errors
    /// Where sessions cannot be written.
    pub async fn begin(&self, who: &Who, now: Timestamp) -> Result<Zeroizing<String>, Error> {
        let id = chance::text()?;
        let kept = Kept {
            began: now,
            seen: now,
        };
        let name = self.name(who, &id);
        self.vault.write(&name, &kept, Expected::New).await?;
        Ok(id)
    }

    /// Whether this is a session of theirs, and until when. Asking for something keeps it up; asking `only_to_know` does not.
    ///
    /// # Errors
    /// Where sessions cannot be read: then nobody is let in.
    pub async fn ends(
        &self,
        who: &Who,
        id: &str,
        now: Timestamp,
        only_to_know: bool,
    ) -> Result<Option<Ends>, Error> {
        let name = self.name(who, id);
        let Some(kept) = self.vault.read::<Kept>(&name).await? else {
            return Ok(None);
        };
        let mut session = kept.what;
        if self.limits.ends(&session).at <= now {
            self.vault.delete(&name).await?;
            return Ok(None);
        }
        if !only_to_know && now.duration_since(session.seen) > GRAIN {
            session.seen = now;
            // Whoever was faster has kept it up as well, or ended it.
            self.vault.write(&name, &session, kept.seen).await?;
        } else if !only_to_know {
            session.seen = session.seen.max(now);
        }
        Ok(Some(self.limits.ends(&session)))
    }

    /// How many sessions somebody has open.
    ///
    /// # Errors
    /// Where sessions cannot be read.
    pub async fn count(&self, who: &Who, now: Timestamp) -> Result<usize, Error> {
        let mut count = 0;
        for name in self.names(who).await? {
            let kept = self.vault.read::<Kept>(&name).await?;
            count += usize::from(kept.is_some_and(|kept| self.limits.ends(&kept.what).at > now));
        }
        Ok(count)
    }

    /// Ends one.
    ///
    /// # Errors
    /// Where sessions cannot be written.
    pub async fn end(&self, who: &Who, id: &str) -> Result<(), Error> {
        self.vault.delete(&self.name(who, id)).await
    }

    /// Ends all that somebody has.
    ///
    /// # Errors
    /// Where sessions cannot be written; some may have ended.
    pub async fn end_everywhere(&self, who: &Who) -> Result<(), Error> {
        for name in self.names(who).await? {
            self.vault.delete(&name).await?;
        }
        Ok(())
    }

    /// Takes away what has ended by itself.
    ///
    /// # Errors
    /// Where sessions cannot be read or written.
    pub async fn sweep(&self, now: Timestamp) -> Result<(), Error> {
        for name in self.vault.names("session", &[]).await? {
            let kept = self.vault.read::<Kept>(&name).await?;
            if kept.is_none_or(|kept| self.limits.ends(&kept.what).at <= now) {
                self.vault.delete(&name).await?;
            }
        }
        Ok(())
    }

    fn name(&self, who: &Who, id: &str) -> String {
        let (organisation, worker) = (who.organisation.as_str(), who.worker.as_str());
        self.vault.name("session", &[organisation, worker, id])
    }

    async fn names(&self, who: &Who) -> Result<Vec<String>, Error> {
        let parts = [who.organisation.as_str(), who.worker.as_str()];
        self.vault.names("session", &parts).await
    }
}

impl Limits {
    fn ends(&self, session: &Kept) -> Ends {
        let idle = session.seen.checked_add(self.idle);
        let absolute = session.began.checked_add(self.at_most);
        let (idle, absolute) = (
            idle.unwrap_or(Timestamp::MAX),
            absolute.unwrap_or(Timestamp::MAX),
        );
        Ends {
            at: idle.min(absolute),
            is_final: absolute <= idle,
        }
    }
}
