//! An event as it is stored: a clear header and two sealed parts.
//!
//! The marks (who, what it means for the rules, categories, restrictions, the receipt) are sealed under the
//! stream's key; the facts' words under the key of this person and this recording organisation, so that
//! one controller's words can be erased and the rules still stand. Both parts are JSON.

use casework::{
    category::Categories,
    event::{By, Event, Kinds},
    fact::{About, Content, Fact, Restriction},
    ids::{EventId, FactId, OrganisationId, WorkerId},
    role::Role,
};
use eventlog::{Header, NewRecord, Record, StreamName};
use jiff::Timestamp;
use keyring::{DataKey, KeyState, Keyring};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{error::Error, stream::Stream, upcast};

/// What stands beside an event in its record: which command recorded it, with what content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The command's id, bound to its sender.
    pub command_id: uuid::Uuid,
    /// A keyed digest of the command's content.
    pub digest: [u8; 32],
}

/// The part of an event that holds no words.
#[derive(Serialize, Deserialize)]
struct Marks<W> {
    worker: WorkerId,
    role: Role,
    digest: [u8; 32],
    event: W,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactMarks>,
}

#[derive(Serialize, Deserialize)]
struct FactMarks {
    about: About,
    categories: Categories,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    restriction: Option<Restriction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<FactId>,
}

/// An event's two parts in the clear, as JSON; the words are none where no fact has any.
pub struct Plain {
    /// The marks.
    pub marks: Vec<u8>,
    /// The words, one for each fact.
    pub words: Option<Vec<u8>>,
}

/// Seals an event into the record that stores it.
pub async fn seal<S: Stream>(
    keys: &dyn Keyring,
    id: &S::Id,
    stream: &StreamName,
    event: &Event<S::What>,
    stamp: Stamp,
) -> Result<NewRecord, Error> {
    let kind = event.what.kind();
    let header = Header {
        event_id: event.id.0,
        kind: kind.to_owned(),
        schema: upcast::present(kind),
        recorded_at_ms: event.recorded_at.as_millisecond(),
        organisation: event.by.organisation.as_str().to_owned(),
        command_id: stamp.command_id,
        correlation_id: stamp.command_id,
        causation_id: stamp.command_id,
    };
    let plain = encode(event, stamp);
    let marks_key = keys.obtain(S::marks_key(id)).await?;
    let words_key = match &plain.words {
        Some(_) => Some(
            keys.obtain(S::words_key(id, &event.by.organisation))
                .await?,
        ),
        None => None,
    };
    let sealed = seal_parts(
        &header.associated_data(stream),
        &plain,
        &marks_key,
        words_key.as_ref(),
    );
    Ok(NewRecord {
        header,
        sealed: sealed.into(),
    })
}

/// Opens a record, and reads the event that it holds. Words whose key was destroyed are [`Content::Erased`].
pub async fn open<S: Stream>(
    keys: &dyn Keyring,
    id: &S::Id,
    record: &Record,
) -> Result<(Event<S::What>, Stamp), Error> {
    let unreadable = |reason: &str| unreadable(&record.header, reason);
    let organisation: OrganisationId = record
        .header
        .organisation
        .parse()
        .map_err(|_| unreadable("the organisation's code is malformed"))?;
    let (marks, words) =
        split(&record.sealed).ok_or_else(|| unreadable("the sealed parts are cut short"))?;
    let associated = record.header.associated_data(&record.stream);
    let marks_key = live(keys, S::marks_key(id)).await?.ok_or(Error::Erased)?;
    let open = |key: &DataKey, part: u8, sealed: &[u8]| {
        key.open(&part_of(&associated, part), sealed)
            .map_err(|_| unreadable("it was changed, or sealed under another key"))
    };
    let marks = open(&marks_key, MARKS, marks)?;
    let words = match words {
        [] => Some(None),
        sealed => match live(keys, S::words_key(id, &organisation)).await? {
            Some(key) => Some(Some(open(&key, WORDS, sealed)?)),
            None => None,
        },
    };
    decode(
        &record.header,
        organisation,
        &marks,
        words.as_ref().map(Option::as_deref),
    )
}

/// The event's two parts in the clear.
pub fn encode<W: Kinds + Serialize>(event: &Event<W>, stamp: Stamp) -> Plain {
    let marks = Marks {
        worker: event.by.worker.clone(),
        role: event.by.role,
        digest: stamp.digest,
        event: &event.what,
        facts: event.facts.iter().map(marks_of).collect(),
    };
    let words: Vec<&Content> = event.facts.iter().map(|fact| &fact.content).collect();
    let json = |value: Result<Vec<u8>, serde_json::Error>| {
        value.expect("the domain's types have text keys only")
    };
    Plain {
        marks: json(serde_json::to_vec(&marks)),
        words: (!words.is_empty()).then(|| json(serde_json::to_vec(&words))),
    }
}

/// Reads an event from its header and its parts in the clear.
///
/// `words` is none where their key was destroyed, and holds none where the event has no words.
pub fn decode<W: Kinds + DeserializeOwned>(
    header: &Header,
    organisation: OrganisationId,
    marks: &[u8],
    words: Option<Option<&[u8]>>,
) -> Result<(Event<W>, Stamp), Error> {
    let unreadable = |reason: &str| unreadable(header, reason);
    let json =
        |_: serde_json::Error| unreadable("its content is not of the form that its schema has");
    // What a newer program wrote may read as something else here, without anything being amiss.
    if !(1..=upcast::present(&header.kind)).contains(&header.schema) {
        return Err(unreadable("this program does not know its schema version"));
    }
    let (marks, contents) = upcast::to_present(header, marks, words.flatten()).map_err(json)?;
    let marks: Marks<W> = serde_json::from_slice(&marks).map_err(json)?;
    let contents: Vec<Content> = match (words, contents) {
        (None, _) => vec![Content::Erased; marks.facts.len()],
        (Some(_), None) => Vec::new(),
        (Some(_), Some(contents)) => serde_json::from_slice(&contents).map_err(json)?,
    };
    if contents.len() != marks.facts.len() {
        return Err(unreadable("it has another number of words than of facts"));
    }
    let recorded_at = Timestamp::from_millisecond(header.recorded_at_ms)
        .map_err(|_| unreadable("its time is out of range"))?;
    let event = Event {
        id: EventId(header.event_id),
        recorded_at,
        by: By {
            organisation,
            worker: marks.worker,
            role: marks.role,
        },
        what: marks.event,
        facts: marks.facts.into_iter().zip(contents).map(fact_of).collect(),
    };
    Ok((
        event,
        Stamp {
            command_id: header.command_id,
            digest: marks.digest,
        },
    ))
}

const MARKS: u8 = 1;
const WORDS: u8 = 2;

fn seal_parts(
    associated: &[u8],
    plain: &Plain,
    marks_key: &DataKey,
    words_key: Option<&DataKey>,
) -> Vec<u8> {
    let marks = marks_key.seal(&part_of(associated, MARKS), &plain.marks);
    let words = plain
        .words
        .as_ref()
        .zip(words_key)
        .map(|(words, key)| key.seal(&part_of(associated, WORDS), words));
    let length = u32::try_from(marks.len()).expect("a commit is far smaller than 4 GiB");
    [
        &length.to_be_bytes()[..],
        &marks,
        words.as_deref().unwrap_or_default(),
    ]
    .concat()
}

fn split(sealed: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = sealed.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

// Each part is bound to the whole header and to its place, so that parts cannot be swapped.
fn part_of(associated: &[u8], part: u8) -> Vec<u8> {
    [associated, &[part]].concat()
}

async fn live(keys: &dyn Keyring, name: keyring::KeyName) -> Result<Option<DataKey>, Error> {
    match keys.find(name.clone()).await? {
        KeyState::Live(key) => Ok(Some(key)),
        KeyState::Erased => Ok(None),
        KeyState::Unknown => Err(Error::KeyUnknown(name)),
    }
}

fn marks_of(fact: &Fact) -> FactMarks {
    FactMarks {
        about: fact.about,
        categories: fact.categories,
        restriction: fact.restriction.clone(),
        replaces: fact.replaces,
    }
}

fn fact_of((marks, content): (FactMarks, Content)) -> Fact {
    let FactMarks {
        about,
        categories,
        restriction,
        replaces,
    } = marks;
    Fact {
        about,
        categories,
        restriction,
        replaces,
        content,
    }
}

fn unreadable(header: &Header, reason: &str) -> Error {
    Error::Unreadable {
        kind: header.kind.clone(),
        schema: header.schema,
        reason: reason.to_owned(),
    }
}
