//! The demo's locality: the same seed gives the same files, each file is what a rebuild makes of the log, and whoever is
//! named to sign in as is there and sees something.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[cfg(any(feature = "jetstream", feature = "kurrentdb"))]
#[path = "locality/elsewhere.rs"]
mod elsewhere;

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use api::{
    internal::RebuildOrganisationRequest,
    v1::{ListCaseloadRequest, ListOverdueRequest, ListToldOnceRequest, list_told_once_response},
};
use jiff::civil::date;
use keyring::MasterKeys;
use orgviews::Writer;
use runtime::configuration::Configuration;
use tempfile::TempDir;
use throughline::{
    backend::sqlite,
    demo::{
        self,
        clock::DemoClock,
        guide::{self, SIGN_INS},
        journeys::JOURNEYS,
        load::{Loaded, Plan, load},
        locality::organisations::ORGANISATIONS,
    },
    server::Server,
    system::System,
};
use tokio_util::sync::CancellationToken;

/// Enough for every journey to be told at least once.
const PEOPLE: usize = 56;

/// A locality that was loaded.
struct Place {
    folder: TempDir,
    server: Server,
    stop: CancellationToken,
    loaded: Vec<Loaded>,
}

impl Place {
    /// Loads a locality in which every journey is told at least once.
    async fn load(seed: u64, at_once: usize) -> Place {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("master-key");
        fs::write(&key, MasterKeys::generate_line(1)).unwrap();
        let mut configuration = Configuration::default();
        configuration.data_folder = folder.path().join("data");
        configuration.listen = ([127, 0, 0, 1], 0).into();
        configuration.pages_listen = configuration.listen;
        configuration.master_key_file = Some(key);
        configuration.development_callers = true;
        sqlite::make_keys(&configuration, &demo::root(seed)).unwrap();
        let clock = DemoClock::standing_at("2026-01-01T00:00:00Z".parse().unwrap());
        let system = System::open(&configuration, Arc::new(clock.clone())).await;
        let stop = CancellationToken::new();
        let server = Server::start(&configuration, system.unwrap(), stop.clone()).await;
        let server = server.unwrap();
        let plan = Plan {
            seed,
            people: PEOPLE,
            localities: 1,
            at_once,
            today: date(2026, 6, 17),
            in_step: true,
        };
        let connections = [server.system().connection()];
        assert!(PEOPLE >= JOURNEYS.len());
        let loaded = load(server.system(), &connections, &clock, &plan, |_| {}).await;
        Place {
            loaded: loaded.unwrap(),
            folder,
            server,
            stop,
        }
    }

    /// Makes every organisation's file anew from the log.
    async fn rebuild(&self) {
        for organisation in &ORGANISATIONS {
            let request = RebuildOrganisationRequest {
                organisation: organisation.code.into(),
            };
            let mut projector = self.server.system().projector();
            let mut steps = projector
                .rebuild_organisation(request)
                .await
                .unwrap()
                .into_inner();
            let mut done = false;
            while let Some(step) = steps.message().await.unwrap() {
                done = step.done;
            }
            assert!(done, "{} was not made anew", organisation.code);
        }
    }

    /// What every organisation's file holds.
    fn dumps(&self) -> BTreeMap<&'static str, String> {
        let folder = self.folder.path().join("data");
        ORGANISATIONS
            .iter()
            .map(|organisation| (organisation.code, dump(&folder, organisation.code)))
            .collect()
    }

    /// Whoever the guide names sees somebody on their caseload; a manager sees nobody.
    async fn those_who_sign_in_see_something(&self) {
        let connection = self.server.system().connection();
        for sign_in in &SIGN_INS {
            let who = sign_in.acting(&connection);
            if sign_in.listed().1 == "manager" {
                let asked = who.ask(ListOverdueRequest::default());
                let listed = who.work().list_overdue(asked).await.unwrap().into_inner();
                assert!(listed.entries.is_empty(), "a manager is shown people");
                continue;
            }
            let asked = who.ask(ListCaseloadRequest::default());
            let listed = who
                .people()
                .list_caseload(asked)
                .await
                .unwrap()
                .into_inner();
            assert!(!listed.entries.is_empty(), "{} sees nobody", sign_in.worker);
        }
    }

    /// What Maureen has told once was read again by colleagues of whoever recorded it, who did not have to ask.
    async fn maureen_was_not_asked_again(&self) {
        let maureen = self.loaded.iter().find(|one| one.journey == "maureen");
        let who = SIGN_INS[0].acting(&self.server.system().connection());
        let asked = who.ask(ListToldOnceRequest {
            person_id: maureen.unwrap().person.clone(),
            not_before: String::new(),
        });
        let ledger = who.readings().list_told_once(asked).await.unwrap();
        let ledger = ledger.into_inner();
        assert!(ledger.entries.len() > 4 && ledger.read_again > 0);
        let confirmed = |entry: &list_told_once_response::Entry| entry.confirmed.is_some();
        assert!(ledger.entries.iter().any(confirmed));
        let not_again = ledger.entries.iter().filter(|entry| entry.do_not_ask_again);
        assert_eq!(not_again.count(), 2);
    }

    async fn close(self) {
        self.stop.cancel();
        self.server.finished().await.unwrap();
    }
}

fn dump(folder: &Path, organisation: &str) -> String {
    let writer = Writer::open(folder, &organisation.parse().unwrap());
    writer.unwrap().dump().unwrap()
}

/// Says which line differs, and not all of them.
fn same(one: &BTreeMap<&'static str, String>, other: &BTreeMap<&'static str, String>, when: &str) {
    for (organisation, dump) in one {
        let pairs = dump.lines().zip(other[organisation].lines());
        for (line, other) in pairs {
            assert_eq!(line, other, "{organisation}, {when}");
        }
        assert_eq!(
            dump.len(),
            other[organisation].len(),
            "{organisation}, {when}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_gives_the_same_files_however_many_act_at_once_and_a_rebuild_gives_them_too()
{
    let place = Place::load(7, 16).await;
    place.those_who_sign_in_see_something().await;
    place.maureen_was_not_asked_again().await;
    let dumps = place.dumps();
    let with_people = dumps
        .values()
        .filter(|dump| dump.contains("people|"))
        .count();
    assert!(with_people > ORGANISATIONS.len() / 2, "{with_people}");
    place.rebuild().await;
    same(&dumps, &place.dumps(), "as it grew and made anew");
    let people: Vec<_> = place.loaded.iter().map(|one| one.person.clone()).collect();
    place.close().await;

    let again = Place::load(7, 3).await;
    let people_again: Vec<_> = again.loaded.iter().map(|one| one.person.clone()).collect();
    assert_eq!(people, people_again);
    same(&dumps, &again.dumps(), "loaded twice");
    again.close().await;
}

#[test]
fn the_guide_is_short_and_names_workers_who_exist() {
    let maureen = "8ffab2c4-5e03-8599-8a24-0eacd43bb0ef";
    let lines = guide::lines(
        ([127, 0, 0, 1], 7400).into(),
        ([127, 0, 0, 1], 7480).into(),
        maureen,
    );
    // What is printed before it takes some ten lines more.
    assert!(lines.len() < 40, "{}", lines.len());
    assert!(lines.iter().any(|line| line.contains(maureen)));
    for sign_in in &SIGN_INS {
        let (organisation, role) = sign_in.listed();
        assert!(
            organisation
                .workers
                .iter()
                .any(|worker| worker.id == sign_in.worker)
        );
        assert!(role.parse::<casework::role::Role>().is_ok(), "{role}");
    }
}
