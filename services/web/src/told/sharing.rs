//! Agreements, objections, restrictions and duties.

use api::v1::{
    self, Agreement, Category, DutyKind, Objection, Purpose, SharingFact, against::Against as To,
    audience::Audience as With, sharing_fact::Told,
};

use crate::{entry::Entry, labels::label, names::Names, words};

/// With whom, in words.
pub fn audience(audience: Option<&v1::Audience>, names: &Names) -> String {
    match audience.and_then(|audience| audience.audience.as_ref()) {
        None => String::new(),
        Some(With::Organisation(code)) => names.organisation(code),
        Some(With::Purpose(purpose)) => format!(
            "everybody involved for {}",
            label::<Purpose>(*purpose).to_lowercase()
        ),
        Some(With::EveryoneInvolved(_)) => "everybody involved".to_owned(),
    }
}

/// Against whom, in words.
pub fn against(against: Option<&v1::Against>, names: &Names) -> String {
    match against.and_then(|against| against.against.as_ref()) {
        None => String::new(),
        Some(To::Organisation(code)) => names.organisation(code),
        Some(To::Worker(worker)) => format!(
            "{} of {}",
            names.worker(&worker.organisation, &worker.worker),
            names.organisation(&worker.organisation)
        ),
        Some(To::Purpose(purpose)) => format!(
            "everything done for {}",
            label::<Purpose>(*purpose).to_lowercase()
        ),
        Some(To::Everyone(_)) => "everybody".to_owned(),
    }
}

/// The organisation of a worker who is objected to by name.
pub(super) fn objected_to(objection: &Objection) -> Option<String> {
    match objection.against.as_ref()?.against.as_ref()? {
        To::Worker(worker) => Some(worker.organisation.clone()),
        _ => None,
    }
}

fn categories(numbers: &[i32]) -> String {
    let labels = numbers
        .iter()
        .map(|number| label::<Category>(*number).to_lowercase());
    words::list(&labels.collect::<Vec<_>>())
}

pub(super) fn agreement(agreement: &Agreement, names: &Names) -> Entry {
    let with = audience(agreement.audience.as_ref(), names);
    Entry::new(format!("Agreed to share with {with}"))
        .about("What", categories(&agreement.categories))
        .about("Until", super::on(&agreement.until))
        .about("Decided", super::decided_by(agreement.decided_by.as_ref()))
        .own_words(&agreement.words)
}

pub(super) fn objection(objection: &Objection, names: &Names) -> Entry {
    let to = against(objection.against.as_ref(), names);
    let what = match &objection.categories[..] {
        [] => "everything".to_owned(),
        some => categories(some),
    };
    Entry::new(format!("Objected to sharing with {to}"))
        .about("What", what)
        .about("Decided", super::decided_by(objection.decided_by.as_ref()))
        .own_words(&objection.words)
}

pub(super) fn told(fact: &SharingFact, names: &Names) -> Entry {
    let Some(told) = &fact.told else {
        return Entry::new("Sharing");
    };
    match told {
        Told::Restricted(restricted) => {
            let kept = restricted.kept_from_person.clone().unwrap_or_default();
            Entry::new("An entry was restricted")
                .about("Kept from the person because", kept.reason)
                .about("Decided by", kept.decider)
        }
        Told::RestrictionLifted(_) => Entry::new("An entry is restricted no longer"),
        Told::RecordedInError(error) => {
            Entry::new("An entry was recorded in error").says(&error.why)
        }
        Told::Duty(duty) => {
            let organisation = names.organisation(&duty.organisation);
            let kind = label::<DutyKind>(duty.kind);
            Entry::new(format!("{kind}: {organisation} is to see entries"))
                .says(&duty.grounds)
                .about("Until", super::on(&duty.until))
        }
        Told::DutyEnded(ended) => Entry::new("A duty to disclose has ended").says(&ended.why),
        Told::AgreementWithdrawn(withdrawn) => Entry::new("An agreement was withdrawn")
            .about("Decided", super::decided_by(withdrawn.decided_by.as_ref()))
            .own_words(&withdrawn.words),
        Told::ObjectionWithdrawn(withdrawn) => Entry::new("An objection was withdrawn")
            .about("Decided", super::decided_by(withdrawn.decided_by.as_ref()))
            .own_words(&withdrawn.words),
        Told::AgreementEnding(ending) => {
            Entry::new("An agreement ends soon").about("On", super::on(&ending.until))
        }
    }
}
