//! The master keys that wrap every data key: versioned, read from outside the data folder, never stored
//! by us and never printed.
//!
//! Where the text comes from (a file, the environment, a service) is decided elsewhere.

use std::{collections::BTreeMap, fmt};

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use crate::{
    bytes::random,
    seal::{DataKey, KEY_BYTES},
};

/// Base64 with or without its padding, since both are met in secrets that passed through other tools.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Master keys by version; the highest version wraps new keys, the others open what they once wrapped.
#[derive(Clone)]
pub struct MasterKeys {
    newest: u32,
    keys: BTreeMap<u32, DataKey>,
}

/// The text holds no usable master keys. No message repeats any of it. Trying again does not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No line names a key.
    #[error(
        "no master key: expected one line per version, `<version>:<64 hexadecimal digits or base64 of 32 bytes>`"
    )]
    Empty,
    /// A line is not of the expected form.
    #[error(
        "master key, entry {entry}: {problem}; expected `<version>:<64 hexadecimal digits or base64 of 32 bytes>`"
    )]
    Malformed {
        /// Which entry of the text, from 1.
        entry: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Two lines name the same version.
    #[error(
        "master key version {version} is given twice; keep the line that the keys were wrapped with"
    )]
    Repeated {
        /// The version.
        version: u32,
    },
}

impl MasterKeys {
    /// Reads `<version>:<key>` entries, one on each line (or separated by commas, for an environment value).
    /// Versions count from 1; a key is 32 bytes as 64 hexadecimal digits or base64 (RFC 4648, section 4).
    /// Empty lines, and lines that begin with `#`, are passed over.
    ///
    /// # Errors
    /// Where there is no key, an entry is malformed, or a version comes twice.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let entries = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with('#'));
        let entries = entries
            .flat_map(|line| line.split(','))
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        let mut keys = BTreeMap::new();
        for (index, entry) in entries.enumerate() {
            let (version, key) = parsed(entry).map_err(|problem| Error::Malformed {
                entry: index + 1,
                problem,
            })?;
            if keys.insert(version, DataKey::from_bytes(key)).is_some() {
                return Err(Error::Repeated { version });
            }
        }
        let newest = *keys.keys().next_back().ok_or(Error::Empty)?;
        Ok(Self { newest, keys })
    }

    /// A line with a new random key of this version, ready to be put into a master key file.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    pub fn generate_line(version: u32) -> String {
        let key = Zeroizing::new(random::<KEY_BYTES>());
        let hexadecimal: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{version}:{hexadecimal}")
    }

    /// The version that wraps new keys.
    pub fn newest(&self) -> u32 {
        self.newest
    }

    /// Every version that is present, in ascending order.
    pub fn versions(&self) -> impl Iterator<Item = u32> + '_ {
        self.keys.keys().copied()
    }

    pub(crate) fn get(&self, version: u32) -> Option<&DataKey> {
        self.keys.get(&version)
    }
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKeys(versions {:?})", self.keys.keys())
    }
}

fn parsed(entry: &str) -> Result<(u32, Zeroizing<[u8; KEY_BYTES]>), &'static str> {
    let (version, key) = entry
        .split_once(':')
        .ok_or("there is no colon after the version")?;
    let version = version
        .trim()
        .parse()
        .map_err(|_| "the version is not a whole number")?;
    if version == 0 {
        return Err("versions count from 1");
    }
    let key = key.trim();
    let bytes = Zeroizing::new(match key.len() {
        64 => from_hexadecimal(key).ok_or("64 characters that are not all hexadecimal digits")?,
        _ => BASE64
            .decode(key)
            .map_err(|_| "the key is neither hexadecimal nor base64")?,
    });
    let bytes: [u8; KEY_BYTES] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| "the key does not have 32 bytes")?;
    if bytes.iter().all(|byte| *byte == bytes[0]) {
        return Err("the key is one byte repeated, which is no secret");
    }
    Ok((version, Zeroizing::new(bytes)))
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sample() -> [u8; 32] {
        std::array::from_fn(|index| u8::try_from(index).unwrap())
    }

    #[test]
    fn hexadecimal_and_base64_give_the_same_key() {
        let hexadecimal: String = sample().iter().map(|byte| format!("{byte:02X}")).collect();
        let padded = BASE64.encode(sample());
        for key in [hexadecimal.as_str(), &padded, padded.trim_end_matches('=')] {
            let keys =
                MasterKeys::from_text(&format!("# made in a test\n\n 3 : {key} \n")).unwrap();
            assert_eq!(keys.get(3).unwrap().expose(), &sample());
        }
    }

    #[test]
    fn the_highest_version_is_the_newest() {
        let lines = [MasterKeys::generate_line(10), MasterKeys::generate_line(9)];
        for text in [lines.join("\n"), lines.join(",")] {
            let keys = MasterKeys::from_text(&text).unwrap();
            assert_eq!(
                (keys.newest(), keys.versions().collect::<Vec<_>>()),
                (10, vec![9, 10])
            );
        }
    }

    #[test]
    fn what_is_no_key_is_refused_by_entry_without_repeating_it() {
        let good = MasterKeys::generate_line(1);
        for bad in [
            "2",
            "two:00",
            "0:00",
            "2:00ff",
            "2:!!",
            &format!("2:{}", "z".repeat(64)),
            &format!("2:{}", "0".repeat(64)),
        ] {
            let error = MasterKeys::from_text(&format!("{good}\n{bad}")).unwrap_err();
            assert!(
                matches!(error, Error::Malformed { entry: 2, .. }),
                "{bad}: {error}"
            );
            assert!(!error.to_string().contains("zzz"));
        }
        assert_eq!(
            MasterKeys::from_text("# nothing\n").unwrap_err(),
            Error::Empty
        );
        assert_eq!(
            MasterKeys::from_text(&format!("{good},{good}")).unwrap_err(),
            Error::Repeated { version: 1 }
        );
    }

    #[test]
    fn debug_prints_versions_only() {
        let line = MasterKeys::generate_line(4);
        let shown = format!("{:?}", MasterKeys::from_text(&line).unwrap());
        assert_eq!(shown, "MasterKeys(versions [4])");
    }
}
