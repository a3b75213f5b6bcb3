//! Accounts of this system's own, for organisations without a sign-in of theirs: a password, and a code from an app as
//! the second factor. Who works where and in which roles is the directory's; here is only that somebody is that worker.
//!
//! An account begins with an invitation, and a forgotten password or a lost telephone ends with another one: the
//! organisation's administrator hands it over, in person or by a line they trust. Nothing is sent by e-mail from here.
//! After NIST SP 800-63B (length and no rules of composition, none of the most common, a limit on guesses).

mod attempts;
mod history;
mod invitation;
mod password;
mod second_factor;
mod sign_in_name;

use std::collections::BTreeSet;

use casework::{
    Role,
    ids::{OrganisationId, WorkerId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    records::{self, Expected},
    vault::{Read, Vault},
};
use attempts::{Attempts, Unknown};
use history::History;
pub use history::{Happened, What};
pub use invitation::{Invitation, Invited};
use password::Passwords;
pub use second_factor::Enrolment;
use second_factor::Second;
pub use sign_in_name::{SignInName, Who};

/// How often a change that somebody else was faster with is tried.
const TRIES: usize = 5;

/// Why somebody is not let in, or an account not changed. No message says whether there is such an account.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Name and password do not belong together.
    #[error(
        "There is no account with this name and password. Check both; your organisation’s administrator can invite you again."
    )]
    Wrong,
    /// The code is not the app's of now, or was used before.
    #[error(
        "That is not the code of now, or it was used before. Wait for the next one in your app, and check the time on your telephone."
    )]
    CodeWrong,
    /// Too many guesses.
    #[error("There were too many attempts. Wait, and try again later.")]
    TooMany {
        /// When the next one is looked at.
        until: Timestamp,
    },
    /// Too many sign in at this moment.
    #[error("Too many people are signing in at this moment. Try again in a minute.")]
    Busy,
    /// The invitation is not there: used, or past its day.
    #[error(
        "This invitation was used, or is past its day. Ask your organisation’s administrator for another one."
    )]
    NoInvitation,
    /// The password will not do.
    #[error("{0}")]
    Password(&'static str),
    /// Another worker of the organisation signs in by a name that differs in capitals alone.
    #[error(
        "Another worker’s name to sign in is the same but for capitals. Register this one under another name."
    )]
    Taken,
    /// A role with content, which only the directory can give.
    #[error(
        "Only the roles operator and organisation-administrator are given with an account; others are the organisation’s to give, in the directory."
    )]
    RoleNotGiven,
    /// Accounts cannot be read or written.
    #[error(transparent)]
    Records(#[from] records::Error),
}

/// An account, as an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose it is.
    pub who: Who,
    /// Until when an invitation waits.
    pub invited_until: Option<Timestamp>,
    /// When they last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// Whether they can sign in.
    pub is_open: bool,
    /// Whether it was closed.
    pub is_closed: bool,
    /// What happened to it, the earliest first.
    pub history: Vec<Happened>,
}

/// An account as it is kept.
#[derive(Clone, Serialize, Deserialize)]
struct Account {
    organisation: OrganisationId,
    worker: WorkerId,
    /// In the form of the Password Hashing Competition.
    password: Option<String>,
    second: Option<Second>,
    /// The invitation that waits: its record's name, and until when.
    invitation: Option<(String, Timestamp)>,
    attempts: Attempts,
    signed_in_at: Option<Timestamp>,
    /// Roles that the directory does not know of: somebody has to enter it.
    granted: BTreeSet<Role>,
    history: History,
}

/// What a right password leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// They are in.
    Entirely(Who),
    /// The code of the second factor is asked for.
    ByPassword(Who),
}

/// All accounts.
pub struct Accounts {
    vault: Vault,
    passwords: Passwords,
    unknown: Unknown,
    second_factor: bool,
}

impl Accounts {
    /// The accounts in this vault; whether everybody needs a second factor.
    pub fn new(vault: Vault, second_factor: bool) -> Self {
        Self {
            vault,
            passwords: Passwords::default(),
            unknown: Unknown::default(),
            second_factor,
        }
    }

    /// Whether everybody needs a second factor.
    pub fn needs_second_factor(&self) -> bool {
        self.second_factor
    }

    /// Looks at name and password. As long, whether or not there is such an account.
    ///
    /// # Errors
    /// [`Refusal`], said in the same words for a wrong name and a wrong password.
    pub async fn sign_in(
        &self,
        name: &SignInName,
        password: &str,
        now: Timestamp,
    ) -> Result<Known, Refusal> {
        let key = self.key(name);
        let Some(kept) = self.vault.read::<Account>(&key).await? else {
            self.unknown.refused(&key, now)?;
            self.passwords.pretend(password).await?;
            self.unknown.failed(&key, now);
            return Err(Refusal::Wrong);
        };
        kept.what.attempts.refused(now)?;
        let matches = match &kept.what.password {
            Some(hash) => self.passwords.verify(password, hash).await?,
            None => {
                self.passwords.pretend(password).await?;
                false
            }
        };
        if !matches {
            self.change(&key, |account| account.attempts.failed(now))
                .await?;
            return Err(Refusal::Wrong);
        }
        let who = kept.what.who();
        if self.second_factor || kept.what.second.is_some() {
            return Ok(Known::ByPassword(who));
        }
        self.change(&key, |account| account.signed_in(now)).await?;
        Ok(Known::Entirely(who))
    }

    /// Looks at the code of somebody who has shown their password just now.
    ///
    /// # Errors
    /// [`Refusal::CodeWrong`] also for a code that let somebody in before (RFC 6238, section 5.2).
    pub async fn confirm(&self, who: &Who, code: &str, now: Timestamp) -> Result<(), Refusal> {
        let key = self.key(&who.sign_in_name());
        for _ in 0..TRIES {
            let Some(Read { mut what, seen }) = self.vault.read::<Account>(&key).await? else {
                return Err(Refusal::Wrong);
            };
            what.attempts.refused(now)?;
            let Some(second) = &mut what.second else {
                return Err(Refusal::Wrong);
            };
            let is_right = second.take(code, now);
            if is_right {
                what.signed_in(now);
            } else {
                what.attempts.failed(now);
            }
            // The code counts as used only where this very change is kept.
            if self.vault.write(&key, &what, seen).await? {
                return is_right.then_some(()).ok_or(Refusal::CodeWrong);
            }
        }
        Err(Refusal::Busy)
    }

    /// Takes another password in the place of the present one.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] for the present one, [`Refusal::Password`] for the new one.
    pub async fn change_password(
        &self,
        who: &Who,
        present: &str,
        new: &str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let name = who.sign_in_name();
        password::check(new, &name)?;
        self.sign_in(&name, present, now).await?;
        let hash = self.passwords.hash(new).await?;
        let key = self.key(&name);
        self.change(&key, |account| account.password = Some(hash.clone()))
            .await
    }

    /// The roles that somebody has beside those in the directory.
    ///
    /// # Errors
    /// Where accounts cannot be read.
    pub async fn granted(&self, who: &Who) -> Result<BTreeSet<Role>, Refusal> {
        let key = self.key(&who.sign_in_name());
        let kept = self.vault.read::<Account>(&key).await?;
        Ok(kept.map(|kept| kept.what.granted).unwrap_or_default())
    }

    /// Closes an account: its password, second factor and roles are forgotten. What happened to it stays.
    ///
    /// # Errors
    /// Where accounts cannot be written.
    pub async fn close(&self, who: &Who, by: &WorkerId, now: Timestamp) -> Result<(), Refusal> {
        let key = self.key(&who.sign_in_name());
        for _ in 0..TRIES {
            let Some(Read { mut what, seen }) = self.vault.read::<Account>(&key).await? else {
                return Ok(());
            };
            let before = what.clone();
            what = Account {
                history: what.history,
                ..Account::new(who)
            };
            what.history.add(What::Closed, Some(by), now);
            if self.vault.write(&key, &what, seen).await? {
                return self.forget_invitation(&before).await;
            }
        }
        Err(Refusal::Busy)
    }

    /// How the account of this worker stands; none where there never was one.
    ///
    /// # Errors
    /// Where accounts cannot be read.
    pub async fn standing(&self, who: &Who, now: Timestamp) -> Result<Option<Standing>, Refusal> {
        let key = self.key(&who.sign_in_name());
        let kept = self.vault.read::<Account>(&key).await?;
        Ok(kept.map(|kept| kept.what.standing(now)))
    }

    /// The accounts of an organisation, by worker.
    ///
    /// # Errors
    /// Where accounts cannot be read.
    pub async fn of(
        &self,
        organisation: &OrganisationId,
        now: Timestamp,
    ) -> Result<Vec<Standing>, Refusal> {
        let mut all = Vec::new();
        for name in self
            .vault
            .names("account", &[organisation.as_str()])
            .await?
        {
            if let Some(kept) = self.vault.read::<Account>(&name).await? {
                all.push(kept.what.standing(now));
            }
        }
        all.sort_by(|one, other| one.who.worker.cmp(&other.who.worker));
        Ok(all)
    }

    fn key(&self, name: &SignInName) -> String {
        let (organisation, worker) = name.parts();
        self.vault.name("account", &[organisation, worker])
    }

    /// Changes an account as it stands, however often others change it meanwhile.
    async fn change(&self, key: &str, change: impl Fn(&mut Account)) -> Result<(), Refusal> {
        for _ in 0..TRIES {
            let Some(Read { mut what, seen }) = self.vault.read::<Account>(key).await? else {
                return Err(Refusal::Wrong);
            };
            change(&mut what);
            if self.vault.write(key, &what, seen).await? {
                return Ok(());
            }
        }
        Err(Refusal::Busy)
    }

    async fn forget_invitation(&self, account: &Account) -> Result<(), Refusal> {
        if let Some((name, _)) = &account.invitation {
            self.vault.delete(name).await?;
        }
        Ok(())
    }

    /// The account of this worker, and which state it is; a new one, where there is none.
    async fn account(&self, who: &Who) -> Result<(Account, Expected), Refusal> {
        let key = self.key(&who.sign_in_name());
        match self.vault.read::<Account>(&key).await? {
            Some(kept) if kept.what.worker != who.worker && !kept.what.history.is_closed() => {
                Err(Refusal::Taken)
            }
            Some(Read { mut what, seen }) => {
                what.worker = who.worker.clone();
                Ok((what, seen))
            }
            None => Ok((Account::new(who), Expected::New)),
        }
    }
}

impl Account {
    fn new(who: &Who) -> Self {
        Self {
            organisation: who.organisation.clone(),
            worker: who.worker.clone(),
            password: None,
            second: None,
            invitation: None,
            attempts: Attempts::default(),
            signed_in_at: None,
            granted: BTreeSet::new(),
            history: History::default(),
        }
    }

    fn who(&self) -> Who {
        Who {
            organisation: self.organisation.clone(),
            worker: self.worker.clone(),
        }
    }

    fn signed_in(&mut self, now: Timestamp) {
        self.attempts = Attempts::default();
        self.signed_in_at = Some(now);
    }

    fn standing(&self, now: Timestamp) -> Standing {
        let waits = self.invitation.as_ref().map(|(_, until)| *until);
        Standing {
            who: self.who(),
            invited_until: waits.filter(|until| *until > now),
            signed_in_at: self.signed_in_at,
            is_open: self.password.is_some(),
            is_closed: self.history.is_closed(),
            history: self.history.all(),
        }
    }
}
