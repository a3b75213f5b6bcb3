//! What the pages say of who asks: a token (RFC 7519) for one call, good for a minute, signed by a key that the processes
//! with the pages alone have (Ed25519, RFC 8037). The others know its public half.

use std::sync::Arc;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use casework::Role;
use jiff::Timestamp;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::{Deserialize, Serialize};
use tonic::metadata::MetadataMap;
use zeroize::Zeroizing;

use crate::{
    Authenticator, Caller, Unauthenticated,
    authenticator::Admitted,
    tokens::{bearer, invalid, lasts},
};

/// The sort of token, in its header: no issuer's says so.
const SORT: &str = "throughline-pages+jwt";
const ISSUER: &str = "throughline-pages";
const AUDIENCE: &str = "throughline";
/// How long one is good, in seconds.
const GOOD_FOR_S: i64 = 60;
/// The envelope of a private key (RFC 8410), before its 32 bytes.
const ENVELOPE: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    organisation: String,
    role: String,
    /// The one call that it is for: its path.
    call: String,
    iat: i64,
    exp: i64,
}

/// Signs assertions.
#[derive(Clone)]
pub struct Minter {
    key: Arc<EncodingKey>,
    public: PublicKey,
}

/// The public half of the key that assertions are signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

/// That is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a public key of the pages is 32 bytes in base64, as `throughline pages-key` prints it")]
pub struct NoPublicKey;

impl std::str::FromStr for PublicKey {
    type Err = NoPublicKey;

    fn from_str(text: &str) -> Result<Self, NoPublicKey> {
        let bytes = BASE64.decode(text.trim()).map_err(|_| NoPublicKey)?;
        Ok(Self(bytes.try_into().map_err(|_| NoPublicKey)?))
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&BASE64.encode(self.0))
    }
}

impl Minter {
    pub(crate) fn new(seed: &[u8; 32]) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("any 32 bytes are a seed");
        let mut public = [0; 32];
        public.copy_from_slice(pair.public_key().as_ref());
        let private = Zeroizing::new([&ENVELOPE[..], seed].concat());
        Self {
            key: Arc::new(EncodingKey::from_ed_der(&private)),
            public: PublicKey(public),
        }
    }

    /// The public half of the key.
    pub fn public_key(&self) -> PublicKey {
        self.public
    }

    /// The value of the `authorization` metadata for one call, by its path. Empty, where it cannot be signed: the call is
    /// refused then.
    pub fn mint(&self, says: &Assertion<'_>, call: &str, now: Timestamp) -> String {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: says.worker.to_owned(),
            organisation: says.organisation.to_owned(),
            role: says.role.to_owned(),
            call: call.to_owned(),
            iat: now.as_second(),
            exp: now.as_second() + GOOD_FOR_S,
        };
        let header = Header {
            typ: Some(SORT.to_owned()),
            ..Header::new(Algorithm::EdDSA)
        };
        let token = encode(&header, &claims, &self.key).unwrap_or_default();
        format!("Bearer {token}")
    }
}

/// Who asks, as the pages know it.
#[derive(Clone, Copy, Debug)]
pub struct Assertion<'a> {
    /// The organisation's code.
    pub organisation: &'a str,
    /// The worker's id there.
    pub worker: &'a str,
    /// The role in which they act.
    pub role: &'a str,
}

/// Lets in whom the pages speak for, and asks another authenticator about everybody else.
pub struct AssertedCallers {
    keys: Vec<PublicKey>,
    otherwise: Arc<dyn Authenticator>,
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl AssertedCallers {
    /// Assertions signed by one of these keys; of other calls, whatever `otherwise` says.
    pub fn new(
        keys: Vec<PublicKey>,
        otherwise: Arc<dyn Authenticator>,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self {
            keys,
            otherwise,
            now: Box::new(now),
        }
    }

    fn verified(&self, token: &str) -> Result<Claims, Unauthenticated> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        // Times are looked at here, with our own clock.
        validation.validate_exp = false;
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        let claims = self.keys.iter().find_map(|key| {
            let key = DecodingKey::from_ed_der(&key.0);
            decode::<Claims>(token, &key, &validation).ok()
        });
        let claims = claims.ok_or(invalid("an assertion that this system's pages have signed"))?;
        Ok(claims.claims)
    }
}

impl Authenticator for AssertedCallers {
    fn authenticate(
        &self,
        call: &str,
        metadata: &MetadataMap,
    ) -> Result<Admitted, Unauthenticated> {
        let Some(token) = bearer(metadata).ok().filter(|token| is_assertion(token)) else {
            return self.otherwise.authenticate(call, metadata);
        };
        let claims = self.verified(token)?;
        if claims.call != call {
            return Err(invalid("an assertion for this very call"));
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds are far below what is lost"
        )]
        let within = lasts(claims.exp as f64, Some(claims.iat as f64), (self.now)())?;
        let id = |no| move |_| invalid(no);
        let role: Role = claims
            .role
            .parse()
            .map_err(id("an assertion with a role"))?;
        if role == Role::Timekeeper {
            return Err(invalid(
                "an assertion of somebody who works for an organisation",
            ));
        }
        let organisation = claims.organisation.parse();
        let worker = claims.sub.parse();
        let caller = Caller::verified(
            organisation.map_err(id("an assertion with an organisation"))?,
            worker.map_err(id("an assertion with a worker"))?,
            role,
        );
        Ok(Admitted::for_at_most(caller, within))
    }
}

/// Whether a token says that it is one of ours. Whether it is, its signature tells.
fn is_assertion(token: &str) -> bool {
    decode_header(token).is_ok_and(|header| header.typ.as_deref() == Some(SORT))
}
