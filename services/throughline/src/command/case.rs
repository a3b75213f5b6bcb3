//! `throughline case show`: the clear headers of one person's records. Content needs a sign-in, not a shell.

use anyhow::{Context, bail};
use casestore::Stream;
use casework::{history::History, ids::PersonId};
use clap::Subcommand;
use eventlog::Version;
use jiff::Timestamp;
use runtime::configuration::Configuration;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Prints which events a person's stream holds, when they were recorded and by which organisation.
    Show {
        /// The person's id.
        person: String,
    },
}

pub(super) async fn run(configuration: &Configuration, command: Command) -> anyhow::Result<()> {
    let Command::Show { person } = command;
    let person: PersonId = person
        .parse()
        .context("the person's id is a UUID, as in the answer to OpenCase")?;
    let log = eventlog_sqlite::ReadOnlyLog::new(&super::log_file(configuration)?);
    let (mut after, mut count) = (Version::EMPTY, 0_u64);
    loop {
        let commits = log.read_stream(&History::name(&person), after, 512).await?;
        let Some(last) = commits.last() else { break };
        if count == 0 {
            println!(
                "{:>7}  {:<24}  {:<24}  {:<22} event",
                "version", "recorded", "organisation", "type"
            );
        }
        after = last.last_version();
        for record in commits.iter().flat_map(|commit| &commit.records) {
            let header = &record.header;
            let at = Timestamp::from_millisecond(header.recorded_at_ms)
                .map(|at| at.to_string())
                .unwrap_or_default();
            let (kind, organisation, event) = (&header.kind, &header.organisation, header.event_id);
            println!(
                "{:>7}  {at:<24}  {organisation:<24}  {kind:<22} {event}",
                record.version
            );
            count += 1;
        }
    }
    if count == 0 {
        bail!(
            "this log holds nothing about {person}; check the id, and that it is the right data folder"
        );
    }
    println!(
        "{count} events. Their content is sealed, and is not for a shell: here are the headers alone."
    );
    Ok(())
}
