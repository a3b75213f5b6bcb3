//! A stream in memory: its folded state, and the receipts of the commands that made it.

use std::collections::HashMap;

use casework::event::{Event, Kinds};
use eventlog::{Position, Version};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{codec::Stamp, stream::Stream};

/// A stream in memory.
pub struct Loaded<S: Stream> {
    /// The folded state.
    pub state: S,
    /// How many events have been taken in.
    pub version: Version,
    /// When the last of them was recorded, in Unix milliseconds.
    pub last_recorded_at_ms: i64,
    receipts: HashMap<Uuid, Receipt>,
}

/// That a command was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// A keyed digest of the command's content.
    pub digest: [u8; 32],
    /// The position of its commit in the log.
    pub position: Position,
    /// The id of the thing that it brought into being.
    pub thing: Option<Uuid>,
}

impl<S: Stream> Loaded<S> {
    /// The stream before its first event.
    pub fn empty(id: S::Id) -> Self {
        Self {
            state: S::new(id),
            version: Version::EMPTY,
            last_recorded_at_ms: i64::MIN,
            receipts: HashMap::new(),
        }
    }

    /// Takes in the next event.
    pub fn apply(&mut self, event: Event<S::What>, stamp: Stamp, position: Position) {
        self.version = self.version.plus(1);
        self.last_recorded_at_ms = event.recorded_at.as_millisecond();
        let receipt = self.receipts.entry(stamp.command_id).or_insert(Receipt {
            digest: stamp.digest,
            position,
            thing: None,
        });
        receipt.thing = receipt.thing.or(event.what.thing());
        self.state.apply(event);
    }

    /// When what is decided now is recorded: later than what the stream holds already. Neither a clock that was set back nor
    /// two commands at once change the order in which things happened, and every list can be told by time.
    pub fn next_at(&self, now: Timestamp) -> Timestamp {
        let after_the_last = self.last_recorded_at_ms.saturating_add(1);
        let milliseconds = now.as_millisecond().max(after_the_last);
        Timestamp::from_millisecond(milliseconds).unwrap_or(now)
    }

    /// The receipt of a command that this stream holds.
    pub fn receipt(&self, command_id: Uuid) -> Option<Receipt> {
        self.receipts.get(&command_id).copied()
    }

    /// How much the stream weighs in memory, in facts or what takes as much room.
    pub fn weight(&self) -> usize {
        self.state.weight() + self.receipts.len() / 4
    }
}
