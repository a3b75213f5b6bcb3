//! `throughline doctor`: looks at settings, keys, log and files, and says what to do about what is wrong.

use std::process::ExitCode;

use api::{
    Connection, connection,
    internal::{
        GetHealthRequest, GetHealthResponse, projector_service_client::ProjectorServiceClient,
    },
};
use hyper_util::rt::TokioIo;
use keyring::MasterKeys;
use runtime::configuration::Configuration;
use tokio::net::UnixStream;
use tonic::transport::{Endpoint, Uri};
use tower::service_fn;

use crate::{
    server::OPERATOR_SOCKET,
    system::{KEYS_FILE, LOG_FILE},
};

/// What was found, one line each.
#[derive(Default)]
struct Findings {
    wrong: usize,
}

impl Findings {
    fn fine(&self, what: &str) {
        println!("  fine   {what}");
    }

    fn wrong(&mut self, what: &str, remedy: &str) {
        self.wrong += 1;
        println!("  WRONG  {what}\n         {remedy}");
    }
}

pub(super) async fn run(configuration: anyhow::Result<Configuration>) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    match configuration {
        Err(error) => findings.wrong("the settings cannot be read", &format!("{error:#}")),
        Ok(configuration) => {
            findings.fine("the settings can be read");
            keys(&configuration, &mut findings);
            log(&configuration, &mut findings);
            files(&configuration, &mut findings).await;
        }
    }
    println!();
    if findings.wrong == 0 {
        println!("Nothing is wrong.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} to put right.", findings.wrong);
    Ok(ExitCode::FAILURE)
}

/// The projector of the system that is running on this data folder, where one is.
pub(super) async fn running(
    configuration: &Configuration,
) -> Option<ProjectorServiceClient<Connection>> {
    let path = configuration.data_folder.join(OPERATOR_SOCKET);
    // The address is not looked at: the connector opens the socket.
    let endpoint = Endpoint::from_static("http://operator");
    let connect = service_fn(move |_: Uri| {
        let path = path.clone();
        async move { UnixStream::connect(path).await.map(TokioIo::new) }
    });
    let channel = endpoint.connect_with_connector(connect).await.ok()?;
    Some(ProjectorServiceClient::new(connection::through(channel)))
}

fn keys(configuration: &Configuration, findings: &mut Findings) {
    let remedy = "Give --master-key-file or THROUGHLINE_MASTER_KEY; `throughline master-key` makes a new one for a new system.";
    match configuration.master_key_text() {
        Err(error) => findings.wrong(&format!("{error}"), remedy),
        Ok(text) => match MasterKeys::from_text(&text) {
            Ok(_) => findings.fine("the master key can be read"),
            Err(error) => findings.wrong(&format!("{error}"), remedy),
        },
    }
    let (log, keys) = (
        configuration.data_folder.join(LOG_FILE),
        configuration.data_folder.join(KEYS_FILE),
    );
    match (log.exists(), keys.exists()) {
        (true, false) => findings.wrong(
            "there is a log, and no keys",
            "Restore keys.db from the backup taken after the log's.",
        ),
        (false, true) => findings.wrong(
            "there are keys, and no log",
            "Restore log.db from its backup.",
        ),
        (true, true) => findings.fine("log and keys are there"),
        (false, false) => findings.fine("the data folder is new: `throughline serve` fills it"),
    }
}

fn log(configuration: &Configuration, findings: &mut Findings) {
    let file = configuration.data_folder.join(LOG_FILE);
    if !file.exists() {
        return;
    }
    match eventlog_sqlite::verify(&file) {
        Ok(verified) => findings.fine(&format!(
            "the log is whole: {} commits, {} records",
            verified.commits, verified.records
        )),
        Err(error) => findings.wrong(
            &format!("the log: {error}"),
            "Keep the file, and restore the log from its last good copy.",
        ),
    }
}

async fn files(configuration: &Configuration, findings: &mut Findings) {
    let Some(mut projector) = running(configuration).await else {
        findings.fine("the system is not running; organisations' files are checked while it does");
        return;
    };
    match projector.get_health(GetHealthRequest {}).await {
        Ok(health) => report(&health.into_inner(), findings),
        Err(status) => findings.wrong(
            &format!("the projector does not answer ({})", status.code()),
            "Look at the system's log, and start it again.",
        ),
    }
}

fn report(health: &GetHealthResponse, findings: &mut Findings) {
    findings.fine(&format!(
        "the files include position {} of {}",
        health.applied, health.head
    ));
    for organisation in &health.organisations {
        let (name, people, facts) = (
            &organisation.organisation,
            organisation.people,
            organisation.facts,
        );
        let behind = organisation.lag_commits;
        findings.fine(&format!(
            "{name}: {people} people, {facts} facts, {behind} commits behind"
        ));
    }
    for halted in &health.halted {
        findings.wrong(
            &format!("person {} is halted at position {}: {}", halted.person_id, halted.position, halted.reason),
            "Update to a version that reads this event, or restore the keys; then start the system again.",
        );
    }
}
