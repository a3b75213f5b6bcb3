//! Data keys, and how they seal: XChaCha20-Poly1305 with a random nonce in front
//! (draft-irtf-cfrg-xchacha; the AEAD of RFC 8439 with a 192-bit nonce).
//!
//! What is sealed, and with which associated data, is the caller's choice. Keys are neither stored nor
//! looked up here.

use std::{fmt, sync::Arc};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::bytes::{joined, random};

/// Bytes of a key.
pub(crate) const KEY_BYTES: usize = 32;
/// Bytes of the nonce that leads a sealed text.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes of the authentication tag that ends it.
pub(crate) const TAG_BYTES: usize = 16;

/// A live data key. Clones share one copy of the bytes, which is wiped when the last of them is dropped.
#[derive(Clone)]
pub struct DataKey(Arc<Zeroizing<[u8; KEY_BYTES]>>);

/// The sealed bytes do not open: they were changed, belong to other associated data, or were sealed with
/// another key. Trying again does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed bytes do not open under this key and associated data")]
pub struct CannotOpen;

impl DataKey {
    /// A new random key.
    pub(crate) fn generate() -> Self {
        Self::from_bytes(Zeroizing::new(random()))
    }

    pub(crate) fn from_bytes(bytes: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        Self(Arc::new(bytes))
    }

    pub(crate) fn expose(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Seals `plain` and binds it to `associated`, which is not stored and must be given again to open it.
    ///
    /// The result is the 24-byte nonce, then the ciphertext, then the 16-byte tag: 40 bytes more than
    /// `plain`. Sealing the same bytes twice gives different results.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    pub fn seal(&self, associated: &[u8], plain: &[u8]) -> Vec<u8> {
        self.seal_with(random::<NONCE_BYTES>(), associated, plain)
    }

    /// As [`DataKey::seal`], but the same text gives the same result each time: the nonce is a keyed digest (RFC 2104)
    /// of what is sealed, as a synthetic initialisation vector (RFC 5297) is. Whoever compares two of them learns whether they
    /// hold the same, and nothing else.
    pub(crate) fn seal_repeatably(&self, associated: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.expose()).expect("HMAC takes a key of any length");
        mac.update(&joined(&[b"nonce", associated, plain]));
        let digest = mac.finalize().into_bytes();
        let mut nonce = [0; NONCE_BYTES];
        nonce.copy_from_slice(&digest[..NONCE_BYTES]);
        self.seal_with(nonce, associated, plain)
    }

    fn seal_with(&self, nonce: [u8; NONCE_BYTES], associated: &[u8], plain: &[u8]) -> Vec<u8> {
        let ciphertext = self
            .cipher()
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: associated,
                },
            )
            .expect(
                "the cipher refuses only more than 256 GiB, which no message of ours approaches",
            );
        let mut sealed = Vec::with_capacity(NONCE_BYTES + ciphertext.len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        sealed
    }

    /// Opens what [`DataKey::seal`] made with the same key and the same `associated`.
    ///
    /// # Errors
    /// [`CannotOpen`] when any of key, associated data and bytes is not the one that was used.
    pub fn open(&self, associated: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (nonce, ciphertext) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(CannotOpen)?;
        self.cipher()
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: ciphertext,
                    aad: associated,
                },
            )
            .map_err(|_| CannotOpen)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.expose().into())
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_sealed_opens() {
        let key = DataKey::generate();
        for plain in [&b""[..], b"x", &[7; 4096]] {
            let sealed = key.seal(b"header", plain);
            assert_eq!(sealed.len(), NONCE_BYTES + plain.len() + TAG_BYTES);
            assert_eq!(key.open(b"header", &sealed).unwrap(), plain);
        }
    }

    #[test]
    fn any_changed_bit_is_noticed() {
        let key = DataKey::generate();
        let sealed = key.seal(b"header", b"words");
        for byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[byte] ^= 1;
            assert_eq!(
                key.open(b"header", &changed),
                Err(CannotOpen),
                "byte {byte}"
            );
        }
        for length in 0..sealed.len() {
            assert_eq!(
                key.open(b"header", &sealed[..length]),
                Err(CannotOpen),
                "length {length}"
            );
        }
    }

    #[test]
    fn another_header_or_key_does_not_open_it() {
        let key = DataKey::generate();
        let sealed = key.seal(b"header", b"words");
        assert_eq!(key.open(b"another", &sealed), Err(CannotOpen));
        assert_eq!(
            DataKey::generate().open(b"header", &sealed),
            Err(CannotOpen)
        );
    }

    #[test]
    fn sealing_twice_differs_and_debug_shows_nothing() {
        let key = DataKey::from_bytes(Zeroizing::new([0xAB; 32]));
        assert_ne!(key.seal(b"", b"words"), key.seal(b"", b"words"));
        assert_eq!(format!("{key:?}"), "DataKey(…)");
    }
}
