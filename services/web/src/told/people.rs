//! Who the person is, their own words, how they are reached, what to mind on a visit, and records that belong together.

use api::v1::{self, people_fact::Told};

use super::{Teller, unknown};
use crate::{
    entry::Entry,
    labels::{Labelled, label},
    words,
};

pub(super) fn identity(identity: &v1::Identity) -> Entry {
    Entry::new("Who they are")
        .about("Name", &identity.name)
        .about("Likes to be called", &identity.preferred_name)
        .about("Born", words::written(&identity.birth_date))
        .about("NHS number", words::nhs_number(&identity.nhs_number))
}

pub(super) fn passage(passage: &v1::Passage) -> Entry {
    let entry = Entry::new(label::<v1::Heading>(passage.heading))
        .own_words(&passage.words)
        .about("Written with help from", &passage.helped_by);
    if passage.do_not_ask_again {
        entry.tag("Please do not ask about this again", "")
    } else {
        entry
    }
}

pub(super) fn fact(fact: &v1::PeopleFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::ContactPoint(told)) => contact_point(told),
        Some(Told::ContactPointEnded(_)) => {
            Entry::new("Contact point ended").says("The person is not reached there any longer.")
        }
        Some(Told::VisitWarning(told)) => {
            let warnings = told.warnings.iter();
            let warnings = warnings.map(|warning| label::<v1::Warning>(*warning));
            warnings.fold(Entry::new("What to mind on a visit"), Entry::says)
        }
        Some(Told::VisitWarningReason(told)) => {
            Entry::new("Why something is to be minded on a visit").says(&told.words)
        }
        Some(Told::VisitWarningLifted(_)) => Entry::new("Warning for visits lifted")
            .says("It does not have to be minded on a visit any longer."),
        Some(Told::WrongPerson(told)) => Entry::new("Entry recorded on the wrong person")
            .about("How it came about", &told.words)
            .to(teller.explained(&told.fact_id)),
        Some(Told::WrongPersonUnmarked(told)) => Entry::new("Entry about this person after all")
            .about("Why", &told.words)
            .to(teller.explained(&told.fact_id)),
        Some(Told::Linked(told)) => Entry::new("Worked on together with another case")
            .about("How the two belong together", &told.words)
            .to(format!("/people/{}", told.other_person_id)),
        Some(Told::Unlinked(told)) => Entry::new("No longer worked on together with another case")
            .says("Each of the two cases goes on by itself.")
            .about("Why", &told.words),
        Some(Told::Merged(told)) => Entry::new("Another record merged into this one")
            .about("The name under which it was kept", &told.name)
            .about("How it is known that the two are one person", &told.words),
        Some(Told::MergeUndone(told)) => {
            Entry::new("Merging of two records undone").about("Why", &told.words)
        }
    }
}

fn contact_point(told: &v1::people_fact::ContactPointRecorded) -> Entry {
    let Some(point) = &told.contact_point else {
        return unknown();
    };
    let heading = point.sort().label();
    Entry::new(format!("How they are reached: {}", heading.to_lowercase()))
        .says(&point.value)
        .about("Keep in mind", &point.safety_instruction)
}
