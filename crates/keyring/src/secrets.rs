//! Secrets that never rotate: made when the keyring is, one for each purpose, all derived from one random
//! root that is wrapped like a data key.
//!
//! Digests are HMAC-SHA256 (RFC 2104, FIPS 198-1) over length-prefixed parts. No key leaves this module.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    bytes::joined,
    seal::{DataKey, KEY_BYTES},
    token::TokenKey,
};

/// What a person can be known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KnownBy {
    /// The NHS number: a person has one.
    NhsNumber,
    /// Name, date of birth and where they live: a person has one for each of their names and addresses.
    NameAndAddress,
}

impl KnownBy {
    const fn as_str(self) -> &'static str {
        match self {
            KnownBy::NhsNumber => "nhs-number",
            KnownBy::NameAndAddress => "name-and-address",
        }
    }
}

/// A keyed digest under which a person is known; tells nothing about what was looked up.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lookup {
    digest: [u8; 32],
    by: KnownBy,
}

impl Lookup {
    /// The digest, 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Whether a person has no other lookup of this sort.
    pub(crate) fn is_sole(&self) -> bool {
        self.by == KnownBy::NhsNumber
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup(…)")
    }
}

/// The keyring's secrets, by purpose.
#[derive(Clone)]
pub struct Secrets {
    lookup: Purpose,
    command_seed: Purpose,
    request_digest: Purpose,
    inside: Purpose,
    pages: Purpose,
    tokens: TokenKey,
}

impl Secrets {
    /// Derives every purpose's key from the root.
    pub(crate) fn derived(root: &DataKey) -> Self {
        let root = Purpose(Zeroizing::new(*root.expose()));
        let of = |purpose: &[u8]| Zeroizing::new(root.digest(&[b"throughline", b"1", purpose]));
        Self {
            lookup: Purpose(of(b"lookup")),
            command_seed: Purpose(of(b"command seed")),
            request_digest: Purpose(of(b"request digest")),
            inside: Purpose(of(b"inside")),
            pages: Purpose(of(b"pages")),
            tokens: TokenKey::new(DataKey::from_bytes(of(b"tokens"))),
        }
    }

    /// The digest under which a value of this sort is looked up. The caller writes a value in one form only:
    /// `999 000 0001` and `9990000001` have different digests.
    pub fn lookup(&self, by: KnownBy, value: &str) -> Lookup {
        let digest = self
            .lookup
            .digest(&[by.as_str().as_bytes(), value.as_bytes()]);
        Lookup { digest, by }
    }

    /// The seed of every id that a command mints. The same sender and command id give the same seed, so that
    /// a retry finds what the first try did.
    pub fn command_seed(&self, organisation: &str, worker: &str, command_id: Uuid) -> [u8; 32] {
        self.command_seed.digest(&[
            organisation.as_bytes(),
            worker.as_bytes(),
            command_id.as_bytes(),
        ])
    }

    /// The digest of a request's bytes, which a command id is bound to: the same id with other content shows.
    /// Keyed, since a bare digest of a short request could be guessed.
    pub fn request_digest(&self, rpc: &str, bytes: &[u8]) -> [u8; 32] {
        self.request_digest.digest(&[rpc.as_bytes(), bytes])
    }

    /// What the processes of one system show each other, as 64 hexadecimal digits: whoever knows it is one of them.
    pub fn inside_token(&self) -> Zeroizing<String> {
        let digest = self.inside.digest(&[b"token"]);
        Zeroizing::new(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What the pages keep accounts and sessions with, 64 bytes, where they run in one process with the keys.
    pub fn pages_secret(&self) -> Zeroizing<Vec<u8>> {
        let halves = [self.pages.digest(&[b"1"]), self.pages.digest(&[b"2"])];
        Zeroizing::new(halves.concat())
    }

    /// The key of receipts and cursors. It gives no access to any other.
    pub fn tokens(&self) -> TokenKey {
        self.tokens.clone()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// One purpose's key.
#[derive(Clone)]
struct Purpose(Zeroizing<[u8; KEY_BYTES]>);

impl Purpose {
    fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes a key of any length");
        mac.update(&joined(parts));
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn secrets(byte: u8) -> Secrets {
        Secrets::derived(&DataKey::from_bytes(Zeroizing::new([byte; 32])))
    }

    #[test]
    fn the_same_root_gives_the_same_digests_and_another_root_others() {
        let (one, two) = (secrets(1), secrets(2));
        let id = Uuid::from_u128(5);
        assert_eq!(
            one.lookup(KnownBy::NhsNumber, "9990000001"),
            secrets(1).lookup(KnownBy::NhsNumber, "9990000001")
        );
        assert_ne!(
            one.lookup(KnownBy::NhsNumber, "9990000001"),
            two.lookup(KnownBy::NhsNumber, "9990000001")
        );
        assert_eq!(
            one.command_seed("A", "w", id),
            secrets(1).command_seed("A", "w", id)
        );
        assert_ne!(
            one.request_digest("OpenCase", b"x"),
            two.request_digest("OpenCase", b"x")
        );
    }

    #[test]
    fn parts_and_purposes_do_not_collide() {
        let secrets = secrets(1);
        let id = Uuid::from_u128(5);
        assert_ne!(
            secrets.command_seed("AB", "C", id),
            secrets.command_seed("A", "BC", id)
        );
        assert_eq!(secrets.inside_token().len(), 64);
        assert_ne!(secrets.inside_token(), self::secrets(2).inside_token());
        let by_number = secrets.lookup(KnownBy::NhsNumber, "a");
        let by_name = secrets.lookup(KnownBy::NameAndAddress, "a");
        assert_ne!(by_number.as_bytes(), by_name.as_bytes());
        assert_ne!(
            by_number.as_bytes(),
            &secrets.request_digest("nhs-number", b"a")
        );
    }

    #[test]
    fn a_digest_is_hmac_sha256() {
        // RFC 4231, test case 2, through the primitive that every digest uses.
        let mut mac = Hmac::<Sha256>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        let tag: [u8; 32] = mac.finalize().into_bytes().into();
        assert_eq!(tag[..4], [0x5b, 0xdc, 0xc1, 0x46]);
    }

    #[test]
    fn debug_shows_nothing() {
        let secrets = secrets(0xAB);
        assert_eq!(
            format!("{secrets:?} {:?}", secrets.lookup(KnownBy::NhsNumber, "b")),
            "Secrets(…) Lookup(…)"
        );
    }
}
