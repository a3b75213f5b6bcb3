//! Safeguarding concerns: as they were raised, who was told of them, and what came of them.

use api::v1::{self, concern_fact::Told, concern_subject::Subject};

use super::unknown;
use crate::{entry::Entry, labels::label, words};

pub(super) fn fact(fact: &v1::ConcernFact) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Raised(raised)) => self::raised(raised),
        Some(Told::SomebodyTold(told)) => Entry::new("Somebody was told of the concern")
            .about("Who", label::<v1::ConcernRecipient>(told.recipient))
            .about("By name", &told.name)
            .about("When", words::when_of(told.told_at.as_ref()))
            .says(&told.words),
        Some(Told::Overdue(overdue)) => {
            let passed = if overdue.escalated {
                "A second day has passed, and nobody is recorded as told."
            } else {
                "Nobody is recorded as told."
            };
            Entry::new("Nobody told of the concern in time")
                .says(passed)
                .about(
                    "Somebody was to be told by",
                    words::when_of(overdue.tell_by.as_ref()),
                )
                .tag("Overdue", "red")
        }
        Some(Told::Closed(closed)) => Entry::new("Safeguarding concern closed")
            .about(
                "What came of it",
                label::<v1::ConcernOutcome>(closed.outcome),
            )
            .says(&closed.words),
    }
}

fn raised(raised: &v1::ConcernRaised) -> Entry {
    let subject = raised.subject.as_ref();
    let subject = match subject.and_then(|subject| subject.subject.as_ref()) {
        None => "",
        Some(Subject::Person(_)) => "The person",
        Some(Subject::SomebodyElse(who)) => who,
    };
    let entry = Entry::new("Safeguarding concern")
        .says(&raised.words)
        .about("About whom", subject)
        .about("The person’s name", &raised.person_name)
        .about("What was done at once", &raised.done)
        .about(
            "Somebody is to be told by",
            words::when_of(raised.tell_by.as_ref()),
        );
    if raised.immediate_danger {
        entry.tag("Somebody is in immediate danger", "red")
    } else {
        entry
    }
}
