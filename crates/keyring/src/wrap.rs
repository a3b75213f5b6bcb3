//! Wrapping data keys under a master key. Every wrapped key has the same length: the master key's version as
//! 4 bytes, then the sealed key, bound to its name and that version.

use crate::{
    bytes::joined,
    keyring::{Error, Result},
    master::MasterKeys,
    seal::{DataKey, KEY_BYTES, NONCE_BYTES, TAG_BYTES},
};

/// Bytes of a wrapped key.
pub(crate) const WRAPPED_BYTES: usize = 4 + NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/// Wraps `key` under the newest master key.
pub(crate) fn wrapped(master: &MasterKeys, name: &str, key: &DataKey) -> Result<Vec<u8>> {
    let version = master.newest();
    let sealed = with_version(master, version)?.seal(&bound_to(version, name), key.expose());
    Ok([version.to_be_bytes().as_slice(), &sealed].concat())
}

/// Unwraps what [`wrapped`] made under the same name.
pub(crate) fn unwrapped(master: &MasterKeys, name: &str, wrapped: &[u8]) -> Result<DataKey> {
    let damaged = || Error::Damaged {
        name: kind_of(name).to_owned(),
    };
    let version = version_of(wrapped).ok_or_else(damaged)?;
    let sealed = wrapped.get(4..).unwrap_or_default();
    let opened = with_version(master, version)?.open(&bound_to(version, name), sealed);
    let bytes = zeroize::Zeroizing::new(opened.map_err(|_| damaged())?);
    let bytes: [u8; KEY_BYTES] = bytes.as_slice().try_into().map_err(|_| damaged())?;
    Ok(DataKey::from_bytes(zeroize::Zeroizing::new(bytes)))
}

/// The version of the master key that wraps this key.
pub(crate) fn version_of(wrapped: &[u8]) -> Option<u32> {
    wrapped
        .first_chunk()
        .map(|version| u32::from_be_bytes(*version))
}

/// Bytes that open only under this very master key, kept to recognise it.
pub(crate) fn mark(master: &MasterKeys, version: u32) -> Result<Vec<u8>> {
    Ok(with_version(master, version)?.seal(&marked(version), &[]))
}

/// Whether the master key of this version is the one that made the mark.
pub(crate) fn recognises(master: &MasterKeys, version: u32, mark: &[u8]) -> Result<()> {
    let opened = with_version(master, version)?.open(&marked(version), mark);
    opened
        .map(drop)
        .map_err(|_| Error::MasterKeyWrong { version })
}

fn with_version(master: &MasterKeys, version: u32) -> Result<&DataKey> {
    master.get(version).ok_or_else(|| Error::MasterKeyMissing {
        version,
        given: master.versions().collect(),
    })
}

fn bound_to(version: u32, name: &str) -> Vec<u8> {
    joined(&[b"wrapped key", &version.to_be_bytes(), name.as_bytes()])
}

fn marked(version: u32) -> Vec<u8> {
    joined(&[b"master key", &version.to_be_bytes()])
}

/// The part of a stored name that names nobody.
fn kind_of(name: &str) -> &str {
    name.split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn master() -> MasterKeys {
        MasterKeys::from_text(&MasterKeys::generate_line(1)).unwrap()
    }

    #[test]
    fn a_wrapped_key_unwraps_under_its_own_name_only() {
        let (master, key) = (master(), DataKey::generate());
        let bytes = wrapped(&master, "person/1", &key).unwrap();
        assert_eq!((bytes.len(), version_of(&bytes)), (WRAPPED_BYTES, Some(1)));
        assert_eq!(
            unwrapped(&master, "person/1", &bytes).unwrap().expose(),
            key.expose()
        );
        let error = unwrapped(&master, "person/2", &bytes).unwrap_err();
        assert!(
            matches!(&error, Error::Damaged { name } if name == "person"),
            "{error}"
        );
        for length in 0..bytes.len() {
            assert!(unwrapped(&master, "person/1", &bytes[..length]).is_err());
        }
    }

    #[test]
    fn a_mark_recognises_its_master_key() {
        let (one, other) = (master(), master());
        let mark = mark(&one, 1).unwrap();
        recognises(&one, 1, &mark).unwrap();
        assert!(matches!(
            recognises(&other, 1, &mark),
            Err(Error::MasterKeyWrong { version: 1 })
        ));
        assert!(matches!(
            recognises(&other, 2, &mark),
            Err(Error::MasterKeyMissing { version: 2, .. })
        ));
    }
}
