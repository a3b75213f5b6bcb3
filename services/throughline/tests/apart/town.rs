//! A system of several processes, each the real binary, over NATS servers on this machine.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    process::{Child, Command},
    time::Duration,
};

use api::Connection;
use eventlog_jetstream::testing::Cluster;
use throughline::apart::calls;

use crate::{
    binary,
    people::{PHYSIO, SURGERY},
};

/// What the processes are.
pub const ROLES: [&str; 6] = ["cases", "cases", "views", "views", "web", "timekeeper"];

/// A system of several processes.
pub struct Town {
    pub site: binary::Site,
    pub cluster: Cluster,
    /// The role of each process.
    roles: Vec<&'static str>,
    /// By process: where it is served to callers or browsers, where to the others, and where its figures are.
    pub ports: Vec<[u16; 3]>,
    processes: Vec<Option<Child>>,
}

impl Town {
    pub fn start(servers: usize) -> Town {
        let ports = ROLES.map(|_| [free_port(), free_port(), free_port()]);
        let mut town = Town {
            site: binary::Site::new(),
            cluster: Cluster::start(servers),
            roles: ROLES.into(),
            ports: ports.into(),
            processes: ROLES.map(|_| None).into(),
        };
        for place in 0..ROLES.len() {
            town.begin(place);
        }
        for place in 0..ROLES.len() {
            town.is_up(place);
        }
        town
    }

    /// Where the processes with a role are: to callers (0) or to the others (1).
    fn at(&self, role: &str, which: usize) -> String {
        let there = self.roles.iter().zip(&self.ports);
        let there = there.filter(|(name, _)| **name == role);
        let there = there.map(|(_, ports)| format!("http://127.0.0.1:{}", ports[which]));
        there.collect::<Vec<_>>().join(",")
    }

    fn log(&self, place: usize) -> PathBuf {
        self.site.beside(&format!("{place}.log"))
    }

    fn begin(&mut self, place: usize) {
        let [outside, inside, figures] = self.ports[place].map(|port| format!("127.0.0.1:{port}"));
        let mut command: Command = binary::bare(["serve", "--role", self.roles[place]]);
        command
            .arg("--development-callers")
            .env(
                "THROUGHLINE_DATA_FOLDER",
                self.site.beside(&format!("data-{place}")),
            )
            .env("THROUGHLINE_MASTER_KEY_FILE", self.site.key())
            .env(
                "THROUGHLINE_NATS_SERVERS",
                self.cluster.connecting().servers.join(","),
            )
            .env("THROUGHLINE_NATS_REPLICAS", self.cluster.size().to_string())
            .env("THROUGHLINE_NATS_FEEDS", format!("{SURGERY},{PHYSIO}"))
            .env("THROUGHLINE_LISTEN", &outside)
            .env("THROUGHLINE_PAGES_LISTEN", &outside)
            .env("THROUGHLINE_LISTEN_INSIDE", inside)
            .env("THROUGHLINE_METRICS_LISTEN", figures)
            .env("THROUGHLINE_CASES_AT", self.at("cases", 0))
            .env("THROUGHLINE_VIEWS_AT", self.at("views", 0))
            .env("THROUGHLINE_CASES_INSIDE", self.at("cases", 1))
            .env("THROUGHLINE_VIEWS_INSIDE", self.at("views", 1));
        let file = File::create(self.log(place)).unwrap();
        command.stdout(file.try_clone().unwrap()).stderr(file);
        self.processes[place] = Some(command.spawn().unwrap());
    }

    #[track_caller]
    fn is_up(&mut self, place: usize) {
        for _ in 0..3_000 {
            let said = fs::read_to_string(self.log(place)).unwrap();
            if said.contains("throughline is up") {
                return;
            }
            let process = self.processes[place].as_mut().unwrap();
            assert!(
                process.try_wait().unwrap().is_none(),
                "{} ended: {said}",
                self.roles[place]
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{} did not come up", self.roles[place]);
    }

    pub fn signal(&self, place: usize, name: &str) {
        let id = self.processes[place].as_ref().unwrap().id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// One process more, with a data folder of its own; its place.
    pub fn add(&mut self, role: &'static str) -> usize {
        let place = self.roles.len();
        self.roles.push(role);
        self.ports.push([free_port(), free_port(), free_port()]);
        self.processes.push(None);
        self.begin(place);
        self.is_up(place);
        place
    }

    /// The data folder of a process.
    pub fn folder(&self, place: usize) -> PathBuf {
        self.site.beside(&format!("data-{place}"))
    }

    /// Stops a process as an operator would, and starts it again.
    pub async fn restart(&mut self, place: usize, signal: &str) {
        self.signal(place, signal);
        let mut process = self.processes[place].take().unwrap();
        let status = tokio::task::spawn_blocking(move || process.wait().unwrap());
        let status = status.await.unwrap();
        if signal == "TERM" {
            let said = fs::read_to_string(self.log(place)).unwrap();
            assert_eq!(status.code(), Some(0), "{said}");
        }
        self.begin(place);
        tokio::task::block_in_place(|| self.is_up(place));
    }

    pub fn connection(&self) -> Connection {
        calls(&self.at("cases", 0), &self.at("views", 0)).unwrap()
    }

    /// One of those with the role views, by itself.
    pub fn view(&self, place: usize) -> Connection {
        let [port, ..] = self.ports[place];
        calls(&self.at("cases", 0), &format!("http://127.0.0.1:{port}")).unwrap()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        for process in self.processes.iter_mut().flatten() {
            process.kill().ok();
            process.wait().ok();
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
