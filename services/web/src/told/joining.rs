//! Who takes part in the case: through which service, asking to join it, joining and leaving.

use api::v1::{self, joining_fact::Told};

use super::{Teller, unanswered, unknown};
use crate::{entry::Entry, words};

pub(super) fn involvement(involvement: &v1::Involvement, teller: &Teller<'_>) -> Entry {
    let organisation = &involvement.organisation;
    let role = if involvement.lead {
        "Who leads the case"
    } else {
        "Who acts for the organisation"
    };
    Entry::new("Taking part in the case")
        .says(teller.service(&involvement.service_name, organisation))
        .about(role, teller.names.worker(organisation, &involvement.worker))
}

pub(super) fn fact(fact: &v1::JoiningFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Asked(told)) => Entry::new("Request to join the case")
            .about("Who asks", teller.service(&told.service_name, &told.from))
            .about("Who is asked", teller.organisation(&told.to))
            .about("Why", &told.reason)
            .about("Answer by", words::when_of(told.answer_by.as_ref())),
        Some(Told::Accepted(told)) => Entry::new("Request to join accepted")
            .says("Whoever asked takes part in the case now.")
            .says(&told.words),
        Some(Told::Declined(told)) => {
            Entry::new("Request to join declined").about("Why", &told.words)
        }
        Some(Told::Overdue(told)) => unanswered(
            "Request to join not answered in time",
            told.answer_by.as_ref(),
            told.escalated,
        ),
        Some(Told::Joined(told)) => Entry::new("Joined at once, with the person present")
            .about("Who joined", teller.service(&told.service_name, &told.from))
            .about(
                "Who met the person",
                teller.names.worker(&told.from, &told.worker),
            )
            .about("How the person was identified", &told.identified_by)
            .about(
                "Who held the case, and is told",
                teller.organisation(&told.to),
            ),
        Some(Told::Left(told)) => Entry::new("No longer taking part in the case")
            .says(teller.organisation(&told.organisation))
            .about("Why", &told.words),
    }
}
