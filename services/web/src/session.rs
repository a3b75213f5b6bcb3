//! Who has signed in at this browser, kept in a sealed cookie, and the secret that its forms carry.
//!
//! The cookie says who they are; whether their session still is one, `signed_in` asks where sessions are kept.

use axum::{
    extract::{FromRef, FromRequestParts},
    response::{IntoResponseParts, ResponseParts},
};
use axum_extra::extract::cookie::{Cookie, Key, PrivateCookieJar, SameSite};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, request::Parts};
use identity::accounts::Who;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{elsewhere::Kept, site::Site, speaking::Speaker};

/// The session's cookie. It goes to this host alone, and to all of its paths (`__Host-`), wherever there is TLS.
const SESSION: &str = "throughline-session";
/// What the page after a command says, once.
const AFTER: &str = "throughline-after";
/// For how long half a sign-in holds.
const HALF_HOLDS: SignedDuration = SignedDuration::from_mins(10);
/// How many bytes of chance a secret has.
const SECRET_BYTES: usize = 32;

/// Who has signed in at this browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// The secret that every form carries (masked anew on each page), so that no other site can send one.
    secret: [u8; SECRET_BYTES],
    /// Under what the session is kept; empty before anybody has signed in.
    pub id: String,
    /// Who they are; none before they have shown so.
    pub somebody: Option<Somebody>,
    /// What is known before they have.
    pub before: Before,
}

/// What is known before somebody has signed in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Before {
    /// Where they wanted to go; empty for their work.
    pub back: String,
    /// What the sign-in page says of it; empty where nothing.
    pub says: String,
    /// Somebody who has shown a part of what is needed.
    pub half: Option<Half>,
    /// A sign-in that was begun elsewhere.
    #[serde(default)]
    pub elsewhere: Option<Kept>,
}

/// What another system said of somebody whom it let in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Found {
    /// The roles in which they may act.
    pub roles: Vec<String>,
    /// What they show when they sign out there.
    pub id_token: String,
}

/// Somebody who has shown a part of what is needed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Half {
    /// Who.
    pub who: Who,
    /// Since when: it does not hold for long.
    pub since: Timestamp,
    /// Whether all that is left is to say in which role.
    pub is_shown: bool,
    /// What another system said of them; none where they have an account here.
    #[serde(default)]
    pub from_elsewhere: Option<Found>,
}

impl Half {
    /// Whether it still holds.
    pub fn holds(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) < HALF_HOLDS
    }
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
    /// The roles in which they can act.
    pub roles: Vec<String>,
    /// What another system said of them, which let them in; none where they have an account here.
    pub from_elsewhere: Option<Found>,
}

impl Somebody {
    /// Whether another system let them in, which then says what they are.
    pub fn is_from_elsewhere(&self) -> bool {
        self.from_elsewhere.is_some()
    }
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
    /// A session of nobody yet.
    pub fn of_nobody(before: Before) -> Result<Self, NoChance> {
        Ok(Self {
            secret: chance()?,
            id: String::new(),
            somebody: None,
            before,
        })
    }

    /// The session kept under this id. A new one is begun at each sign-in, so that a secret known before is of no use after.
    pub fn of_somebody(id: String, somebody: Somebody) -> Result<Self, NoChance> {
        Ok(Self {
            id,
            somebody: Some(somebody),
            ..Self::of_nobody(Before::default())?
        })
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

/// The cookies of one request, and those that its answer sets: sealed, and out of script's reach.
#[derive(Clone)]
pub struct Jar {
    sealed: PrivateCookieJar,
    is_secure: bool,
}

impl Jar {
    /// The cookies that a browser sent.
    pub fn of(headers: &HeaderMap, site: &Site) -> Self {
        Self::opened_by(Key::from_ref(site), headers, site.settings.is_secure)
    }

    /// The cookies that a browser sent, sealed with this key; under names that go to this host alone, where there is TLS.
    pub fn opened_by(key: Key, headers: &HeaderMap, is_secure: bool) -> Self {
        Self {
            sealed: PrivateCookieJar::from_headers(headers, key),
            is_secure,
        }
    }

    /// The session that the browser sent.
    pub fn session(&self) -> Option<Session> {
        self.read(SESSION)
    }

    /// The session that the browser sent; one of nobody, where it sent none. Whoever is signed in stays so until somebody else
    /// is.
    pub fn session_or_new(&self) -> Result<Session, NoChance> {
        match self.session() {
            Some(session) => Ok(session),
            None => Session::of_nobody(Before::default()),
        }
    }

    /// With this session.
    pub fn with_session(self, session: &Session) -> Self {
        self.write(SESSION, session)
    }

    /// Without a session.
    pub fn without_session(self) -> Self {
        self.without(SESSION)
    }

    /// What the browser brought from the page before.
    pub fn after(&self) -> Option<After> {
        self.read(AFTER)
    }

    /// With this for the next page.
    pub fn with_after(self, after: &After) -> Self {
        self.write(AFTER, after)
    }

    /// Once the page has said it.
    pub fn said(self) -> Self {
        match self.sealed.get(&self.name(AFTER)) {
            Some(_) => self.without(AFTER),
            None => self,
        }
    }

    /// It goes to this host alone, and to all of its paths, wherever there is TLS.
    fn name(&self, plain: &str) -> String {
        let prefix = if self.is_secure { "__Host-" } else { "" };
        format!("{prefix}{plain}")
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.sealed.get(&self.name(name))?.value()).ok()
    }

    fn write<T: Serialize>(self, name: &str, what: &T) -> Self {
        let Ok(text) = serde_json::to_string(what) else {
            return self;
        };
        let cookie = self.cookie(name, text);
        Self {
            sealed: self.sealed.add(cookie),
            ..self
        }
    }

    fn without(self, name: &str) -> Self {
        let cookie = self.cookie(name, String::new());
        Self {
            sealed: self.sealed.remove(cookie),
            ..self
        }
    }

    fn cookie(&self, name: &str, text: String) -> Cookie<'static> {
        Cookie::build((self.name(name), text))
            .path("/")
            .http_only(true)
            .secure(self.is_secure)
            .same_site(SameSite::Lax)
            .build()
    }
}

impl IntoResponseParts for Jar {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, response: ResponseParts) -> Result<ResponseParts, Self::Error> {
        self.sealed.into_response_parts(response)
    }
}

impl FromRequestParts<Site> for Jar {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.headers, site))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_form_is_of_the_session_that_made_it_and_of_no_other() {
        let session = Session::of_nobody(Before::default()).unwrap();
        let [one, other] = [session.form_token(), session.form_token()].map(Result::unwrap);
        assert_ne!(one, other, "the mask is new each time");
        assert!(session.made(&one) && session.made(&other));
        assert!(!Session::of_nobody(Before::default()).unwrap().made(&one));
        for damaged in ["", "no token", &one[1..], &format!("{one}AAAA")] {
            assert!(!session.made(damaged), "{damaged}");
        }
    }
}
