//! Every event type, at every schema version that was ever written, still reads.
//!
//! `golden/<event-type>.v<schema>.json` holds one sample of each, in the clear. A stored version never changes, so
//! neither does its file: one that is missing is written with `THROUGHLINE_WRITE_GOLDEN=1`, none is written over.
//! How parts are sealed is not tested here.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "golden/samples.rs"]
mod samples;

use std::{collections::BTreeSet, fmt::Debug, fs, path::PathBuf};

use casestore::{
    codec::{self, Stamp},
    upcast,
};
use casework::event::{Event, Kinds};
use eventlog::Header;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;

/// The command that every sample is said to come from.
const STAMP: Stamp = Stamp {
    command_id: Uuid::from_u128(0xC0),
    digest: [7; 32],
};

#[test]
fn every_type_has_a_file_for_each_of_its_versions_and_there_are_no_others() {
    let mut expected = BTreeSet::new();
    for sample in samples::present() {
        for schema in 1..=upcast::present(sample.kind()) {
            expected.insert(file_name(sample.kind(), schema));
        }
        write_if_asked(&*sample);
    }
    let there: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, expected);
}

#[test]
fn what_is_written_now_is_what_the_file_of_the_present_version_holds() {
    for sample in samples::present() {
        let schema = upcast::present(sample.kind());
        let stored = stored(sample.kind(), schema);
        assert_eq!(
            sample.written(),
            stored,
            "{}: give it a new schema version and an upcaster",
            sample.kind()
        );
        sample.reads_from(schema, &stored);
    }
}

#[test]
fn older_versions_read_as_what_they_mean_today() {
    for sample in samples::present() {
        for schema in 1..upcast::present(sample.kind()) {
            samples::older(sample.kind(), schema)
                .reads_from(schema, &stored(sample.kind(), schema));
        }
    }
}

#[test]
fn no_two_types_share_a_name() {
    let names: BTreeSet<_> = samples::present()
        .iter()
        .map(|sample| sample.kind())
        .collect();
    assert_eq!(names.len(), samples::present().len());
}

/// What is asked of a sample, whatever the sort of its stream.
pub trait Sample {
    /// The event's type.
    fn kind(&self) -> &'static str;
    /// What this program writes for it.
    fn written(&self) -> Value;
    /// Checks that stored content of this schema version reads as this sample.
    fn reads_from(&self, schema: u16, stored: &Value);
}

impl<W: Kinds + Serialize + DeserializeOwned + Debug + PartialEq> Sample for Event<W> {
    fn kind(&self) -> &'static str {
        self.what.kind()
    }

    fn written(&self) -> Value {
        let plain = codec::encode(self, STAMP);
        let part = |json: &[u8]| serde_json::from_slice::<Value>(json).unwrap();
        let words = plain.words.as_deref().map_or(json!([]), part);
        json!({ "schema": upcast::present(self.kind()), "marks": part(&plain.marks), "words": words })
    }

    fn reads_from(&self, schema: u16, stored: &Value) {
        assert_eq!(stored["schema"], schema);
        let part = |name: &str| serde_json::to_vec(&stored[name]).unwrap();
        let words = (stored["words"] != json!([])).then(|| part("words"));
        let header = Header {
            event_id: self.id.0,
            kind: self.kind().to_owned(),
            schema,
            recorded_at_ms: self.recorded_at.as_millisecond(),
            organisation: self.by.organisation.as_str().to_owned(),
            command_id: STAMP.command_id,
            correlation_id: STAMP.command_id,
            causation_id: STAMP.command_id,
        };
        let organisation = self.by.organisation.clone();
        let (event, stamp) = codec::decode(
            &header,
            organisation,
            &part("marks"),
            Some(words.as_deref()),
        )
        .unwrap();
        assert_eq!((&event, stamp), (self, STAMP), "{} v{schema}", self.kind());
    }
}

fn write_if_asked(sample: &dyn Sample) {
    let path = folder().join(file_name(sample.kind(), upcast::present(sample.kind())));
    let asked = std::env::var("THROUGHLINE_WRITE_GOLDEN").is_ok_and(|asked| asked == "1");
    if asked && !path.exists() {
        fs::write(path, format!("{:#}\n", sample.written())).unwrap();
    }
}

fn stored(kind: &str, schema: u16) -> Value {
    let path = folder().join(file_name(kind, schema));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

fn file_name(kind: &str, schema: u16) -> String {
    format!("{kind}.v{schema}.json")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}
