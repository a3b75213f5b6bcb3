//! The real binary as a child process, on a data folder of its own. Every wait is bounded, and every child is ended
//! by its own process id. What is asked of it is the tests' matter.
#![allow(dead_code, reason = "each test file takes what it needs of this")]

use std::{
    fs::{self, File, Permissions},
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use api::Connection;
use keyring::{MasterKeys, SqliteKeyring};
use tempfile::TempDir;
use tonic::transport::Endpoint;

const STEP: Duration = Duration::from_millis(10);
/// Steps that anything is waited for: 30 seconds.
const STEPS_MAX: usize = 3_000;

/// A command of the binary, in an environment of its own: an unknown `THROUGHLINE_…` would be refused.
pub fn bare<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.env_clear().args(arguments).stdin(Stdio::null());
    command
}

/// What a command that has ended left behind.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Everything that it wrote.
    pub fn all(&self) -> String {
        format!("{}\n{}", self.out, self.err)
    }

    /// What it printed, where it succeeded.
    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!(self.status.code(), Some(0), "{}", self.all());
        self.out
    }

    /// Everything that it wrote, where it failed and says so itself.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.status.code(), Some(1), "{}", self.all());
        let said = self.all();
        assert!(
            !said.contains("panicked") && !said.contains("RUST_BACKTRACE"),
            "{said}"
        );
        said
    }
}

/// Runs a command to its end.
#[track_caller]
pub fn run(mut command: Command) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let [out, err] = ["out", "err"].map(|name| folder.path().join(name));
    command
        .stdout(File::create(&out).unwrap())
        .stderr(File::create(&err).unwrap());
    let mut child = command.spawn().unwrap();
    let status = ended(&mut child);
    let [out, err] = [out, err].map(|file| fs::read_to_string(file).unwrap());
    let status = status.unwrap_or_else(|| panic!("it did not end: {command:?}\n{out}\n{err}"));
    Ended { status, out, err }
}

/// Waits for a child's end; one that does not end is killed, and has no status.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    for _ in 0..STEPS_MAX {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        thread::sleep(STEP);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

/// A data folder that is not there yet, and a master key beside it.
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// A new one; its master key is what `throughline master-key` prints.
    pub fn new() -> Site {
        let site = Site {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(site.key(), run(bare(["master-key"])).fine()).unwrap();
        site.let_read_the_key(0o600);
        site
    }

    /// Who may read the master key file, as permission bits.
    pub fn let_read_the_key(&self, mode: u32) {
        fs::set_permissions(self.key(), Permissions::from_mode(mode)).unwrap();
    }

    /// A path beside the data folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.beside("data")
    }

    /// The master key file.
    pub fn key(&self) -> PathBuf {
        self.beside("master-key")
    }

    /// The log's file.
    pub fn log(&self) -> PathBuf {
        self.data().join("log.db")
    }

    /// A command on the data folder, which needs no master key.
    pub fn keyless(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments.iter().copied());
        command.arg("--data-folder").arg(self.data());
        command.env("THROUGHLINE_PAGES_LISTEN", "127.0.0.1:0");
        command
    }

    /// A command on the data folder, with the master key.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.keyless(arguments);
        command.arg("--master-key-file").arg(self.key());
        command
    }

    /// `throughline serve`, on a free port, for callers that the settings name.
    pub fn serve_for(&self, settings: &[(&str, &str)]) -> Command {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.envs(settings.iter().copied());
        command
    }

    /// `throughline serve`, on a free port, for development callers.
    pub fn serve(&self) -> Command {
        self.command(&["serve", "--listen", "127.0.0.1:0", "--development-callers"])
    }

    /// A server that is up.
    #[track_caller]
    pub fn start(&self) -> Server {
        Server::start(self.serve(), &self.beside("server.log"))
    }

    /// The keys of a stopped system.
    pub fn keys(&self) -> SqliteKeyring {
        let master = MasterKeys::from_text(&fs::read_to_string(self.key()).unwrap()).unwrap();
        SqliteKeyring::open(self.data().join("keys.db"), master, false).unwrap()
    }
}

/// A server that is up. Killed when it is dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
    log: PathBuf,
}

impl Server {
    /// Starts it, and waits until it says that it is up.
    #[track_caller]
    pub fn start(mut command: Command, log: &Path) -> Server {
        let file = File::create(log).unwrap();
        command.stdout(file.try_clone().unwrap()).stderr(file);
        let mut child = command.spawn().unwrap();
        for _ in 0..STEPS_MAX {
            let said = fs::read_to_string(log).unwrap();
            if let Some(address) = address_in(&said) {
                return Server {
                    child,
                    address,
                    log: log.to_owned(),
                };
            }
            if let Some(status) = child.try_wait().unwrap() {
                panic!("it ended ({status}): {said}");
            }
            thread::sleep(STEP);
        }
        child.kill().unwrap();
        panic!("it did not come up: {}", fs::read_to_string(log).unwrap());
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A connection of its own.
    pub async fn connection(&self) -> Connection {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.address)).unwrap();
        api::connection::through(endpoint.connect().await.unwrap())
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until it has logged this.
    #[track_caller]
    pub fn until_logged(&self, text: &str) {
        for _ in 0..STEPS_MAX {
            if self.log().contains(text) {
                return;
            }
            thread::sleep(STEP);
        }
        panic!("{text:?} was not logged: {}", self.log());
    }

    /// Whether it runs still.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Sends a signal, by its name without `SIG`.
    #[track_caller]
    pub fn signal(&self, name: &str) {
        let kill = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
    }

    /// Ends it without warning.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end.
    #[track_caller]
    pub fn ended(mut self) -> ExitStatus {
        ended(&mut self.child).unwrap_or_else(|| panic!("it did not end: {}", self.log()))
    }

    /// Stops it as an operator would, and holds that it ends well.
    #[track_caller]
    pub fn stop(self) {
        self.signal("TERM");
        let log = self.log.clone();
        let status = self.ended();
        assert_eq!(
            status.code(),
            Some(0),
            "{}",
            fs::read_to_string(log).unwrap()
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn address_in(log: &str) -> Option<SocketAddr> {
    let line = log
        .lines()
        .find(|line| line.contains("throughline is up"))?;
    let address = line.split_once("listen=")?.1;
    address.split_whitespace().next()?.parse().ok()
}
