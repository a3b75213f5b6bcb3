//! What a sort of stream is called in the log, and which keys seal it.

use casework::{
    history::{Folded, History},
    ids::{MeetingId, OrganisationId, PersonId},
    meeting::Meeting,
    organisation::Organisation,
    reading::Readings,
    review::MeetingOf,
};
use eventlog::StreamName;
use keyring::KeyName;
use serde::{Serialize, de::DeserializeOwned};

/// A sort of stream that can be stored.
pub trait Stream:
    Folded<What: Serialize + DeserializeOwned + Clone, Id: std::hash::Hash + Eq + Send + Sync>
{
    /// The kind of its streams: what stands before the first dash of their names.
    const KIND: &'static str;

    /// The stream's name in the log.
    fn name(id: &Self::Id) -> StreamName;
    /// The id of the stream that has this name; none where it is of another sort.
    fn id(name: &StreamName) -> Option<Self::Id>;
    /// The key that seals the marks.
    fn marks_key(id: &Self::Id) -> KeyName;
    /// The key that seals the words that an organisation recorded.
    fn words_key(id: &Self::Id, organisation: &OrganisationId) -> KeyName;
    /// How much the folded state weighs, in facts, for the cache's bound.
    fn weight(&self) -> usize;
}

impl Stream for History {
    const KIND: &'static str = "person";

    fn name(id: &PersonId) -> StreamName {
        StreamName::new(&format!("person-{id}")).expect("a UUID makes a stream name")
    }

    fn id(name: &StreamName) -> Option<PersonId> {
        (name.kind() == Self::KIND)
            .then(|| name.key().parse().ok())
            .flatten()
    }

    fn marks_key(id: &PersonId) -> KeyName {
        KeyName::Person(id.0)
    }

    fn words_key(id: &PersonId, organisation: &OrganisationId) -> KeyName {
        KeyName::Words {
            person: id.0,
            organisation: organisation.as_str().to_owned(),
        }
    }

    fn weight(&self) -> usize {
        self.facts().len() + 8
    }
}

/// Sealed under the person's key: who read about somebody is about them, and goes where they are erased. When a reading
/// was recorded, and for which organisation, stands in the clear as for any event.
impl Stream for Readings {
    const KIND: &'static str = "readings";

    fn name(id: &PersonId) -> StreamName {
        StreamName::new(&format!("readings-{id}")).expect("a UUID makes a stream name")
    }

    fn id(name: &StreamName) -> Option<PersonId> {
        (name.kind() == Self::KIND)
            .then(|| name.key().parse().ok())
            .flatten()
    }

    fn marks_key(id: &PersonId) -> KeyName {
        History::marks_key(id)
    }

    fn words_key(id: &PersonId, organisation: &OrganisationId) -> KeyName {
        History::words_key(id, organisation)
    }

    fn weight(&self) -> usize {
        1
    }
}

impl Stream for Organisation {
    const KIND: &'static str = "organisation";

    fn name(id: &OrganisationId) -> StreamName {
        StreamName::new(&format!("organisation-{id}"))
            .expect("an organisation's code makes a stream name")
    }

    fn id(name: &StreamName) -> Option<OrganisationId> {
        (name.kind() == Self::KIND)
            .then(|| name.key().parse().ok())
            .flatten()
    }

    fn marks_key(id: &OrganisationId) -> KeyName {
        KeyName::Organisation(id.as_str().to_owned())
    }

    fn words_key(id: &OrganisationId, _: &OrganisationId) -> KeyName {
        Self::marks_key(id)
    }

    fn weight(&self) -> usize {
        self.services.len() + 1
    }
}

impl Stream for Meeting {
    const KIND: &'static str = "meeting";

    fn name(id: &MeetingOf) -> StreamName {
        StreamName::new(&format!("meeting-{}-{}", id.organiser, id.meeting))
            .expect("an organisation's code and a UUID make a stream name")
    }

    fn id(name: &StreamName) -> Option<MeetingOf> {
        if name.kind() != Self::KIND {
            return None;
        }
        // A code can have dashes too: the id is the 36 characters at the end.
        let (organiser, meeting) = name
            .key()
            .split_at_checked(name.key().len().checked_sub(36)?)?;
        Some(MeetingOf {
            organiser: organiser.strip_suffix('-')?.parse().ok()?,
            meeting: meeting.parse::<MeetingId>().ok()?,
        })
    }

    fn marks_key(id: &MeetingOf) -> KeyName {
        KeyName::Organisation(id.organiser.as_str().to_owned())
    }

    fn words_key(id: &MeetingOf, _: &OrganisationId) -> KeyName {
        Self::marks_key(id)
    }

    fn weight(&self) -> usize {
        self.items.len() + 1
    }
}
