//! Who has signed in at the issuer, as its ID token says (OpenID Connect Core 1.0, section 3.1.3.7).

use std::collections::BTreeSet;

use casework::Role;
use serde_json::Value;

use super::{Audience, BearerCallers, invalid};
use crate::{Unauthenticated, accounts::Who};

/// Somebody who has signed in at the issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who they are.
    pub who: Who,
    /// The roles in which they may act: one, or several to choose from.
    pub roles: BTreeSet<Role>,
}

impl BearerCallers {
    /// Who has signed in, where the token answers the request with this nonce. The expected audience is the id under which
    /// the issuer knows this server.
    ///
    /// # Errors
    /// [`Unauthenticated`], saying what is wrong with the token.
    pub fn signed_in(&self, id_token: &str, nonce: &str) -> Result<SignedIn, Unauthenticated> {
        let claims = self.verified(id_token)?;
        self.check(&claims)?;
        let text = |name: &str| claims.others.get(name).and_then(Value::as_str);
        if text("nonce") != Some(nonce) {
            return Err(invalid(
                "an ID token that answers this very sign-in (`nonce`)",
            ));
        }
        let is_ours_alone = matches!(&claims.aud, Audience::One(_))
            || text("azp") == Some(self.expected.audience.as_str());
        if !is_ours_alone {
            return Err(invalid(
                "an ID token that was issued to this server (`azp`)",
            ));
        }
        let roles = match claims.others.get(&self.expected.role_claim) {
            Some(Value::String(role)) => vec![role.as_str()],
            Some(Value::Array(roles)) => roles.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        // What the issuer calls otherwise is not ours; nobody is the system itself.
        let roles = roles.iter().filter_map(|role| role.parse().ok());
        let roles: BTreeSet<Role> = roles.filter(|role| *role != Role::Timekeeper).collect();
        if roles.is_empty() {
            return Err(invalid(
                "an ID token whose claim names a role of this system",
            ));
        }
        let (organisation, worker) = self.organisation_and_worker(&claims)?;
        Ok(SignedIn {
            who: Who {
                organisation,
                worker,
            },
            roles,
        })
    }
}
