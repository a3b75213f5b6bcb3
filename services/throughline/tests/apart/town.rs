//! A system of several processes, each the real binary, over NATS servers on this machine.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    process::{Child, Command},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use api::Connection;
use eventlog_jetstream::testing::Cluster;
use throughline::apart::{Certificates, calls};

use crate::{
    authority::{Authority, Files},
    binary,
    people::{PHYSIO, SURGERY},
};

/// What the processes are, where nothing else is said.
pub const ROLES: [&str; 6] = [
    "cases",
    "cases",
    "projector,views",
    "projector,views",
    "web",
    "timekeeper",
];

/// One process.
#[derive(Clone, Copy)]
pub struct Part {
    /// Its roles, with commas between.
    pub roles: &'static str,
    /// Whose data folder it has: that of the process of this place.
    pub folder: usize,
    /// Which of the projectors makes its files; 0: it has all.
    pub number: usize,
}

/// A system of several processes.
pub struct Town {
    pub site: binary::Site,
    pub cluster: Cluster,
    parts: Vec<Part>,
    /// By process: where it is served to callers or browsers, where to the others, and where its figures are.
    pub ports: Vec<[u16; 3]>,
    processes: Vec<Option<Child>>,
    /// By what the others know what the pages say.
    pages_key: String,
    /// By which each knows the others, where they speak TLS.
    authority: Option<Authority>,
}

impl Town {
    pub fn start(servers: usize) -> Town {
        let part = |(folder, roles): (usize, &&'static str)| Part {
            roles,
            folder,
            number: 0,
        };
        Town::of(servers, ROLES.iter().enumerate().map(part).collect())
    }

    /// As [`Town::start`], and they know each other by certificates.
    pub fn start_with_certificates(servers: usize) -> Town {
        let part = |(folder, roles): (usize, &&'static str)| Part {
            roles,
            folder,
            number: 0,
        };
        let parts = ROLES.iter().enumerate().map(part).collect();
        Town::opened(servers, parts, Some(Authority::new()))
    }

    /// A town of these processes.
    pub fn of(servers: usize, parts: Vec<Part>) -> Town {
        Town::opened(servers, parts, None)
    }

    fn opened(servers: usize, parts: Vec<Part>, authority: Option<Authority>) -> Town {
        // The servers first: they would take a port that is only kept in mind.
        let cluster = Cluster::start(servers);
        let site = binary::Site::new();
        fs::write(site.beside("pages-secret"), [7; 64]).unwrap();
        let mut key = binary::bare(["pages-key"]);
        key.env("THROUGHLINE_PAGES_SECRET_FILE", site.beside("pages-secret"));
        let pages_key = binary::run(key).fine().trim().to_owned();
        let ports = parts.iter();
        let ports = ports.map(|_| [free_port(), free_port(), free_port()]);
        let mut town = Town {
            site,
            pages_key,
            cluster,
            ports: ports.collect(),
            processes: parts.iter().map(|_| None).collect(),
            parts,
            authority,
        };
        if let Some(authority) = &town.authority {
            authority.write(&town.site.beside("authority.pem"));
            authority.signs_into(&town.files());
        }
        for place in 0..town.parts.len() {
            town.begin(place);
        }
        for place in 0..town.parts.len() {
            town.is_up(place);
        }
        town
    }

    /// Where the processes with a role are: to callers (0) or to the others (1).
    fn at(&self, role: &str, which: usize) -> String {
        let there = self.parts.iter().zip(&self.ports);
        let there = there.filter(|(part, _)| part.roles.split(',').any(|name| name == role));
        let there = there.map(|(_, ports)| self.address(ports[which]));
        there.collect::<Vec<_>>().join(",")
    }

    fn address(&self, port: u16) -> String {
        let scheme = if self.authority.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://127.0.0.1:{port}")
    }

    fn files(&self) -> Files {
        Files {
            certificate: self.site.beside("certificate.pem"),
            key: self.site.beside("key.pem"),
        }
    }

    /// How somebody speaks to them who knows their authority.
    fn tls(&self) -> Option<Certificates> {
        self.authority.as_ref()?;
        let Files { certificate, key } = self.files();
        Some(Certificates {
            certificate,
            key,
            authority: self.site.beside("authority.pem"),
        })
    }

    fn log(&self, place: usize) -> PathBuf {
        self.site.beside(&format!("{place}.log"))
    }

    fn begin(&mut self, place: usize) {
        let [outside, inside, figures] = self.ports[place].map(|port| format!("127.0.0.1:{port}"));
        let Part {
            roles,
            folder,
            number,
        } = self.parts[place];
        let mut command: Command = binary::bare(["serve", "--role", roles]);
        command
            .arg("--development-callers")
            .env("THROUGHLINE_DATA_FOLDER", self.folder(folder))
            .env("THROUGHLINE_PROJECTOR_NUMBER", number.to_string())
            .env(
                "THROUGHLINE_PROJECTOR_INSIDE",
                self.address(self.ports[folder][1]),
            )
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
            .env("THROUGHLINE_PROJECTORS_INSIDE", self.at("projector", 1))
            .env("THROUGHLINE_ACCOUNTS_SECOND_FACTOR", "false");
        let secret = self.site.beside("pages-secret");
        if roles.split(',').any(|role| role == "web") {
            command.env("THROUGHLINE_PAGES_SECRET_FILE", secret);
        } else {
            command.env("THROUGHLINE_PAGES_PUBLIC_KEYS", &self.pages_key);
            // The pages have no key of the system's.
            command.env("THROUGHLINE_MASTER_KEY_FILE", self.site.key());
        }
        if self.authority.is_some() {
            let Files { certificate, key } = self.files();
            let authority = self.site.beside("authority.pem");
            command
                .env("THROUGHLINE_TLS_CERTIFICATE_FILE", certificate)
                .env("THROUGHLINE_TLS_KEY_FILE", key)
                .env("THROUGHLINE_TLS_INSIDE_AUTHORITY_FILE", authority);
        }
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
                self.parts[place].roles
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{} did not come up", self.parts[place].roles);
    }

    pub fn signal(&self, place: usize, name: &str) {
        let id = self.processes[place].as_ref().unwrap().id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// One process more, with a data folder of its own; its place.
    pub fn add(&mut self, roles: &'static str) -> usize {
        let place = self.parts.len();
        self.parts.push(Part {
            roles,
            folder: place,
            number: 0,
        });
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

    /// Ends a process at once, and does not start it again.
    pub fn kill(&mut self, place: usize) {
        let mut process = self.processes[place].take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Starts a process that was ended.
    pub fn start_again(&mut self, place: usize) {
        self.begin(place);
        self.is_up(place);
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
        let tls = self.tls();
        calls(&self.at("cases", 0), &self.at("views", 0), tls.as_ref()).unwrap()
    }

    /// One of those with the role cases, by itself, and all that answer.
    pub fn only(&self, place: usize) -> Connection {
        let [port, ..] = self.ports[place];
        calls(
            &format!("http://127.0.0.1:{port}"),
            &self.at("views", 0),
            None,
        )
        .unwrap()
    }

    /// One of those with the role views, by itself.
    pub fn view(&self, place: usize) -> Connection {
        let [port, ..] = self.ports[place];
        calls(
            &self.at("cases", 0),
            &format!("http://127.0.0.1:{port}"),
            None,
        )
        .unwrap()
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

/// A port on which nobody listens, and which the system gives to nobody's outgoing connection while it is only kept in mind:
/// below those that it gives (from 32,768). Each test is a process of its own, and begins elsewhere.
fn free_port() -> u16 {
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    let begin = std::process::id().wrapping_mul(101);
    for _ in 0..1_000 {
        let next = begin.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed));
        let port = u16::try_from(20_000 + next % 12_000).unwrap();
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free")
}
