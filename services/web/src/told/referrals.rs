//! Referrals: as they were raised or came from outside, what became of them, and what was asked before an answer.

use api::v1::{self, information_fact, referral_fact::Told};

use super::{Teller, unanswered, unknown};
use crate::{entry::Entry, labels::label, words};

pub(super) fn raised(raised: &v1::ReferralRaised, teller: &Teller<'_>) -> Entry {
    let to = teller.service(&raised.service_name, &raised.to);
    let entry = Entry::new(format!("Referral to {to}"))
        .says(&raised.reason)
        .about("Asked by", teller.organisation(&raised.from))
        .about("Without agreement", &raised.without_agreement)
        .about("Phone call about it taken by", &raised.call_taken_by)
        .about("Answer by", words::when_of(raised.answer_by.as_ref()));
    if raised.urgency() == v1::ReferralUrgency::Urgent {
        entry.tag("Urgent", "red")
    } else {
        entry
    }
}

pub(super) fn accepted(accepted: &v1::ReferralAccepted, teller: &Teller<'_>) -> Entry {
    Entry::new("Referral accepted")
        .about("Who helps", teller.colleague(&accepted.worker))
        .says(&accepted.words)
}

pub(super) fn declined(declined: &v1::ReferralDeclined) -> Entry {
    Entry::new("Referral declined")
        .about("Why", label::<v1::DeclineReason>(declined.reason))
        .says(&declined.words)
        .about("Where to ask instead", &declined.instead)
}

pub(super) fn fact(fact: &v1::ReferralFact, teller: &Teller<'_>) -> Entry {
    match &fact.told {
        None => unknown(),
        Some(Told::Withdrawn(told)) => Entry::new("Referral taken back").about("Why", &told.words),
        Some(Told::FirstContact(told)) => Entry::new("First contact")
            .about("On", words::written(&told.on))
            .says(&told.words),
        Some(Told::Completed(told)) => completed(told),
        Some(Told::PartEnded(told)) => Entry::new("No longer taking part through a service")
            .says(teller.organisation(&told.organisation)),
        Some(Told::Instead(told)) => Entry::new("Another service that can be asked")
            .says(teller.service(&told.service_name, &told.organisation)),
        Some(Told::Offered(told)) => offered(told, teller),
        Some(Told::Received(told)) => received(told, teller),
    }
}

fn completed(told: &v1::referral_fact::Completed) -> Entry {
    let entry = Entry::new("What came of the referral")
        .about("As the service sees it", label::<v1::Outcome>(told.outcome))
        .says(&told.words);
    let Some(person) = &told.person else {
        return entry.says("The person did not say how they see it.");
    };
    let entry = entry
        .about(
            "As the person sees it",
            label::<v1::Outcome>(person.outcome),
        )
        .own_words(&person.words);
    if told.outcomes_differ {
        entry.says("The service and the person see it differently.")
    } else {
        entry
    }
}

fn offered(told: &v1::referral_fact::Offered, teller: &Teller<'_>) -> Entry {
    let option = |option: &v1::OfferedOption| match option.organisation.as_str() {
        "" => option.words.clone(),
        organisation => teller.service(&option.words, organisation),
    };
    let entry = Entry::new("What else was offered");
    let options = told.options.iter().map(option);
    options
        .fold(entry, Entry::says)
        .about("Why the person chose as they did", &told.choice)
}

fn received(told: &v1::referral_fact::Received, teller: &Teller<'_>) -> Entry {
    let to = teller.service(&told.service_name, &told.organisation);
    Entry::new(format!("Referral from outside to {to}"))
        .says(&told.reason)
        .about("How it came", label::<v1::ReferralSource>(told.source))
        .about("From", &told.from)
        .about("Came on", words::written(&told.on))
        .about("Without agreement", &told.without_agreement)
        .about("Answer by", words::when_of(told.answer_by.as_ref()))
}

pub(super) fn information(fact: &v1::InformationFact, teller: &Teller<'_>) -> Entry {
    use information_fact::Told;
    match &fact.told {
        None => unknown(),
        Some(Told::Asked(told)) => Entry::new("Question before a referral is answered")
            .says(&told.words)
            .about("Asked by", teller.organisation(&told.from))
            .about("Who is to answer", teller.worker(&told.to, &told.worker))
            .about("Answer by", words::when_of(told.answer_by.as_ref())),
        Some(Told::Provided(told)) => {
            Entry::new("Answer to a question about a referral").says(&told.words)
        }
        Some(Told::Overdue(told)) => unanswered(
            "Question about a referral not answered in time",
            told.answer_by.as_ref(),
            told.escalated,
        ),
        Some(Told::Ended(_)) => Entry::new("Question about a referral ended").says(
            "Nobody waits for the answer any longer: the referral was answered or taken back.",
        ),
    }
}
