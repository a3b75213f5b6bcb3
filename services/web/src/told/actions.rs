//! Actions: who does what by when, what is asked of another organisation, and the person's own steps.

use api::v1::{self, action_fact::Told};

use super::{Teller, unanswered, unknown};
use crate::{entry::Entry, labels::label, words};

pub(super) fn fact(fact: &v1::ActionFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Agreed(told)) => Entry::new("Action")
            .says(&told.words)
            .about(
                "Who does it",
                teller.worker(&told.organisation, &told.worker),
            )
            .about("To be done by", words::written(&told.due))
            .about("Without agreement", &told.without_agreement),
        Some(Told::OwnStep(told)) => Entry::new("The person’s own step")
            .own_words(&told.words)
            .about("Who helps", &told.helper)
            .about("Hoped by", words::written(&told.hoped_by)),
        Some(Told::Requested(told)) => {
            let to = teller.service(&told.service_name, &told.to);
            Entry::new(format!("Action asked of {to}"))
                .says(&told.words)
                .about("Asked by", teller.organisation(&told.from))
                .about("To be done by", words::written(&told.due))
                .about("Without agreement", &told.without_agreement)
                .about("Answer by", words::when_of(told.answer_by.as_ref()))
        }
        Some(Told::Unanswered(told)) => unanswered(
            "Request for an action not answered in time",
            told.answer_by.as_ref(),
            told.escalated,
        ),
        Some(Told::Accepted(told)) => Entry::new("Action accepted")
            .about("Who does it", teller.colleague(&told.worker))
            .says(&told.words),
        Some(Told::Declined(told)) => Entry::new("Action declined")
            .about("Why", label::<v1::DeclineReason>(told.reason))
            .says(&told.words)
            .about("Where to ask instead", &told.instead),
        Some(Told::Reassigned(told)) => Entry::new("Action passed to a colleague")
            .about("Who does it now", teller.colleague(&told.worker))
            .says(&told.words),
        Some(Told::Overdue(told)) => Entry::new("Action not done in time")
            .about("It was to be done by", words::written(&told.due))
            .tag("Overdue", "red"),
        Some(Told::Completed(told)) => {
            Entry::new("Action done").about("What came of it", &told.words)
        }
        Some(Told::Cancelled(told)) => Entry::new("Action called off").about("Why", &told.words),
    }
}
