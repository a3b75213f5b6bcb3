//! Handovers: the custody of the case is offered, and what became of that.

use api::v1::{self, handover_fact::Told};

use super::{Teller, unanswered, unknown};
use crate::{entry::Entry, labels::label, words};

pub(super) fn fact(fact: &v1::HandoverFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Offered(told)) => offered(told, teller),
        Some(Told::Accepted(told)) => Entry::new("Handover accepted")
            .about("Who leads the case now", teller.colleague(&told.worker))
            .says(&told.words),
        Some(Told::Declined(told)) => Entry::new("Handover declined")
            .about("Why", label::<v1::DeclineReason>(told.reason))
            .says(&told.words),
        Some(Told::Cancelled(told)) => Entry::new("Handover taken back")
            .says("The case stays where it was.")
            .about("Why", &told.words),
        Some(Told::Overdue(told)) => unanswered(
            "Handover not answered in time",
            told.answer_by.as_ref(),
            told.escalated,
        ),
        Some(Told::Taken(told)) => Entry::new("Case taken by the custodian of the area")
            .about("Who held it", teller.organisation(&told.from))
            .about("Who leads it now", teller.worker(&told.to, &told.worker))
            .about("Why its holder could not answer", &told.reason),
    }
}

fn offered(told: &v1::handover_fact::Offered, teller: &Teller<'_>) -> Entry {
    let to = if told.worker.is_empty() {
        teller.service(&told.service_name, &told.to)
    } else {
        teller.worker(&told.to, &told.worker)
    };
    let from = teller.organisation(&told.from);
    let entry = Entry::new(format!("Handover to {to}"))
        .says(&told.summary)
        .about("Offered by", &from);
    let outstanding = told.outstanding.iter();
    let entry = outstanding
        .fold(entry, |entry, promise| {
            entry.about("Still to be done", promise)
        })
        .about("Introduction on", words::written(&told.introduction_on))
        .about("Without agreement", &told.without_agreement)
        .about("Answer by", words::when_of(told.answer_by.as_ref()));
    if told.sender_leaves {
        entry.says(format!("Once it is accepted, {from} takes part no longer."))
    } else {
        entry
    }
}
