//! The one secret of the processes with the pages, and every key that is derived from it: HMAC-SHA256 (RFC 2104) of the
//! key's purpose. What is done with a key is not here.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{assertions::Minter, records::Records, vault::Vault};

/// What all processes with the pages share, and nobody else has.
#[derive(Clone)]
pub struct PagesSecret(Zeroizing<Vec<u8>>);

impl PagesSecret {
    /// How many bytes of chance it has at least.
    pub const BYTES_MIN: usize = 64;

    /// The secret; none, where there are too few bytes.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() >= Self::BYTES_MIN).then(|| Self(Zeroizing::new(bytes)))
    }

    /// The key that cookies are sealed with, 64 bytes.
    pub fn cookies(&self) -> Zeroizing<[u8; 64]> {
        let mut key = Zeroizing::new([0; 64]);
        key[..32].copy_from_slice(&*self.derived(b"cookies 1"));
        key[32..].copy_from_slice(&*self.derived(b"cookies 2"));
        key
    }

    /// Signs what the pages say of who asks.
    pub fn minter(&self) -> Minter {
        Minter::new(&self.derived(b"assertions"))
    }

    /// Accounts, sessions and drafts, sealed in these records.
    pub fn vault(&self, records: Arc<dyn Records>) -> Vault {
        Vault::new(records, self.derived(b"names"), self.derived(b"contents"))
    }

    fn derived(&self, purpose: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(b"throughline pages 1 ");
        mac.update(purpose);
        Zeroizing::new(mac.finalize().into_bytes().into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_short_secret_is_none_and_each_purpose_has_a_key_of_its_own() {
        assert!(PagesSecret::new(vec![7; 63]).is_none());
        let secret = PagesSecret::new(vec![7; 64]).unwrap();
        let cookies = secret.cookies();
        assert_ne!(cookies[..32], cookies[32..]);
        let other = PagesSecret::new(vec![8; 64]).unwrap();
        assert_ne!(*cookies, *other.cookies());
        let public = |secret: &PagesSecret| secret.minter().public_key();
        assert_eq!(public(&secret), public(&secret.clone()));
        assert_ne!(public(&secret), public(&other));
    }
}
