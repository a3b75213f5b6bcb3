//! Callers who say who they are and are believed: for development on one machine, and for nothing else.

use std::{net::SocketAddr, str::FromStr};

use casework::{Role, ids::InvalidId};
use tonic::metadata::MetadataMap;

use crate::{Authenticator, Caller, Unauthenticated, authenticator::Admitted};

/// Metadata key of the organisation's code.
pub const ORGANISATION_KEY: &str = "throughline-organisation";
/// Metadata key of the worker's id.
pub const WORKER_KEY: &str = "throughline-worker";
/// Metadata key of the role, as [`Role::as_str`] writes it.
pub const ROLE_KEY: &str = "throughline-role";

/// Believes what a call's metadata says. Exists only for a server that listens on this machine alone.
///
/// ```
/// use identity::{Authenticator, DevelopmentCallers, ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};
///
/// let callers = DevelopmentCallers::on_loopback("127.0.0.1:7400".parse()?)?;
/// let mut metadata = tonic::metadata::MetadataMap::new();
/// metadata.insert(ORGANISATION_KEY, "RX1".parse()?);
/// metadata.insert(WORKER_KEY, "w1".parse()?);
/// metadata.insert(ROLE_KEY, "link-worker".parse()?);
/// let admitted = callers.authenticate("/throughline.v1.CaseQueryService/GetCase", &metadata)?;
/// assert_eq!(admitted.caller.organisation().as_str(), "RX1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DevelopmentCallers(());

/// Development callers were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Others than this machine could call, and would be believed.
    #[error(
        "development callers are believed without proof and `{listen}` can be reached from elsewhere; listen on 127.0.0.1 or [::1], or turn development callers off"
    )]
    NotOnLoopback {
        /// Where the server was to listen.
        listen: SocketAddr,
    },
}

impl DevelopmentCallers {
    /// Allows development callers on a server that listens at `listen`, and warns of it in the log.
    ///
    /// # Errors
    /// [`Error::NotOnLoopback`] unless the address is this machine's own.
    pub fn on_loopback(listen: SocketAddr) -> Result<Self, Error> {
        if !listen.ip().to_canonical().is_loopback() {
            return Err(Error::NotOnLoopback { listen });
        }
        tracing::warn!(%listen, "DEVELOPMENT CALLERS ARE ON: whoever reaches this server is believed without proof; never keep real people's data here");
        Ok(Self(()))
    }
}

impl Authenticator for DevelopmentCallers {
    fn authenticate(&self, _: &str, metadata: &MetadataMap) -> Result<Admitted, Unauthenticated> {
        let organisation = the_only(metadata, ORGANISATION_KEY)?;
        let worker = the_only(metadata, WORKER_KEY)?;
        let role: Role = the_only(metadata, ROLE_KEY)?;
        Ok(Admitted::for_good(Caller::verified(
            organisation,
            worker,
            role,
        )))
    }
}

/// The one value of this key.
fn the_only<T: FromStr<Err = InvalidId>>(
    metadata: &MetadataMap,
    key: &'static str,
) -> Result<T, Unauthenticated> {
    let mut values = metadata.get_all(key).iter();
    let value = values.next().ok_or(Unauthenticated::Missing { key })?;
    if values.next().is_some() {
        return Err(Unauthenticated::Repeated { key });
    }
    let text = value.to_str().map_err(|_| Unauthenticated::Invalid {
        key,
        expected: "printable ASCII",
    })?;
    text.parse()
        .map_err(|invalid: InvalidId| Unauthenticated::Invalid {
            key,
            expected: invalid.expected,
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const GOOD: [(&str, &str); 3] = [
        (ORGANISATION_KEY, "RX1"),
        (WORKER_KEY, "sam.example"),
        (ROLE_KEY, "privacy-officer"),
    ];

    fn metadata(entries: &[(&'static str, &str)]) -> MetadataMap {
        let mut metadata = MetadataMap::new();
        for (key, value) in entries {
            metadata.append(*key, value.parse().unwrap());
        }
        metadata
    }

    fn authenticated(entries: &[(&'static str, &str)]) -> Result<Caller, Unauthenticated> {
        DevelopmentCallers::on_loopback("127.0.0.1:0".parse().unwrap())
            .unwrap()
            .authenticate("/", &metadata(entries))
            .map(|admitted| admitted.caller)
    }

    #[test]
    fn the_metadata_is_believed() {
        let caller = authenticated(&GOOD).unwrap();
        assert_eq!(caller.organisation().as_str(), "RX1");
        assert_eq!(caller.worker().as_str(), "sam.example");
        assert_eq!(caller.role(), Role::PrivacyOfficer);
    }

    #[test]
    fn what_is_missing_repeated_or_invalid_is_named() {
        for (key, _) in GOOD {
            let others: Vec<_> = GOOD
                .into_iter()
                .filter(|(other, _)| *other != key)
                .collect();
            assert_eq!(
                authenticated(&others),
                Err(Unauthenticated::Missing { key })
            );
            let twice = [&GOOD[..], &[(key, "RX2")]].concat();
            assert_eq!(
                authenticated(&twice),
                Err(Unauthenticated::Repeated { key })
            );
            let invalid = [&others[..], &[(key, "../no such thing")]].concat();
            let refusal = authenticated(&invalid).unwrap_err();
            assert!(matches!(refusal, Unauthenticated::Invalid { key: named, .. } if named == key));
            assert!(refusal.to_string().contains(key) && !refusal.to_string().contains("no such"));
        }
    }

    #[test]
    fn only_this_machine_may_listen() {
        for listen in [
            "127.0.0.1:7400",
            "127.8.8.8:1",
            "[::1]:7400",
            "[::ffff:127.0.0.1]:7400",
        ] {
            DevelopmentCallers::on_loopback(listen.parse().unwrap()).unwrap();
        }
        for listen in [
            "0.0.0.0:7400",
            "[::]:7400",
            "10.0.0.1:7400",
            "[::ffff:10.0.0.1]:1",
        ] {
            let listen = listen.parse().unwrap();
            assert_eq!(
                DevelopmentCallers::on_loopback(listen).unwrap_err(),
                Error::NotOnLoopback { listen }
            );
        }
    }
}
