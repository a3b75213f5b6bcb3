//! Passwords: argon2id (RFC 9106) with 19 MiB and two passes, as the OWASP cheat sheet has it, a few at a time, so that a
//! flood of sign-ins costs neither the memory nor the processors of everybody else.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::{Refusal, SignInName};
use crate::{chance, records};

/// How many are looked at at the same time.
const AT_ONCE: usize = 2;
/// How many may wait for that.
const WAITING_MAX: usize = 64;
const CHARACTERS_MIN: usize = 12;
const BYTES_MAX: usize = 256;
const SALT_BYTES: usize = 16;
/// What a name without an account is compared with: nobody's.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCE$u8+dPpW1sRe6L1qBGVkDKIuD6v0rK6xmWcV0iMWJ9eM";
/// What the most common passwords of that length are made of.
const COMMON: [&str; 12] = [
    "password",
    "passw0rd",
    "qwerty",
    "123456",
    "letmein",
    "welcome",
    "admin",
    "abc123",
    "iloveyou",
    "football",
    "liverpool",
    "throughline",
];

/// Whether a new password will do.
pub(super) fn check(password: &str, name: &SignInName) -> Result<(), Refusal> {
    let is_long = password.chars().count() >= CHARACTERS_MIN;
    if !is_long {
        return Err(Refusal::Password(
            "The password is too short. Choose at least 12 characters: three words that have nothing to do with each other are easy to remember.",
        ));
    }
    if password.len() > BYTES_MAX {
        return Err(Refusal::Password(
            "The password is too long. Choose at most 256 characters.",
        ));
    }
    let small = password.to_lowercase();
    // What remains once the common parts are taken out is what a guesser has to find.
    let (organisation, worker) = name.parts();
    let organisation = organisation.to_lowercase();
    let rest = COMMON
        .iter()
        .copied()
        .chain([organisation.as_str(), worker])
        .fold(small, |rest, part| rest.replace(part, ""));
    let mut different: Vec<char> = rest.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 {
        return Err(Refusal::Password(
            "The password is too easy to guess. Choose one without your name, your organisation’s, or words and rows of keys that everybody uses.",
        ));
    }
    Ok(())
}

/// Hashes passwords, a few at a time.
pub(super) struct Passwords {
    places: Semaphore,
    waiting: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            places: Semaphore::new(AT_ONCE),
            waiting: Semaphore::new(AT_ONCE + WAITING_MAX),
        }
    }
}

impl Passwords {
    /// The hash of a new password, with a salt of its own.
    pub(super) async fn hash(&self, password: &str) -> Result<String, Refusal> {
        let salt = chance::bytes::<SALT_BYTES>()?;
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let hash = self
            .in_turn(move || {
                let hash = Argon2::default().hash_password_with_salt(&password, &salt);
                hash.map(|hash| hash.to_string())
            })
            .await?;
        Ok(hash.map_err(|no| records::Error(no.to_string()))?)
    }

    /// Whether the password is the one of this hash.
    pub(super) async fn verify(&self, password: &str, hash: &str) -> Result<bool, Refusal> {
        if password.len() > BYTES_MAX {
            return Ok(false);
        }
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let hash = hash.to_owned();
        self.in_turn(move || {
            Argon2::default()
                .verify_password(&password, hash.as_str())
                .is_ok()
        })
        .await
    }

    /// Takes as long as a password takes.
    pub(super) async fn pretend(&self, password: &str) -> Result<(), Refusal> {
        self.verify(password, NOBODYS).await?;
        Ok(())
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let _waits = self.waiting.try_acquire().map_err(|_| Refusal::Busy)?;
        let _place = self.places.acquire().await.map_err(|_| Refusal::Busy)?;
        let done = tokio::task::spawn_blocking(work).await;
        Ok(done.map_err(|ended| records::Error(ended.to_string()))?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::accounts::Who;

    #[test]
    fn what_is_easy_to_guess_will_not_do() {
        let name = Who::new("LEA-FRIENDS", "sam.lee").unwrap().sign_in_name();
        for fine in [
            "kettle orchard bus stop",
            "Ääh, das weiß keiner",
            "correct horse battery",
        ] {
            check(fine, &name).unwrap();
        }
        for wrong in [
            "too short",
            "Password123456",
            "aaaaaaaaaaaaaaaa",
            "sam.lee@lea-friends",
            "sam.lee.sam.lee1",
            "qwertyqwerty12",
            &"x1y2z3 ".repeat(40),
        ] {
            assert!(
                matches!(check(wrong, &name), Err(Refusal::Password(_))),
                "{wrong}"
            );
        }
    }

    #[tokio::test]
    async fn a_hash_is_of_one_password_and_salted() {
        let passwords = Passwords::default();
        let hash = passwords.hash("kettle orchard bus stop").await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(
            passwords
                .verify("kettle orchard bus stop", &hash)
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("kettle orchard bus stop ", &hash)
                .await
                .unwrap()
        );
        assert_ne!(
            hash,
            passwords.hash("kettle orchard bus stop").await.unwrap()
        );
        // The comparison for names that are nobody's is one that can be carried out, or it would take no time.
        let parsed = Argon2::default()
            .verify_password(b"anything", NOBODYS)
            .unwrap_err();
        assert_eq!(parsed, argon2::password_hash::Error::PasswordInvalid);
    }
}
