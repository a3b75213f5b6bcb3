//! Clients that send commands until the server is gone, and remember what they were told.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use api::{Connection, v1::RecordNoteRequest};
use throughline::demo::acting::{Acting, command_id};

use crate::people::{self, note};

/// Commands that a client sends at most, should nobody end the server.
const COMMANDS_MAX: usize = 400;

/// A command that was sent.
#[derive(Clone)]
pub struct Sent {
    /// The request, so that it can be repeated to the letter. Its words are its command id.
    pub note: RecordNoteRequest,
    /// Which of the two teams sent it.
    pub by: By,
    /// The tokens of the receipts that it was answered with, the first one first.
    pub receipts: Vec<String>,
}

/// Which team acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Surgery,
    Physio,
}

impl By {
    pub fn acting(self, connection: &Connection) -> Acting {
        match self {
            By::Surgery => people::surgery(connection),
            By::Physio => people::physio(connection),
        }
    }

    pub fn organisation(self) -> &'static str {
        match self {
            By::Surgery => people::SURGERY,
            By::Physio => people::PHYSIO,
        }
    }
}

impl Sent {
    pub fn acknowledged(&self) -> bool {
        !self.receipts.is_empty()
    }

    /// Sends it again, and keeps the receipt.
    pub async fn repeat(&mut self, connection: &Connection) {
        let token = people::write(&self.by.acting(connection), self.note.clone())
            .await
            .unwrap();
        self.receipts.push(token);
    }
}

/// Sends notes about a person, one after another, until one is not answered; counts those that are.
pub async fn send(
    connection: Connection,
    by: By,
    person: String,
    acknowledged: Arc<AtomicUsize>,
) -> Vec<Sent> {
    let who = by.acting(&connection);
    let mut all = Vec::new();
    for _ in 0..COMMANDS_MAX {
        let id = command_id();
        let note = note(&id, &person, &id);
        let mut sent = Sent {
            note: note.clone(),
            by,
            receipts: Vec::new(),
        };
        let answer = people::write(&who, note).await;
        sent.receipts.extend(answer.as_ref().ok().cloned());
        all.push(sent);
        if answer.is_err() {
            break;
        }
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    all
}

/// How often each note's words stand in the story that a team is shown.
pub async fn counted(connection: &Connection, by: By, person: &str) -> BTreeMap<String, usize> {
    let facts = people::story(&by.acting(connection), person, "")
        .await
        .unwrap();
    let mut counted = BTreeMap::new();
    for words in people::notes(&facts) {
        *counted.entry(words).or_default() += 1;
    }
    counted
}
