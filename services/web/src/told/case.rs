//! How a case goes on and ends, and safeguarding concerns.

use api::v1::{
    ConcernFact, ConcernOutcome, ConcernRecipient, Ending, LifeFact, PauseReason,
    concern_fact::Told, concern_subject::Subject, life_fact::Life,
};

use crate::{entry::Entry, labels::label, words};

pub(super) fn life(fact: &LifeFact) -> Entry {
    let Some(life) = &fact.life else {
        return Entry::new("About the case");
    };
    match life {
        Life::Paused(paused) => {
            Entry::new("Case paused").about("Expected back", super::on(&paused.expected_back))
        }
        Life::PausedFor(why) => Entry::new("Why it is paused")
            .says(label::<PauseReason>(why.reason))
            .says(&why.words),
        Life::Resumed(_) => Entry::new("Case goes on"),
        Life::Ended(ended) => {
            Entry::new(label::<Ending>(ended.ending)).about("On", super::on(&ended.on))
        }
        Life::Stopped(stopped) => Entry::new("They want nobody to coordinate any more")
            .says(super::decided_by(stopped.decided_by.as_ref()))
            .own_words(&stopped.words),
        Life::Reopened(_) => Entry::new("Case taken up again"),
        Life::AskEnded(ended) => {
            Entry::new("Ended with the case").says(label::<Ending>(ended.ending))
        }
        Life::AnswerByMoved(moved) => Entry::new("More time to answer, since the case was paused")
            .about("Now by", words::day_of(moved.answer_by.as_ref())),
        Life::DueMoved(moved) => Entry::new("More time, since the case was paused")
            .about("Now by", super::on(&moved.due)),
    }
}

pub(super) fn concern(fact: &ConcernFact) -> Entry {
    let Some(told) = &fact.told else {
        return Entry::new("Safeguarding concern");
    };
    match told {
        Told::Raised(raised) => {
            let about = match raised
                .subject
                .as_ref()
                .and_then(|subject| subject.subject.as_ref())
            {
                Some(Subject::SomebodyElse(who)) => who.clone(),
                _ => String::new(),
            };
            let entry = Entry::new("Safeguarding concern raised")
                .says(&raised.words)
                .about("About somebody else", about)
                .about("Done at once", &raised.done)
                .about(
                    "Somebody is to be told by",
                    words::when_of(raised.tell_by.as_ref()),
                );
            if raised.immediate_danger {
                entry.tag("Immediate danger", "red")
            } else {
                entry
            }
        }
        Told::SomebodyTold(told) => Entry::new("Somebody was told")
            .says(format!(
                "{}: {}",
                label::<ConcernRecipient>(told.recipient),
                told.name
            ))
            .about("When", words::when_of(told.told_at.as_ref()))
            .says(&told.words),
        Told::Overdue(late) => Entry::new("Nobody was told in time")
            .about("Was due by", words::when_of(late.tell_by.as_ref()))
            .tag("Overdue", "red"),
        Told::Closed(closed) => Entry::new("Concern closed")
            .says(label::<ConcernOutcome>(closed.outcome))
            .says(&closed.words),
    }
}
