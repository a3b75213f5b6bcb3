//! Who the person is, how they are reached, what to mind on a visit, who takes part.

use api::v1::{ContactSort, Identity, Involvement, PeopleFact, Warning, people_fact::Told};

use crate::{entry::Entry, labels::label, names::Names, words};

pub(super) fn identity(identity: &Identity) -> Entry {
    Entry::new("Who they are")
        .says(&identity.name)
        .about("Likes to be called", &identity.preferred_name)
        .about("Born", super::on(&identity.birth_date))
        .about("NHS number", words::nhs_number(&identity.nhs_number))
}

pub(super) fn involvement(part: &Involvement, names: &Names) -> Entry {
    let organisation = names.organisation(&part.organisation);
    let heading = format!("{}, {organisation}, takes part", part.service_name);
    let who = match part.worker.as_str() {
        "" => String::new(),
        worker => names.worker(&part.organisation, worker),
    };
    let role = if part.lead { "Lead worker" } else { "Worker" };
    Entry::new(heading).about(role, who)
}

pub(super) fn told(fact: &PeopleFact) -> Entry {
    let Some(told) = &fact.told else {
        return Entry::new("About the person");
    };
    match told {
        Told::ContactPoint(recorded) => {
            let point = recorded.contact_point.clone().unwrap_or_default();
            let entry = Entry::new(label::<ContactSort>(point.sort)).says(point.value);
            entry.about("Mind", point.safety_instruction)
        }
        Told::ContactPointEnded(_) => Entry::new("Not reached there any longer"),
        Told::VisitWarning(warning) => {
            let warnings = warning.warnings.iter();
            let warnings = warnings.map(|number| label::<Warning>(*number).to_owned());
            Entry::new("Mind on a visit").says(words::list(&warnings.collect::<Vec<_>>()))
        }
        Told::VisitWarningReason(reason) => Entry::new("Why to mind it").says(&reason.words),
        Told::VisitWarningLifted(_) => Entry::new("Visit warning lifted"),
        Told::WrongPerson(wrong) => {
            Entry::new("An entry was recorded on the wrong person").says(&wrong.words)
        }
        Told::WrongPersonUnmarked(unmarked) => {
            Entry::new("The entry was about this person after all").says(&unmarked.words)
        }
        Told::Linked(linked) => Entry::new("Worked on together with another person’s case")
            .says(&linked.words)
            .to(format!("/people/{}", linked.other_person_id)),
        Told::Unlinked(unlinked) => {
            Entry::new("No longer worked on together").says(&unlinked.words)
        }
        Told::Merged(merged) => Entry::new("Another record of theirs was merged into this one")
            .about("Kept under the name", &merged.name)
            .says(&merged.words),
        Told::MergeUndone(undone) => {
            Entry::new("The other record is one of its own after all").says(&undone.words)
        }
    }
}
