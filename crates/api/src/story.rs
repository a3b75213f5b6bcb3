//! Notes.

use casework::{
    fact::Restriction,
    note::record::RecordNote,
    refusal::{Code, Refusal},
    words::Words,
};

use crate::{types, v1};

/// The most readers that a note can name.
const READERS_MAX: usize = 64;

/// The command.
pub fn record_note(request: &v1::RecordNoteRequest) -> Result<RecordNote, Refusal> {
    Ok(RecordNote {
        words: Words::prose("words", &request.words)?,
        categories: types::categories("categories", &request.categories)?,
        restriction: request
            .restricted_to
            .as_ref()
            .map(restriction)
            .transpose()?,
    })
}

/// Named readers.
pub(crate) fn restriction(
    wire: &v1::record_note_request::Restriction,
) -> Result<Restriction, Refusal> {
    if wire.organisations.len() + wire.workers.len() > READERS_MAX {
        return Err(Refusal::of(Code::TooMany, "restricted_to"));
    }
    let mut restriction = Restriction::default();
    for (place, organisation) in wire.organisations.iter().enumerate() {
        let field = format!("restricted_to.organisations[{place}]");
        restriction
            .organisations
            .insert(types::id(&field, organisation)?);
    }
    for (place, worker) in wire.workers.iter().enumerate() {
        let field = |name: &str| format!("restricted_to.workers[{place}].{name}");
        let organisation = types::id(&field("organisation"), &worker.organisation)?;
        let worker = types::worker(&field("worker"), &worker.worker)?;
        restriction
            .workers
            .entry(organisation)
            .or_default()
            .insert(worker);
    }
    Ok(restriction)
}
