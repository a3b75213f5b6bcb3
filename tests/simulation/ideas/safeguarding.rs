//! What clients come up with about safeguarding.

use casework::{
    concern::{self, Concern, close::CloseConcern, raise::RaiseConcern},
    concern_told::record::RecordConcernTold,
    event::By,
    history::History,
};
use jiff::Timestamp;

use super::{WORKERS, involved, somebody};
use crate::{chance::Chance, order::Ask};

/// A concern is raised, somebody is told of it, or it is closed.
pub fn idea(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let mut concerns: Vec<&Concern> = history.concerns().collect();
    concerns.sort_by_key(|concern| concern.version);
    if concerns.is_empty() || chance.one_in(3) {
        let leads = [chance.pick(&WORKERS).parse().unwrap()].into();
        let raise = RaiseConcern {
            leads,
            immediate_danger: chance.one_in(3),
            ..concern::testing::concern()
        };
        return Some((involved(chance, history), Ask::RaiseConcern(raise)));
    }
    let concern = chance.pick(&concerns);
    let by = somebody(chance, concern.organisation.as_str());
    let leads = concern.leads.clone();
    let ask = if chance.one_in(2) {
        Ask::TellConcern(RecordConcernTold {
            concern: concern.id,
            leads,
            ..concern::testing::told(history, now)
        })
    } else {
        Ask::CloseConcern(CloseConcern {
            concern: concern.id,
            seen: concern.last_event,
            leads,
            ..concern::testing::close(history)
        })
    };
    Some((by, ask))
}
