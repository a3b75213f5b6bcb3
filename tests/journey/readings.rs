//! Reading is a fact, too: recorded before anything is shown, once in a quarter of an hour, and told to the reader's own
//! organisation; to a privacy officer also of others, as far as their organisation can tell that they take part.

use std::time::Duration;

use api::v1::{
    Category, GetBriefResponse, ListAllReadingsRequest, ListAllReadingsResponse,
    ListManyOpenedRequest, ListReadingsRequest, ListToldOnceRequest, ListToldOnceResponse,
    ListWorkersRequest, Purpose, ReadPage, ReadingSignal, RegisterWorkerRequest,
    list_readings_response::Reading,
};
use orgviews::Writer;
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town, bytes,
    deeds::{self, note, numbers, people, service},
    look,
};
use tonic::Code;

use crate::cast::{CHARITY, Cast, PRACTICE, notes};

/// What was opened about the person, as this worker is told.
async fn readings(who: &Acting, person: &str) -> Vec<Reading> {
    let request = who.ask(ListReadingsRequest {
        person_id: person.into(),
        ..ListReadingsRequest::default()
    });
    let listed = who.readings().list_readings(request).await;
    listed.unwrap().into_inner().readings
}

async fn told_once(who: &Acting, person: &str) -> ListToldOnceResponse {
    let request = who.ask(ListToldOnceRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.readings().list_told_once(request).await;
    listed.unwrap().into_inner()
}

async fn brief(who: &Acting, person: &str) -> GetBriefResponse {
    look::brief(who, person).await.unwrap()
}

fn minutes_pass(town: &Town, minutes: u64) {
    town.clock.advance(Duration::from_secs(minutes * 60));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_opened_twice_in_a_quarter_of_an_hour_is_recorded_once() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let before = town.head().await;
    for _ in 0..3 {
        brief(&cast.practice, &person).await;
        minutes_pass(&town, 4);
    }
    assert_eq!(town.head().await, before + 1, "durable before it is shown");
    look::story(&cast.practice, &person).await.unwrap();
    assert_eq!(town.head().await, before + 2);
    minutes_pass(&town, 15);
    brief(&cast.practice, &person).await;
    assert_eq!(town.head().await, before + 3);
    town.applied().await;
    let listed = readings(&cast.practice, &person).await;
    let pages: Vec<ReadPage> = listed.iter().map(|one| one.page()).collect();
    assert_eq!(pages, [ReadPage::Brief, ReadPage::Story, ReadPage::Brief]);
    assert!(listed.iter().all(|one| one.worker == "dr.patel"));
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_part_leaves_no_reading() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.opens(0).await;
    town.applied().await;
    let before = town.head().await;
    let refused = look::brief(&cast.charity, &person).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    look::story(&cast.charity, &person).await.unwrap_err();
    assert_eq!(town.head().await, before);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_looks_again_is_told_what_colleagues_recorded_and_not_what_they_did_themselves() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let nurse = town.acting(PRACTICE, "nurse.jones", "practitioner");
    note(&nurse, &person, "before", &[Category::Health]).await;
    town.days_pass(1);
    town.applied().await;
    let first = brief(&cast.practice, &person).await;
    assert_eq!((first.last_read_at, first.new_since.len()), (None, 0));
    minutes_pass(&town, 1);
    note(&nurse, &person, "by a colleague", &[Category::Health]).await;
    note(&cast.practice, &person, "my own", &[Category::Health]).await;
    // Of a friend, which the practice may not see.
    let mine = [Category::SexualHealth];
    note(&cast.charity, &person, "hidden", &mine).await;
    town.days_pass(1);
    town.applied().await;
    let again = brief(&cast.practice, &person).await;
    assert!(again.last_read_at.is_some());
    assert_eq!(notes(&again.new_since), ["by a colleague"]);
    assert_eq!(again.more_new_since, 0);
    // Within the same visit it stays what is new.
    minutes_pass(&town, 2);
    town.applied().await;
    assert_eq!(
        notes(&brief(&cast.practice, &person).await.new_since),
        ["by a colleague"]
    );
    // The colleague has not looked yet.
    assert_eq!(brief(&nurse, &person).await.last_read_at, None);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_organisations_readings_change_nothing_that_one_sees() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    town.days_pass(1);
    // Looking is recorded, and so the second time shows what the first did to one's own.
    for _ in 0..2 {
        look::all(&cast.charity, &person).await;
        town.applied().await;
    }
    let before = everything(&cast.charity, &person).await;
    let of_the_file = digest(&town, CHARITY);
    let of_the_practice = digest(&town, PRACTICE);
    brief(&cast.practice, &person).await;
    look::story(&cast.practice, &person).await.unwrap();
    town.applied().await;
    assert_eq!(everything(&cast.charity, &person).await, before);
    assert_eq!(digest(&town, CHARITY), of_the_file);
    assert_ne!(digest(&town, PRACTICE), of_the_practice);
    town.close().await;
}

/// The digest of everything that stands in an organisation's file, from a copy of it and of what is beside it.
fn digest(town: &Town, organisation: &str) -> [u8; 32] {
    let copy = tempfile::tempdir().unwrap();
    let (from, to) = (
        town.data().join("organisations").join(organisation),
        copy.path().join("organisations").join(organisation),
    );
    std::fs::create_dir_all(&to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_symlink() {
            std::os::unix::fs::symlink(std::fs::read_link(entry.path()).unwrap(), target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    let writer = Writer::open(copy.path(), &organisation.parse().unwrap());
    writer.unwrap().digest().unwrap()
}

/// Every view, what was read and what was told once, as text.
async fn everything(who: &Acting, person: &str) -> Vec<String> {
    let views = look::all(who, person).await;
    let mut seen: Vec<_> = views
        .into_values()
        .map(|seen| seen.unwrap_or_else(|status| format!("{status:?}")))
        .collect();
    seen.push(format!("{:?}", readings(who, person).await));
    seen.push(format!("{:?}", told_once(who, person).await));
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_re_read_is_counted_in_place_of_a_re_ask() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    town.days_pass(1);
    town.applied().await;
    let before = told_once(&cast.practice, &person).await;
    assert!(!before.entries.is_empty());
    assert_eq!(before.read_again, 0);
    // Who wrote it reads it; a colleague does, twice in a quarter of an hour, and once after it.
    let nurse = town.acting(PRACTICE, "nurse.jones", "practitioner");
    brief(&cast.practice, &person).await;
    for minutes in [0, 5, 20] {
        minutes_pass(&town, minutes);
        brief(&nurse, &person).await;
    }
    town.applied().await;
    let ledger = told_once(&cast.practice, &person).await;
    assert_eq!(ledger.read_again, 2);
    for entry in &ledger.entries {
        let by = entry.told.as_ref().unwrap().recorded_by.as_ref().unwrap();
        let of_others = if by.worker == "dr.patel" { 2 } else { 3 };
        assert_eq!(entry.read_again, of_others, "{entry:?}");
    }
    // The charity is told of its own visits alone, of which there were none.
    let theirs = told_once(&cast.charity, &person).await;
    assert!(!theirs.entries.is_empty());
    assert!(theirs.read_again == 0 && theirs.entries.iter().all(|entry| entry.read_again == 0));
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_privacy_officer_is_told_of_everybodys_readings_of_their_organisation() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    town.applied().await;
    let nurse = town.acting(PRACTICE, "nurse.jones", "practitioner");
    for who in [&cast.practice, &nurse, &cast.charity] {
        brief(who, &person).await;
    }
    town.applied().await;
    let officer = town.acting(PRACTICE, "caldicott.guardian", "privacy-officer");
    let readers = |listed: Vec<Reading>| {
        let mut readers: Vec<_> = listed.into_iter().map(|one| one.worker).collect();
        readers.sort();
        readers
    };
    assert_eq!(
        readers(readings(&officer, &person).await),
        ["dr.patel", "nurse.jones"]
    );
    assert_eq!(readers(readings(&nurse, &person).await), ["nurse.jones"]);
    assert_eq!(readings(&cast.charity, &person).await.len(), 1);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_privacy_officer_is_told_who_looked_of_those_whose_part_they_can_tell_and_of_no_others() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    brief(&cast.practice, &person).await;
    brief(&cast.practice, &person).await;
    minutes_pass(&town, 1);
    brief(&cast.charity, &person).await;
    town.applied().await;
    let all = async |organisation: &str, role: &str| {
        let who = town.acting(organisation, "ig.lead", role);
        let request = who.ask(ListAllReadingsRequest {
            person_id: person.clone(),
            ..ListAllReadingsRequest::default()
        });
        let listed = who.disclosure().list_all_readings(request).await;
        listed.map(|listed| listed.into_inner())
    };
    let told = all(PRACTICE, "privacy-officer").await.unwrap();
    let who = |told: &ListAllReadingsResponse| -> Vec<String> {
        let workers = told.readings.iter().map(|one| one.worker.clone().unwrap());
        workers
            .map(|one| format!("{} {}", one.organisation, one.worker))
            .collect()
    };
    let [practice, charity] = [&cast.practice, &cast.charity]
        .map(|one| format!("{} {}", one.organisation(), one.worker()));
    assert_eq!(
        who(&told),
        [charity.clone(), practice.clone()],
        "each once, latest first"
    );
    assert!(!told.notice.is_empty());
    let told = all(CHARITY, "privacy-officer").await.unwrap();
    assert!(who(&told).contains(&charity));

    // Somebody whose part is hidden looks: those who cannot tell that they have one are told nothing of it.
    let before = who(&all(PRACTICE, "privacy-officer").await.unwrap());
    let mut recovery = service("Recovery", Purpose::CommunitySupport, &[Category::AboutMe]);
    recovery.reveals = numbers(&[Category::SubstanceUse]);
    let recovery = town.offer("TURNING-TIDE", recovery).await;
    let hidden = &town.acting("TURNING-TIDE", "kit.harper", "vcse-worker");
    deeds::involve(&town, &cast.charity, hidden, &recovery, &person).await;
    brief(hidden, &person).await;
    town.applied().await;
    assert_eq!(
        who(&all(PRACTICE, "privacy-officer").await.unwrap()),
        before
    );
    let own = all(hidden.organisation(), "privacy-officer").await.unwrap();
    assert!(who(&own)[0].starts_with(hidden.organisation()));

    for role in [
        "practitioner",
        "manager",
        "organisation-administrator",
        "operator",
    ] {
        let refused = all(PRACTICE, role).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied, "{role}");
    }
    let stranger = all("NOBODY-HERE", "privacy-officer").await.unwrap_err();
    assert_eq!(stranger.code(), Code::NotFound);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_who_lives_where_the_person_does_stands_out_and_nobody_is_told_where_they_live() {
    const HOME: &str = "HX1 1AA";
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let address = people::address(&person, "3 Mill Lane, Northgate, HX1 1AA");
    people::reached(&cast.practice, address).await;
    let administrator = town.acting(CHARITY, "administrator", "organisation-administrator");
    for (worker, postcode) in [(cast.charity.worker(), HOME), ("jo.hart", "M1 1AE")] {
        let request = administrator.ask(RegisterWorkerRequest {
            command_id: command_id(),
            worker: worker.into(),
            name: "Somebody Else".into(),
            roles: vec!["link-worker".into()],
            postcode: postcode.into(),
        });
        let registered = administrator.directory().register_worker(request).await;
        registered.unwrap();
    }
    town.applied().await;
    brief(&cast.charity, &person).await;
    minutes_pass(&town, 1);
    let other = town.acting(CHARITY, "jo.hart", "link-worker");
    brief(&other, &person).await;
    town.applied().await;
    let officer = town.acting(CHARITY, "ig.lead", "privacy-officer");
    let request = officer.ask(ListAllReadingsRequest {
        person_id: person.clone(),
        ..ListAllReadingsRequest::default()
    });
    let listed = officer.disclosure().list_all_readings(request).await;
    let told = listed.unwrap().into_inner().readings;
    let signals: Vec<_> = told.iter().map(|one| one.signals.clone()).collect();
    let same = i32::from(ReadingSignal::SameAddress);
    assert_eq!(signals, [vec![], vec![same]]);
    // The directory's own file does not hold it, and the log only under a key.
    let held = bytes::outside_organisations(&town.data(), &[HOME, "HX11AA"]);
    assert!(held.is_empty(), "{held:?}");
    let request = officer.ask(ListWorkersRequest {
        organisation: CHARITY.into(),
        ..ListWorkersRequest::default()
    });
    let workers = officer.services().list_workers(request).await.unwrap();
    assert!(!format!("{workers:?}").contains("HX1"));
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_privacy_officer_is_told_who_opened_many_peoples_pages_within_an_hour() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let mut all = Vec::new();
    for number in 0..4 {
        all.push(cast.shares(&town, number).await);
    }
    town.applied().await;
    let curious = town.acting(PRACTICE, "nurse.jones", "practitioner");
    for (number, person) in all.iter().enumerate() {
        brief(&curious, person).await;
        brief(&curious, person).await;
        minutes_pass(&town, 10);
        if number < 2 {
            brief(&cast.practice, person).await;
        }
    }
    town.applied().await;
    let asked = async |organisation: &str, role: &str, people_at_least| {
        let who = town.acting(organisation, "ig.lead", role);
        let request = who.ask(ListManyOpenedRequest {
            people_at_least,
            ..ListManyOpenedRequest::default()
        });
        let listed = who.readings().list_many_opened(request).await;
        listed.map(|listed| listed.into_inner().hours)
    };
    let hours = asked(PRACTICE, "privacy-officer", 3).await.unwrap();
    assert_eq!(hours.len(), 1);
    assert_eq!(hours[0].worker, "nurse.jones");
    let mut opened: Vec<_> = hours[0]
        .people
        .iter()
        .map(|one| one.person_id.clone())
        .collect();
    opened.sort();
    all.sort();
    assert_eq!(opened, all);
    assert!(hours[0].people.iter().all(|one| one.identity.is_some()));
    assert_eq!(asked(PRACTICE, "privacy-officer", 0).await.unwrap(), []);
    assert_eq!(asked(CHARITY, "privacy-officer", 2).await.unwrap(), []);
    let refused = asked(PRACTICE, "practitioner", 2).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    town.days_pass(8);
    assert_eq!(asked(PRACTICE, "privacy-officer", 3).await.unwrap(), []);
    town.close().await;
}
