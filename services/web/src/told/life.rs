//! The life of the case: paused, gone on, ended, reopened, and what that did to what was being waited for.

use api::v1::{self, life_fact::Life};

use super::{Teller, decided_by, unknown};
use crate::{entry::Entry, labels::label, words};

pub(super) fn fact(fact: &v1::LifeFact, teller: &Teller<'_>) -> Entry {
    match &fact.life {
        None => unknown(),
        Some(Life::Paused(life)) => {
            let back = match life.expected_back.as_str() {
                "" => "Not known yet".to_owned(),
                day => words::written(day),
            };
            Entry::new("Case paused").about("Expected back", back)
        }
        Some(Life::PausedFor(life)) => Entry::new("Why the case is paused")
            .says(label::<v1::PauseReason>(life.reason))
            .says(&life.words),
        Some(Life::Resumed(_)) => Entry::new("Case resumed").says("The case goes on."),
        Some(Life::Ended(life)) => Entry::new("Case ended")
            .says(label::<v1::Ending>(life.ending))
            .about("On", words::written(&life.on))
            .about("Who tells the person", teller.colleague(&life.told_by)),
        Some(Life::Stopped(life)) => Entry::new("No more coordination wanted")
            .says(decided_by(life.decided_by.as_ref()))
            .own_words(&life.words),
        Some(Life::Reopened(_)) => Entry::new("Case reopened").says("The case goes on after all."),
        Some(Life::AskEnded(life)) => {
            Entry::new("Ended with the case").says(label::<v1::Ending>(life.ending))
        }
        Some(Life::AnswerByMoved(life)) => Entry::new("More time to answer")
            .says("The case was paused.")
            .about("Answer by", words::when_of(life.answer_by.as_ref())),
        Some(Life::DueMoved(life)) => Entry::new("More time to do it")
            .says("The case was paused.")
            .about("To be done by", words::written(&life.due)),
    }
}
