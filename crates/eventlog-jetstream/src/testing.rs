//! Real servers on this machine's own address, alone or as a cluster, for tests: started, stopped, killed, their disks
//! emptied. They end with whoever holds them.

mod config;

use std::{
    fs,
    io::Read,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use async_nats::Client;
use eventlog::LogId;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Connecting, JetStreamLog, Options, connect, open};

/// The variable that names the server's program.
pub const SERVER_VARIABLE: &str = "THROUGHLINE_NATS_SERVER";
/// Where `cargo xtask check` puts it, in the workspace.
const INSTALLED: &str = "../../tools/nats/bin/nats-server";
/// How long servers may take to be ready, on a machine that has other things to do.
const READY_TRIES: usize = 600;
const READY_PAUSE: Duration = Duration::from_millis(100);

/// Some servers that know each other.
pub struct Cluster {
    nodes: Vec<Node>,
    /// Further lines of each server's configuration.
    extra: String,
    folder: TempDir,
}

struct Node {
    listen: SocketAddr,
    routes: SocketAddr,
    process: Option<Child>,
}

impl Cluster {
    /// So many servers, all started.
    pub fn start(size: usize) -> Cluster {
        Cluster::start_with(size, "")
    }

    /// As [`Cluster::start`], with these lines in each server's configuration: accounts, say.
    pub fn start_with(size: usize, extra: &str) -> Cluster {
        let folder = tempfile::tempdir().expect("a folder for the servers");
        let mut ports = free_ports(2 * size).into_iter();
        let mut next = || ports.next().expect("as many ports as were asked for");
        let nodes = (0..size).map(|_| Node {
            listen: next(),
            routes: next(),
            process: None,
        });
        let mut cluster = Cluster {
            nodes: nodes.collect(),
            extra: extra.to_owned(),
            folder,
        };
        for node in 0..size {
            cluster.restart(node);
        }
        cluster
    }

    /// Where they are reached.
    pub fn connecting(&self) -> Connecting {
        let servers = self
            .nodes
            .iter()
            .map(|node| format!("nats://{}", node.listen));
        Connecting {
            servers: servers.collect(),
            ..Connecting::default()
        }
    }

    /// How many there are.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// A connection, as soon as one is to be had.
    pub async fn client(&self) -> Client {
        for _ in 0..READY_TRIES {
            match connect(&self.connecting()).await {
                Ok(client) => return client,
                Err(_) => tokio::time::sleep(READY_PAUSE).await,
            }
        }
        panic!("no server was ready in time: {}", self.said())
    }

    /// The log of this name, as soon as the servers have found a leader.
    pub async fn log(&self, name: &str) -> JetStreamLog {
        let client = self.client().await;
        let mut last = None;
        for _ in 0..READY_TRIES {
            let options = Options {
                name: name.to_owned(),
                replicas: self.size(),
                id_if_new: new_log_id(),
            };
            match open(client.clone(), options).await {
                Ok(log) => return log,
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(READY_PAUSE).await;
        }
        panic!("the log was not ready in time: {last:?}; {}", self.said())
    }

    /// Ends a server at once, as a failing machine does.
    pub fn kill(&mut self, node: usize) {
        if let Some(mut process) = self.nodes[node].process.take() {
            process.kill().ok();
            process.wait().ok();
        }
    }

    /// Starts a server that was ended; what it had on disk it still has.
    pub fn restart(&mut self, node: usize) {
        let path = self.folder.path().join(format!("{node}.conf"));
        let routes: Vec<_> = self.nodes.iter().map(|node| node.routes).collect();
        let text = config::text(
            node,
            self.nodes[node].listen,
            &routes,
            &self.store(node),
            &self.extra,
        );
        fs::write(&path, text).expect("writing a server's configuration");
        let output = fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join(format!("{node}.log")))
            .expect("a file for what a server says");
        let process = Command::new(program())
            .arg("--config")
            .arg(path)
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("the same file"))
            .stderr(output)
            .spawn()
            .expect("starting a server");
        self.nodes[node].process = Some(process);
    }

    /// Empties the disk of a server that was ended.
    pub fn wipe(&self, node: usize) {
        fs::remove_dir_all(self.store(node)).expect("emptying a server's disk");
    }

    /// Stops a server without ending it, as a machine that stalls.
    pub fn pause(&self, node: usize) {
        self.signal(node, "-STOP");
    }

    /// Lets a server go on that was stopped.
    pub fn resume(&self, node: usize) {
        self.signal(node, "-CONT");
    }

    fn signal(&self, node: usize, signal: &str) {
        let process = self.nodes[node].process.as_ref().expect("it runs");
        let id = process.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "kill {signal} {id}"
        );
    }

    /// Which server leads the log of this name; none while none does.
    pub async fn leader(&self, client: &Client, name: &str) -> Option<usize> {
        let context = async_nats::jetstream::new(client.clone());
        let stream = context.get_stream(name).await.ok()?;
        let leader = stream.cached_info().cluster.as_ref()?.leader.clone()?;
        leader.strip_prefix('n')?.parse().ok()
    }

    /// Waits until every server has everything of the stream of this name, and of what the servers know of each other:
    /// until then another failure may be one too many.
    pub async fn settled(&self, name: &str) {
        let client = self.client().await;
        let context = async_nats::jetstream::new(client);
        for _ in 0..READY_TRIES {
            let replicas = match context.get_stream(name).await {
                Ok(stream) => stream.cached_info().cluster.clone(),
                Err(_) => None,
            };
            let all_there = replicas.is_some_and(|cluster| {
                cluster.leader.is_some()
                    && cluster.replicas.len() + 1 == self.size()
                    && cluster
                        .replicas
                        .iter()
                        .all(|replica| replica.current && !replica.offline)
            });
            if all_there {
                return;
            }
            tokio::time::sleep(READY_PAUSE).await;
        }
        panic!("the servers did not settle in time: {}", self.said())
    }

    /// Where a server keeps what is to last.
    pub fn store(&self, node: usize) -> PathBuf {
        self.folder.path().join(format!("store-{node}"))
    }

    /// The end of what the servers said.
    fn said(&self) -> String {
        let said = (0..self.size()).map(|node| {
            let mut text = String::new();
            let file = fs::File::open(self.folder.path().join(format!("{node}.log")));
            file.and_then(|mut file| file.read_to_string(&mut text))
                .ok();
            let lines: Vec<_> = text.lines().rev().take(5).collect();
            format!("server {node}: {}", lines.join(" | "))
        });
        said.collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in 0..self.size() {
            self.kill(node);
        }
    }
}

/// The server's program: named by [`SERVER_VARIABLE`], or where `cargo xtask check` puts it, or on the path.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os(SERVER_VARIABLE) {
        return named.into();
    }
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join(INSTALLED);
    if installed.exists() {
        installed
    } else {
        "nats-server".into()
    }
}

/// Ports that were free a moment ago.
fn free_ports(count: usize) -> Vec<SocketAddr> {
    let listeners = (0..count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
    let listeners: Vec<_> = listeners.map(|bound| bound.expect("a free port")).collect();
    let addresses = listeners.iter().map(|listener| listener.local_addr());
    addresses
        .map(|address| address.expect("its address"))
        .collect()
}

/// An id that no other log of this process has.
fn new_log_id() -> LogId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    LogId(Uuid::from_u128(u128::from(number)))
}
