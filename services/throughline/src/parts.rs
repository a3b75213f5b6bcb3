//! How each part of the system is made, whether all are in this process or each is in its own: what it keeps in memory,
//! and whom it speaks to.

use std::{path::Path, sync::Arc};

use api::{
    Connection,
    internal::{
        projector_service_client::ProjectorServiceClient,
        readings_service_client::ReadingsServiceClient,
    },
};
use cases::Cases;
use casestore::Streams;
use orgviews::{Readers, SystemReader};
use projector::{Kept, Projector, Settings, Sources};
use runtime::{clock::Clock, configuration::Configuration};
use views::Views;

use crate::{backend::Backend, marks, traces::Traces};

/// How much folded history is kept in memory for commands, in facts: some 1 to 2 kB each.
const COMMANDS_WEIGHT_MAX: usize = 250_000;
/// As above, for the projector.
const PROJECTOR_WEIGHT_MAX: usize = 250_000;
/// As above, while a file is rebuilt.
const REBUILD_WEIGHT_MAX: usize = 100_000;
/// As above, for the directory.
const DIRECTORY_WEIGHT_MAX: usize = 100_000;
/// Items of agendas kept in memory.
const MEETINGS_WEIGHT_MAX: usize = 20_000;
/// Readings are not kept in memory.
const READINGS_WEIGHT_MAX: usize = 0;

/// What takes commands. `projector` is asked how far a withdrawal has come.
pub fn cases(backend: &Backend, projector: Connection, clock: Arc<dyn Clock>) -> Arc<Cases> {
    let (log, keys) = (&backend.log, &backend.keys);
    Arc::new(Cases {
        people: Streams::new(log.clone(), keys.clone(), COMMANDS_WEIGHT_MAX),
        readings: Streams::new(log.clone(), keys.clone(), READINGS_WEIGHT_MAX),
        remembered: cases::readings::Remembered::default(),
        directory: Streams::new(log.clone(), keys.clone(), DIRECTORY_WEIGHT_MAX),
        meetings: Streams::new(log.clone(), keys.clone(), MEETINGS_WEIGHT_MAX),
        keys: keys.clone(),
        log: log.id().0,
        clock,
        projector: ProjectorServiceClient::new(projector),
        searches: Default::default(),
    })
}

/// What makes the files in the data folder, of the organisations that are kept there.
///
/// # Errors
/// With a message for the operator, where the feeds cannot be had.
pub async fn projector(
    backend: &Backend,
    configuration: &Configuration,
    kept: Kept,
    traces: &Traces,
) -> anyhow::Result<Arc<Projector>> {
    let (log, keys) = (&backend.log, &backend.keys);
    let sources = Sources {
        log: log.clone(),
        people: Streams::new(log.clone(), keys.clone(), PROJECTOR_WEIGHT_MAX),
        people_aside: Streams::new(log.clone(), keys.clone(), REBUILD_WEIGHT_MAX),
        organisations: Streams::new(log.clone(), keys.clone(), DIRECTORY_WEIGHT_MAX),
        meetings: Streams::new(log.clone(), keys.clone(), MEETINGS_WEIGHT_MAX),
        readings: Streams::new(log.clone(), keys.clone(), READINGS_WEIGHT_MAX),
    };
    let projector = Projector::new(sources, Settings::new(&configuration.data_folder));
    let projector = projector.keeping(kept).seen_by(Arc::new(traces.clone()));
    Ok(Arc::new(match backend.feed(configuration).await? {
        Some(feed) => projector.telling(feed),
        None => projector,
    }))
}

/// What answers from the files in this folder. Its `projector` is the one that makes them; `readings` records who reads.
pub fn views(
    backend: &Backend,
    folder: &Path,
    projector: Connection,
    readings: Connection,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Arc<Views>> {
    let views = Views::new(
        Readers::new(folder),
        SystemReader::new(folder),
        backend.keys.secrets().tokens(),
        backend.log.id().0,
        ProjectorServiceClient::new(projector),
        ReadingsServiceClient::new(readings),
        clock,
    );
    Ok(Arc::new(views.of_files(marks::files_id(folder)?)))
}
