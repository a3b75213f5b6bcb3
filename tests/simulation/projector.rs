//! A model of the projector: it follows the log in order and keeps, for each organisation and person, what is
//! disclosed, by the difference that each commit makes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use casestore::{Error, Streams};
use casework::{
    disclosure::{Disclosed, disclose, disclose_added, only_adds},
    event::Event,
    history::History,
    ids::{FactId, OrganisationId, PersonId},
};
use eventlog::{EventLog, Position, Version};

/// The rows that one organisation holds of one person.
pub type Rows = BTreeMap<FactId, Disclosed>;

/// What the projector keeps on disk: rows and checkpoint change together.
#[derive(Default)]
pub struct Files {
    /// The last commit that was applied.
    pub checkpoint: Position,
    /// The rows.
    pub rows: BTreeMap<PersonId, BTreeMap<OrganisationId, Rows>>,
    /// The version of each person's stream that they show.
    pub versions: BTreeMap<PersonId, Version>,
}

/// Applies the next few commits of the log.
pub async fn advance(
    streams: Arc<Streams<History>>,
    log: Arc<dyn EventLog>,
    files: Arc<Mutex<Files>>,
) -> Result<(), Error> {
    let after = files.lock().unwrap().checkpoint;
    for commit in log.read_log(after, 4).await? {
        let followed = streams.follow(&commit).await?;
        let mut files = files.lock().unwrap();
        if let Some(followed) = followed {
            files.apply(&followed.stream.state, &followed.events);
            files
                .versions
                .insert(followed.stream.state.person, followed.stream.version);
        }
        files.checkpoint = commit.position;
    }
    Ok(())
}

impl Files {
    fn apply(&mut self, history: &History, events: &[Event]) {
        let person = self.rows.entry(history.person).or_default();
        if !events.iter().all(only_adds) {
            let rows = |shown: Vec<Disclosed>| shown.into_iter().map(|row| (row.id, row)).collect();
            *person = disclose(history)
                .into_iter()
                .map(|(organisation, shown)| (organisation, rows(shown)))
                .collect();
            return;
        }
        let added: Vec<FactId> = events.iter().flat_map(ids).collect();
        for (organisation, shown) in disclose_added(history, &added) {
            person
                .entry(organisation)
                .or_default()
                .extend(shown.into_iter().map(|row| (row.id, row)));
        }
    }
}

fn ids(event: &Event) -> impl Iterator<Item = FactId> {
    let event_id = event.id;
    (0..).zip(&event.facts).map(move |(index, _)| FactId {
        event: event_id,
        index,
    })
}
