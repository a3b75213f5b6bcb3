//! Who has signed in at this browser, kept in a sealed cookie, and the secret that its forms carry.
//!
//! Until there is sign-in, a session is begun by choosing who one is; see `pages::sign_in`.

use axum_extra::extract::cookie::{Cookie, PrivateCookieJar, SameSite};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::speaking::Speaker;

/// The session's cookie.
const SESSION: &str = "throughline-session";
/// What the page after a command says, once.
const AFTER: &str = "throughline-after";
/// How many bytes of chance a secret has.
const SECRET_BYTES: usize = 32;

/// Who has signed in at this browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// The secret that every form carries (masked anew on each page), so that no other site can send one.
    secret: [u8; SECRET_BYTES],
    /// Who they are; none before they have said so.
    pub somebody: Option<Somebody>,
}

/// Somebody who has signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Somebody {
    /// For whom they speak.
    pub speaker: Speaker,
    /// Their name.
    pub name: String,
    /// Their organisation's name.
    pub organisation: String,
}

/// What the page after a command says, once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct After {
    /// What was done, in a sentence.
    pub said: String,
    /// What cannot be undone, and who is still to come, where something was taken away.
    pub also: Vec<String>,
    /// The token of the receipt, so that the page includes what was done.
    pub not_before: String,
}

/// The system gave no chance; nothing can be kept secret without it.
#[derive(Debug, thiserror::Error)]
#[error("the system's source of chance failed")]
pub struct NoChance;

fn chance() -> Result<[u8; SECRET_BYTES], NoChance> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|_| NoChance)?;
    Ok(bytes)
}

impl Session {
    /// A session of nobody yet. A new one is begun at each sign-in, so that a secret known before is of no use after.
    pub fn begin(somebody: Option<Somebody>) -> Result<Self, NoChance> {
        Ok(Self {
            secret: chance()?,
            somebody,
        })
    }

    /// The session that the browser sent.
    pub fn of(jar: &PrivateCookieJar) -> Option<Self> {
        read(jar, SESSION)
    }

    /// The jar with this session in it.
    pub fn kept_in(&self, jar: PrivateCookieJar) -> PrivateCookieJar {
        write(jar, SESSION, self)
    }

    /// The secret as a form carries it: under a mask that is new each time, so that compressed pages do not betray it.
    pub fn form_token(&self) -> Result<String, NoChance> {
        let mask = chance()?;
        let masked = mask.iter().zip(self.secret).map(|(mask, byte)| mask ^ byte);
        let bytes: Vec<u8> = mask.iter().copied().chain(masked).collect();
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Whether a form that carried this token was made for this session.
    pub fn made(&self, token: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else {
            return false;
        };
        let Some((mask, masked)) = bytes.split_at_checked(SECRET_BYTES) else {
            return false;
        };
        // Compared as a whole: where the first difference is must not show in the time that it takes.
        let differences = mask.iter().zip(masked).zip(self.secret);
        let different = differences.fold(0, |all, ((mask, byte), secret)| {
            all | (mask ^ byte ^ secret)
        });
        masked.len() == SECRET_BYTES && different == 0
    }
}

impl After {
    /// What the browser brought from the page before.
    pub fn of(jar: &PrivateCookieJar) -> Option<Self> {
        read(jar, AFTER)
    }

    /// The jar with this for the next page.
    pub fn kept_in(&self, jar: PrivateCookieJar) -> PrivateCookieJar {
        write(jar, AFTER, self)
    }

    /// The jar once the page has said it.
    pub fn said_in(jar: PrivateCookieJar) -> PrivateCookieJar {
        match jar.get(AFTER) {
            Some(_) => jar.remove(Cookie::build(AFTER).path("/")),
            None => jar,
        }
    }
}

/// The jar without a session.
pub fn ended_in(jar: PrivateCookieJar) -> PrivateCookieJar {
    jar.remove(Cookie::build(SESSION).path("/"))
}

fn read<T: DeserializeOwned>(jar: &PrivateCookieJar, name: &str) -> Option<T> {
    serde_json::from_str(jar.get(name)?.value()).ok()
}

fn write<T: Serialize>(jar: PrivateCookieJar, name: &'static str, what: &T) -> PrivateCookieJar {
    let Ok(text) = serde_json::to_string(what) else {
        return jar;
    };
    let cookie = Cookie::build((name, text))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    jar.add(cookie)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_form_is_of_the_session_that_made_it_and_of_no_other() {
        let session = Session::begin(None).unwrap();
        let [one, other] = [session.form_token(), session.form_token()].map(Result::unwrap);
        assert_ne!(one, other, "the mask is new each time");
        assert!(session.made(&one) && session.made(&other));
        assert!(!Session::begin(None).unwrap().made(&one));
        for damaged in ["", "no token", &one[1..], &format!("{one}AAAA")] {
            assert!(!session.made(damaged), "{damaged}");
        }
    }
}
