//! What is shared with whom, who decided so, and what became of it.

use api::v1::{self, decided_by::Who, sharing_fact::Told};

use super::{Teller, called, unknown};
use crate::{entry::Entry, labels::label, names::Names, words};

/// Who decided, in a sentence without its full stop; empty where nobody is named.
pub fn decided_by(decided_by: Option<&v1::DecidedBy>) -> String {
    let Some(who) = decided_by.and_then(|decided| decided.who.as_ref()) else {
        return String::new();
    };
    match who {
        Who::Person(_) => "The person decided".to_owned(),
        Who::Attorney(attorney) => format!(
            "Their attorney or deputy {} decided; document seen: {}",
            attorney.name, attorney.document_seen
        ),
        Who::BestInterests(interests) => format!(
            "{} decided in the person’s best interests; consulted: {}; to be looked at again on {}",
            interests.decider,
            interests.consulted,
            words::written(&interests.review_on)
        ),
    }
}

/// With whom something is shared; empty where nobody is named.
pub fn audience(audience: &v1::Audience, names: &Names) -> String {
    use v1::audience::Audience;
    match &audience.audience {
        None => String::new(),
        Some(Audience::Organisation(code)) => names.organisation(code),
        Some(Audience::Purpose(purpose)) => {
            let purpose = label::<v1::Purpose>(*purpose).to_lowercase();
            format!("Everyone who takes part for {purpose}")
        }
        Some(Audience::EveryoneInvolved(_)) => "Everyone who takes part".to_owned(),
    }
}

/// Against whom somebody objects; empty where nobody is named.
pub fn against(against: &v1::Against, names: &Names) -> String {
    use v1::against::Against;
    match &against.against {
        None => String::new(),
        Some(Against::Organisation(code)) => names.organisation(code),
        Some(Against::Worker(worker)) => names.who(Some(worker)),
        Some(Against::Purpose(purpose)) => {
            let purpose = label::<v1::Purpose>(*purpose).to_lowercase();
            format!("Everyone who works for {purpose}")
        }
        Some(Against::Everyone(_)) => "Everybody".to_owned(),
    }
}

pub(super) fn agreement(agreement: &v1::Agreement, teller: &Teller<'_>) -> Entry {
    let with = agreement.audience.as_ref();
    let until = match agreement.until.as_str() {
        "" => "As long as they take part".to_owned(),
        until => words::written(until),
    };
    Entry::new("Agreement to share")
        .about(
            "With",
            with.map_or_else(String::new, |with| audience(with, teller.names)),
        )
        .about("What about", called::<v1::Category>(&agreement.categories))
        .about("Until", until)
        .says(decided_by(agreement.decided_by.as_ref()))
        .own_words(&agreement.words)
}

pub(super) fn objection(objection: &v1::Objection, teller: &Teller<'_>) -> Entry {
    let whom = objection.against.as_ref();
    let categories = match &objection.categories[..] {
        [] => "Everything".to_owned(),
        some => called::<v1::Category>(some),
    };
    Entry::new("Objection to sharing")
        .about(
            "With",
            whom.map_or_else(String::new, |whom| against(whom, teller.names)),
        )
        .about("What about", categories)
        .says(decided_by(objection.decided_by.as_ref()))
        .own_words(&objection.words)
}

pub(super) fn fact(fact: &v1::SharingFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Restricted(told)) => {
            let entry = Entry::new("Entry restricted")
                .says("Only named readers see it.")
                .to(teller.explained(&told.fact_id));
            let Some(kept) = &told.kept_from_person else {
                return entry;
            };
            entry
                .about("Kept from the person, because", &kept.reason)
                .about("Who decided so", &kept.decider)
        }
        Some(Told::RestrictionLifted(told)) => Entry::new("Entry no longer restricted")
            .says("It is seen by everyone who is allowed to see what it is about.")
            .to(teller.explained(&told.fact_id)),
        Some(Told::RecordedInError(told)) => Entry::new("Entry recorded in error")
            .about("Why", &told.why)
            .to(teller.explained(&told.fact_id)),
        Some(Told::Duty(told)) => duty(told, teller),
        Some(Told::DutyEnded(told)) => Entry::new("Duty to disclose ended")
            .about("Why", &told.why)
            .to(teller.explained(&told.fact_id)),
        Some(Told::AgreementWithdrawn(told)) => {
            withdrawn("Agreement to share withdrawn", told, teller)
        }
        Some(Told::ObjectionWithdrawn(told)) => {
            withdrawn("Objection to sharing withdrawn", told, teller)
        }
        Some(Told::AgreementEnding(told)) => Entry::new("Agreement to share ends soon")
            .about("Last day", words::written(&told.until))
            .to(teller.explained(&told.fact_id)),
    }
}

fn duty(told: &v1::sharing_fact::Duty, teller: &Teller<'_>) -> Entry {
    let entries = match told.fact_ids.len() {
        1 => "1 entry, with its newer versions".to_owned(),
        number => format!("{number} entries, with their newer versions"),
    };
    let until = match told.until.as_str() {
        "" => "For good".to_owned(),
        until => words::written(until),
    };
    Entry::new("Duty to disclose")
        .says(label::<v1::DutyKind>(told.kind))
        .about("Who is to see it", teller.organisation(&told.organisation))
        .about("What", entries)
        .about("Grounds", &told.grounds)
        .about("Until", until)
}

fn withdrawn(
    heading: &str,
    told: &v1::sharing_fact::DecisionWithdrawn,
    teller: &Teller<'_>,
) -> Entry {
    Entry::new(heading)
        .says(decided_by(told.decided_by.as_ref()))
        .own_words(&told.words)
        .to(teller.explained(&told.fact_id))
}
