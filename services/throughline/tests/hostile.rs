//! Hostile clients against the real binary, on bare sockets: each does one thing that costs a server dear, and beside each an
//! honest client is served, and the server's memory stays below 256 MiB.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a panic is the test's verdict; tokens run out by the server's own clock"
)]

#[path = "support/binary.rs"]
mod binary;
#[path = "hostile/floods.rs"]
mod floods;
#[path = "hostile/frames.rs"]
mod frames;
#[path = "support/issuer.rs"]
mod issuer;
#[path = "hostile/messages.rs"]
mod messages;
#[path = "hostile/slow.rs"]
mod slow;
#[path = "hostile/tokens.rs"]
mod tokens;

use std::{fs, time::Duration};

use api::v1::{ListServicesRequest, directory_query_service_client::DirectoryQueryServiceClient};
use tokio::time::timeout;
use tonic::Request;

use binary::{Server, Site};

/// What the server may have used at its most.
const MEMORY_MAX_KIB: u64 = 256 * 1024;
/// How long an honest client waits; far longer than it takes, so that a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server, and what has to hold of it whatever is done to it.
struct Target {
    server: Server,
    _site: Site,
}

impl Target {
    fn start(settings: &[(&str, &str)]) -> Target {
        let site = Site::new();
        let mut command = site.serve();
        command.envs(settings.iter().copied());
        let server = Server::start(command, &site.beside("server.log"));
        Target::of(server, site)
    }

    fn of(server: Server, site: Site) -> Target {
        Target {
            server,
            _site: site,
        }
    }

    /// An honest client is served, on a connection of its own.
    async fn serves(&self) {
        let asked = async {
            let mut client = DirectoryQueryServiceClient::new(self.server.connection().await);
            client.list_services(honest()).await
        };
        let answer = timeout(PATIENCE, asked).await;
        answer.expect("an honest client waits in vain").unwrap();
    }

    /// The most memory that the server has used, in KiB.
    fn most_memory_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM:"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// What has to hold in the end.
    async fn stands(self) {
        self.serves().await;
        self.stands_unasked();
    }

    /// The same, but for an honest client's being served, who is known otherwise.
    fn stands_unasked(mut self) {
        assert!(self.server.runs(), "{}", self.server.log());
        let used = self.most_memory_kib();
        assert!(used < MEMORY_MAX_KIB, "it used {used} KiB");
        let log = self.server.log();
        assert!(!log.contains("panicked"), "{log}");
    }
}

fn honest() -> Request<ListServicesRequest> {
    let mut request = Request::new(ListServicesRequest::default());
    for (key, value) in frames::CALLER {
        request.metadata_mut().insert(key, value.parse().unwrap());
    }
    request
}
