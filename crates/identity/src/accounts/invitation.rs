//! Invitations: a link that is good once, for a week. Whoever has it chooses the password, and sets the second factor up.

use std::collections::BTreeSet;

use casework::{Role, ids::WorkerId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Accounts, Enrolment, Refusal, TRIES, What, Who, password, second_factor::Second};
use crate::{chance, records::Expected, vault::Read};

/// What can be given with an account: roles that see no content, by which a directory is begun.
const GIVEN: [Role; 2] = [Role::Operator, Role::OrganisationAdministrator];
/// For how long an invitation is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An invitation, as it is handed over.
#[derive(Clone)]
pub struct Invitation {
    /// The last part of its link.
    pub token: Zeroizing<String>,
    /// Until when it is good.
    pub until: Timestamp,
}

/// Somebody who has an invitation in their hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Who they are.
    pub who: Who,
    /// What their app needs, where a second factor is needed.
    pub enrolment: Option<Enrolment>,
}

/// An invitation as it is kept, under a digest of its token.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    who: Who,
    until: Timestamp,
    second: Second,
}

impl Accounts {
    /// Invites a worker, for the first time or again: password and second factor that they had are forgotten, and an
    /// invitation that waited is good no more. Ending their sessions is the caller's to do. `by` is the worker of their
    /// organisation who does so.
    ///
    /// # Errors
    /// [`Refusal::Taken`], or where accounts cannot be written.
    pub async fn invite(
        &self,
        who: &Who,
        by: &WorkerId,
        now: Timestamp,
    ) -> Result<Invitation, Refusal> {
        self.invite_by(who, &BTreeSet::new(), Some(by), now).await
    }

    /// As [`Accounts::invite`], on the machine itself; gives them these roles beside those in the directory, for whoever
    /// begins it.
    ///
    /// # Errors
    /// [`Refusal::RoleNotGiven`] for a role that sees content.
    pub async fn invite_as(
        &self,
        who: &Who,
        roles: &BTreeSet<Role>,
        now: Timestamp,
    ) -> Result<Invitation, Refusal> {
        if roles.iter().any(|role| !GIVEN.contains(role)) {
            return Err(Refusal::RoleNotGiven);
        }
        self.invite_by(who, roles, None, now).await
    }

    async fn invite_by(
        &self,
        who: &Who,
        roles: &BTreeSet<Role>,
        by: Option<&WorkerId>,
        now: Timestamp,
    ) -> Result<Invitation, Refusal> {
        let until = now.checked_add(GOOD_FOR).unwrap_or(Timestamp::MAX);
        let token = chance::text()?;
        let name = self.vault.name("invitation", &[&token]);
        let kept = Kept {
            who: who.clone(),
            until,
            second: Second::new()?,
        };
        let key = self.key(&who.sign_in_name());
        for _ in 0..TRIES {
            let (mut account, seen) = self.account(who).await?;
            let before = account.clone();
            account.password = None;
            account.second = None;
            account.granted.extend(roles);
            account.history.invited(by, now);
            account.invitation = Some((name.clone(), until));
            if self.vault.write(&key, &account, seen).await? {
                self.forget_invitation(&before).await?;
                self.vault.write(&name, &kept, Expected::New).await?;
                return Ok(Invitation { token, until });
            }
        }
        Err(Refusal::Busy)
    }

    /// Who is invited by this token, and what their app needs.
    ///
    /// # Errors
    /// [`Refusal::NoInvitation`].
    pub async fn invited(
        &self,
        token: &str,
        issuer: &str,
        now: Timestamp,
    ) -> Result<Invited, Refusal> {
        let (_, kept) = self.kept(token, now).await?;
        let name = kept.who.sign_in_name();
        let enrolment = kept.second.enrolment(&name, issuer);
        Ok(Invited {
            who: kept.who,
            enrolment: self.second_factor.then_some(enrolment),
        })
    }

    /// Opens the account: this is the password, and the app makes the right codes.
    ///
    /// # Errors
    /// [`Refusal`], and the invitation is as good as before.
    pub async fn accept(
        &self,
        token: &str,
        password: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<Who, Refusal> {
        let (name, kept) = self.kept(token, now).await?;
        password::check(password, &kept.who.sign_in_name())?;
        let mut second = self.second_factor.then_some(kept.second);
        if let Some(second) = &mut second
            && !second.take(code, now)
        {
            return Err(Refusal::CodeWrong);
        }
        let hash = self.passwords.hash(password).await?;
        let key = self.key(&kept.who.sign_in_name());
        for _ in 0..TRIES {
            let Some(Read { mut what, seen }) = self.vault.read::<super::Account>(&key).await?
            else {
                return Err(Refusal::NoInvitation);
            };
            // Whoever was faster with the same link has taken it.
            if what
                .invitation
                .as_ref()
                .is_none_or(|(waits, _)| *waits != name)
            {
                return Err(Refusal::NoInvitation);
            }
            what.invitation = None;
            what.password = Some(hash.clone());
            what.second.clone_from(&second);
            what.history.add(What::Opened, None, now);
            what.signed_in(now);
            if self.vault.write(&key, &what, seen).await? {
                self.vault.delete(&name).await?;
                return Ok(kept.who);
            }
        }
        Err(Refusal::Busy)
    }

    /// What is kept of the invitation with this token, and under which name.
    async fn kept(&self, token: &str, now: Timestamp) -> Result<(String, Kept), Refusal> {
        let name = self.vault.name("invitation", &[token]);
        let kept = self.vault.read::<Kept>(&name).await?;
        let kept = kept.filter(|kept| kept.what.until > now);
        let kept = kept.ok_or(Refusal::NoInvitation)?;
        Ok((name, kept.what))
    }
}
