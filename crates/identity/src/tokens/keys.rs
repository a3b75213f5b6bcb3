//! The keys that an issuer publishes (RFC 7517): those that sign, by id. Taken in as a whole, so that one that is not
//! published any more opens nothing.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use tokio::sync::Notify;

use super::ALGORITHMS;

/// The most keys that an issuer publishes.
const KEYS_MAX: usize = 32;

/// The keys of one issuer, as last published.
#[derive(Default)]
pub struct IssuerKeys {
    keys: RwLock<HashMap<String, Key>>,
    unknown: Notify,
}

struct Key {
    key: DecodingKey,
    algorithms: Vec<Algorithm>,
}

/// What was published cannot be used. The keys from before stay.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// It is no set of keys.
    #[error("the issuer's keys cannot be read: {0}; look whether its `jwks_uri` is right")]
    Unreadable(#[from] serde_json::Error),
    /// There are too many, or none that signs as is accepted here.
    #[error("the issuer publishes {found} keys that sign, and 1 to {KEYS_MAX} are expected")]
    Number {
        /// How many were found.
        found: usize,
    },
}

impl IssuerKeys {
    /// Takes in what the issuer publishes, in place of what it published before; how many of its keys sign.
    ///
    /// # Errors
    /// [`KeysError`]; the keys from before stay.
    pub fn replace(&self, published: &[u8]) -> Result<usize, KeysError> {
        let published: JwkSet = serde_json::from_slice(published)?;
        let keys: HashMap<_, _> = published.keys.iter().filter_map(signing).collect();
        let found = keys.len();
        if !(1..=KEYS_MAX).contains(&found) {
            return Err(KeysError::Number { found });
        }
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(found)
    }

    /// Waits until a token names a key that is not known: the issuer may have published it since.
    pub async fn unknown_was_named(&self) {
        self.unknown.notified().await;
    }

    /// The key of this id, where it is one for this algorithm.
    pub(super) fn of(&self, id: &str, algorithm: Algorithm) -> Option<DecodingKey> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let Some(key) = keys.get(id) else {
            self.unknown.notify_one();
            return None;
        };
        key.algorithms.contains(&algorithm).then(|| key.key.clone())
    }
}

/// A key that signs, under its id. One that is shared, is for something else or has no id is passed over.
fn signing(published: &Jwk) -> Option<(String, Key)> {
    let common = &published.common;
    let is_for_signing = common
        .public_key_use
        .as_ref()
        .is_none_or(|is_for| *is_for == PublicKeyUse::Signature);
    let mut algorithms = match &published.algorithm {
        AlgorithmParameters::RSA(_) => vec![Algorithm::RS256, Algorithm::PS256],
        AlgorithmParameters::EllipticCurve(curve) => match curve.curve {
            EllipticCurve::P256 => vec![Algorithm::ES256],
            EllipticCurve::P384 => vec![Algorithm::ES384],
            _ => Vec::new(),
        },
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            vec![Algorithm::EdDSA]
        }
        _ => Vec::new(),
    };
    if let Some(only) = common.key_algorithm {
        algorithms.retain(|algorithm| only.to_string() == format!("{algorithm:?}"));
    }
    debug_assert!(algorithms.iter().all(|one| ALGORITHMS.contains(one)));
    if !is_for_signing || algorithms.is_empty() {
        return None;
    }
    let key = DecodingKey::from_jwk(published).ok()?;
    Some((common.key_id.clone()?, Key { key, algorithms }))
}
