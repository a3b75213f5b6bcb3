//! `throughline account invite`: the link by which somebody opens an account at the pages; for the first people, and where
//! an organisation's only administrator has lost password or telephone.

use anyhow::{Context, anyhow};
use api::internal::{InviteWorkerRequest, accounts_service_client::AccountsServiceClient};
use clap::Subcommand;
use runtime::configuration::Configuration;

use crate::command::doctor;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Prints the link of an invitation, in a system that is running on this machine.
    Invite {
        /// The code of their organisation.
        organisation: String,
        /// How it names them, for example sam.lee.
        worker: String,
        /// A role that they have beside those in the directory: operator or organisation-administrator.
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
}

pub(super) async fn run(configuration: &Configuration, command: Command) -> anyhow::Result<()> {
    let Command::Invite {
        organisation,
        worker,
        roles,
    } = command;
    let operator = doctor::operator(configuration).await.context(
        "no system is running in this data folder; start it, or give the folder with --data-folder",
    )?;
    let request = InviteWorkerRequest {
        organisation,
        worker,
        roles,
    };
    let invited = AccountsServiceClient::new(operator)
        .invite_worker(request)
        .await;
    let invited = invited
        .map_err(|status| anyhow!("nobody was invited: {}", status.message()))?
        .into_inner();
    println!(
        "The link, at the address of the pages (good once, until {}):\n\n  {}\n\nWhoever has it opens the account of {}. Hand it over in person, or by a line that you trust.",
        invited.until, invited.path, invited.signs_in_as
    );
    Ok(())
}
