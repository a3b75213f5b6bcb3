//! The process ends anywhere, files lose what they had: after the next start everything is as if nothing had been.

use std::{fs, time::Duration};

use crate::{
    bytes,
    driver::Driver,
    town::{Running, Town},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_anywhere_it_goes_on_where_it_was() {
    for seed in [21, 22, 23] {
        let (mut town, mut driver) = (Town::new(3), Driver::new(seed));
        for _ in 0..12 {
            let running = town.start();
            for _ in 0..10 {
                driver.step(&mut town).await;
            }
            tokio::time::sleep(Duration::from_micros(driver.below(9000) as u64)).await;
            running.kill().await;
        }
        settle_and_compare(&town, seed).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ended_between_any_two_files_of_a_page_it_loses_nothing_and_doubles_nothing() {
    for seed in [71, 72] {
        let (mut town, mut driver) = (Town::new(3), Driver::new(seed));
        drive(&mut town, &mut driver, 50).await;
        let before = std::mem::replace(&mut town.data, tempfile::tempdir().unwrap());
        bytes::copy(before.path(), town.path());
        // One page, since it is there as a whole before it is read.
        for _ in 0..7 {
            driver.step(&mut town).await;
        }
        drive(&mut town, &mut driver, 0).await;
        let after = std::mem::replace(&mut town.data, tempfile::tempdir().unwrap());
        let organisations = orgviews::organisations(after.path()).unwrap();
        assert!(organisations.len() >= 3, "{organisations:?}");
        for written in 0..=organisations.len() {
            // Files are written in the order of their organisations' codes, and system.db after all of them.
            town.data = tempfile::tempdir().unwrap();
            bytes::copy(before.path(), town.path());
            for organisation in &organisations[..written] {
                let folder = bytes::folder(town.path(), organisation);
                let _ = fs::remove_dir_all(&folder);
                bytes::copy(&bytes::folder(after.path(), organisation), &folder);
            }
            settle_and_compare(&town, seed).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_lost_its_last_transactions_is_made_anew_before_it_counts() {
    for seed in [31, 32] {
        let (mut town, mut driver) = (Town::new(3), Driver::new(seed));
        drive(&mut town, &mut driver, 60).await;
        let victim = orgviews::organisations(town.path()).unwrap()[0].clone();
        let (folder, older) = (
            bytes::folder(town.path(), &victim),
            town.path().join("older"),
        );
        bytes::copy(&folder, &older);
        drive(&mut town, &mut driver, 60).await;
        fs::remove_dir_all(&folder).unwrap();
        bytes::copy(&older, &folder);
        settle_and_compare(&town, seed).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_damaged_or_gone_is_made_anew() {
    let (mut town, mut driver) = (Town::new(3), Driver::new(41));
    drive(&mut town, &mut driver, 80).await;
    let organisations = orgviews::organisations(town.path()).unwrap();
    let link = bytes::folder(town.path(), &organisations[0]).join("current");
    fs::write(fs::canonicalize(link).unwrap(), [7; 8192]).unwrap();
    fs::remove_dir_all(bytes::folder(town.path(), &organisations[1])).unwrap();
    settle_and_compare(&town, 41).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn system_db_can_be_lost() {
    let (mut town, mut driver) = (Town::new(3), Driver::new(51));
    drive(&mut town, &mut driver, 80).await;
    for name in ["system.db", "system.db-wal", "system.db-shm"] {
        let _ = fs::remove_file(town.path().join(name));
    }
    settle_and_compare(&town, 51).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_shorter_than_the_files_is_refused() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(61));
    drive(&mut town, &mut driver, 20).await;
    let other = Town {
        data: std::mem::replace(&mut town.data, tempfile::tempdir().unwrap()),
        ..Town::new(2)
    };
    let refused = other.start().ended().await;
    assert!(
        matches!(refused, projector::Error::LogShorter { head: 0, .. }),
        "{refused}"
    );
    assert!(!refused.retry_helps());
}

async fn drive(town: &mut Town, driver: &mut Driver, steps: usize) {
    let running: Running = town.start();
    for _ in 0..steps {
        driver.step(town).await;
    }
    running.catch_up(town).await;
    running.stop().await;
}

async fn settle_and_compare(town: &Town, seed: u64) {
    let running = town.start();
    running.catch_up(town).await;
    town.assert_no_byte_too_many(&format!("seed {seed}")).await;
    running.stop().await;
    for organisation in orgviews::organisations(town.path()).unwrap() {
        town.assert_equal(&organisation).await;
    }
}
