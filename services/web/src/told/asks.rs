//! What is asked of others and what came of it: referrals, information, joining, handovers, actions.

use api::v1::{
    ActionFact, DeclineReason, HandoverFact, InformationFact, JoiningFact, Outcome, ReferralFact,
    ReferralRaised, ReferralSource, action_fact, handover_fact, information_fact, joining_fact,
    referral_fact,
};

use crate::{entry::Entry, labels::label, names::Names, words};

type Due = Option<prost_types::Timestamp>;

pub(super) fn declined(heading: &str, reason: i32, says: &str, instead: &str) -> Entry {
    Entry::new(heading)
        .says(label::<DeclineReason>(reason))
        .says(says)
        .about("Ask instead", instead)
}

pub(super) fn overdue(heading: &str, answer_by: Due, escalated: bool) -> Entry {
    let both = if escalated {
        "A second period has passed, too: both managers are told."
    } else {
        "Both sides see it."
    };
    Entry::new(heading)
        .about("An answer was due by", words::day_of(answer_by.as_ref()))
        .says(both)
        .tag("Overdue", "red")
}

pub(super) fn referral_raised(raised: &ReferralRaised, names: &Names) -> Entry {
    let heading = format!(
        "Referral to {}, {}",
        raised.service_name,
        names.organisation(&raised.to)
    );
    let entry = Entry::new(heading)
        .about("From", names.organisation(&raised.from))
        .says(&raised.reason)
        .about("Answer due by", words::day_of(raised.answer_by.as_ref()))
        .about("The phone call was taken by", &raised.call_taken_by)
        .to(format!("/referrals/{}", raised.referral_id));
    let entry = super::without_agreement(entry, &raised.without_agreement);
    if raised.urgency() == api::v1::ReferralUrgency::Urgent {
        entry.tag("Urgent", "red")
    } else {
        entry
    }
}

pub(super) fn referral(fact: &ReferralFact, names: &Names) -> Entry {
    use referral_fact::Told;
    let Some(told) = &fact.told else {
        return Entry::new("Referral");
    };
    match told {
        Told::Withdrawn(withdrawn) => Entry::new("Referral taken back").says(&withdrawn.words),
        Told::FirstContact(contact) => Entry::new("First contact")
            .about("On", super::on(&contact.on))
            .says(&contact.words),
        Told::Completed(completed) => {
            let person = completed.person.clone();
            let entry = Entry::new("Referral completed")
                .about("The service says", label::<Outcome>(completed.outcome))
                .says(&completed.words);
            let entry = match person {
                Some(person) => entry
                    .about("The person says", label::<Outcome>(person.outcome))
                    .own_words(person.words),
                None => entry,
            };
            if completed.outcomes_differ {
                entry.tag("They see it differently", "yellow")
            } else {
                entry
            }
        }
        Told::PartEnded(ended) => Entry::new(format!(
            "{} takes part no longer",
            names.organisation(&ended.organisation)
        )),
        Told::Instead(instead) => Entry::new("Ask instead").says(format!(
            "{}, {}",
            instead.service_name,
            names.organisation(&instead.organisation)
        )),
        Told::Offered(offered) => {
            let options: Vec<String> = offered
                .options
                .iter()
                .map(|option| match option.organisation.as_str() {
                    "" => option.words.clone(),
                    code => format!("{} ({})", option.words, names.organisation(code)),
                })
                .collect();
            Entry::new("What else was offered")
                .says(words::list(&options))
                .about("Why they chose this", &offered.choice)
        }
        Told::Received(received) => {
            let heading = format!("Referral to {} from outside", received.service_name);
            let entry = Entry::new(heading)
                .about("Came by", label::<ReferralSource>(received.source))
                .about("From", &received.from)
                .about("On", super::on(&received.on))
                .says(&received.reason)
                .about("Answer due by", words::day_of(received.answer_by.as_ref()))
                .to(format!("/referrals/{}", fact.referral_id));
            super::without_agreement(entry, &received.without_agreement)
        }
    }
}

pub(super) fn information(fact: &InformationFact, names: &Names) -> Entry {
    use information_fact::Told;
    let Some(told) = &fact.told else {
        return Entry::new("Question about a referral");
    };
    match told {
        Told::Asked(asked) => Entry::new(format!("{} asks", names.organisation(&asked.from)))
            .says(&asked.words)
            .about("Answer due by", words::day_of(asked.answer_by.as_ref())),
        Told::Provided(provided) => Entry::new("Answer").says(&provided.words),
        Told::Overdue(late) => overdue(
            "Question not answered in time",
            late.answer_by,
            late.escalated,
        ),
        Told::Ended(_) => Entry::new("Nobody waits for the answer any longer"),
    }
}

pub(super) fn joining(fact: &JoiningFact, names: &Names) -> Entry {
    use joining_fact::Told;
    let Some(told) = &fact.told else {
        return Entry::new("Joining");
    };
    match told {
        Told::Asked(asked) => Entry::new(format!(
            "{}, {}, asks to join",
            asked.service_name,
            names.organisation(&asked.from)
        ))
        .says(&asked.reason)
        .about("Answer due by", words::day_of(asked.answer_by.as_ref())),
        Told::Accepted(accepted) => Entry::new("Let in").says(&accepted.words),
        Told::Declined(declined) => Entry::new("Not let in").says(&declined.words),
        Told::Overdue(late) => overdue(
            "Request to join not answered in time",
            late.answer_by,
            late.escalated,
        ),
        Told::Joined(joined) => Entry::new(format!(
            "{}, {}, joined with the person present",
            joined.service_name,
            names.organisation(&joined.from)
        ))
        .about("How they were identified", &joined.identified_by),
        Told::Left(left) => Entry::new(format!(
            "{} takes part no longer",
            names.organisation(&left.organisation)
        ))
        .says(&left.words),
    }
}

/// The organisation to which a handover goes.
pub(super) fn receiver(fact: &HandoverFact) -> Option<String> {
    match fact.told.as_ref()? {
        handover_fact::Told::Offered(offered) => Some(offered.to.clone()),
        handover_fact::Told::Taken(taken) => Some(taken.to.clone()),
        _ => None,
    }
}

pub(super) fn handover(fact: &HandoverFact, names: &Names) -> Entry {
    use handover_fact::Told;
    let Some(told) = &fact.told else {
        return Entry::new("Handover");
    };
    match told {
        Told::Offered(offered) => {
            let to = match offered.worker.as_str() {
                "" => format!(
                    "{}, {}",
                    offered.service_name,
                    names.organisation(&offered.to)
                ),
                worker => names.worker(&offered.to, worker),
            };
            let mut entry = Entry::new(format!("Handover offered to {to}"))
                .about("From", names.organisation(&offered.from))
                .says(&offered.summary);
            for promise in &offered.outstanding {
                entry = entry.about("Still to be done", promise);
            }
            let entry = entry
                .about("Introduction on", super::on(&offered.introduction_on))
                .about("Answer due by", words::day_of(offered.answer_by.as_ref()))
                .to(format!("/handovers/{}", fact.handover_id));
            super::without_agreement(entry, &offered.without_agreement)
        }
        Told::Accepted(accepted) => Entry::new("Handover accepted").says(&accepted.words),
        Told::Declined(no) => declined("Handover declined", no.reason, &no.words, ""),
        Told::Cancelled(cancelled) => Entry::new("Handover taken back").says(&cancelled.words),
        Told::Overdue(late) => overdue(
            "Handover not answered in time",
            late.answer_by,
            late.escalated,
        ),
        Told::Taken(taken) => Entry::new(format!(
            "{} took the case as custodian",
            names.organisation(&taken.to)
        ))
        .about("Leads", names.worker(&taken.to, &taken.worker))
        .says(&taken.reason),
    }
}

/// The organisation that does an action.
pub(super) fn owner(fact: &ActionFact) -> Option<String> {
    match fact.told.as_ref()? {
        action_fact::Told::Agreed(agreed) => Some(agreed.organisation.clone()),
        action_fact::Told::Requested(asked) => Some(asked.to.clone()),
        _ => None,
    }
}

pub(super) fn action(fact: &ActionFact, names: &Names) -> Entry {
    use action_fact::Told;
    let Some(told) = &fact.told else {
        return Entry::new("Action");
    };
    let href = format!("/actions/{}", fact.action_id);
    match told {
        Told::Agreed(agreed) => {
            let who = names.worker(&agreed.organisation, &agreed.worker);
            let organisation = names.organisation(&agreed.organisation);
            let entry = Entry::new(&agreed.words)
                .about("Who", format!("{who}, {organisation}"))
                .about("By", super::on(&agreed.due))
                .to(href);
            super::without_agreement(entry, &agreed.without_agreement)
        }
        Told::OwnStep(step) => Entry::new("Their own step")
            .own_words(&step.words)
            .about("With", &step.helper)
            .about("Hoped by", super::on(&step.hoped_by))
            .to(href),
        Told::Requested(asked) => {
            let entry = Entry::new(&asked.words)
                .about(
                    "Asked of",
                    format!("{}, {}", asked.service_name, names.organisation(&asked.to)),
                )
                .about("Asked by", names.organisation(&asked.from))
                .about("By", super::on(&asked.due))
                .about("Answer due by", words::day_of(asked.answer_by.as_ref()))
                .tag("Asked for", "blue")
                .to(href);
            super::without_agreement(entry, &asked.without_agreement)
        }
        Told::Unanswered(late) => overdue(
            "Request not answered in time",
            late.answer_by,
            late.escalated,
        ),
        Told::Accepted(accepted) => Entry::new("Request accepted").says(&accepted.words),
        Told::Declined(no) => declined("Request declined", no.reason, &no.words, &no.instead),
        Told::Reassigned(given) => Entry::new("Given to a colleague").says(&given.words),
        Told::Overdue(late) => Entry::new("Not done in time")
            .about("Was due by", super::on(&late.due))
            .tag("Overdue", "red"),
        Told::Completed(done) => Entry::new("Done").says(&done.words).tag("Done", "green"),
        Told::Cancelled(off) => Entry::new("Called off").says(&off.words),
    }
}
