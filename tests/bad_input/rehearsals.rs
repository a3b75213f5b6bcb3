//! A rehearsal records nothing, whichever command is rehearsed, and registers nobody and nothing.

use tonic_types::StatusExt;

use crate::place::Place;

/// How many commands of the samples can be rehearsed, at least: what only records about one person.
const REHEARSED_MIN: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_comes_of_a_rehearsal() {
    let place = Place::new().await;
    let commands = place
        .commands_about_nobody()
        .into_iter()
        .chain(place.commands())
        .chain(place.alternatives());
    let (mut rehearsed, before) = (0, place.everything().await);
    let head = place.town.head().await;
    for (who, call) in commands {
        let rpc = call.rpc();
        match call.send(&who.rehearsing()).await {
            Ok(answer) => {
                assert!(answer.contains("rehearsal: Some"), "{rpc}: {answer}");
                rehearsed += 1;
            }
            Err(status) => {
                // A sample that waits for one before it is refused as it would be in earnest.
                assert!(status.get_details_error_info().is_some(), "{rpc}: {status}");
            }
        }
        assert_eq!(place.town.head().await, head, "{rpc}");
    }
    assert_eq!(place.everything().await, before);
    assert!(rehearsed >= REHEARSED_MIN, "{rehearsed}");
    place.town.close().await;
}
