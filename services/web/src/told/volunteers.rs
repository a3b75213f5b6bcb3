//! Who helps with a case as a volunteer.

use api::v1::{self, volunteer_fact::Told};

use super::{Teller, called, unknown};
use crate::{entry::Entry, words};

pub(super) fn fact(fact: &v1::VolunteerFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Assigned(told)) => Entry::new("Volunteer named")
            .about("Who helps", teller.colleague(&told.worker))
            .about("With what", &told.task)
            .about(
                "What they are shown",
                called::<v1::Category>(&told.categories),
            )
            .about("Until", words::written(&told.until)),
        Some(Told::Released(told)) => Entry::new("Volunteer released")
            .says("They are shown nothing of this case any longer.")
            .about("Why", &told.words),
    }
}
