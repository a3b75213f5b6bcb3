//! What is known in plain words: every sort of fact of the contract as an entry of a page. Each theme's facts are one
//! file in `told`.
//!
//! How an entry stands on a page is in `entry`; what the choices are called is in `labels`.

mod actions;
mod handovers;
mod joining;
mod life;
mod mentioned;
mod people;
mod plans;
mod referrals;
mod reviews;
mod safeguarding;
mod sharing;
mod volunteers;

use api::v1::{self, fact::Content};

pub use mentioned::mentioned;
pub use sharing::{against, audience, decided_by};

use crate::{
    entry::{Entry, Tag},
    names::Names,
    words,
};

/// A fact on a page of this person's case.
pub fn entry(fact: &v1::Fact, person: &str, names: &Names) -> Entry {
    let teller = Teller {
        names,
        person,
        recorder: fact
            .recorded_by
            .as_ref()
            .map_or("", |worker| &worker.organisation),
    };
    let mut entry = content(fact.content.as_ref(), &teller);
    entry.id = fact.fact_id.clone();
    entry.by = names.who(fact.recorded_by.as_ref());
    entry.at = words::when_of(fact.recorded_at.as_ref());
    entry.why = teller.explained(&fact.fact_id);
    if entry.href.is_empty() {
        entry.href = page_of(fact.content.as_ref(), names);
    }
    let marks = [
        (fact.restricted, "Restricted", "yellow"),
        (fact.recorded_in_error, "Recorded in error", "red"),
        (fact.on_wrong_person, "On the wrong person", "red"),
    ];
    let held = marks.into_iter().filter(|(holds, ..)| *holds);
    let tags = held.map(|(_, label, colour)| Tag::new(label, colour));
    entry.tags.extend(tags);
    entry
}

fn content(content: Option<&Content>, teller: &Teller<'_>) -> Entry {
    match content {
        None => unknown(),
        Some(Content::Identity(identity)) => people::identity(identity),
        Some(Content::Passage(passage)) => people::passage(passage),
        Some(Content::Confirmation(confirmation)) => {
            Entry::new("Still right: a passage of About Me")
                .says("The person confirmed that it still holds.")
                .to(teller.explained(&confirmation.passage))
        }
        Some(Content::Note(note)) => Entry::new("Note").says(&note.words),
        Some(Content::Erased(_)) => {
            Entry::new("Words erased").says("What stood here was erased for good.")
        }
        Some(Content::People(fact)) => people::fact(fact, teller),
        Some(Content::Involvement(involvement)) => joining::involvement(involvement, teller),
        Some(Content::Joining(fact)) => joining::fact(fact, teller),
        Some(Content::Agreement(agreement)) => sharing::agreement(agreement, teller),
        Some(Content::Objection(objection)) => sharing::objection(objection, teller),
        Some(Content::Sharing(fact)) => sharing::fact(fact, teller),
        Some(Content::ReferralRaised(raised)) => referrals::raised(raised, teller),
        Some(Content::ReferralAccepted(accepted)) => referrals::accepted(accepted, teller),
        Some(Content::ReferralDeclined(declined)) => referrals::declined(declined),
        Some(Content::ReferralOverdue(overdue)) => unanswered(
            "Referral not answered in time",
            overdue.answer_by.as_ref(),
            overdue.escalated,
        ),
        Some(Content::Referral(fact)) => referrals::fact(fact, teller),
        Some(Content::Information(fact)) => referrals::information(fact, teller),
        Some(Content::Handover(fact)) => handovers::fact(fact, teller),
        Some(Content::Action(fact)) => actions::fact(fact, teller),
        Some(Content::Volunteer(fact)) => volunteers::fact(fact, teller),
        Some(Content::Life(fact)) => life::fact(fact, teller),
        Some(Content::Plan(fact)) => plans::fact(fact),
        Some(Content::Decision(fact)) => plans::decision(fact),
        Some(Content::Review(fact)) => reviews::fact(fact, teller),
        Some(Content::Concern(fact)) => safeguarding::fact(fact),
    }
}

/// The page of the thing that a fact begins; empty where it begins none that has a page. What goes between others has one
/// for these.
fn page_of(content: Option<&Content>, names: &Names) -> String {
    use v1::{action_fact::Told as Action, handover_fact::Told as Handover};
    match content {
        Some(Content::ReferralRaised(raised))
            if names.is_own(&raised.from) || names.is_own(&raised.to) =>
        {
            format!("/referrals/{}", raised.referral_id)
        }
        Some(Content::Handover(fact)) if matches!(fact.told, Some(Handover::Offered(_))) => {
            format!("/handovers/{}", fact.handover_id)
        }
        Some(Content::Action(fact)) => match fact.told {
            Some(Action::Agreed(_) | Action::OwnStep(_) | Action::Requested(_)) => {
                format!("/actions/{}", fact.action_id)
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// What telling a fact takes besides the fact.
struct Teller<'a> {
    names: &'a Names,
    person: &'a str,
    /// The organisation that recorded it: a worker named without one is a worker of it.
    recorder: &'a str,
}

impl Teller<'_> {
    fn organisation(&self, code: &str) -> String {
        self.names.organisation(code)
    }

    /// "Befriending, Lea Valley Friends"; the organisation alone where the service has no name.
    fn service(&self, service: &str, organisation: &str) -> String {
        let organisation = self.organisation(organisation);
        if service.is_empty() {
            organisation
        } else {
            format!("{service}, {organisation}")
        }
    }

    /// "Sam Lee, Lea Valley Friends"; the organisation alone where no worker is named.
    fn worker(&self, organisation: &str, worker: &str) -> String {
        if worker.is_empty() {
            return self.organisation(organisation);
        }
        let name = self.names.worker(organisation, worker);
        format!("{name}, {}", self.organisation(organisation))
    }

    /// A worker of the organisation that recorded it; empty where none is named.
    fn colleague(&self, worker: &str) -> String {
        if worker.is_empty() {
            return String::new();
        }
        self.names.worker(self.recorder, worker)
    }

    /// Where a fact is explained.
    fn explained(&self, fact: &str) -> String {
        format!("/people/{}/facts/{fact}/why", self.person)
    }
}

/// What is newer than this program.
fn unknown() -> Entry {
    Entry::new("Something that this page cannot show yet")
}

/// Somebody did not answer in time, and who is told.
fn unanswered(heading: &str, by: Option<&prost_types::Timestamp>, escalated: bool) -> Entry {
    let told = if escalated {
        "Whoever asked, whoever was asked, and the managers of both: a second period has passed, too"
    } else {
        "Whoever asked and whoever was asked"
    };
    Entry::new(heading)
        .about("An answer was due by", words::when_of(by))
        .about("Who is told", told)
        .tag("Overdue", "red")
}

/// Choices by what they are called: "Housing, Family and Safety".
fn called<T: crate::labels::Labelled>(choices: &[i32]) -> String {
    let choices = choices
        .iter()
        .map(|choice| crate::labels::label::<T>(*choice));
    words::list(&choices.map(str::to_owned).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
