//! The organisations' files: as a running system tells of them, or as they lie there while none runs.

use std::{fs, path::Path, time::Duration};

use anyhow::ensure;
use api::{
    Connection, connection,
    internal::{
        AwaitAppliedRequest, GetHealthRequest, GetHealthResponse,
        projector_service_client::ProjectorServiceClient,
    },
};
use casework::ids::OrganisationId;
use hyper_util::rt::TokioIo;
use orgviews::{Counts, Writer};
use runtime::configuration::Configuration;
use tokio::net::UnixStream;
use tonic::{
    Status,
    transport::{Endpoint, Uri},
};
use tower::service_fn;

use super::Findings;
use crate::server::OPERATOR_SOCKET;

/// How often a running system is asked at most, until every file includes what the log held at first.
const LOOKS_MAX: usize = 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// How long a projector that has just been started is waited for, in milliseconds.
const READY_WITHIN_MS: u32 = 10_000;

type Projector = ProjectorServiceClient<Connection>;

/// The projector of the system that is running on this data folder, where one is.
pub(in crate::command) async fn running(configuration: &Configuration) -> Option<Projector> {
    Some(ProjectorServiceClient::new(operator(configuration).await?))
}

/// To a running system, over the operator's socket.
pub(in crate::command) async fn operator(configuration: &Configuration) -> Option<Connection> {
    let path = configuration.data_folder.join(OPERATOR_SOCKET);
    // The address is not looked at: the connector opens the socket.
    let endpoint = Endpoint::from_static("http://operator");
    let connect = service_fn(move |_: Uri| {
        let path = path.clone();
        async move { UnixStream::connect(path).await.map(TokioIo::new) }
    });
    let channel = endpoint.connect_with_connector(connect).await.ok()?;
    Some(connection::through(channel))
}

/// Waits until a projector that has just been started has looked through the files.
pub(in crate::command) async fn ready(projector: &mut Projector) -> Result<(), Status> {
    let request = AwaitAppliedRequest {
        position: 0,
        wait_ms: READY_WITHIN_MS,
    };
    projector.await_applied(request).await.map(|_| ())
}

pub(super) async fn look(
    configuration: &Configuration,
    running: Option<Projector>,
    findings: &mut Findings,
) {
    let Some(projector) = running else {
        findings.note("the system is not running");
        return at_rest(configuration, findings);
    };
    match watched(projector).await {
        Ok((head, health)) => report(head, &health, findings),
        Err(status) => findings.wrong(
            &format!("the system runs, and its projector does not answer: {}", status.message()),
            "Ask again in a moment; where that does not help, look at the system's log, and start it again.",
        ),
    }
}

/// Each file, opened and read through.
fn at_rest(configuration: &Configuration, findings: &mut Findings) {
    let folder = &configuration.data_folder;
    if !folder.is_dir() {
        return;
    }
    let organisations = match orgviews::organisations(folder) {
        Ok(organisations) => organisations,
        Err(error) => {
            return findings.wrong(
                &format!("the organisations' files: {error}"),
                "Give the user who runs the system the right to read the data folder.",
            );
        }
    };
    for organisation in organisations {
        match read(folder, &organisation) {
            Ok(counts) => findings.fine(&format!(
                "{organisation}: people: {}, facts: {}",
                counts.people, counts.facts
            )),
            Err(error) => findings.wrong(
                &format!("the file of {organisation}: {error}"),
                &format!("`throughline org rebuild {organisation}` makes it anew from the log."),
            ),
        }
    }
}

fn read(folder: &Path, organisation: &OrganisationId) -> anyhow::Result<Counts> {
    let current = folder
        .join("organisations")
        .join(organisation.as_str())
        .join("current");
    // An empty file would be taken for a new one, and filled.
    ensure!(fs::metadata(current)?.len() > 0, "the file is empty");
    let file = Writer::open(folder, organisation)?;
    file.digest()?;
    Ok(file.counts()?)
}

/// The log's head at first, and the files once they include it, or when that took too long. A log that grows all the
/// while is no fault of theirs.
async fn watched(mut projector: Projector) -> Result<(u64, GetHealthResponse), Status> {
    ready(&mut projector).await?;
    let mut health = projector
        .get_health(GetHealthRequest {})
        .await?
        .into_inner();
    let head = health.head;
    for _ in 0..LOOKS_MAX {
        if health.applied >= head {
            break;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
        health = projector
            .get_health(GetHealthRequest {})
            .await?
            .into_inner();
    }
    Ok((head, health))
}

/// The organisations whose files do not include this position.
fn behind(position: u64, health: &GetHealthResponse) -> impl Iterator<Item = &str> {
    let lacks = move |lag: u64| health.head.saturating_sub(lag) < position;
    let organisations = health.organisations.iter();
    organisations
        .filter(move |one| lacks(one.lag_commits))
        .map(|one| one.organisation.as_str())
}

fn report(head: u64, health: &GetHealthResponse, findings: &mut Findings) {
    findings.fine(&format!(
        "the system is running; the files include position {} of {}",
        health.applied, health.head
    ));
    let behind: Vec<_> = behind(head, health).collect();
    if health.applied < head && behind.is_empty() {
        findings.wrong(
            "the projector does not go on",
            "Look at the system's log: it says what it waits for.",
        );
    }
    for file in &health.organisations {
        let name = &file.organisation;
        let (people, facts, lag) = (file.people, file.facts, file.lag_commits);
        let told = format!("{name}: people: {people}, facts: {facts}, commits behind: {lag}");
        if behind.contains(&name.as_str()) {
            findings.wrong(
                &told,
                &format!("The file does not catch up. Look at the system's log, or make it anew with `throughline org rebuild {name}`."),
            );
        } else {
            findings.fine(&told);
        }
    }
    for halted in &health.halted {
        findings.wrong(
            &format!("person {} is halted at position {}: {}", halted.person_id, halted.position, halted.reason),
            "Update to a version that reads this event, or restore the keys; then start the system again.",
        );
    }
}
