//! Every sort of fact in plain words: what it is, what it says, who recorded it and when. Words are never shortened here.
//!
//! Each group of themes has a file. How it then stands on a page is in `entry`.

mod asks;
mod case;
mod people;
mod plans;
mod reviews;
mod sharing;

use std::collections::BTreeSet;

use api::v1::{self, Fact, decided_by::Who, fact::Content};

pub use sharing::{against, audience};

use crate::{entry::Entry, names::Names, words};

/// A fact of this person's case as a page shows it.
pub fn entry(fact: &Fact, person: &str, names: &Names) -> Entry {
    let mut entry = match &fact.content {
        Some(content) => told(content, names),
        None => Entry::new("Something that this page cannot show yet"),
    };
    entry.id = fact.fact_id.clone();
    entry.by = names.who(fact.recorded_by.as_ref());
    entry.at = words::when_of(fact.recorded_at.as_ref());
    entry.why = format!("/people/{person}/facts/{}/why", fact.fact_id);
    if fact.restricted {
        entry = entry.tag("Restricted", "yellow");
    }
    if fact.recorded_in_error {
        entry = entry.tag("Recorded in error", "red");
    }
    if fact.on_wrong_person {
        entry = entry.tag("On the wrong person", "red");
    }
    entry
}

fn told(content: &Content, names: &Names) -> Entry {
    match content {
        Content::Identity(identity) => people::identity(identity),
        Content::Involvement(part) => people::involvement(part, names),
        Content::People(fact) => people::told(fact),
        Content::Passage(passage) => plans::passage(passage),
        Content::Confirmation(_) => {
            Entry::new("About Me was confirmed").says("The person said that it is still true.")
        }
        Content::Note(note) => Entry::new("Update").says(&note.words),
        Content::Agreement(agreement) => sharing::agreement(agreement, names),
        Content::Objection(objection) => sharing::objection(objection, names),
        Content::Sharing(fact) => sharing::told(fact, names),
        Content::ReferralRaised(raised) => asks::referral_raised(raised, names),
        Content::ReferralAccepted(accepted) => {
            Entry::new("Referral accepted").says(&accepted.words)
        }
        Content::ReferralDeclined(declined) => asks::declined(
            "Referral declined",
            declined.reason,
            &declined.words,
            &declined.instead,
        ),
        Content::ReferralOverdue(late) => asks::overdue(
            "Referral not answered in time",
            late.answer_by,
            late.escalated,
        ),
        Content::Referral(fact) => asks::referral(fact, names),
        Content::Information(fact) => asks::information(fact, names),
        Content::Joining(fact) => asks::joining(fact, names),
        Content::Handover(fact) => asks::handover(fact, names),
        Content::Action(fact) => asks::action(fact, names),
        Content::Plan(fact) => plans::told(fact),
        Content::Decision(fact) => plans::decision(fact),
        Content::Review(fact) => reviews::told(fact, names),
        Content::Life(fact) => case::life(fact),
        Content::Concern(fact) => case::concern(fact),
        Content::Erased(_) => Entry::new("Erased").says("The words were erased for good."),
    }
}

/// The organisations of which a worker is named in these facts, so that their names can be looked up.
pub fn mentioned<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> BTreeSet<String> {
    let mut organisations = BTreeSet::new();
    for fact in facts {
        organisations.extend(fact.recorded_by.iter().map(|by| by.organisation.clone()));
        if let Some(content) = &fact.content {
            match content {
                Content::Involvement(part) => {
                    organisations.insert(part.organisation.clone());
                }
                Content::Action(fact) => organisations.extend(asks::owner(fact)),
                Content::Handover(fact) => organisations.extend(asks::receiver(fact)),
                Content::Review(fact) => organisations.extend(reviews::mentioned(fact)),
                Content::Objection(objection) => {
                    organisations.extend(sharing::objected_to(objection));
                }
                _ => {}
            }
        }
    }
    organisations
}

/// Who decided, in words.
pub fn decided_by(by: Option<&v1::DecidedBy>) -> String {
    match by.and_then(|by| by.who.as_ref()) {
        None => String::new(),
        Some(Who::Person(_)) => "The person decided".to_owned(),
        Some(Who::Attorney(attorney)) => format!(
            "{}, their attorney or deputy, decided; document seen: {}",
            attorney.name, attorney.document_seen
        ),
        Some(Who::BestInterests(best)) => format!(
            "{} decided in their best interests; consulted: {}; looked at again on {}",
            best.decider,
            best.consulted,
            words::written(&best.review_on)
        ),
    }
}

/// What is said where the person did not agree.
fn without_agreement(entry: Entry, why: &str) -> Entry {
    entry.about("Without the person’s agreement", why)
}

/// A date, where there is one.
fn on(date: &str) -> String {
    if date.is_empty() {
        String::new()
    } else {
        words::written(date)
    }
}
