//! A system on a data folder, the organisations in it, and cases that all of them take part in. Nothing is measured.

use std::{
    fs, iter,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, ensure};
use api::{
    Connection, connection,
    internal::{AwaitAppliedRequest, GetHealthRequest},
    v1::{self, Category, DayOfWeek, Purpose},
};
use keyring::MasterKeys;
use runtime::{
    clock::{Clock, SystemClock},
    configuration::Configuration,
};
use throughline::{
    demo::{
        accounts,
        acting::{Acting, command_id},
    },
    server::Server,
    system::System,
};
use tokio_util::sync::CancellationToken;
use tonic::transport::Endpoint;

/// The practice that records.
pub const PRACTICE: &str = "BENCH-PRACTICE";
/// Those who take part besides the practice.
const PARTNERS: [&str; 4] = ["BENCH-A", "BENCH-B", "BENCH-C", "BENCH-D"];
/// Longer than any catching up takes here.
const LONG_MS: u32 = 10_000;

/// A system that is being served.
pub struct Place {
    server: Server,
    stop: CancellationToken,
    folder: PathBuf,
}

/// What there is in the place.
pub struct Cast {
    /// The practice's service.
    pub practice: String,
    /// The partners' services, with their organisations.
    partners: Vec<(&'static str, String)>,
    /// How many people there may be already.
    people: AtomicUsize,
}

impl Place {
    /// Serves the data folder, with a key beside it.
    pub async fn open(folder: &Path) -> anyhow::Result<Place> {
        Place::open_at(folder, Arc::new(SystemClock)).await
    }

    /// As [`Place::open`], by another clock.
    pub async fn open_at(folder: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Place> {
        let key = folder.join("master-key");
        if !key.exists() {
            fs::write(&key, MasterKeys::generate_line(1))?;
        }
        let mut configuration = Configuration::default();
        configuration.data_folder = folder.join("data");
        configuration.listen = ([127, 0, 0, 1], 0).into();
        configuration.pages_listen = configuration.listen;
        configuration.master_key_file = Some(key);
        configuration.development_callers = true;
        configuration.make_sandbox(accounts::PASSWORD);
        let stop = CancellationToken::new();
        let system = System::open(&configuration, clock).await?;
        let server = Server::start(&configuration, system, stop.clone()).await?;
        let folder = configuration.data_folder;
        let place = Place {
            server,
            stop,
            folder,
        };
        place.ready().await?;
        Ok(place)
    }

    /// Stops serving.
    pub async fn close(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.server.finished().await
    }

    /// The system that is being served.
    pub fn system(&self) -> &System {
        self.server.system()
    }

    /// Where its pages are.
    pub fn pages_address(&self) -> SocketAddr {
        self.server.pages_address()
    }

    /// A connection of its own, through a socket.
    pub async fn connect(&self) -> anyhow::Result<Connection> {
        let endpoint = Endpoint::new(format!("http://{}", self.server.address()))?;
        Ok(connection::through(endpoint.connect().await?))
    }

    /// Somebody of the practice, over a connection of their own.
    pub async fn practitioner(&self) -> anyhow::Result<Acting> {
        let connection = self.connect().await?;
        Ok(Acting::new(
            &connection,
            PRACTICE,
            "practitioner",
            "practitioner",
        ))
    }

    /// Waits until every file includes everything that is in the log.
    pub async fn catch_up(&self) -> anyhow::Result<()> {
        let ask = |position, wait_ms| AwaitAppliedRequest { position, wait_ms };
        let mut projector = self.system().projector();
        let head = projector.await_applied(ask(0, 0)).await?.into_inner().head;
        for _ in 0..60 {
            let answer = projector.await_applied(ask(head, LONG_MS)).await?;
            if answer.into_inner().applied {
                return Ok(());
            }
        }
        anyhow::bail!("the files did not catch up within ten minutes")
    }

    async fn ready(&self) -> anyhow::Result<()> {
        for _ in 0..1_000 {
            let mut projector = self.system().projector();
            if projector.get_health(GetHealthRequest {}).await.is_ok() {
                return self.catch_up().await;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        anyhow::bail!("the projector did not start within ten seconds")
    }

    /// Registers the organisations and their services.
    pub async fn cast(&self) -> anyhow::Result<Cast> {
        let connection = self.connect().await?;
        let practice = register(&connection, PRACTICE, Purpose::HealthCare).await?;
        let mut partners = Vec::new();
        for code in PARTNERS {
            partners.push((
                code,
                register(&connection, code, Purpose::SocialCare).await?,
            ));
        }
        self.catch_up().await?;
        let people = AtomicUsize::new(0);
        Ok(Cast {
            practice,
            partners,
            people,
        })
    }

    /// Opens the case of another synthetic person; of the practice alone.
    pub async fn open_case(&self, who: &Acting, cast: &Cast) -> anyhow::Result<String> {
        let nhs_number = iter::repeat_with(|| cast.people.fetch_add(1, Ordering::Relaxed))
            .find_map(nhs_number)
            .unwrap_or_default();
        let request = v1::OpenCaseRequest {
            command_id: command_id(),
            service_id: cast.practice.clone(),
            identity: Some(v1::Identity {
                name: "Somebody".into(),
                birth_date: "1951-03-04".into(),
                nhs_number,
                ..v1::Identity::default()
            }),
            ..v1::OpenCaseRequest::default()
        };
        let opened = who.cases().open_case(who.ask(request)).await?;
        Ok(opened.into_inner().person_id)
    }

    /// Brings every partner into the case, by a referral that each accepts.
    pub async fn involve_partners(
        &self,
        who: &Acting,
        cast: &Cast,
        person: &str,
    ) -> anyhow::Result<()> {
        let connection = self.connect().await?;
        for (code, service) in &cast.partners {
            let request = v1::RaiseReferralRequest {
                command_id: command_id(),
                person_id: person.into(),
                organisation: (*code).into(),
                service_id: service.clone(),
                reason: "To help.".into(),
                categories: vec![Category::SocialCare.into()],
                person_agreed: true,
                ..v1::RaiseReferralRequest::default()
            };
            who.referrals().raise_referral(who.ask(request)).await?;
        }
        self.catch_up().await?;
        for (code, _) in &cast.partners {
            let partner = Acting::new(&connection, code, "worker", "link-worker");
            accept_all(&partner).await?;
        }
        Ok(())
    }

    /// Prints what the log and the files take on the disk, for what they hold.
    pub async fn sizes(&self) -> anyhow::Result<()> {
        let mut projector = self.system().projector();
        let health = projector
            .get_health(GetHealthRequest {})
            .await?
            .into_inner();
        let commits = health.head.max(1);
        let log = fs::metadata(self.folder.join(throughline::backend::sqlite::LOG_FILE))?.len();
        println!("  the log: {} bytes for each commit", log / commits);
        let facts: u64 = health
            .organisations
            .iter()
            .map(|file| file.facts)
            .sum::<u64>()
            .max(1);
        let files: u64 = sizes_of(&self.folder.join("organisations"))?;
        println!(
            "  organisations' files: {} bytes for each fact that they hold",
            files / facts
        );
        ensure!(
            health.halted.is_empty(),
            "somebody is halted: what was measured is not the system at work"
        );
        Ok(())
    }
}

/// Accepts whatever waits for an answer.
async fn accept_all(partner: &Acting) -> anyhow::Result<()> {
    let request = v1::ListReferralsRequest {
        direction: v1::Direction::In.into(),
        state: v1::ReferralState::Open.into(),
        ..v1::ListReferralsRequest::default()
    };
    let waiting = partner
        .read_referrals()
        .list_referrals(partner.ask(request))
        .await?;
    for referral in waiting.into_inner().referrals {
        let request = v1::AcceptReferralRequest {
            command_id: command_id(),
            person_id: referral.person_id,
            referral_id: referral.referral_id,
            token: referral.token,
            words: String::new(),
        };
        partner
            .referrals()
            .accept_referral(partner.ask(request))
            .await?;
    }
    Ok(())
}

/// A note of 200 characters.
pub fn note(person: &str) -> v1::RecordNoteRequest {
    v1::RecordNoteRequest {
        command_id: command_id(),
        person_id: person.into(),
        words: "ten words. ".repeat(19)[..200].into(),
        categories: vec![Category::SocialCare.into()],
        restricted_to: None,
    }
}

async fn register(connection: &Connection, code: &str, purpose: Purpose) -> anyhow::Result<String> {
    let operator = Acting::new(connection, "BENCH-OPERATOR", "operator", "operator");
    let request = v1::RegisterOrganisationRequest {
        command_id: command_id(),
        code: code.into(),
        name: code.into(),
    };
    operator
        .directory()
        .register_organisation(operator.ask(request))
        .await?;
    let administrator = Acting::new(
        connection,
        code,
        "administrator",
        "organisation-administrator",
    );
    let request = v1::RegisterServiceRequest {
        command_id: command_id(),
        name: "Service".into(),
        purpose: purpose.into(),
        needs: vec![Category::Identity.into(), Category::SocialCare.into()],
        opening_days: vec![DayOfWeek::Monday.into()],
        answer_within_days: 5,
        ..v1::RegisterServiceRequest::default()
    };
    let registered = administrator
        .directory()
        .register_service(administrator.ask(request))
        .await?;
    Ok(registered.into_inner().service_id)
}

/// The number of the test range whose first nine digits are 999 and `count`; none where no check digit fits.
fn nhs_number(count: usize) -> Option<String> {
    let nine = format!("999{count:06}");
    let weighted = nine
        .bytes()
        .zip((2..=10).rev())
        .map(|(digit, weight)| usize::from(digit - b'0') * weight);
    match 11 - weighted.sum::<usize>() % 11 {
        11 => Some(format!("{nine}0")),
        10 => None,
        check => Some(format!("{nine}{check}")),
    }
}

/// The bytes of every file below a folder.
pub fn sizes_of(folder: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let entry = entry?;
        sum += if entry.file_type()?.is_dir() {
            sizes_of(&entry.path())?
        } else {
            entry.metadata()?.len()
        };
    }
    Ok(sum)
}
