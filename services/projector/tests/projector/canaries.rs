//! On random histories: after each withdrawal that counts as applied, no byte of it is left; and a file that grew
//! commit by commit is the one that is made anew.

use crate::{
    driver::Driver,
    town::{LONG_MS, Town},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_withdrawal_no_byte_of_it_is_left_and_what_is_shown_is_there() {
    for seed in [1, 2, 3] {
        let (mut town, mut driver) = (Town::new(3), Driver::new(seed));
        let running = town.start();
        running.catch_up(&town).await;
        let mut withdrawals = 0;
        for step in 0..120 {
            let recorded = driver.step(&mut town).await;
            if recorded.withdraws {
                withdrawals += 1;
                let answer = running.applied(recorded.position.0, LONG_MS).await.unwrap();
                assert!(
                    answer.applied,
                    "seed {seed}, step {step}: {:?}",
                    answer.pending
                );
                town.assert_no_byte_too_many(&format!("seed {seed}, step {step}"))
                    .await;
            }
        }
        assert!(withdrawals > 40, "{withdrawals}");
        running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_grew_are_equal_to_files_made_anew() {
    for seed in [11, 12, 13, 14] {
        let (mut town, mut driver) = (Town::new(4), Driver::new(seed));
        let running = town.start();
        for _ in 0..150 {
            driver.step(&mut town).await;
        }
        running.catch_up(&town).await;
        let organisations = orgviews::organisations(town.path()).unwrap();
        assert!(organisations.len() >= 4, "{organisations:?}");
        for _ in &organisations {
            let checked = running.projector.check_one().await.unwrap().unwrap();
            assert!(checked.equal, "seed {seed}: {}", checked.organisation);
        }
        running.stop().await;
        for organisation in &organisations {
            town.assert_equal(organisation).await;
        }
        town.assert_no_byte_too_many(&format!("seed {seed}")).await;
    }
}
