//! What an authenticator is, and the one that lets nobody in. How a caller proves who they are is each
//! authenticator's own module.

use std::time::Duration;

use tonic::{Code, Status, metadata::MetadataMap};
use tonic_types::{ErrorDetails, StatusExt};

use crate::Caller;

/// Verifies who is calling, from a request's metadata. Only this crate's own can make a [`Caller`].
pub trait Authenticator: Send + Sync + 'static {
    /// The verified caller of the call with this path, and for how long they are let in.
    ///
    /// # Errors
    /// [`Unauthenticated`], saying what is missing and what to do.
    fn authenticate(&self, call: &str, metadata: &MetadataMap)
    -> Result<Admitted, Unauthenticated>;
}

/// A caller who was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Who.
    pub caller: Caller,
    /// For how long at most an answer to them goes on; none: until it ends.
    pub within: Option<Duration>,
}

impl Admitted {
    /// Let in for this long.
    pub(crate) fn for_at_most(caller: Caller, within: Duration) -> Self {
        Self {
            caller,
            within: Some(within),
        }
    }

    /// Let in for as long as they listen.
    pub(crate) fn for_good(caller: Caller) -> Self {
        Self {
            caller,
            within: None,
        }
    }
}

/// The request does not show who is calling. Sending the same again does not help. No message repeats what
/// was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unauthenticated {
    /// A metadata key is not there.
    #[error("the metadata key `{key}` is missing; send it with every call")]
    Missing {
        /// The key.
        key: &'static str,
    },
    /// A metadata key is there more than once, and which one counts is not for us to guess.
    #[error("the metadata key `{key}` was sent more than once; send it once")]
    Repeated {
        /// The key.
        key: &'static str,
    },
    /// A metadata key's value is not of the expected form.
    #[error("the metadata key `{key}` is not valid; send {expected}")]
    Invalid {
        /// The key.
        key: &'static str,
        /// The form that was expected, in words.
        expected: &'static str,
    },
    /// What let them in has ended while they were answered.
    #[error("what you signed in with has expired; ask again with a new token")]
    Ended,
    /// Nobody can sign in to this server.
    #[error("sign-in is not configured on this server; its operator chooses how callers are known")]
    NotConfigured,
    /// The service was reached without passing the authentication layer.
    #[error(
        "this service was reached without authentication; its operator puts the authentication layer before it"
    )]
    NotAsked,
}

impl Unauthenticated {
    /// The metadata key that the refusal is about.
    pub fn key(&self) -> Option<&'static str> {
        match self {
            Self::Missing { key } | Self::Repeated { key } | Self::Invalid { key, .. } => Some(key),
            Self::Ended | Self::NotConfigured | Self::NotAsked => None,
        }
    }
}

/// `UNAUTHENTICATED` with a `google.rpc.ErrorInfo`: reason `unauthenticated`, domain `throughline`, under `remedy` what
/// to do, `retry` false as for every refusal, and the metadata key in question under `key`.
impl From<Unauthenticated> for Status {
    fn from(refusal: Unauthenticated) -> Self {
        let message = refusal.to_string();
        // Every message says what is wrong and, after a semicolon, what to do.
        let remedy = message
            .split_once("; ")
            .map(|(_, remedy)| remedy.to_owned());
        let about = [
            ("remedy", remedy),
            ("retry", Some("false".to_owned())),
            ("key", refusal.key().map(str::to_owned)),
        ];
        let about: std::collections::HashMap<String, String> = about
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect();
        let details = ErrorDetails::with_error_info("unauthenticated", "throughline", about);
        Status::with_error_details(Code::Unauthenticated, message, details)
    }
}

/// Lets nobody in: for a server on which sign-in is not configured.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCallers;

impl Authenticator for NoCallers {
    fn authenticate(&self, _: &str, _: &MetadataMap) -> Result<Admitted, Unauthenticated> {
        Err(Unauthenticated::NotConfigured)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nobody_is_let_in() {
        assert_eq!(
            NoCallers.authenticate("/", &MetadataMap::new()),
            Err(Unauthenticated::NotConfigured)
        );
    }

    #[test]
    fn a_refusal_becomes_a_status_with_details() {
        let status = Status::from(Unauthenticated::Missing {
            key: "throughline-role",
        });
        assert_eq!(status.code(), Code::Unauthenticated);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!(
            (info.reason.as_str(), info.domain.as_str()),
            ("unauthenticated", "throughline")
        );
        assert_eq!(info.metadata["key"], "throughline-role");
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        let key = "throughline-role";
        for refusal in [
            Unauthenticated::Missing { key },
            Unauthenticated::Repeated { key },
            Unauthenticated::Invalid {
                key,
                expected: "a role",
            },
            Unauthenticated::Ended,
            Unauthenticated::NotConfigured,
            Unauthenticated::NotAsked,
        ] {
            let status = Status::from(refusal);
            let details = status.get_error_details();
            let about = &details.error_info().unwrap().metadata;
            assert!(about["remedy"].len() > 5 && status.message().ends_with(&about["remedy"]));
            assert_eq!(about["retry"], "false");
        }
    }
}
