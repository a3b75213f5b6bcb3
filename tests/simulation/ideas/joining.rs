//! What clients come up with about finding people, joining and leaving.

use casework::{
    case::{join::JoinCase, leave::LeaveCase},
    event::By,
    history::History,
    join_request::{
        JoinRequest, State, accept::AcceptJoinRequest, decline::DeclineJoinRequest,
        raise::RaiseJoinRequest,
    },
    person::find::FindPerson,
    testing,
    words::Words,
};
use jiff::Timestamp;

use super::{ORGANISATIONS, involved, service, somebody};
use crate::{chance::Chance, order::Ask};

/// The person is looked for, an organisation asks to join, or joins at once.
pub fn ask(chance: &mut Chance, _: &History, _: Timestamp) -> Option<(By, Ask)> {
    let organisation = chance.pick(&ORGANISATIONS);
    let by = somebody(chance, organisation);
    let service = service(organisation);
    let ask = match chance.below(4) {
        0 => Ask::Find(FindPerson {
            birth_date: "1951-03-04".parse().unwrap(),
            described: None,
        }),
        1 => Ask::Join(JoinCase {
            service,
            identified_by: words("Her bus pass."),
        }),
        _ => Ask::RaiseJoinRequest(RaiseJoinRequest {
            service,
            ..testing::ask_to_join()
        }),
    };
    Some((by, ask))
}

/// A request is answered, mostly by the lead worker.
pub fn answer(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let open = |request: &&JoinRequest| request.state == State::Open;
    let mut requests: Vec<&JoinRequest> = history.join_requests().filter(open).collect();
    requests.sort_by_key(|request| request.version);
    let request = *requests.get(chance.below(requests.len().max(1)))?;
    let holder = history.open_case()?.holder.clone();
    let by = By {
        worker: holder.worker,
        ..somebody(chance, request.asked.as_str())
    };
    let (id, seen) = (request.id, request.last_event);
    let ask = if chance.one_in(3) {
        Ask::DeclineJoin(DeclineJoinRequest {
            request: id,
            seen,
            words: words("Not now."),
        })
    } else {
        Ask::AcceptJoin(AcceptJoinRequest {
            request: id,
            seen,
            words: None,
        })
    };
    Some((by, ask))
}

/// Somebody leaves.
pub fn leave(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let words = words("They need no more help.");
    Some((involved(chance, history), Ask::Leave(LeaveCase { words })))
}

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}
