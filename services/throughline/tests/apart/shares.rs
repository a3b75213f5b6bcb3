//! Three nodes that share the organisations out, each with two: the first one and a warm one. Any node answers for any
//! organisation; where one is killed, its organisations go on from the other; where one is lost, it is made anew; and a
//! withdrawal is complete only where both have carried it out.

use std::{collections::BTreeSet, fs, time::Duration};

use tonic::Code;

use crate::{
    object_to_physio,
    people::{self, PHYSIO, SURGERY, identity, note, notes, physio, surgery},
    town::{Part, Town},
};
use throughline::demo::acting::command_id;

/// The last node's files are made by one process, and answered from by another.
const PARTS: [(&str, usize, usize); 5] = [
    ("cases", 0, 0),
    ("projector,views", 1, 1),
    ("projector,views", 2, 2),
    ("projector", 3, 3),
    ("views", 3, 3),
];
/// Where the nodes answer.
const NODES: [usize; 3] = [1, 2, 4];
/// Where their files are.
const FOLDERS: [usize; 3] = [1, 2, 3];

/// Which nodes have an organisation's file.
fn owners(town: &Town, organisation: &str) -> Vec<usize> {
    let has = |node: &usize| {
        let folder = town.folder(FOLDERS[*node]).join("organisations");
        fs::read_dir(folder).is_ok_and(|mut entries| {
            entries.any(|entry| *entry.unwrap().file_name() == *organisation)
        })
    };
    (0..NODES.len()).filter(has).collect()
}

/// Asks until somebody answers.
async fn at_last<T>(ask: impl AsyncFn() -> Result<T, tonic::Status>) -> T {
    for _ in 0..400 {
        match ask().await {
            Ok(answer) => return answer,
            Err(status) => assert_eq!(status.code(), Code::Unavailable, "{status}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nobody answers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_share_the_organisations_out_and_each_has_a_warm_one_beside_it() {
    let parts = PARTS.map(|(roles, folder, number)| Part {
        roles,
        folder,
        number,
    });
    let mut town = Town::of(1, parts.into());
    let connection = town.connection();
    let services = people::register(&connection).await;
    let ada = people::open(&connection, &services, identity("Ada Wren", "9990000018")).await;
    people::involve(&connection, &services, &ada, "Her knee.", "On Monday.").await;
    let words = note(&command_id(), &ada, "All can see this.");
    let receipt = people::write(&surgery(&connection), words).await.unwrap();

    // Any node answers for any organisation, and two of three have its file.
    let everywhere = async |town: &Town, receipt: &str, nodes: &[usize]| {
        for node in nodes {
            let view = town.view(NODES[*node]);
            let read = at_last(async || people::story(&surgery(&view), &ada, receipt).await).await;
            assert!(
                notes(&read).contains(&"All can see this.".to_owned()),
                "{node}"
            );
            at_last(async || people::story(&physio(&view), &ada, "").await).await;
        }
    };
    everywhere(&town, &receipt, &[0, 1, 2]).await;
    let (ours, theirs) = (owners(&town, SURGERY), owners(&town, PHYSIO));
    assert_eq!([ours.len(), theirs.len()], [2, 2]);

    // One is killed: the others answer for it. It is lost for good: it is made anew, the same share.
    let lost = ours[0];
    let places: Vec<_> = (1..PARTS.len())
        .filter(|place| PARTS[*place].1 == FOLDERS[lost])
        .collect();
    for place in &places {
        town.kill(*place);
    }
    let others: Vec<_> = (0..3).filter(|node| *node != lost).collect();
    everywhere(&town, &receipt, &others).await;
    fs::remove_dir_all(town.folder(FOLDERS[lost])).unwrap();
    for place in &places {
        town.start_again(*place);
    }
    everywhere(&town, &receipt, &[lost]).await;
    assert_eq!(owners(&town, SURGERY), ours);

    // One of the two that may show it stands still: it is not said to be gone.
    let stalled = theirs[0];
    let places: Vec<_> = (1..PARTS.len())
        .filter(|place| PARTS[*place].1 == FOLDERS[stalled])
        .collect();
    for place in &places {
        town.signal(*place, "STOP");
    }
    let withdrawal = object_to_physio(&connection, &ada).await;
    assert!(!withdrawal.complete, "{withdrawal:?}");
    assert!(withdrawal.still_to_come.contains(&PHYSIO.to_owned()));
    for place in &places {
        town.signal(*place, "CONT");
    }
    for node in NODES {
        let view = town.view(node);
        for tries in 0.. {
            let shown = at_last(async || people::story(&physio(&view), &ada, "").await).await;
            if notes(&shown).is_empty() {
                break;
            }
            assert!(tries < 200, "it is still shown");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    // What is the practice's own is where it was.
    let of_surgery: BTreeSet<_> = owners(&town, SURGERY).into_iter().collect();
    assert_eq!(of_surgery, ours.into_iter().collect());
}
