//! What must hold of the projector's files at any time, and of everybody once all is quiet.

use std::{collections::BTreeMap, sync::Arc};

use casework::{disclosure::disclose, history::History, ids::PersonId};

use super::{
    pause::Woken,
    projector::Files,
    story::{PEOPLE, Story, streams},
    witness::Person,
};

impl Story {
    /// One person's rows are what is disclosed of the stream up to where the projector has come.
    pub(super) fn check_files(&mut self) {
        let person = self.chance.pick(&PEOPLE);
        let files = self.files.lock().unwrap();
        check_person(&files, self.witness.person(person), person);
    }

    /// All orders are settled and the projector has caught up.
    pub(super) fn check_end(&mut self) {
        for order in &self.orders {
            assert_eq!(order.in_flight, 0);
            let in_log = self.witness.has(order);
            assert!(
                order.done.is_none() || in_log,
                "what was acknowledged is in the log"
            );
            assert!(!order.first_hand || order.done.is_some());
        }
        let files = self.files.lock().unwrap();
        for person in PEOPLE {
            let seen = self.witness.person(person);
            assert_eq!(
                files.versions.get(&person).map_or(0, |version| version.0),
                seen.events.len() as u64
            );
            check_person(&files, seen, person);
        }
        drop(files);
        self.check_processes();
    }

    /// Both processes, the projector and one that has just started hold the same.
    fn check_processes(&mut self) {
        let fresh = streams(&self.network, &self.keys, 1_000);
        let versions = self.versions();
        for person in PEOPLE {
            let expected = picture(&self.witness.person(person).history);
            for process in self.streams.iter().chain([&fresh]) {
                let held = to_the_end(process.read(&person)).unwrap();
                assert_eq!(held.version.0, versions[&person] as u64);
                assert_eq!(
                    picture(&held.state),
                    expected,
                    "a process holds another state than the log"
                );
            }
            let events = to_the_end(fresh.events(&person)).unwrap();
            assert_eq!(events, self.witness.person(person).events);
        }
    }
}

fn check_person(files: &Files, seen: &Person, person: PersonId) {
    let version = files.versions.get(&person).map_or(0, |version| version.0);
    let history = seen.history_up_to(version);
    let disclosed: BTreeMap<_, BTreeMap<_, _>> = disclose(&history)
        .into_iter()
        .map(|(organisation, shown)| {
            (
                organisation,
                shown.into_iter().map(|row| (row.id, row)).collect(),
            )
        })
        .collect();
    let rows = files.rows.get(&person).cloned().unwrap_or_default();
    assert_eq!(
        rows, disclosed,
        "the projector's rows are not what is disclosed"
    );
    let known = seen.known();
    for (organisation, rows) in rows {
        assert!(
            rows.is_empty() || known.contains(&organisation),
            "{organisation} has nothing to do with this person"
        );
    }
}

/// Everything about a history that can be asked.
fn picture(history: &History) -> String {
    let facts: Vec<_> = history
        .facts()
        .iter()
        .map(|fact| (fact, history.newest(fact).id))
        .collect();
    let lists = (
        history.involvements().collect::<Vec<_>>(),
        history.referrals().collect::<Vec<_>>(),
        history.actions().collect::<Vec<_>>(),
        history.handovers().collect::<Vec<_>>(),
        (
            history.plan_review(),
            history.decisions().collect::<Vec<_>>(),
        ),
        history.reviews().collect::<Vec<_>>(),
        history.live_agreements().collect::<Vec<_>>(),
        history.objections().collect::<Vec<_>>(),
        history.organisations().collect::<Vec<_>>(),
    );
    format!(
        "{:?}",
        (history.version(), history.open_case(), facts, lists)
    )
}

/// Polls a task until it is done, while nobody else acts.
fn to_the_end<F: Future>(task: F) -> F::Output {
    let woken: Arc<Woken> = Woken::new();
    let mut task = std::pin::pin!(task);
    loop {
        assert!(woken.is(), "it waits, and nobody will wake it");
        if let std::task::Poll::Ready(output) = woken.poll(task.as_mut()) {
            return output;
        }
    }
}
