//! Reading the sources, and saying which of them is at fault. No setting is named here.

use std::path::Path;

use figment::{
    Figment, Metadata, Profile, Provider,
    error::Kind,
    providers::{Format, Serialized, Toml},
    value::{Dict, Map, Value},
};
use serde::Serialize;

use super::{
    Configuration, Error,
    settings::{SETTINGS, remedy, unknown_remedy},
};

const PREFIX: &str = "THROUGHLINE_";

/// Merges defaults, file, environment and flags, the later over the earlier.
pub(super) fn read(
    file: Option<&Path>,
    environment: &[(String, String)],
    overrides: impl Serialize,
) -> Result<Configuration, Error> {
    let mut sources = Vec::new();
    if let Some(path) = file {
        sources.push(from_file(path)?);
    }
    sources.push(from_environment(environment)?);
    sources.push(from_flags(overrides)?);
    let mut figment = Figment::from(Serialized::defaults(Configuration::default()));
    for source in sources {
        if let Some(key) = source
            .values
            .keys()
            .find(|key| !SETTINGS.iter().any(|setting| setting.key == **key))
        {
            return Err(source.unknown(key));
        }
        figment = figment.merge(source);
    }
    figment.extract().map_err(explained)
}

/// Where settings were written.
#[derive(Clone)]
enum Place {
    File(String),
    Environment,
    Flags,
}

struct Source {
    place: Place,
    values: Dict,
}

fn from_file(path: &Path) -> Result<Source, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })?;
    // The parser's message shows the line at fault, so a key that was put into the file is not to be parsed.
    if text.lines().any(is_master_key) {
        return Err(master_key_in_file(path));
    }
    let values: Dict = Toml::from_str(&text).map_err(|problem| Error::NotToml {
        path: path.to_owned(),
        problem: problem.to_string().trim().to_owned(),
    })?;
    Ok(Source {
        place: Place::File(path.display().to_string()),
        values,
    })
}

fn is_master_key(line: &str) -> bool {
    line.split_once('=')
        .is_some_and(|(key, _)| key.trim().trim_matches(['"', '\'']) == "master_key")
}

fn master_key_in_file(path: &Path) -> Error {
    Error::UnknownKey {
        key: "master_key".to_owned(),
        place: format!("configuration file {}", path.display()),
        remedy: "the keys themselves do not belong here: name their file in `master_key_file`, and replace the key that was written here".to_owned(),
    }
}

fn from_environment(environment: &[(String, String)]) -> Result<Source, Error> {
    let defaults = Value::serialize(Configuration::default()).map_err(explained)?;
    let values = environment.iter().filter_map(|(name, text)| {
        let key = name.strip_prefix(PREFIX)?.to_ascii_lowercase();
        // Only where a number or a switch belongs: a folder may be called `2026`.
        let value = match defaults.find_ref(&key) {
            Some(Value::Num(..) | Value::Bool(..)) => {
                text.parse().unwrap_or_else(|never| match never {})
            }
            _ => Value::from(text.as_str()),
        };
        Some((key, value))
    });
    Ok(Source {
        place: Place::Environment,
        values: values.collect(),
    })
}

fn from_flags(overrides: impl Serialize) -> Result<Source, Error> {
    let value = Value::serialize(overrides).map_err(explained)?;
    let values = value.into_dict().unwrap_or_default();
    let values = values
        .into_iter()
        .filter(|(_, value)| !matches!(value, Value::Empty(..)))
        .collect();
    Ok(Source {
        place: Place::Flags,
        values,
    })
}

impl Place {
    /// A key as it is written there.
    fn written(&self, key: &str) -> String {
        match self {
            Self::File(_) => key.to_owned(),
            Self::Environment => format!("{PREFIX}{}", key.to_ascii_uppercase()),
            Self::Flags => format!("--{}", key.replace('_', "-")),
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::File(path) => format!("configuration file {path}"),
            Self::Environment => "environment".to_owned(),
            Self::Flags => "command line".to_owned(),
        }
    }
}

impl Source {
    fn unknown(&self, key: &str) -> Error {
        Error::UnknownKey {
            key: self.place.written(key),
            place: self.place.in_words(),
            remedy: unknown_remedy(),
        }
    }
}

impl Provider for Source {
    fn metadata(&self) -> Metadata {
        let place = self.place.clone();
        Metadata::named(self.place.in_words())
            .interpolater(move |_, keys| place.written(&keys.join(".")))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

fn explained(error: figment::Error) -> Error {
    let key = error.path.join(".");
    let (place, written) = match &error.metadata {
        Some(metadata) => (
            metadata.name.to_string(),
            metadata.interpolate(
                &Profile::Default,
                &error.path.iter().map(String::as_str).collect::<Vec<_>>(),
            ),
        ),
        None => ("configuration".to_owned(), key.clone()),
    };
    Error::Invalid {
        key: written,
        place,
        problem: in_words(&error.kind),
        remedy: remedy(&key),
    }
}

fn in_words(kind: &Kind) -> String {
    match kind {
        Kind::InvalidType(actual, expected) | Kind::InvalidValue(actual, expected) => {
            format!("is {actual}, which is not {expected}")
        }
        Kind::UnknownVariant(actual, expected) => {
            format!("is `{actual}`, which is none of {}", expected.join(", "))
        }
        other => format!("cannot be used: {other}"),
    }
}
