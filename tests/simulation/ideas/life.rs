//! What clients come up with about the life of a case.

use casework::{
    Categories,
    calendar::date_at,
    case::{reopen::ReopenCase, resume::ResumeCase},
    coordination::stop::StopCoordination,
    death::record::RecordDeath,
    decided_by::DecidedBy,
    event::By,
    history::History,
    life::testing,
    move_away::record::RecordMoveAway,
    testing::note,
};
use jiff::Timestamp;

use super::{involved, somebody};
use crate::{chance::Chance, order::Ask};

/// The case is paused, resumed, or, now and then, ended.
pub fn idea(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    if history.paused_since().is_some() {
        return Some((involved(chance, history), Ask::Resume(ResumeCase)));
    }
    let ask = match chance.below(6) {
        0 => Ask::Close(testing::close()),
        1 => Ask::Die(RecordDeath {
            on: date_at(now),
            words: None,
            categories: Categories::NONE,
        }),
        2 => Ask::MoveAway(RecordMoveAway {
            on: date_at(now),
            words: note("To her sister.", &[]).words,
            categories: testing::close().categories,
            told_by: None,
        }),
        3 => Ask::Stop(StopCoordination {
            decided_by: DecidedBy::Person,
            words: None,
            told_by: None,
        }),
        _ => Ask::Pause(testing::pause()),
    };
    let holder = history.open_case()?.holder.organisation.clone();
    Some((somebody(chance, holder.as_str()), ask))
}

/// Whoever held the case takes it up again; none where it never ended.
pub fn reopen(chance: &mut Chance, history: &History) -> Option<(By, Ask)> {
    let holder = history.last_ending()?.holder.as_ref()?;
    let by = somebody(chance, holder.organisation.as_str());
    Some((by, Ask::Reopen(ReopenCase)))
}
