//! The keys of the issuer that signs callers' tokens: found by its discovery document (OpenID Connect Discovery 1.0), fetched
//! again from time to time, and when a token names a key that is not known. What a token has to say is `identity`'s. Signing
//! people in there is in `issuer/pages.rs`.

mod pages;

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use identity::tokens::IssuerKeys;
use reqwest::{Client, Url};
use serde::Deserialize;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// Where an issuer says what it is, below its name.
const DISCOVERY: &str = ".well-known/openid-configuration";
/// The largest answer that is taken, in bytes.
const BYTES_MAX: usize = 256 * 1024;
/// How long an answer may take.
const WITHIN: Duration = Duration::from_secs(5);
/// How old the keys are when they are fetched again.
const AGAIN_AFTER: Duration = Duration::from_secs(600);
/// How often they are fetched at most, whatever tokens name.
const APART: Duration = Duration::from_secs(5);
/// How long is waited after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// An issuer of tokens.
#[derive(Clone)]
pub struct Issuer {
    name: String,
    discovery: Url,
    client: Client,
    /// Its keys, as last fetched.
    pub keys: Arc<IssuerKeys>,
    /// What it says of itself, as last fetched.
    places: Arc<RwLock<Option<Places>>>,
}

/// Where people sign in, and out again.
#[derive(Clone)]
struct Places {
    authorization: Url,
    token: Url,
    end_session: Option<Url>,
}

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    jwks_uri: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
}

impl Issuer {
    /// The issuer of this name. Nothing is fetched yet.
    ///
    /// # Errors
    /// With a message for the operator, where it is no address, or one in the clear on another machine.
    pub fn new(name: &str) -> anyhow::Result<Issuer> {
        let discovery = format!("{}/{DISCOVERY}", name.trim_end_matches('/'));
        let discovery = Url::parse(&discovery)
            .with_context(|| format!("`sign_in_issuer` {name} is no address"))?;
        check(&discovery).context("`sign_in_issuer`")?;
        let client = Client::builder()
            .timeout(WITHIN)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("fetching the issuer's keys")?;
        Ok(Issuer {
            name: name.to_owned(),
            discovery,
            client,
            keys: Arc::default(),
            places: Arc::default(),
        })
    }

    /// Keeps the keys up to what the issuer publishes, until it is told to stop.
    pub async fn follow(self, stop: CancellationToken) {
        let forever = async {
            loop {
                let begun = Instant::now();
                match self.fetch().await {
                    Ok(count) => {
                        tracing::debug!(count, "the issuer's keys were fetched");
                        tokio::select! {
                            () = sleep(AGAIN_AFTER) => {}
                            () = self.keys.unknown_was_named() => sleep(APART.saturating_sub(begun.elapsed())).await,
                        }
                    }
                    Err(error) => {
                        tracing::warn!(error = %format!("{error:#}"), "the issuer's keys cannot be fetched; those from before stay");
                        sleep(AFTER_FAILURE).await;
                    }
                }
            }
        };
        stop.run_until_cancelled(forever).await;
    }

    async fn fetch(&self) -> anyhow::Result<usize> {
        let found = self.get(&self.discovery).await?;
        let found: Discovered =
            serde_json::from_slice(&found).context("the issuer's discovery document")?;
        ensure!(
            found.issuer == self.name,
            "the issuer calls itself {}: put `sign_in_issuer` right, to the letter",
            found.issuer
        );
        let keys = Url::parse(&found.jwks_uri).context("the issuer's `jwks_uri`")?;
        check(&keys).context("the issuer's `jwks_uri`")?;
        let places = places(&found)?;
        *self.places.write().unwrap_or_else(PoisonError::into_inner) = places;
        let published = self.get(&keys).await?;
        Ok(self.keys.replace(&published)?)
    }

    async fn get(&self, address: &Url) -> anyhow::Result<Vec<u8>> {
        let answer = self.client.get(address.clone()).send().await?;
        let mut answer = answer.error_for_status()?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > BYTES_MAX {
                bail!("{address} answers with more than {BYTES_MAX} bytes");
            }
        }
        Ok(bytes)
    }
}

/// Where people sign in, for an issuer that says so: one that signs machines' tokens alone need not.
fn places(found: &Discovered) -> anyhow::Result<Option<Places>> {
    let place = |name: &str, address: &Option<String>| match address {
        Some(address) => {
            let named = || format!("the issuer's `{name}`");
            let address = Url::parse(address).with_context(named)?;
            check(&address).with_context(named)?;
            Ok::<_, anyhow::Error>(Some(address))
        }
        None => Ok(None),
    };
    let authorization = place("authorization_endpoint", &found.authorization_endpoint)?;
    let token = place("token_endpoint", &found.token_endpoint)?;
    let end_session = place("end_session_endpoint", &found.end_session_endpoint)?;
    Ok(authorization
        .zip(token)
        .map(|(authorization, token)| Places {
            authorization,
            token,
            end_session,
        }))
}

/// Keys that could be changed on their way prove nothing.
fn check(address: &Url) -> anyhow::Result<()> {
    let is_here = matches!(
        address.host_str(),
        Some("127.0.0.1" | "localhost" | "[::1]")
    );
    ensure!(
        address.scheme() == "https" || (address.scheme() == "http" && is_here),
        "{address} is in the clear: it has to begin with https://"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_this_machine_may_speak_in_the_clear() {
        for fine in [
            "https://sign-in.example",
            "https://sign-in.example/realm/",
            "http://127.0.0.1:8080",
        ] {
            Issuer::new(fine).unwrap();
        }
        for wrong in [
            "http://sign-in.example",
            "ftp://127.0.0.1",
            "sign-in.example",
            "",
            "http://127.0.0.1.example",
        ] {
            assert!(Issuer::new(wrong).is_err(), "{wrong}");
        }
    }
}
