//! Stored events: read at any schema version, upcast, folded and disclosed. What can be read is written again as the same.

use std::fmt::Debug;

use casestore::codec;
use casework::{
    disclosure,
    event::{Event, Kinds, What},
    history::{Folded, History},
    ids::PersonId,
    meeting::MeetingEvent,
    organisation::DirectoryEvent,
    reading::ReadingEvent,
    timer,
};
use eventlog::Header;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;

/// Where one sample of each stored version is kept.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/casestore/golden");
const ORGANISATION: &str = "E82999";

pub(super) fn try_out(bytes: &[u8]) {
    let Ok(stored) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    if let Some(event) = read::<What>(&stored) {
        fold(event);
    }
    read::<DirectoryEvent>(&stored);
    read::<MeetingEvent>(&stored);
    read::<ReadingEvent>(&stored);
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(GOLDEN).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect()
}

fn read<W>(stored: &Value) -> Option<Event<W>>
where
    W: Kinds + Serialize + DeserializeOwned + Debug + PartialEq,
{
    let part = |name: &str| serde_json::to_vec(&stored[name]).unwrap();
    let words = (stored["words"] != json!([])).then(|| part("words"));
    let schema = stored["schema"].as_u64().unwrap_or(1);
    let kind = stored["marks"]["event"]["what"].as_str();
    let header = Header {
        event_id: Uuid::from_u128(1),
        kind: kind.unwrap_or_default().to_owned(),
        schema: u16::try_from(schema).unwrap_or(u16::MAX),
        recorded_at_ms: 1_780_000_000_000,
        organisation: ORGANISATION.to_owned(),
        command_id: Uuid::nil(),
        correlation_id: Uuid::nil(),
        causation_id: Uuid::nil(),
    };
    let decode = |header: &Header, marks: &[u8], words: Option<&[u8]>| {
        let organisation = ORGANISATION.parse().unwrap();
        codec::decode::<W>(header, organisation, marks, Some(words))
    };
    let (event, stamp) = decode(&header, &part("marks"), words.as_deref()).ok()?;
    let plain = codec::encode(&event, stamp);
    let present = Header {
        kind: event.what.kind().to_owned(),
        schema: casestore::upcast::present(event.what.kind()),
        ..header
    };
    let again = decode(&present, &plain.marks, plain.words.as_deref());
    let (again, _) = again.unwrap();
    assert_eq!(again, event, "it is read as it was written");
    Some(event)
}

/// Whatever was stored folds, and shows something or nothing.
fn fold(event: Event<What>) {
    let mut history = History::new(PersonId(Uuid::nil()));
    let opened = include_bytes!("../../../crates/casestore/golden/case-opened.v1.json");
    let opened = serde_json::from_slice(opened).unwrap();
    if let Some(opened) = read::<What>(&opened) {
        let id = casework::ids::EventId(Uuid::from_u128(2));
        history.apply(Event { id, ..opened });
    }
    history.apply(event);
    disclosure::disclose(&history);
    timer::due(&history);
}
