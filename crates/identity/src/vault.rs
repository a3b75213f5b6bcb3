//! Records with their contents sealed (XChaCha20-Poly1305, their name as associated data) and their names keyed digests
//! (HMAC-SHA256, cut to 128 bits): whoever takes the file learns how many there are, and of which kind.

use std::{fmt::Write, sync::Arc};

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::records::{Error, Expected, Records};

const NONCE_BYTES: usize = 24;

/// Sealed records.
#[derive(Clone)]
pub struct Vault {
    records: Arc<dyn Records>,
    names: Zeroizing<[u8; 32]>,
    contents: Zeroizing<[u8; 32]>,
}

/// What was read, and which state it was.
#[derive(Clone, Debug)]
pub(crate) struct Read<T> {
    pub(crate) what: T,
    pub(crate) seen: Expected,
}

impl Vault {
    pub(crate) fn new(
        records: Arc<dyn Records>,
        names: Zeroizing<[u8; 32]>,
        contents: Zeroizing<[u8; 32]>,
    ) -> Self {
        Self {
            records,
            names,
            contents,
        }
    }

    /// The record's name: its kind in the clear, and the digest of each part.
    pub(crate) fn name(&self, kind: &str, parts: &[&str]) -> String {
        let mut name = kind.to_owned();
        for part in parts {
            let mut mac = Hmac::<Sha256>::new_from_slice(&*self.names).expect("HMAC takes any key");
            mac.update(kind.as_bytes());
            mac.update(b"\0");
            mac.update(part.as_bytes());
            name.push('.');
            for byte in &mac.finalize().into_bytes()[..16] {
                write!(name, "{byte:02x}").ok();
            }
        }
        name
    }

    /// What is kept under this name. What does not open is not there: it was sealed with another secret.
    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<Read<T>>, Error> {
        let Some(record) = self.records.get(name).await? else {
            return Ok(None);
        };
        let what = self.opened(name, &record.value);
        let seen = Expected::Revision(record.revision);
        Ok(what.map(|what| Read { what, seen }))
    }

    /// Keeps this. Whether it is kept: not where somebody was faster.
    pub(crate) async fn write<T: Serialize>(
        &self,
        name: &str,
        what: &T,
        expected: Expected,
    ) -> Result<bool, Error> {
        let sealed = self.sealed(name, what)?;
        self.records.put(name, sealed, expected).await
    }

    pub(crate) async fn delete(&self, name: &str) -> Result<(), Error> {
        self.records.delete(name).await
    }

    /// The names of this kind and these first parts.
    pub(crate) async fn names(&self, kind: &str, parts: &[&str]) -> Result<Vec<String>, Error> {
        let beginning = format!("{}.", self.name(kind, parts));
        self.records.names(&beginning).await
    }

    fn sealed<T: Serialize>(&self, name: &str, what: &T) -> Result<Vec<u8>, Error> {
        let plain = Zeroizing::new(serde_json::to_vec(what).map_err(|no| Error(no.to_string()))?);
        let mut sealed = crate::chance::bytes::<NONCE_BYTES>()?.to_vec();
        let nonce: [u8; NONCE_BYTES] = sealed[..].try_into().unwrap_or_default();
        let payload = Payload {
            msg: &plain,
            aad: name.as_bytes(),
        };
        let ciphertext = self.cipher().encrypt(&XNonce::from(nonce), payload);
        sealed.extend(ciphertext.map_err(|_| Error("it is too long to be sealed".to_owned()))?);
        Ok(sealed)
    }

    fn opened<T: DeserializeOwned>(&self, name: &str, sealed: &[u8]) -> Option<T> {
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload {
            msg: ciphertext,
            aad: name.as_bytes(),
        };
        let plain = self.cipher().decrypt(&XNonce::from(*nonce), payload).ok()?;
        serde_json::from_slice(&Zeroizing::new(plain)).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.contents).into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{PagesSecret, records::SqliteRecords};

    #[tokio::test]
    async fn a_stolen_file_tells_nothing_and_nothing_is_taken_for_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.db");
        let records: Arc<dyn Records> = Arc::new(SqliteRecords::open(&file).unwrap());
        let vault = PagesSecret::new(vec![1; 64])
            .unwrap()
            .vault(records.clone());
        let name = vault.name("draft", &["RX1", "sam.lee"]);
        let words = "Maureen would rather be called Mo".to_owned();
        assert!(vault.write(&name, &words, Expected::New).await.unwrap());
        let read = vault.read::<String>(&name).await.unwrap().unwrap();
        assert_eq!(read.what, words);

        let bytes = std::fs::read(&file).unwrap();
        let log = std::fs::read(file.with_extension("db-wal")).unwrap();
        for secret in ["Maureen", "sam.lee", "RX1"] {
            for part in [&bytes, &log] {
                assert!(!part.windows(secret.len()).any(|at| at == secret.as_bytes()));
            }
        }

        let sealed = records.get(&name).await.unwrap().unwrap().value;
        let other = vault.name("draft", &["RX1", "kim.lee"]);
        records.put(&other, sealed, Expected::New).await.unwrap();
        assert!(vault.read::<String>(&other).await.unwrap().is_none());
        let stranger = PagesSecret::new(vec![2; 64]).unwrap().vault(records);
        assert!(stranger.read::<String>(&name).await.unwrap().is_none());
    }
}
