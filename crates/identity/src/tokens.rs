//! Callers who show a bearer token (RFC 6750) that an OpenID Connect issuer has signed: a JSON Web Token (RFC 7519) for
//! this server, of a caller who acts for an organisation in a role. The issuer's keys are `keys`'; fetching them is not done
//! here.

mod keys;
mod signed_in;

use std::{sync::Arc, time::Duration};

use casework::{
    Role,
    ids::{InvalidId, OrganisationId, WorkerId},
};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};
use tonic::metadata::MetadataMap;

pub use keys::{IssuerKeys, KeysError};
pub use signed_in::SignedIn;

use crate::{Authenticator, Caller, Unauthenticated, authenticator::Admitted};

/// Metadata key of the token.
const KEY: &str = "authorization";
/// What stands before it, in any case.
const SCHEME: &str = "bearer ";
/// No token is longer, in bytes.
const BYTES_MAX: usize = 8 * 1024;
/// How far this machine's clock and the issuer's may be apart, in seconds.
const LEEWAY_S: f64 = 30.0;
/// The algorithms that are accepted: signatures by a key that the issuer alone has. Never `none`, and never one by a shared
/// secret, for which a public key could be passed off.
pub(crate) const ALGORITHMS: [Algorithm; 5] = [
    Algorithm::RS256,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// What a token has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Who issues it (`iss`).
    pub issuer: String,
    /// Whom it is for (`aud`): this server.
    pub audience: String,
    /// The claim that names the worker, as their organisation does.
    pub worker_claim: String,
    /// The claim with the organisation's code.
    pub organisation_claim: String,
    /// The claim with the role, as [`casework::Role::as_str`] writes it.
    pub role_claim: String,
}

/// Lets in who shows a token.
pub struct BearerCallers {
    expected: Expected,
    keys: Arc<IssuerKeys>,
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    /// Numbers of seconds since 1970, with or without a fraction; never text.
    exp: f64,
    nbf: Option<f64>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl BearerCallers {
    /// Tokens of this kind, signed by one of these keys.
    pub fn new(
        expected: Expected,
        keys: Arc<IssuerKeys>,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self {
            expected,
            keys,
            now: Box::new(now),
        }
    }

    fn verified(&self, token: &str) -> Result<Claims, Unauthenticated> {
        let header = decode_header(token).map_err(|_| invalid("a JSON Web Token"))?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(invalid(
                "a token that is signed by RS256, PS256, ES256, ES384 or EdDSA",
            ));
        }
        let signed_by_us =
            invalid("a token of this server's issuer, signed with a key that it publishes");
        let id = header.kid.ok_or(signed_by_us.clone())?;
        let key = self.keys.of(&id, header.alg).ok_or(signed_by_us.clone())?;
        let mut signature_alone = Validation::new(header.alg);
        // What it says is looked at here, with our own clock, and as numbers.
        signature_alone.validate_exp = false;
        signature_alone.validate_nbf = false;
        signature_alone.validate_aud = false;
        signature_alone.required_spec_claims.clear();
        let token = decode::<Value>(token, &key, &signature_alone).map_err(|_| signed_by_us)?;
        serde_json::from_value(token.claims)
            .map_err(|_| invalid("a token with `iss`, `aud`, and `exp` and `nbf` as numbers"))
    }

    /// How long the token is good from now.
    fn check(&self, claims: &Claims) -> Result<Duration, Unauthenticated> {
        if claims.iss != self.expected.issuer {
            return Err(invalid("a token of this server's issuer"));
        }
        let audience = &self.expected.audience;
        let is_for_us = match &claims.aud {
            Audience::One(one) => one == audience,
            Audience::Several(several) => several.contains(audience),
        };
        if !is_for_us {
            return Err(invalid("a token for this server (`aud`)"));
        }
        lasts(claims.exp, claims.nbf, (self.now)())
    }

    fn organisation_and_worker(
        &self,
        claims: &Claims,
    ) -> Result<(OrganisationId, WorkerId), Unauthenticated> {
        let organisation = "a token whose claim names the caller's organisation";
        let worker = "a token whose claim names the worker";
        Ok((
            self.claim(claims, &self.expected.organisation_claim, organisation)?,
            self.claim(claims, &self.expected.worker_claim, worker)?,
        ))
    }

    fn claim<T>(
        &self,
        claims: &Claims,
        name: &str,
        expected: &'static str,
    ) -> Result<T, Unauthenticated>
    where
        T: std::str::FromStr<Err = InvalidId>,
    {
        let claim = claims.others.get(name).and_then(Value::as_str);
        claim
            .and_then(|text| text.parse().ok())
            .ok_or(invalid(expected))
    }
}

impl Authenticator for BearerCallers {
    fn authenticate(&self, _: &str, metadata: &MetadataMap) -> Result<Admitted, Unauthenticated> {
        let claims = self.verified(bearer(metadata)?)?;
        let within = self.check(&claims)?;
        let role = "a token whose claim names the caller's role";
        let role = self.claim(&claims, &self.expected.role_claim, role)?;
        if role == Role::Timekeeper {
            // That is this system itself, whatever an issuer says.
            return Err(invalid("a token of somebody who works for an organisation"));
        }
        let (organisation, worker) = self.organisation_and_worker(&claims)?;
        let caller = Caller::verified(organisation, worker, role);
        Ok(Admitted::for_at_most(caller, within))
    }
}

/// The one token that a call shows.
pub(crate) fn bearer(metadata: &MetadataMap) -> Result<&str, Unauthenticated> {
    let mut values = metadata.get_all(KEY).iter();
    let value = values.next().ok_or(Unauthenticated::Missing { key: KEY })?;
    if values.next().is_some() {
        return Err(Unauthenticated::Repeated { key: KEY });
    }
    let text = value.to_str().map_err(|_| invalid("printable ASCII"))?;
    let scheme = text
        .get(..SCHEME.len())
        .filter(|scheme| scheme.eq_ignore_ascii_case(SCHEME));
    let token = scheme.map(|scheme| &text[scheme.len()..]);
    let token = token.ok_or(invalid("`Bearer`, a space, and a token"))?;
    if token.len() > BYTES_MAX {
        return Err(invalid("a token of at most 8,192 bytes"));
    }
    Ok(token)
}

/// How long from now what begins and ends at these seconds since 1970 is good.
pub(crate) fn lasts(
    until: f64,
    from: Option<f64>,
    now: Timestamp,
) -> Result<Duration, Unauthenticated> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds are far below what is lost"
    )]
    let now = now.as_second() as f64;
    if from.is_some_and(|from| from > now + LEEWAY_S) {
        return Err(invalid("a token that is in force already (`nbf`)"));
    }
    let left = Duration::try_from_secs_f64(until + LEEWAY_S - now).unwrap_or_default();
    if left.is_zero() {
        return Err(invalid("a token that has not expired"));
    }
    Ok(left)
}

pub(crate) fn invalid(expected: &'static str) -> Unauthenticated {
    Unauthenticated::Invalid { key: KEY, expected }
}
