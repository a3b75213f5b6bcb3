//! What the internal service tells.

use api::{
    internal::{GetHealthRequest, ListDueRequest, RebuildOrganisationRequest},
    types,
};
use casework::{
    Category,
    agreement::{Audience, lapse::LapseAgreement, record::RecordAgreement},
    calendar::{LastDay, date_at},
    event::By,
    organisation::register::RegisterOrganisation,
    testing::{self, gp, operator},
    timer::{self, Timer},
    words::Words,
};
use jiff::ToSpan;
use prost_types::Timestamp;
use tonic::Code;

use crate::{
    driver::Driver,
    town::{LONG_MS, Town},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn due_times_come_with_the_page_that_sets_them_and_go_with_the_one_that_ends_them() {
    let (mut town, mut driver) = (Town::new(1), Driver::new(1));
    let person = town.people[0];
    let running = town.start();
    town.person(person, &gp(), &driver.open_case(&gp().organisation))
        .await
        .unwrap();
    town.person(person, &gp(), &testing::referral())
        .await
        .unwrap();
    running.catch_up(&town).await;
    let list = |until: jiff::Timestamp, limit| {
        let mut client = running.client.clone();
        let until = Some(Timestamp {
            seconds: until.as_second(),
            nanos: 0,
        });
        async move {
            client
                .list_due(ListDueRequest { until, limit })
                .await
                .map(|answer| answer.into_inner().due)
        }
    };
    assert!(list(town.now, 10).await.unwrap().is_empty());
    let later = town.now + (24 * 30).hours();
    let due = list(later, 10).await.unwrap();
    let referral = town
        .streams
        .read(&person)
        .await
        .unwrap()
        .state
        .referrals()
        .next()
        .unwrap()
        .id;
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].person_id, person.to_string());
    assert_eq!(
        due[0].timer,
        types::timer(Timer::ReferralOverdue { referral })
    );
    let decline = testing::decline(&town.streams.read(&person).await.unwrap().state);
    town.person(person, &testing::link_worker(), &decline)
        .await
        .unwrap();
    running.catch_up(&town).await;
    assert!(list(later, 10).await.unwrap().is_empty());
    assert_eq!(
        list(later, 0).await.unwrap_err().code(),
        Code::InvalidArgument
    );
    assert_eq!(
        list(later, 1001).await.unwrap_err().code(),
        Code::InvalidArgument
    );
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_is_due_at_its_end_until_it_has_lapsed() {
    let (mut town, mut driver) = (Town::new(1), Driver::new(1));
    let person = town.people[0];
    let running = town.start();
    town.person(person, &gp(), &driver.open_case(&gp().organisation))
        .await
        .unwrap();
    let until = LastDay::on(date_at(town.now)).unwrap();
    let agreement = RecordAgreement {
        until: Some(until),
        ..testing::agreement(Audience::EveryoneInvolved, &[Category::Health])
    };
    town.person(person, &gp(), &agreement).await.unwrap();
    running.catch_up(&town).await;
    let history = town.streams.read(&person).await.unwrap().state.clone();
    let [expected] = timer::due(&history)[..] else {
        panic!("one agreement with an end")
    };
    let Timer::AgreementLapsed { agreement } = expected.timer else {
        panic!("{expected:?}")
    };
    let list = async |until: jiff::Timestamp| {
        let until = Some(Timestamp {
            seconds: until.as_second(),
            nanos: 0,
        });
        let request = ListDueRequest { until, limit: 10 };
        let answer = running.client.clone().list_due(request).await;
        answer.unwrap().into_inner().due
    };
    assert!(list(expected.at - 1.seconds()).await.is_empty());
    let due = list(expected.at).await;
    assert_eq!(due.len(), 1);
    assert_eq!(
        due[0].timer,
        types::timer(Timer::AgreementLapsed { agreement })
    );
    town.now = expected.at;
    let lapse = LapseAgreement {
        agreement,
        due: expected.at,
    };
    let by = By {
        organisation: gp().organisation,
        ..testing::timekeeper()
    };
    town.person(person, &by, &lapse).await.unwrap();
    running.catch_up(&town).await;
    assert!(list(expected.at).await.is_empty());
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_and_the_directory_follow_the_log() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let practice = gp().organisation;
    let name = Words::name("name", "An invented practice").unwrap();
    town.entry(&practice, &operator(), &RegisterOrganisation { name })
        .await;
    for person in town.people.clone() {
        town.person(person, &gp(), &driver.open_case(&practice))
            .await
            .unwrap();
    }
    let running = town.start();
    running.catch_up(&town).await;
    let health = running
        .client
        .clone()
        .get_health(GetHealthRequest {})
        .await
        .unwrap()
        .into_inner();
    assert_eq!([health.head, health.applied], [town.head().await; 2]);
    let [file] = &health.organisations[..] else {
        panic!("{health:?}")
    };
    assert_eq!(
        (file.organisation.as_str(), file.lag_commits, file.people),
        (practice.as_str(), 0, 2)
    );
    assert!(file.facts >= 2);
    let registered = orgviews::SystemReader::new(town.path())
        .organisations_count()
        .unwrap();
    assert_eq!(registered, 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_projector_that_does_not_run_confirms_nothing() {
    let town = Town::new(1);
    let running = town.start();
    running.catch_up(&town).await;
    assert!(running.applied(0, 0).await.unwrap().applied);
    let beyond = running.applied(1, 20).await.unwrap();
    assert_eq!((beyond.applied, beyond.head), (false, 0));
    let (client, projector) = (running.client.clone(), running.projector.clone());
    let rebuild = RebuildOrganisationRequest {
        organisation: "E82999".to_owned(),
    };
    let mut answer = client
        .clone()
        .rebuild_organisation(rebuild.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.message().await.unwrap_err().code(), Code::NotFound);
    running.kill().await;
    drop(projector);
    let stopped = town.start();
    let _ = stopped.applied(0, LONG_MS).await;
    stopped.kill().await;
}

/// Files that are being made from the log's beginning hold what was withdrawn since: nobody may be shown them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_confirmed_before_the_files_have_caught_up_with_the_log() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let [first, last] = [town.people[0], town.people[1]];
    for person in [first, last] {
        let open = driver.open_case(&gp().organisation);
        town.person(person, &gp(), &open).await.unwrap();
    }
    for number in 0..30 {
        let words = testing::note(&format!("Note {number}."), &[Category::Health]);
        town.person(first, &gp(), &words).await.unwrap();
    }
    let words = testing::note("The last.", &[Category::Health]);
    town.person(last, &gp(), &words).await.unwrap();
    town.log.ends_at(town.head().await - 1);
    let running = town.start();
    for _ in 0..20 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        let confirmed = running.applied(0, 0).await;
        assert_eq!(confirmed.unwrap_err().code(), Code::Unavailable);
    }
    town.log.ends_at(u64::MAX);
    running.catch_up(&town).await;
    assert!(running.applied(0, 0).await.unwrap().applied);

    // Once they have, new commits do not take that away.
    town.log.ends_at(town.head().await);
    let words = testing::note("A new one.", &[Category::Health]);
    town.person(last, &gp(), &words).await.unwrap();
    assert!(running.applied(0, 0).await.unwrap().applied);
    town.log.ends_at(u64::MAX);
    running.stop().await;
}
